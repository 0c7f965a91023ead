"""The slots of a branch: published from opening hours and roster, shown with what is free and what else is."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from booths import branches
from booths.models import Branch, OpeningHours
from lapak.queue.models import ClosedDay, Draw, PlannedShift, Slot, SlotPlace
from lapak.queue.quotas import Policy, Span, officers_in, quotas, spans_of_day
from lapak.queue.states import Contingent

EARTH_KM = 6371
DAYS_AHEAD = 14


def closed_by(branch: Branch, day: date) -> ClosedDay | None:
    """Return the holiday, collective leave or closing of this branch on that day."""
    return ClosedDay.objects.filter(Q(branch=branch) | Q(branch=None), day=day).first()


DRAWN_WITHIN = timedelta(hours=1)
"""A draw that nobody carried out keeps its places from the public no longer than this."""


def undrawn(branch: Branch, day: date) -> Draw | None:
    """Return the draw of this day that is still to come."""
    return Draw.objects.filter(branch=branch, day=day, drawn_at=None).first()


def draw_of(branch: Branch, day: date) -> Draw | None:
    """Return the draw of this day, to come or over."""
    return Draw.objects.filter(branch=branch, day=day).first()


def rest_of(draw: Draw | None) -> datetime | None:
    """Return until when the places of its day are not for the first click."""
    return draw.closes_at + DRAWN_WITHIN if draw else None


def publish(branch: Branch, day: date, *, policy: Policy) -> list[Slot]:
    """Make the slots of a branch-local day with their places; existing slots only grow, since places may be booked."""
    spans = _spans(branch, day)
    planned = _planned(branch, spans)
    officers = [officers_in(span, planned) for span in spans]
    numbers = quotas(spans, officers, booths=branch.booths.count(), policy=policy)
    rests = rest_of(undrawn(branch, day))
    with transaction.atomic():
        Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)  # another publishes the day after us
        made = _make(branch, day, spans, officers)
        _add_places(dict(zip(made, numbers, strict=True)), policy, rests)
    return made


def _spans(branch: Branch, day: date) -> list[Span]:
    hours = OpeningHours.objects.filter(branch=branch, weekday=day.weekday()).first()
    if hours is None or closed_by(branch, day):
        return []
    return spans_of_day(day, hours.opens_at, hours.closes_at, branch.zone)


def _planned(branch: Branch, spans: list[Span]) -> list[Span]:
    if not spans:
        return []
    shifts = PlannedShift.objects.filter(branch=branch, starts_at__lt=spans[-1].ends_at, ends_at__gt=spans[0].starts_at)
    return [Span(shift.starts_at, shift.ends_at) for shift in shifts]


def _make(branch: Branch, day: date, spans: list[Span], officers: list[float]) -> list[Slot]:
    """Return a slot for each span, in their order; three questions for a whole day."""
    known = {slot.starts_at: slot for slot in all_of_day(branch, day)}
    made = [known.get(span.starts_at) or Slot(branch=branch, starts_at=span.starts_at) for span in spans]
    for slot, span, planned in zip(made, spans, officers, strict=True):
        slot.ends_at, slot.officers = span.ends_at, planned
    Slot.objects.bulk_update([slot for slot in made if slot.pk], ["ends_at", "officers"])
    Slot.objects.bulk_create([slot for slot in made if not slot.pk])
    return made


def _add_places(wanted: dict[Slot, int], policy: Policy, rests: datetime | None) -> None:
    counts = SlotPlace.objects.filter(slot__in=wanted).values_list("slot").annotate(Count("pk"))
    standing = dict(counts.order_by())
    SlotPlace.objects.bulk_create(
        SlotPlace(slot=slot, number=number, contingent=kind, public_from=rests)
        for slot, quota in wanted.items()
        for number, kind in enumerate(_contingents(quota, policy), start=1)
        if number > standing.get(slot.pk, 0)
    )


def _contingents(quota: int, policy: Policy) -> list[Contingent]:
    """Return for whom each place of a slot is, by its number."""
    internal, collective = policy.kept(quota)
    public = quota - internal - collective
    return [Contingent.INTERNAL] * internal + [Contingent.COLLECTIVE] * collective + [Contingent.PUBLIC] * public


@dataclass(frozen=True)
class ShownSlot:
    pk: int
    starts_at: datetime
    ends_at: datetime
    free: int


def all_of_day(branch: Branch, day: date) -> QuerySet[Slot]:
    """Return the slots that begin on this branch-local day."""
    midnight, next_midnight = branches.day_span(branch, day)
    return Slot.objects.filter(branch=branch, starts_at__gte=midnight, starts_at__lt=next_midnight)


def of_day(branch: Branch, day: date, *, at: datetime, contingent: str = Contingent.PUBLIC) -> list[ShownSlot]:
    """Return the slots of that day that have not begun, with how many places of a kind are free now; one query."""
    to_come = all_of_day(branch, day).filter(starts_at__gte=at)
    counted = to_come.annotate(
        all=Count("places", filter=Q(places__withdrawn=False)), free=Count("places", filter=_free(contingent, at=at))
    ).filter(all__gt=0)
    counted = counted.order_by("starts_at")  # a model's own order is lost where rows are counted
    return [ShownSlot(slot.pk, slot.starts_at, slot.ends_at, slot.free) for slot in counted]


def _free(contingent: str, *, at: datetime, prefix: str = "places__") -> Q:
    rested = Q(**{f"{prefix}public_from": None}) | Q(**{f"{prefix}public_from__lte": at})
    return rested & Q(**{f"{prefix}is_free": True, f"{prefix}contingent": contingent})


def free_days(branch: Branch, *, at: datetime, contingent: str = Contingent.PUBLIC) -> dict[date, int]:
    """Return branch-local day -> free places, for the days that are published and not over."""
    places = SlotPlace.objects.filter(_free(contingent, at=at, prefix=""), slot__branch=branch, slot__starts_at__gt=at)
    days: dict[date, int] = {}
    for starts_at in places.values_list("slot__starts_at", flat=True):
        day = starts_at.astimezone(branch.zone).date()
        days[day] = days.get(day, 0) + 1
    return dict(sorted(days.items()))


def open_days(branch: Branch, *, at: datetime) -> dict[date, int]:
    """Return `free_days` and, with none free, the days for which there will be a draw."""
    drawn = Draw.objects.filter(branch=branch, drawn_at=None, closes_at__gt=at).values_list("day", flat=True)
    return dict(sorted({**dict.fromkeys(drawn, 0), **free_days(branch, at=at)}.items()))


@dataclass(frozen=True)
class Alternative:
    """The next best when a day is full: another day here, or a branch near by."""

    branch: Branch
    day: date
    free: int
    kilometres: float | None


def alternatives(branch: Branch, day: date, *, at: datetime, most: int = 3) -> list[Alternative]:
    """Return the nearest free days of this branch, then the nearest branches that have a place on that day."""
    here = [Alternative(branch, other, free, None) for other, free in free_days(branch, at=at).items() if other != day]
    here.sort(key=lambda one: abs((one.day - day).days))
    elsewhere = (
        Alternative(other, day, free, distance_km(branch, other))
        for other in _others(branch)
        if (free := free_days(other, at=at).get(day, 0))
    )
    nearest = sorted(elsewhere, key=lambda one: one.kilometres if one.kilometres is not None else math.inf)
    return [*here[:most], *nearest[:most]]


def _others(branch: Branch) -> Iterable[Branch]:
    return Branch.objects.exclude(pk=branch.pk).filter(slots__isnull=False).distinct()


def distance_km(one: Branch, other: Branch) -> float | None:
    """Return the distance over the globe (haversine), None where a position is not known."""
    places = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in places:
        return None
    here, there = math.radians(one.latitude or 0), math.radians(other.latitude or 0)
    across = math.radians((other.longitude or 0) - (one.longitude or 0))
    inside = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    return round(2 * EARTH_KM * math.asin(math.sqrt(inside)), 1)
