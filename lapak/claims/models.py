"""What we remember of claims: who claims what, why, to which account, and every status it has been in."""

from django.db import models
from django.db.models import Q

from lapak.claims import states
from lapak.history import StatusChange


class Claim(models.Model):
    receipt_number = models.CharField(max_length=20, unique=True)
    branch = models.ForeignKey("booths.Branch", models.PROTECT, related_name="claims")
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="claims")
    membership = models.ForeignKey("people.Membership", models.PROTECT, related_name="claims")
    bank_account = models.ForeignKey("people.BankAccount", models.PROTECT, related_name="claims")
    reason = models.CharField(max_length=30, choices=states.ClaimReason)
    channel = models.CharField(max_length=20, choices=states.Channel)
    status = models.CharField(max_length=20, choices=states.ClaimStatus, default=states.ClaimStatus.SUBMITTED)
    filed_at = models.DateTimeField()

    moves = states.CLAIM_MOVES

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(status__in=states.OPEN_CLAIM),
                name="membership_has_one_open_claim",
            ),
            models.CheckConstraint(condition=Q(status__in=states.ClaimStatus.values), name="claim_status_is_known"),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class ClaimHistory(StatusChange):
    row = models.ForeignKey(Claim, models.CASCADE, related_name="history")
