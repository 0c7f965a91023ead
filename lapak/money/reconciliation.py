"""Daily: the bank's statement beside our books. A difference is never settled by a machine that moves money."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, Sum

from booths.models import Officer
from lapak.money import statements
from lapak.money.bank.signatures import JAKARTA
from lapak.money.errors import NoteNeeded
from lapak.money.models import Difference, ReconciledDay, StatementLine, Transfer
from lapak.money.statements import Booked, Ours
from lapak.money.states import MOVING_TRANSFER, DifferenceKind, StatementSource, TransferStatus

REACHING_BACK = timedelta(days=6)
"""So long may the bank, or we, have been away: the days of that time are compared once both are there."""
SETTLED_BY_ITSELF = "agreed"


def days_due(today: date) -> list[date]:
    """Return the days to compare with the bank's history, the oldest first: each until it is two days old.

    What our account paid before the first transfer is no business of these books.
    """
    first = Transfer.objects.order_by("pk").values_list("transaction_date", flat=True).first()
    oldest = max(today - REACHING_BACK, first.astimezone(JAKARTA).date() if first else today)
    compared = ReconciledDay.objects.filter(day__gte=oldest, source=StatementSource.HISTORY)
    done = {one.day for one in compared if one.at.astimezone(JAKARTA).date() >= one.day + timedelta(days=2)}
    return [day for ahead in range((today - oldest).days + 1) if (day := oldest + timedelta(days=ahead)) not in done]


@transaction.atomic
def reconcile(day: date, booked: Iterable[Booked], *, source: StatementSource, at: datetime) -> list[Difference]:
    """Compare a day; differences that are gone are settled by that. Returns those that are open now."""
    lines = list(booked)
    named = {line.reference for line in lines}
    _remember(day, lines, source)
    start = datetime.combine(day, datetime.min.time(), JAKARTA)
    paid = Transfer.objects.filter(
        status=TransferStatus.PAID, settled_at__gte=start, settled_at__lt=start + timedelta(days=1)
    )
    known = Transfer.objects.filter(reference__in=named)
    ours = {one.reference: Ours(one.reference, one.amount_rupiah, one.status) for one in [*paid, *known]}
    paid_that_day = [one.reference for one in paid]
    times = _count_bookings(named.union(paid_that_day))
    found = statements.compare(ours, lines, paid_that_day=paid_that_day, times=times)
    _settle_gone(day, named, found, at=at)
    kept = [_keep(one, day, at=at) for one in found]
    _ask_about_open_ones(found, at=at)
    ReconciledDay.objects.update_or_create(
        day=day,
        defaults={
            "at": at, "source": source, "ours": len(paid_that_day), "bank": len(lines), "differences": len(kept),
        },
    )  # fmt: skip
    return [one for one in kept if one.settled_at is None]


def _remember(day: date, lines: list[Booked], source: StatementSource) -> None:
    """Keep what the bank told of the day. A history tells all of it, a file may be one of several."""
    times = Counter(line.reference for line in lines)
    if source == StatementSource.HISTORY:
        StatementLine.objects.filter(day=day, source=source).exclude(reference__in=times).delete()
    StatementLine.objects.bulk_create(
        [StatementLine(source=source, day=day, reference=one, times=count) for one, count in times.items()],
        update_conflicts=True,
        unique_fields=["reference", "source", "day"],
        update_fields=["times"],
        batch_size=1000,
    )


def _count_bookings(references: Collection[str]) -> dict[str, int]:
    """Return how often the bank booked each of them on any day; history and files tell of the same bookings."""
    told = StatementLine.objects.filter(reference__in=references).values_list("reference", "source")
    counts: dict[str, int] = {}
    for reference, _, times in told.annotate(total=Sum("times")):
        counts[reference] = max(times, counts.get(reference, 0))
    return counts


def _keep(found: statements.Found, day: date, *, at: datetime) -> Difference:
    """Write a difference once. One that a person has explained stays explained while it is about the same money."""
    money = {"ours_rupiah": found.ours_rupiah, "bank_rupiah": found.bank_rupiah}
    transfer = Transfer.objects.filter(reference=found.reference).first()
    kept, is_new = Difference.objects.get_or_create(
        reference=found.reference,
        kind=found.kind,
        defaults={"day": day, "transfer": transfer, "found_at": at, **money},
    )
    is_same = (kept.ours_rupiah, kept.bank_rupiah) == (found.ours_rupiah, found.bank_rupiah)
    was_explained = kept.settled_by_id is not None
    if is_new or (is_same and (was_explained or kept.settled_at is None)):
        return kept
    again = {"found_at": at, "settled_at": None, "settled_by": None, "note": ""} if kept.settled_at else {}
    Difference.objects.filter(pk=kept.pk).update(**money, **again)
    kept.refresh_from_db()
    return kept


def _settle_gone(day: date, named: Collection[str], found: Iterable[statements.Found], *, at: datetime) -> None:
    """What is open of this day, of a reference on its statement, or of an order that is settled by now."""
    there = {(one.reference, one.kind) for one in found}
    has_ended = Q(kind=DifferenceKind.STILL_OPEN, transfer__status__in=[TransferStatus.PAID, TransferStatus.RETURNED])
    for one in Difference.objects.filter(Q(day=day) | Q(reference__in=named) | has_ended, settled_at=None):
        if (one.reference, DifferenceKind(one.kind)) not in there:
            Difference.objects.filter(pk=one.pk).update(settled_at=at, note=SETTLED_BY_ITSELF)


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
