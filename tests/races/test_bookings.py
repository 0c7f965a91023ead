"""People who want the same places at the same moment: none is sold twice, nobody gets two, nobody sees an error."""

from functools import partial

import pytest

from lapak.queue import appointments, slots, waiting_list
from lapak.queue.errors import AlreadyBooked, SlotFull
from lapak.queue.models import Booking, Refused, SlotPlace, WaitingListEntry
from lapak.queue.quotas import Policy
from lapak.queue.states import LIVE_BOOKING, BookingStatus, EntryStatus
from tests.appointments.scene import DAY, EIGHT, MINUTE, application, book, invented, make_slot, roster
from tests.cast import NOON, cikarang
from tests.races.crowd import all_at_once, refusals, successes

pytestmark = pytest.mark.django_db(transaction=True)


def book_invented(slot, number: int) -> Booking:
    booking = appointments.hold(slot, at=NOON)
    appointments.give(booking, *invented(number), at=NOON)
    return booking


def test_a_day_published_by_eight_at_once_has_each_slot_and_place_once():
    branch = cikarang()
    roster(branch)
    published = all_at_once([partial(slots.publish, branch, DAY, policy=Policy())] * 8)

    assert len({tuple(slot.pk for slot in made) for made in published}) == 1
    assert [slot.free for slot in slots.of_day(branch, DAY, at=NOON)] == [17, 14, 14, 14, 14, 14, 14, 9]


def test_forty_people_for_seven_places_get_seven():
    slot = make_slot(cikarang(), 7)
    results = all_at_once([partial(book_invented, slot, number) for number in range(40)])

    assert len(successes(results)) == 7
    assert {type(one) for one in refusals(results)} == {SlotFull}
    live = Booking.objects.filter(status__in=LIVE_BOOKING)
    assert live.count() == live.values("place").distinct().count() == 7
    assert Refused.objects.count() == 33


def test_one_person_at_ten_windows_gets_one_booking():
    slot = make_slot(cikarang(), 20)
    results = all_at_once([partial(book_invented, slot, 1) for _ in range(10)])

    assert len(successes(results)) == 1
    assert {type(one) for one in refusals(results)} == {AlreadyBooked}
    assert Booking.objects.filter(status=BookingStatus.CONFIRMED).count() == 1


def test_cancellations_offers_and_sweeps_at_once_keep_every_place_in_one_hand():
    slot = make_slot(cikarang(), 12)
    bookings = [book_invented(slot, number) for number in range(12)]
    WaitingListEntry.objects.bulk_create(
        WaitingListEntry(branch=slot.branch, day=DAY, identity=one, application=stated, joined_at=NOON)
        for one, stated in (invented(number) for number in range(100, 108))
    )
    copies = [appointments.booking_of(booking.key) for booking in bookings * 2]
    cancels = [partial(appointments.cancel, copy, by=None, at=NOON) for copy in copies]
    sweeps = [partial(waiting_list.pass_on, at=NOON), partial(appointments.expire, at=NOON)] * 4
    all_at_once([*cancels, *sweeps])

    offered = WaitingListEntry.objects.filter(status=EntryStatus.OFFERED)
    free = SlotPlace.objects.filter(slot=slot, is_free=True)
    assert offered.values("place").distinct().count() == offered.count() == 8
    assert set(free.values_list("pk", flat=True)).isdisjoint(offered.values_list("place", flat=True))
    assert free.count() == 4
    assert waiting_list.pass_on(at=NOON + 30 * MINUTE) == 8


def test_two_presses_on_an_offer_give_one_booking():
    slot = make_slot(cikarang(), 1)
    first = book(slot, application(0))
    entry = waiting_list.join(slot.branch, DAY, application(1), at=NOON)
    appointments.cancel(first, by=None, at=NOON)
    entries = [waiting_list.entry_of(entry.key) for _ in range(6)]

    all_at_once([partial(waiting_list.accept, one, at=NOON) for one in entries])

    assert Booking.objects.filter(status=BookingStatus.CONFIRMED, place__slot=slot).count() == 1


def test_two_scans_of_a_booking_give_one_number():
    booking = book(make_slot(cikarang(), 1), application(0))
    copies = [appointments.booking_of(booking.key) for _ in range(6)]

    numbers = all_at_once([partial(appointments.check_in, one, by=None, at=EIGHT) for one in copies])

    assert len({ticket.pk for ticket in numbers}) == 1
