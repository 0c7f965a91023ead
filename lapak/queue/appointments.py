"""Appointments: a place of a slot is held while the form is filled, confirmed, moved, cancelled, used.

No place is sold twice and nobody has two: the database forbids it. Places are rows, and whoever takes one passes over
those that others are just taking, so that a thousand people at once do not wait for each other.
"""

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from booths.branches import local_day
from booths.models import Branch, Officer
from booths.one_by_one import one_by_one
from lapak.claims.rules import eligibility
from lapak.claims.states import Channel
from lapak.people import guesses
from lapak.people.errors import NotRegistered
from lapak.people.participants import nik_index
from lapak.people.register import Entry, look_up
from lapak.people.states import GuessKind
from lapak.queue import freed_places
from lapak.queue.errors import (
    AlreadyBooked,
    BookingOver,
    HoldOver,
    NotToday,
    PlaceGone,
    SlotFull,
    TooEarly,
    TooManyHolds,
)
from lapak.queue.filing import Application, facts_of, file_and_queue
from lapak.queue.models import Booking, Refused, Slot, SlotPlace, Ticket
from lapak.queue.states import BookingStatus, Contingent
from lapak.secrets import blind_index
from lapak.transitions import begin, move

HELD_FOR = timedelta(minutes=10)
# Who comes at most so much earlier or later than the slot is treated as on time; later, as one without appointment.
EARLY_FOR, LATE_FOR = timedelta(minutes=60), timedelta(minutes=15)


def hold(slot: Slot, *, at: datetime, contingent: str = Contingent.PUBLIC, address: str = "") -> Booking:
    """Take a place of the slot for ten minutes. `address` is where the wish comes from.

    Raises SlotFull, which is counted, TooManyHolds, and BookingOver for a past slot.
    """
    held_by = blind_index(address, purpose="address") if address else ""
    if held_by and _holds_of(held_by, at=at) >= settings.HOLDS_PER_ADDRESS:
        raise TooManyHolds
    with transaction.atomic():
        booking = _take(slot, contingent, held_by, at=at)
    if booking is None:
        refuse(slot.branch, local_day(slot.branch, at=slot.starts_at), slot=slot, at=at)
        raise SlotFull
    return booking


def _holds_of(held_by: str, *, at: datetime) -> int:
    return Booking.objects.filter(held_by=held_by, status=BookingStatus.HELD, held_until__gt=at).count()


def _take(slot: Slot, contingent: str, held_by: str, *, at: datetime) -> Booking | None:
    """Return a new hold, None when the slot is full. Runs inside the caller's transaction."""
    if slot.starts_at <= at:
        raise BookingOver
    place = _free_place(slot, contingent, at=at)
    if place is None:
        return None
    SlotPlace.objects.filter(pk=place.pk).update(is_free=False)
    booking = Booking.objects.create(
        place=place, created_at=at, changed_at=at, held_until=at + HELD_FOR, held_by=held_by
    )
    begin(booking, by=None, at=at)
    return booking


def _free_place(slot: Slot, contingent: str, *, at: datetime) -> SlotPlace | None:
    """Return a free place, locked; those that others are taking at this moment are passed over."""
    rested = Q(public_from=None) | Q(public_from__lte=at)
    free = SlotPlace.objects.filter(rested, slot=slot, contingent=contingent, is_free=True)
    return free.select_for_update(skip_locked=True).first()


def book(slot: Slot, application: Application, *, contingent: str, by: Officer, at: datetime) -> Booking:
    """Take and confirm a place in one step, for somebody who stands before reception or calls.

    Raises SlotFull, which is counted, and what hold and confirm may refuse.
    """
    with transaction.atomic():
        booking = _take(slot, contingent, "", at=at)
        if booking is not None:
            confirm(booking, application, by=by, at=at)
            return booking
    refuse(slot.branch, local_day(slot.branch, at=slot.starts_at), slot=slot, at=at)
    raise SlotFull


def refuse(branch: Branch, day: date, *, slot: Slot | None, at: datetime) -> None:
    """Count somebody for whom there was no place."""
    Refused.objects.create(branch=branch, day=day, slot=slot, at=at)


def confirm(booking: Booking, application: Application, *, by: Officer | None = None, at: datetime) -> None:
    """Give the held place to this person. A second press changes nothing.

    Raises HoldOver, AlreadyBooked, NotRegistered, TooManyGuesses and the refusals of eligibility.
    """
    if booking.status == BookingStatus.CONFIRMED and booking.identity == nik_index(application.nik):
        return
    if booking.status != BookingStatus.HELD or at >= booking.held_until:
        raise HoldOver
    entry = _entry_of(application, booking.held_by, by=by, at=at)
    day = local_day(booking.place.slot.branch, at=booking.place.slot.starts_at)
    eligibility.check(application.reason, facts_of(entry), on=day)
    give(booking, nik_index(application.nik), json.dumps(asdict(application)), by=by, at=at)


def _entry_of(application: Application, address: str, *, by: Officer | None, at: datetime) -> Entry:
    """Ask the register; of whom nobody sees, wrong numbers are counted. Raises NotRegistered, TooManyGuesses."""
    if by is not None:
        return look_up(application.nik, application.kpj_number)
    with guesses.counted(GuessKind.REGISTER, application.nik, address, wrong=NotRegistered, at=at):
        return look_up(application.nik, application.kpj_number)


