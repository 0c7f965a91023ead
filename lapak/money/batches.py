"""Payments by file: gathered, authorised by a second person, sent as pain.001, answered by pain.002.

A transfer in a batch is never sent by a worker, and one that was sent is in no batch: the row is locked when it is
gathered. Locks in the order claim, payout, transfer where a report settles one.
"""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from booths.models import Officer
from lapak.money import exchanges, judgement, pain, transfers
from lapak.money.bank.protocol import Answer, Outcome
from lapak.money.bank.signatures import JAKARTA
from lapak.money.errors import BatchOver, NothingToGather, OwnBatch, ReportElsewhere
from lapak.money.models import PaymentBatch, Transfer
from lapak.money.pain import Debtor, Payment, Report
from lapak.money.states import ExchangeKind, TransferStatus
from lapak.transitions import move

MOST_IN_A_BATCH = 1000


@transaction.atomic
def gather(*, by: Officer, at: datetime) -> PaymentBatch:
    """Put what is ready and was never sent into a new batch, oldest first. Raises NothingToGather."""
    ready = Transfer.objects.for_a_file()
    rows = list(ready.select_for_update(no_key=True, skip_locked=True).order_by("pk")[:MOST_IN_A_BATCH])
    if not rows:
        raise NothingToGather
    day = f"{at.astimezone(JAKARTA):%Y%m%d}"
    number = PaymentBatch.objects.filter(number__startswith=f"LPB{day}").count() + 1
    batch = PaymentBatch.objects.create(
        number=f"LPB{day}-{number:03}",
        created_by=by,
        created_at=at,
        count=len(rows),
        total_rupiah=sum(row.amount_rupiah for row in rows),
    )
    Transfer.objects.filter(pk__in=[row.pk for row in rows]).update(batch=batch)
    return batch


@transaction.atomic
def authorise(batch: PaymentBatch, *, by: Officer, at: datetime) -> None:
    """Let the file go to the bank: from now on each of its transfers counts as sent. Raises BatchOver, OwnBatch."""
    _lock(batch)
    if batch.authorised_at is not None or batch.cancelled_at is not None:
        raise BatchOver
    if batch.created_by_id == by.pk:
        raise OwnBatch
    for transfer in batch.transfers.select_for_update(no_key=True):
        move(transfer, TransferStatus.SUBMITTED, by=by, at=at, note=batch.number, submitted_at=at)
    batch.authorised_by, batch.authorised_at = by, at
    digest = hashlib.sha256(file_of(batch)).hexdigest()
    PaymentBatch.objects.filter(pk=batch.pk).update(authorised_by=by, authorised_at=at, digest=digest)


@transaction.atomic
def cancel(batch: PaymentBatch, *, at: datetime) -> None:
    """Give the transfers back, while nobody has authorised the batch. Raises BatchOver."""
    _lock(batch)
    if batch.authorised_at is not None or batch.cancelled_at is not None:
        raise BatchOver
    batch.transfers.update(batch=None)
    PaymentBatch.objects.filter(pk=batch.pk).update(cancelled_at=at)


def _lock(batch: PaymentBatch) -> None:
    PaymentBatch.objects.select_for_update().get(pk=batch.pk)
    batch.refresh_from_db()


def file_of(batch: PaymentBatch) -> bytes:
    """Return the file, the same every time. Raises BatchOver before it is authorised."""
    if batch.authorised_at is None:
        raise BatchOver
    payments = [
        Payment(one.reference, one.amount_rupiah, one.bank_code, one.account_number, one.holder_name)
        for one in batch.transfers.order_by("pk")
    ]
    debtor = Debtor("Lapak", str(settings.BANK["source_account"]), str(settings.BANK["bank_code"]))
    return pain.write(batch.number, payments, debtor, at=batch.authorised_at)


def take_report(batch: PaymentBatch, content: bytes, *, at: datetime) -> dict[str, int]:
    """Settle what a status report lists; return how many were paid, refused, are on their way, and were not ours.

    What it does not list stays as it is. Raises FileUnreadable, ReportElsewhere.
    """
    number, reports = pain.read_report(content)
    if number != batch.number:
        raise ReportElsewhere
    counts = {"paid": 0, "refused": 0, "pending": 0, "unknown": 0}
    for report in reports:
        counts[_take_one(batch, report, at=at)] += 1
    return counts


def _take_one(batch: PaymentBatch, report: Report, *, at: datetime) -> str:
    """Settle one transfer in a transaction of its own, so that a report can be read again after a fault."""
    transfer = batch.transfers.filter(reference=report.reference).first()
    if transfer is None:
        return "unknown"
    answer = Answer(report.outcome, report.code)
    exchanges.note(transfer, ExchangeKind.STATUS, answer, began=at, at=at)
    course = judgement.FINAL.get(report.outcome)
    if course is None:
        return "pending" if report.outcome is Outcome.PENDING else "unknown"
    transfers.settle(transfer, course, answer, at=at)
    return "paid" if report.outcome is Outcome.SUCCESS else "refused"


def progress_of(batch: PaymentBatch) -> dict[str, int]:
    """Return status -> rupiah of the batch's transfers."""
    rows = batch.transfers.values_list("status").annotate(sum=Sum("amount_rupiah"))
    return {str(TransferStatus(status).label): rupiah for status, rupiah in rows}
