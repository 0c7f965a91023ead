"""The books: postings whose entries sum to zero, which the database checks, and which are never changed."""

from django.db import models
from django.db.models import Q

from lapak.money import states


class LedgerPosting(models.Model):
    """One event that moved money between our accounts; the same event is posted once."""

    payout = models.ForeignKey("money.Payout", models.PROTECT, related_name="postings")
    transfer = models.ForeignKey("money.Transfer", models.PROTECT, null=True, related_name="postings")
    kind = models.CharField(max_length=10, choices=states.PostingKind)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout", "transfer", "kind"], name="event_is_posted_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["at"], name="postings_of_a_day")]


class LedgerEntry(models.Model):
    """Rupiah on one account: debit above zero, credit below."""

    posting = models.ForeignKey(LedgerPosting, models.PROTECT, related_name="entries")
    account = models.CharField(max_length=20, choices=states.LedgerAccount)
    amount_rupiah = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["posting", "account"], name="account_stands_once_in_a_posting"),
            models.CheckConstraint(condition=~Q(amount_rupiah=0), name="entry_is_not_zero"),
        ]
