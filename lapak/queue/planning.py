"""What a supervisor decides ahead: who works when, how many places a slot has, on which days the branch is closed."""

from collections.abc import Iterable
from datetime import date, datetime, time

import holidays
from django.db import IntegrityError, transaction
from django.db.models import Q

from booths import branches
from booths.models import Branch, Officer
from lapak.queue import measured, slots
from lapak.queue.errors import DayClosedAlready, PlacesBooked, PlanOverlaps, PlanTurned
from lapak.queue.models import Booking, BookingPolicy, ClosedDay, PlannedShift, Slot, SlotPlace, WaitingListEntry
from lapak.queue.states import LIVE_BOOKING, BookingStatus, EntryStatus
from lapak.transitions import move

MOST_PLACES = 200


# ---- roster


def plan(officer: Officer, branch: Branch, day: date, begins: time, ends: time) -> PlannedShift:
    """Put an officer into the roster of a branch-local day. Raises PlanTurned, PlanOverlaps."""
    if begins >= ends:
        raise PlanTurned
    try:
        with transaction.atomic():
            return PlannedShift.objects.create(
                officer=officer,
                branch=branch,
                starts_at=datetime.combine(day, begins, branch.zone),
                ends_at=datetime.combine(day, ends, branch.zone),
            )
    except IntegrityError as taken:
        raise PlanOverlaps from taken


def unplan(shift: PlannedShift) -> None:
    """Take an officer off the roster; published slots stay, since people may have booked."""
    shift.delete()


def shifts_of(branch: Branch, day: date) -> list[PlannedShift]:
    midnight, next_midnight = branches.day_span(branch, day)
    found = PlannedShift.objects.select_related("officer").filter(branch=branch)
    return list(found.filter(starts_at__gte=midnight, starts_at__lt=next_midnight).order_by("starts_at", "officer"))


def copy_day(branch: Branch, day: date, targets: Iterable[date]) -> int:
    """Give other days the same roster; an officer who is planned there already stays as planned. Return how many."""
    copied, pattern = 0, shifts_of(branch, day)
    for target in targets:
        planned = {shift.officer_id for shift in shifts_of(branch, target)}
        for shift in pattern:
            if shift.officer_id not in planned:
                begins, ends = (moment.astimezone(branch.zone).time() for moment in (shift.starts_at, shift.ends_at))
                plan(shift.officer, branch, target, begins, ends)
                copied += 1
    return copied


# ---- quotas


def publish(branch: Branch, day: date, *, at: datetime) -> list[Slot]:
    """Make or enlarge the slots of a day as roster, measured times and policy say."""
    return slots.publish(branch, day, policy=measured.policy_of(branch, at=at))


def set_policy(branch: Branch, *, load: int, internal: int, collective: int) -> None:
    """Set the percentages with which the coming slots are made."""
    stated = {"load_percent": load, "internal_percent": internal, "collective_percent": collective}
    BookingPolicy.objects.update_or_create(branch=branch, defaults=stated)


@transaction.atomic
def resize(slot: Slot, places: int) -> None:
    """Let the slot have so many places. Raises PlacesBooked when more are booked."""
    standing = SlotPlace.objects.select_for_update().filter(slot=slot)
    booked = standing.filter(bookings__status__in=LIVE_BOOKING).count()
    places = min(places, MOST_PLACES)
    if places < booked:
        raise PlacesBooked(booked=booked)
    usable = list(standing.filter(withdrawn=False).order_by("-number"))
    free = [place.pk for place in usable if place.is_free][: max(0, len(usable) - places)]
    SlotPlace.objects.filter(pk__in=free).update(is_free=False, withdrawn=True)
    _enlarge(slot, places - len(usable))


def _enlarge(slot: Slot, more: int) -> None:
    """Give back withdrawn places first, then add new ones."""
    if more <= 0:
        return
    withdrawn = list(slot.places.filter(withdrawn=True).order_by("number").values_list("pk", flat=True)[:more])
    SlotPlace.objects.filter(pk__in=withdrawn).update(is_free=True, withdrawn=False, public_from=None)
    first = slot.places.count() + 1
    new = range(first, first + more - len(withdrawn))
    SlotPlace.objects.bulk_create(SlotPlace(slot=slot, number=number) for number in new)


# ---- closed days


def closed_days(branch: Branch, *, since: date) -> list[ClosedDay]:
    """Return the closed days of this branch and of all, from that day on."""
    return list(ClosedDay.objects.filter(Q(branch=branch) | Q(branch=None), day__gte=since).order_by("day"))


def close_day(branch: Branch, day: date, name: str, *, by: Officer, at: datetime) -> int:
    """Close the branch on a day: its bookings are cancelled, its places withdrawn. Return how many had booked.

    Raises DayClosedAlready.
    """
    try:
        with transaction.atomic():
            ClosedDay.objects.create(day=day, branch=branch, name=name)
            return _empty(branch, day, by=by, at=at)
    except IntegrityError as taken:
        raise DayClosedAlready from taken


def _empty(branch: Branch, day: date, *, by: Officer | None, at: datetime) -> int:
    published = slots.all_of_day(branch, day)
    if not published.exists():
        return 0
    places = SlotPlace.objects.filter(slot__in=published)
    for entry in WaitingListEntry.objects.filter(place__in=places, status=EntryStatus.OFFERED):
        move(entry, EntryStatus.LAPSED, by=by, at=at, note="closed")
    for booking in Booking.objects.filter(place__in=places, status=BookingStatus.HELD):
        move(booking, BookingStatus.EXPIRED, by=by, at=at, note="closed", changed_at=at)
    booked = list(Booking.objects.filter(place__in=places, status=BookingStatus.CONFIRMED))
    for booking in booked:
        move(booking, BookingStatus.CANCELLED, by=by, at=at, note="closed", changed_at=at)
    places.update(is_free=False, withdrawn=True)
    return len(booked)


@transaction.atomic
def reopen_day(branch: Branch, day: date) -> None:
    """Open the day again: its places can be booked; who was cancelled stays cancelled."""
    ClosedDay.objects.filter(branch=branch, day=day).delete()
    taken = Booking.objects.filter(status__in=LIVE_BOOKING).values("place")
    places = SlotPlace.objects.filter(slot__in=slots.all_of_day(branch, day), withdrawn=True).exclude(pk__in=taken)
    places.update(is_free=True, withdrawn=False, public_from=None)


def load_national_days(year: int, *, at: datetime) -> int:
    """Close all branches on the public holidays and collective leave days of a year; return how many are new.

    Source: the package `holidays`, which follows the yearly joint decree of three ministers.
    """
    known = holidays.country_holidays("ID", years=year, language="id", categories=("public", "government"))
    new = 0
    for day, name in sorted(known.items()):
        _, is_new = ClosedDay.objects.get_or_create(day=day, branch=None, defaults={"name": name[:100]})
        if is_new:
            new += 1
            for branch in Branch.objects.all():
                _empty(branch, day, by=None, at=at)
    return new
