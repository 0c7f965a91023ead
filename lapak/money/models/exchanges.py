"""What was said between us and the bank: no bodies, no secrets, no numbers of persons."""

from django.db import models

from lapak.money import states


class BankExchange(models.Model):
    """One request about a transfer and what came back."""

    transfer = models.ForeignKey("money.Transfer", models.CASCADE, related_name="exchanges")
    kind = models.CharField(max_length=20, choices=states.ExchangeKind)
    at = models.DateTimeField(help_text="when the answer was there, or given up")
    took_ms = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, help_text="what we took it for: lapak.money.bank.protocol.Outcome")
    bank_reference = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
