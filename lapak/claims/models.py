"""What we remember of claims: who claims what, why, to which account, and every status it has been in."""

import secrets

from django.db import models
from django.db.models import Q

from lapak.claims import states
from lapak.history import StatusChange
from lapak.secrets import EncryptedTextField


def new_follow_key() -> str:
    """Return what stands in the address of a claim's page: it shows how far the claim is."""
    return secrets.token_urlsafe(18)


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
    rule_version = models.CharField(max_length=30, default="Permenaker-4/2022", help_text="in force when it was filed")
    heir_name = EncryptedTextField(blank=True, help_text="who claims after a participant has died")
    heir_relation = models.CharField(max_length=20, blank=True, choices=states.HeirRelation)
    follow_key = models.CharField(max_length=24, unique=True, default=new_follow_key)

    moves = states.CLAIM_MOVES

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(status__in=states.OPEN_CLAIM),
                name="membership_has_one_open_claim",
            ),
            models.CheckConstraint(condition=Q(status__in=states.ClaimStatus.values), name="claim_status_is_known"),
            models.CheckConstraint(
                condition=~Q(reason=states.ClaimReason.DEATH) | ~Q(heir_relation=""), name="death_is_claimed_by_an_heir"
            ),
        ]

        indexes = [models.Index(fields=["id"], condition=Q(status="IN_SESSION"), name="claims_in_session")]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def claimant_name(self) -> str:
        """Who sits in the booth and receives the money: the participant, or the heir."""
        return self.heir_name or self.participant.name


class ClaimHistory(StatusChange):
    row = models.ForeignKey(Claim, models.CASCADE, related_name="history")