def give(booking: Booking, identity: str, application: str, *, by: Officer | None = None, at: datetime) -> None:
    """Confirm the booking for an identity. Raises AlreadyBooked."""
    try:
        with transaction.atomic():
            stated = {"identity": identity, "application": application}
            move(booking, BookingStatus.CONFIRMED, by=by, at=at, note="", changed_at=at, **stated)
    except IntegrityError as taken:
        raise AlreadyBooked from taken


def cancel(booking: Booking, *, by: Officer | None, at: datetime, note: str = "") -> None:
    """Give a confirmed place back: to the waiting list, or to the public after a rest. Raises BookingOver."""
    if booking.status != BookingStatus.CONFIRMED or booking.place.slot.starts_at <= at:
        raise BookingOver
    with transaction.atomic():
        move(booking, BookingStatus.CANCELLED, by=by, at=at, note=note, changed_at=at)
        freed_places.free(booking.place, at=at)


def change(booking: Booking, slot: Slot, *, at: datetime) -> Booking:
    """Move a confirmed booking to another slot and return the new one. Raises SlotFull, BookingOver.

    Both happen or neither: nobody loses the old place to a full slot.
    """
    if booking.status != BookingStatus.CONFIRMED or booking.place.slot.starts_at <= at:
        raise BookingOver
    with transaction.atomic():
        new = _take(slot, booking.place.contingent, "", at=at)
        if new is not None:
            cancel(booking, by=None, at=at, note="moved")
            give(new, booking.identity, booking.application, at=at)
            return new
    refuse(slot.branch, local_day(slot.branch, at=slot.starts_at), slot=slot, at=at)
    raise SlotFull


def answer(booking: Booking, comes: bool, *, at: datetime) -> None:
    """Take the answer to the reminder; "I cannot" frees the place. Raises BookingOver."""
    if not comes:
        cancel(booking, by=None, at=at, note="cannot")
        return
    Booking.objects.filter(pk=booking.pk, status=BookingStatus.CONFIRMED).update(coming_at=at)


def expire(*, at: datetime) -> int:
    """Give back places whose ten minutes are over, and mark whose slot went by; return how many."""
    over = Booking.objects.filter(status=BookingStatus.HELD, held_until__lte=at)
    missed = Booking.objects.filter(status=BookingStatus.CONFIRMED, place__slot__ends_at__lte=at - LATE_FOR)
    expired = one_by_one(lambda pk: _expire(pk, at=at), over.values_list("pk", flat=True), what="held booking")
    return expired + one_by_one(lambda pk: _miss(pk, at=at), missed.values_list("pk", flat=True), what="missed booking")


def _expire(pk: int, *, at: datetime) -> bool:
    booking = Booking.objects.select_related("place__slot").get(pk=pk)
    with transaction.atomic():
        if not _lock(booking):
            return False
        move(booking, BookingStatus.EXPIRED, by=None, at=at, changed_at=at)
        freed_places.free(booking.place, at=at, rests_for=timedelta(0))
        return True


def _miss(pk: int, *, at: datetime) -> bool:
    booking = Booking.objects.get(pk=pk)
    with transaction.atomic():
        if not _lock(booking):
            return False
        move(booking, BookingStatus.MISSED, by=None, at=at, changed_at=at)
        return True


def _lock(booking: Booking) -> bool:
    """Return whether the booking is still as it was read, and now ours; False when somebody else is changing it."""
    unchanged = Booking.objects.filter(pk=booking.pk, status=booking.status)
    return unchanged.select_for_update(skip_locked=True).exists()


def check_in(booking: Booking, *, by: Officer | None, at: datetime) -> Ticket:
    """Turn the booking into a ticket at its branch; the second time gives the same.

    Raises NotToday, TooEarly, BookingOver and what filing a claim may refuse. Who is late by more than the grace gets a
    ticket too, but waits like one without appointment.
    """
    if booking.ticket is not None:
        return booking.ticket
    slot = booking.place.slot
    branch = slot.branch
    if local_day(branch, at=at) != local_day(branch, at=slot.starts_at):
        raise NotToday
    if at < slot.starts_at - EARLY_FOR:
        raise TooEarly(time=slot.starts_at.astimezone(branch.zone).strftime("%H.%M"))
    if booking.status not in {BookingStatus.CONFIRMED, BookingStatus.MISSED}:
        raise BookingOver
    with transaction.atomic():
        Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
        booking.refresh_from_db(fields=["status", "ticket"])
        if booking.ticket is not None:
            return booking.ticket
        ticket = _ticket_of(booking, by=by, at=at)
        if booking.status == BookingStatus.CONFIRMED:
            move(booking, BookingStatus.CHECKED_IN, by=by, at=at, ticket=ticket, changed_at=at)
        return ticket


def _ticket_of(booking: Booking, *, by: Officer | None, at: datetime) -> Ticket:
    slot, in_time = booking.place.slot, at < booking.place.slot.starts_at + LATE_FOR
    ticket = file_and_queue(
        Application(**json.loads(booking.application)),
        branch=slot.branch,
        channel=Channel.ONSITE,
        request_key=f"booking-{booking.pk}",
        by=by,
        at=at,
    )
    if in_time:
        ticket.has_appointment, ticket.due_at = True, max(at, slot.starts_at)
        Ticket.objects.filter(pk=ticket.pk).update(has_appointment=True, due_at=ticket.due_at)
    return ticket


def booking_of(key: str) -> Booking:
    """Return the booking with this key: having it is the right to change it. Raises PlaceGone."""
    found = Booking.objects.select_related("place__slot__branch", "ticket__branch").filter(key=key).first()
    if found is None:
        raise PlaceGone
    return found
