"""Which notices of the bank were taken already, so that a repeated one changes nothing."""

from django.db import models


class BankCallback(models.Model):
    """One signed notice. The bank's number of a notice is unique within a day."""

    external_id = models.CharField(max_length=36)
    day = models.DateField(help_text="of the signature's time, in Jakarta")
    digest = models.CharField(max_length=64, unique=True, help_text="of moment and body, which the signature covers")
    at = models.DateTimeField()
    transfer = models.ForeignKey("money.Transfer", models.CASCADE, null=True, related_name="callbacks")
    status = models.CharField(max_length=2, help_text="latestTransactionStatus")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["external_id", "day"], name="notice_is_taken_once")]
