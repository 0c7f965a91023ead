"""The books. Every event is posted in the transaction that makes it true, and once, however often it is told."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models import Sum

from lapak.money.models import LedgerEntry, LedgerPosting, Payout, Transfer
from lapak.money.states import LedgerAccount, PostingKind

A = LedgerAccount


def post_owed(payout: Payout, *, at: datetime) -> None:
    """The benefit is a cost; its net is owed to the participant, its tax to the state."""
    benefit = payout.determination
    _post(payout, None, PostingKind.OWED, {
        A.BENEFIT: benefit.gross_rupiah,
        A.TAX_WITHHELD: -benefit.tax_rupiah,
        A.PARTICIPANTS: -benefit.net_rupiah,
    }, at=at)  # fmt: skip


def post_paid(transfer: Transfer, *, at: datetime) -> None:
    amount = transfer.amount_rupiah
    _post(transfer.payout, transfer, PostingKind.PAID, {A.PARTICIPANTS: amount, A.BANK: -amount}, at=at)


def post_returned(transfer: Transfer, *, at: datetime) -> None:
    amount = transfer.amount_rupiah
    _post(transfer.payout, transfer, PostingKind.RETURNED, {A.BANK: amount, A.PARTICIPANTS: -amount}, at=at)


def _post(
    payout: Payout, transfer: Transfer | None, kind: PostingKind, amounts: Mapping[LedgerAccount, int], *, at: datetime
) -> None:
    posting, is_new = LedgerPosting.objects.get_or_create(
        payout=payout, transfer=transfer, kind=kind, defaults={"at": at}
    )
    if is_new:
        LedgerEntry.objects.bulk_create(
            LedgerEntry(posting=posting, account=account, amount_rupiah=amount)
            for account, amount in amounts.items()
            if amount
        )


def balances() -> dict[str, int]:
    """Return account -> rupiah; all of them together are zero."""
    found = LedgerEntry.objects.values_list("account").annotate(total=Sum("amount_rupiah"))
    return {**dict.fromkeys(LedgerAccount.values, 0), **dict(found)}


def in_words(found: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the balances with the names of their accounts."""
    return [(str(LedgerAccount(account).label), rupiah) for account, rupiah in found.items()]


def unbalanced() -> list[int]:
    """Return the postings whose entries do not sum to zero: always none, the database refuses them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT posting_id FROM money_ledgerentry GROUP BY posting_id HAVING sum(amount_rupiah) <> 0"""
        )
        return [row[0] for row in cursor.fetchall()]
