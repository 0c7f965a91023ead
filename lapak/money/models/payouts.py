"""What a claim is worth, what is owed for it, and each attempt to send that."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lapak.history import StatusChange
from lapak.money import states
from lapak.secrets import EncryptedTextField


class BenefitDetermination(models.Model):
    """Gross, tax and net of a claim at one moment. It never changes; a newer one supersedes it."""

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="determinations")
    contributions_rupiah = models.BigIntegerField()
    return_rupiah = models.BigIntegerField()
    gross_rupiah = models.BigIntegerField()
    tax_rupiah = models.BigIntegerField()
    net_rupiah = models.BigIntegerField()
    lines = models.JSONField(default=list, help_text="base, percent and tax of each band, as shown to people")
    earlier_rupiah = models.BigIntegerField(default=0, help_text="paid before, counted against the free amount")
    rule = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=40)
    determined_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(superseded_at=None), name="claim_has_one_current_determination"
            ),
            models.CheckConstraint(
                condition=Q(gross_rupiah=F("contributions_rupiah") + F("return_rupiah")),
                name="gross_is_contributions_and_return",
            ),
            models.CheckConstraint(
                condition=Q(gross_rupiah=F("tax_rupiah") + F("net_rupiah")), name="gross_is_tax_and_net"
            ),
            models.CheckConstraint(
                condition=Q(contributions_rupiah__gte=0)
                & Q(return_rupiah__gte=0)
                & Q(tax_rupiah__gte=0)
                & Q(net_rupiah__gte=0),
                name="determination_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"determination {self.pk}"


class Payout(models.Model):
    """What is owed for a claim: one row a claim, for ever."""

    claim = models.OneToOneField("claims.Claim", models.PROTECT, related_name="payout")
    determination = models.ForeignKey(BenefitDetermination, models.PROTECT, related_name="payouts")
    net_rupiah = models.BigIntegerField()
    account_seal = models.CharField(max_length=64, help_text="keyed hash of the account that was verified")
    status = models.CharField(
        max_length=30, choices=states.PayoutStatus, default=states.PayoutStatus.AWAITING_AUTHORISATION
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="who decided the claim"
    )
    round = models.PositiveSmallIntegerField(default=1, help_text="counts how often it was promised")
    review_reasons = models.JSONField(default=list, blank=True, help_text="codes of ReviewReason")
    awaits = models.CharField(max_length=10, blank=True, choices=states.Step, help_text="whose look comes next")
    authorise_at = models.DateTimeField(help_text="not before this moment; until then the decision can be undone")
    authorised_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    moves = states.PAYOUT_MOVES

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(net_rupiah__gt=0), name="payout_is_positive"),
            models.CheckConstraint(condition=Q(status__in=states.PayoutStatus.values), name="payout_status_is_known"),
        ]
        indexes = [
            models.Index(fields=["status", "authorise_at"], name="payout_due"),
            models.Index(fields=["awaits", "authorise_at"], condition=~Q(awaits=""), name="payout_awaits_a_look"),
            models.Index(fields=["-paid_at"], condition=Q(status="PAID"), name="payouts_paid_last"),
        ]

    def __str__(self) -> str:
        return f"payout {self.pk}"


class PayoutHistory(StatusChange):
    row = models.ForeignKey(Payout, models.CASCADE, related_name="history")


class TransferQuerySet(models.QuerySet["Transfer"]):
    def due(self, *, at: datetime) -> "TransferQuerySet":
        """Those that want a step now, that no worker holds and that do not go by file."""
        free = Q(lease_until=None) | Q(lease_until__lte=at)
        moving = self.filter(free, status__in=states.MOVING_TRANSFER, batch=None, next_at__lte=at)
        return moving.order_by("next_at", "id")

    def for_a_file(self) -> "TransferQuerySet":
        """Those that are ready and were never sent: they may go by file."""
        return self.filter(status=states.TransferStatus.READY, batch=None, lease=None, submitted_at=None)


class Transfer(models.Model):
    """One attempt: its account, amount, rail and reference are frozen when it is made."""

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="transfers")
    batch = models.ForeignKey(
        "money.PaymentBatch", models.PROTECT, null=True, blank=True, related_name="transfers", help_text="sent by file"
    )
    reference = models.CharField(max_length=64, unique=True, help_text="partnerReferenceNo, the same for ever")
    transaction_date = models.DateTimeField(help_text="sent unchanged with every request about this reference")
    rail = models.CharField(max_length=20, choices=states.Rail)
    bank_code = models.CharField(max_length=3)
    account_number = EncryptedTextField()
    account_number_index = models.CharField(max_length=64)
    holder_name = models.CharField(max_length=100)
    amount_rupiah = models.BigIntegerField()
    status = models.CharField(max_length=20, choices=states.TransferStatus, default=states.TransferStatus.READY)
    next_at = models.DateTimeField(help_text="when the next step is due")
    attempts = models.PositiveIntegerField(default=0, help_text="how often a worker has taken it")
    lease = models.UUIDField(null=True, blank=True, help_text="which worker holds it; every write of that one says so")
    lease_until = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="the last time the intent to send was written")
    settled_at = models.DateTimeField(null=True, blank=True)
    bank_reference = models.CharField(max_length=64, blank=True)
    last_code = models.CharField(max_length=20, blank=True, help_text="the bank's last response code, or our word")

    moves = states.TRANSFER_MOVES
    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout"],
                condition=~Q(status__in=states.CLOSED_UNPAID_TRANSFER),
                name="payout_has_one_transfer_that_may_pay",
            ),
            models.CheckConstraint(condition=Q(amount_rupiah__gt=0), name="transfer_is_positive"),
            models.CheckConstraint(
                condition=Q(status__in=states.TransferStatus.values), name="transfer_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(status__in=states.MOVING_TRANSFER), name="transfer_due")
        ]

    def __str__(self) -> str:
        return self.reference


class TransferHistory(StatusChange):
    row = models.ForeignKey(Transfer, models.CASCADE, related_name="history")
