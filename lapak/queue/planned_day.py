"""What the planning page shows of a day: its slots with what is booked, free and refused. Read only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Q

from booths import branches
from booths.models import Branch
from lapak.queue import slots
from lapak.queue.models import ClosedDay, PlannedShift, Refused, WaitingListEntry
from lapak.queue.states import LIVE_BOOKING, EntryStatus


@dataclass(frozen=True)
class SlotLine:
    pk: int
    starts_at: datetime
    ends_at: datetime
    officers: float
    places: int
    booked: int
    free: int
    refused: int


def slot_lines(branch: Branch, day: date) -> list[SlotLine]:
    """Return the slots of a branch-local day that have officers or places, in two queries."""
    found = slots.all_of_day(branch, day)
    counted = found.annotate(
        usable=Count("places", filter=Q(places__withdrawn=False), distinct=True),
        free=Count("places", filter=Q(places__is_free=True), distinct=True),
        booked=Count("places", filter=Q(places__bookings__status__in=LIVE_BOOKING), distinct=True),
    )
    refused = dict(Refused.objects.filter(slot__in=found).values_list("slot").annotate(times=Count("pk")))
    return [
        SlotLine(
            slot.pk, slot.starts_at, slot.ends_at, slot.officers,
            slot.usable, slot.booked, slot.free, refused.get(slot.pk, 0),
        )
        for slot in counted.order_by("starts_at") if slot.officers or slot.usable
    ]  # fmt: skip


@dataclass(frozen=True)
class Refusals:
    """How many people found no place on a day, and when the first and the last of them asked."""

    times: int
    first: datetime | None
    last: datetime | None


def refusals(branch: Branch, day: date) -> Refusals:
    found = Refused.objects.filter(branch=branch, day=day).aggregate(n=Count("pk"), first=Min("at"), last=Max("at"))
    return Refusals(found["n"], found["first"], found["last"])


def waiting(branch: Branch, day: date) -> int:
    """Return how many wait for a place on this day, or for its draw."""
    return WaitingListEntry.objects.filter(branch=branch, day=day, status=EntryStatus.WAITING).count()


@dataclass(frozen=True)
class DayMark:
    """A day of the strip: closed, planned, and how many people found no place."""

    day: date
    closed: str
    officers: int
    refused: int


def strip(branch: Branch, first: date, days: int) -> list[DayMark]:
    """Return so many days from the first, in three queries."""
    last = first + timedelta(days=days - 1)
    closed = {
        row.day: row.name
        for row in ClosedDay.objects.filter(Q(branch=branch) | Q(branch=None), day__range=(first, last))
    }
    refused = dict(
        Refused.objects.filter(branch=branch, day__range=(first, last)).values_list("day").annotate(times=Count("pk"))
    )
    start, _ = branches.day_span(branch, first)
    planned: dict[date, set[int]] = {}
    shifts = PlannedShift.objects.filter(branch=branch, starts_at__range=(start, start + timedelta(days=days)))
    for officer, starts_at in shifts.values_list("officer", "starts_at"):
        planned.setdefault(starts_at.astimezone(branch.zone).date(), set()).add(officer)
    return [
        DayMark(day, closed.get(day, ""), len(planned.get(day, ())), refused.get(day, 0))
        for day in (first + timedelta(days=number) for number in range(days))
    ]
