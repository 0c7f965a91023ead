"""Where our books and the bank's do not say the same."""

from django.conf import settings
from django.db import models

from lapak.money import states


class Difference(models.Model):
    """One disagreement about one reference; it stays until both agree or a person has explained it."""

    reference = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=states.DifferenceKind)
    transfer = models.ForeignKey("money.Transfer", models.SET_NULL, null=True, related_name="differences")
    day = models.DateField(help_text="of the bank's statement")
    ours_rupiah = models.BigIntegerField(help_text="0 where we know of no payment")
    bank_rupiah = models.BigIntegerField(help_text="0 where the bank knows of none")
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["found_at", "id"]
        constraints = [models.UniqueConstraint(fields=["reference", "kind"], name="difference_stands_once")]
        indexes = [models.Index(fields=["found_at"], condition=models.Q(settled_at=None), name="open_differences")]


class StatementLine(models.Model):
    """How often the bank booked one reference on one day: an order that is paid again on another day is paid twice."""

    source = models.CharField(max_length=20, choices=states.StatementSource)
    day = models.DateField()
    reference = models.CharField(max_length=64)
    times = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reference", "source", "day"], name="line_stands_once_a_day")]
        indexes = [models.Index(fields=["day", "source"], name="lines_of_a_day")]


class ReconciledDay(models.Model):
    """A statement of the bank was compared with our books."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    source = models.CharField(max_length=20, choices=states.StatementSource)
    ours = models.PositiveIntegerField(help_text="transfers that we call paid on that day")
    bank = models.PositiveIntegerField(help_text="debits on the statement")
    differences = models.PositiveIntegerField()
