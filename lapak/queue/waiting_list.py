"""The waiting list of a full day: freed places are offered in order, each for a limited time."""

import json
from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.formats import date_format

from booths.models import Branch
from booths.one_by_one import one_by_one
from lapak.people import guesses
from lapak.people.errors import NotRegistered
from lapak.people.participants import nik_index
from lapak.people.register import look_up
from lapak.people.states import GuessKind
from lapak.queue import appointments, freed_places, slots
from lapak.queue.errors import AlreadyBooked, AlreadyWaiting, DrawIsOver, DrawNotOpen, OfferOver, PlaceGone
from lapak.queue.filing import Application
from lapak.queue.models import Booking, Draw, WaitingListEntry
from lapak.queue.states import BookingStatus, EntryStatus
from lapak.transitions import begin, move


def join(branch: Branch, day: date, application: Application, *, address: str = "", at: datetime) -> WaitingListEntry:
    """Put a person on the list of this day, or among the lots of its draw.

    Raises DrawNotOpen, DrawIsOver, NotRegistered, TooManyGuesses, AlreadyBooked, AlreadyWaiting.
    """
    _check_draw(slots.undrawn(branch, day), at=at)
    with guesses.counted(GuessKind.REGISTER, application.nik, address, wrong=NotRegistered, at=at):
        look_up(application.nik, application.kpj_number)
    identity = nik_index(application.nik)
    if Booking.objects.filter(identity=identity, status=BookingStatus.CONFIRMED).exists():
        raise AlreadyBooked
    try:
        with transaction.atomic():
            entry = WaitingListEntry.objects.create(
                branch=branch,
                day=day,
                identity=identity,
                application=json.dumps(asdict(application)),
                joined_at=at,
            )
            begin(entry, by=None, at=at)
    except IntegrityError as taken:
        raise AlreadyWaiting from taken
    return entry


def _check_draw(draw: Draw | None, *, at: datetime) -> None:
    if draw is None:
        return
    if at < draw.opens_at:
        opens = draw.opens_at.astimezone(draw.branch.zone)
        raise DrawNotOpen(day=date_format(opens, "j F"), time=f"{opens:%H.%M}")
    if at >= draw.closes_at:
        raise DrawIsOver


@transaction.atomic
def accept(entry: WaitingListEntry, *, at: datetime) -> Booking:
    """Turn the offer into a booking; the second press gives the same. Raises OfferOver, AlreadyBooked."""
    entry = WaitingListEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    if entry.booking is not None:
        return entry.booking
    if entry.status != EntryStatus.OFFERED or entry.place is None or entry.offered_until is None:
        raise OfferOver
    if at >= entry.offered_until:
        raise OfferOver
    booking = Booking.objects.create(place=entry.place, created_at=at, changed_at=at, held_until=entry.offered_until)
    begin(booking, by=None, at=at, note="waiting list")
    appointments.give(booking, entry.identity, entry.application, at=at)
    move(entry, EntryStatus.TAKEN, by=None, at=at, booking=booking)
    return booking


def leave(entry: WaitingListEntry, *, at: datetime) -> None:
    """Take the person off the list; a place that was offered goes on. Raises OfferOver."""
    if entry.status not in {EntryStatus.WAITING, EntryStatus.OFFERED}:
        raise OfferOver
    _end(entry, EntryStatus.LEFT, at=at)


def pass_on(*, at: datetime) -> int:
    """Offer the places of lapsed offers to the next in line; return how many offers lapsed."""
    lapsed = WaitingListEntry.objects.filter(status=EntryStatus.OFFERED, offered_until__lte=at)
    return one_by_one(lambda pk: _lapse(pk, at=at), lapsed.values_list("pk", flat=True), what="lapsed offer")


def _lapse(pk: int, *, at: datetime) -> bool:
    entry = WaitingListEntry.objects.select_related("place__slot__branch").get(pk=pk)
    with transaction.atomic():
        row = WaitingListEntry.objects.filter(pk=pk, status=EntryStatus.OFFERED)
        if not row.select_for_update(skip_locked=True).exists():
            return False
        _end(entry, EntryStatus.LAPSED, at=at)
        return True


@transaction.atomic
def _end(entry: WaitingListEntry, status: str, *, at: datetime) -> None:
    place = entry.place if entry.status == EntryStatus.OFFERED else None
    move(entry, status, by=None, at=at)
    if place is not None:
        freed_places.free(place, at=at)


def position(entry: WaitingListEntry) -> int:
    """Return 1 for the next who gets an offer; 0 for one who waits no more."""
    if entry.status != EntryStatus.WAITING:
        return 0
    ahead = WaitingListEntry.objects.filter(branch=entry.branch_id, day=entry.day, status=EntryStatus.WAITING)
    return list(ahead.values_list("pk", flat=True)).index(entry.pk) + 1


def entry_of(key: str) -> WaitingListEntry:
    """Return the entry with this key: having it is the right to answer for it. Raises PlaceGone."""
    found = WaitingListEntry.objects.select_related("branch", "place__slot__branch", "booking").filter(key=key).first()
    if found is None:
        raise PlaceGone
    return found
