"""What the bank said about an account before any money goes there."""

from django.db import models

from lapak.people.states import NameMatch
from lapak.secrets import EncryptedTextField


class AccountInquiry(models.Model):
    """The newest answer about one account; asked again when it is old."""

    bank_account = models.OneToOneField("people.BankAccount", models.CASCADE, related_name="inquiry")
    at = models.DateTimeField()
    match = models.CharField(max_length=12, choices=NameMatch)
    score = models.PositiveSmallIntegerField(help_text="0 to 100")
    holder_name = EncryptedTextField(blank=True, help_text="as the bank writes it")
    code = models.CharField(max_length=20)
