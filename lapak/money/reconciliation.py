"""Daily: the bank's statement beside our books. A difference is never settled by a machine that moves money."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from booths.models import Officer
from lapak.money import statements
from lapak.money.bank.signatures import JAKARTA
from lapak.money.errors import NoteNeeded
from lapak.money.models import Difference, ReconciledDay, Transfer
from lapak.money.statements import Booked, Ours
from lapak.money.states import MOVING_TRANSFER, DifferenceKind, StatementSource, TransferStatus

MINUTE = timedelta(minutes=1)


@transaction.atomic
def reconcile(day: date, booked: Iterable[Booked], *, source: StatementSource, at: datetime) -> list[Difference]:
    """Compare a day; differences that are gone are settled by that. Returns those that are open now."""
    lines = list(booked)
    start = datetime.combine(day, datetime.min.time(), JAKARTA)
    paid = Transfer.objects.filter(
        status=TransferStatus.PAID, settled_at__gte=start, settled_at__lt=start + timedelta(days=1)
    )
    known = Transfer.objects.filter(reference__in=[line.reference for line in lines])
    ours = {one.reference: Ours(one.reference, one.amount_rupiah, one.status) for one in [*paid, *known]}
    paid_that_day = [one.reference for one in paid]
    found = statements.compare(ours, lines, paid_that_day=paid_that_day)
    _settle_gone(day, {(one.reference, one.kind) for one in found}, at=at)
    kept = [_keep(one, day, at=at) for one in found]
    _ask_about_open_ones(found, at=at)
    ReconciledDay.objects.update_or_create(
        day=day,
        defaults={
            "at": at, "source": source, "ours": len(paid_that_day), "bank": len(lines), "differences": len(kept),
        },
    )  # fmt: skip
    return [one for one in kept if one.settled_at is None]


def _keep(found: statements.Found, day: date, *, at: datetime) -> Difference:
    """Write a difference once; one that a person has explained stays explained."""
    kept, _ = Difference.objects.get_or_create(
        reference=found.reference,
        kind=found.kind,
        defaults={
            "day": day,
            "transfer": Transfer.objects.filter(reference=found.reference).first(),
            "ours_rupiah": found.ours_rupiah,
            "bank_rupiah": found.bank_rupiah,
            "found_at": at,
        },
    )
    return kept


def _settle_gone(day: date, found: set[tuple[str, DifferenceKind]], *, at: datetime) -> None:
    for one in Difference.objects.filter(day=day, settled_at=None):
        if (one.reference, DifferenceKind(one.kind)) not in found:
            Difference.objects.filter(pk=one.pk).update(settled_at=at, note="agreed")


def _ask_about_open_ones(found: Iterable[statements.Found], *, at: datetime) -> None:
    """What the bank has booked and we do not call paid is asked about now: the answer settles it."""
    references = [one.reference for one in found if one.kind == DifferenceKind.STILL_OPEN]
    moving = Transfer.objects.filter(reference__in=references, status__in=MOVING_TRANSFER, next_at__gt=at)
    moving.update(next_at=at)


def explain(difference: Difference, *, by: Officer, note: str, at: datetime) -> None:
    """A person has found out why; the difference is settled with the reason. Raises NoteNeeded."""
    if not note.strip():
        raise NoteNeeded
    Difference.objects.filter(pk=difference.pk, settled_at=None).update(
        settled_at=at, settled_by=by, note=note.strip()[:300]
    )
