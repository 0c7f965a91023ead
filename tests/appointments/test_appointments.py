"""Bookings: held, confirmed, moved, cancelled, expired, checked in; waiting lists; what the database forbids."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from booths.models import Branch, Officer
from lapak.people.errors import NotRegistered
from lapak.people.participants import nik_index
from lapak.queue import appointments, slots, tickets, waiting_list
from lapak.queue.errors import (
    AlreadyBooked,
    AlreadyWaiting,
    BookingOver,
    HoldOver,
    NotToday,
    OfferOver,
    SlotFull,
    TooEarly,
)
from lapak.queue.models import Booking, PlannedShift, Refused, Slot
from lapak.queue.states import BookingStatus, EntryStatus
from tests.appointments.scene import DAY, EIGHT, HALF_HOUR, MINUTE, application, book, full_slot, invented, make_slot
from tests.cast import NOON, cikarang, queue

pytestmark = pytest.mark.django_db


def free_places(slot: Slot, *, at: datetime = NOON) -> int:
    return next((shown.free for shown in slots.of_day(slot.branch, DAY, at=at) if shown.pk == slot.pk), 0)


def test_a_hold_takes_the_place_for_ten_minutes_and_then_gives_it_back():
    slot = make_slot(cikarang(), 1)
    booking = appointments.hold(slot, at=NOON)
    assert free_places(slot) == 0
    with pytest.raises(SlotFull):
        appointments.hold(slot, at=NOON)

    assert appointments.expire(at=NOON + 9 * MINUTE) == 0
    with pytest.raises(HoldOver):
        appointments.confirm(booking, application(0), at=NOON + 10 * MINUTE)
    assert appointments.expire(at=NOON + 10 * MINUTE) == 1
    assert free_places(slot, at=NOON + 10 * MINUTE) == 1


def test_every_refusal_is_counted():
    slot, _ = full_slot()
    for _ in range(3):
        with pytest.raises(SlotFull):
            appointments.hold(slot, at=NOON)
    assert list(Refused.objects.values_list("branch", "slot", "day")) == [(slot.branch_id, slot.pk, DAY)] * 3


def test_a_person_has_one_booking_at_a_time():
    slot = make_slot(cikarang(), 3)
    first = book(slot, application(0))
    second = appointments.hold(slot, at=NOON)
    with pytest.raises(AlreadyBooked):
        appointments.confirm(second, application(0), at=NOON)

    appointments.confirm(second, application(1), at=NOON)
    appointments.confirm(second, application(1), at=NOON)  # the second press
    appointments.cancel(first, by=None, at=NOON)
    assert book(slot, application(0)).status == BookingStatus.CONFIRMED


def test_who_is_not_in_the_register_or_may_not_claim_yet_does_not_come_in_vain():
    slot = make_slot(cikarang(), 1)
    booking = appointments.hold(slot, at=NOON)
    stranger = application(0).__class__(**{**vars(application(0)), "kpj_number": "99999999999"})
    with pytest.raises(NotRegistered):
        appointments.confirm(booking, stranger, at=NOON)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.HELD, "nothing is lost: the person may correct the number"


def test_a_cancelled_place_rests_before_the_public_gets_it():
    slot, (first, _) = full_slot()
    appointments.cancel(first, by=None, at=NOON)

    assert free_places(slot, at=NOON + 14 * MINUTE) == 0
    assert free_places(slot, at=NOON + 15 * MINUTE) == 1
    with pytest.raises(BookingOver):
        appointments.cancel(first, by=None, at=NOON)


def test_a_move_gives_the_new_place_and_frees_the_old_or_changes_nothing():
    branch = cikarang()
    early, late = make_slot(branch, 1), make_slot(branch, 1, starts_at=EIGHT + HALF_HOUR)
    booking = book(early, application(0))
    moved = appointments.change(booking, late, at=NOON)
    assert moved.place.slot == late and free_places(early, at=NOON + 15 * MINUTE) == 1

    other = book(early, application(1), at=NOON + 15 * MINUTE)
    with pytest.raises(SlotFull):
        appointments.change(other, late, at=NOON)
    other.refresh_from_db()
    assert other.status == BookingStatus.CONFIRMED
    assert Refused.objects.filter(slot=late).count() == 1


def test_i_cannot_frees_the_place_and_i_come_is_kept():
    _, (first, second) = full_slot()
    appointments.answer(first, comes=True, at=NOON)
    appointments.answer(second, comes=False, at=NOON)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.coming_at, second.status) == (NOON, BookingStatus.CANCELLED)


def test_a_freed_place_is_offered_in_order_and_passed_on_when_it_is_not_taken():
    slot, (booking, _) = full_slot()
    early, late = (waiting_list.join(slot.branch, DAY, application(n), at=NOON + n * MINUTE) for n in (5, 6))
    assert (waiting_list.position(early), waiting_list.position(late)) == (1, 2)

    appointments.cancel(booking, by=None, at=NOON + 10 * MINUTE)
    early.refresh_from_db()
    assert early.status == EntryStatus.OFFERED
    assert free_places(slot, at=NOON + 30 * MINUTE) == 0, "an offered place is nobody else's"

    assert waiting_list.pass_on(at=NOON + 39 * MINUTE) == 0
    assert waiting_list.pass_on(at=NOON + 40 * MINUTE) == 1
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.status, late.status) == (EntryStatus.LAPSED, EntryStatus.OFFERED)
    with pytest.raises(OfferOver):
        waiting_list.accept(early, at=NOON + 41 * MINUTE)

    taken = waiting_list.accept(late, at=NOON + 41 * MINUTE)
    late.refresh_from_db()
    assert taken.identity == nik_index(application(6).nik)
    assert waiting_list.accept(late, at=NOON + 42 * MINUTE) == taken


def test_the_public_gets_the_place_when_nobody_on_the_list_wants_it():
    slot, (booking, _) = full_slot()
    entry = waiting_list.join(slot.branch, DAY, application(5), at=NOON)
    appointments.cancel(booking, by=None, at=NOON)
    entry.refresh_from_db()
    waiting_list.leave(entry, at=NOON + MINUTE)
    assert free_places(slot, at=NOON + 16 * MINUTE) == 1


def test_a_place_freed_two_hours_before_is_not_offered_but_free():
    slot, (booking, _) = full_slot()
    entry = waiting_list.join(slot.branch, DAY, application(5), at=NOON)
    at = EIGHT - timedelta(hours=2)
    appointments.cancel(booking, by=None, at=at)
    entry.refresh_from_db()
    assert entry.status == EntryStatus.WAITING
    assert free_places(slot, at=at + 15 * MINUTE) == 1


def test_nobody_waits_twice_for_a_day_or_while_booked():
    slot, _ = full_slot()
    waiting_list.join(slot.branch, DAY, application(5), at=NOON)
    with pytest.raises(AlreadyWaiting):
        waiting_list.join(slot.branch, DAY, application(5), at=NOON)
    with pytest.raises(AlreadyBooked):
        waiting_list.join(slot.branch, DAY, application(0), at=NOON)


def test_a_booking_becomes_a_ticket_that_is_called_as_an_appointment():
    slot = make_slot(cikarang(), 2)
    booking = book(slot, application(0))
    with pytest.raises(NotToday):
        appointments.check_in(booking, by=None, at=NOON)
    with pytest.raises(TooEarly) as early:
        appointments.check_in(booking, by=None, at=EIGHT - 61 * MINUTE)
    assert "08.00" in early.value.sentence

    ticket = appointments.check_in(booking, by=None, at=EIGHT - 30 * MINUTE)
    booking.refresh_from_db()
    assert (ticket.has_appointment, ticket.due_at, booking.status) == (True, EIGHT, BookingStatus.CHECKED_IN)
    assert appointments.check_in(booking, by=None, at=EIGHT) == ticket

    walk_in = queue(slot.branch, 1, at=EIGHT - 5 * MINUTE, skip=3)[0]
    now = EIGHT + 4 * MINUTE
    assert tickets.in_order([walk_in, ticket], at=now)[0] == ticket


def test_who_is_late_beyond_the_grace_waits_like_a_walk_in():
    booking = book(make_slot(cikarang(), 1), application(0))
    at = EIGHT + 15 * MINUTE
    ticket = appointments.check_in(booking, by=None, at=at)
    assert (ticket.has_appointment, ticket.due_at) == (False, at)


def test_who_did_not_come_is_marked_after_the_slot_and_may_still_get_a_number_that_day():
    booking = book(make_slot(cikarang(), 1), application(0))
    appointments.expire(at=EIGHT + HALF_HOUR + 15 * MINUTE)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.MISSED
    assert appointments.check_in(booking, by=None, at=EIGHT + 60 * MINUTE).has_appointment is False


# ---- what the database forbids, whatever the code does


def test_a_place_is_never_booked_twice():
    slot, _ = full_slot(1)
    identity, stated = invented(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            place=slot.places.get(), status="CONFIRMED", identity=identity, application=stated,
            created_at=NOON, changed_at=NOON, held_until=NOON,
        )  # fmt: skip


def test_slots_of_a_branch_never_overlap_but_may_touch():
    branch = cikarang()
    make_slot(branch, 1)
    make_slot(branch, 1, starts_at=EIGHT + HALF_HOUR)
    make_slot(Branch.objects.exclude(pk=branch.pk)[0], 1, starts_at=EIGHT + 10 * MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_slot(branch, 1, starts_at=EIGHT + 10 * MINUTE)


def test_an_officer_is_planned_once_at_a_time():
    branch, dewi = cikarang(), Officer.objects.get(username="dewi")
    PlannedShift.objects.create(officer=dewi, branch=branch, starts_at=EIGHT, ends_at=EIGHT + 60 * MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedShift.objects.create(
            officer=dewi, branch=branch, starts_at=EIGHT + 59 * MINUTE, ends_at=EIGHT + 90 * MINUTE
        )
