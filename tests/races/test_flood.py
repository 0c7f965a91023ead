"""A flood of cancellations on a full day with a long waiting list. bin/chaos flood sends a thousand."""

import os
import random
from datetime import timedelta
from functools import partial

import pytest

from booths.models import Branch
from lapak.queue import appointments, waiting_list
from lapak.queue.models import Booking, Slot, SlotPlace, WaitingListEntry
from lapak.queue.states import BookingStatus, EntryStatus
from tests.appointments.scene import DAY, EIGHT, HALF_HOUR, MINUTE, invented, make_slot
from tests.cast import NOON, cikarang
from tests.races.crowd import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
FLOOD = int(os.environ.get("LAPAK_FLOOD", "80"))
LONGER_LIST = FLOOD + FLOOD // 4
THREADS = 20


@pytest.fixture
def branch() -> Branch:
    """A branch whose day is booked out, with more people waiting for it than there are places."""
    branch = cikarang()
    slots = [make_slot(branch, FLOOD // 4, starts_at=EIGHT + number * HALF_HOUR) for number in range(4)]
    places = SlotPlace.objects.filter(slot__in=slots)
    Booking.objects.bulk_create(_booked(place, number) for number, place in enumerate(places))
    places.update(is_free=False)
    WaitingListEntry.objects.bulk_create(_waiting(branch, number) for number in range(LONGER_LIST))
    return branch


def _booked(place: SlotPlace, number: int) -> Booking:
    identity, stated = invented(number)
    return Booking(
        place=place, status=BookingStatus.CONFIRMED, identity=identity, application=stated,
        created_at=NOON, changed_at=NOON, held_until=NOON + 10 * MINUTE,
    )  # fmt: skip


def _waiting(branch: Branch, number: int) -> WaitingListEntry:
    identity, stated = invented(10_000 + number)
    joined_at = NOON + number * timedelta(seconds=1)
    return WaitingListEntry(branch=branch, day=DAY, identity=identity, application=stated, joined_at=joined_at)


def cancellations() -> list[Booking]:
    found = list(Booking.objects.select_related("place__slot__branch"))
    random.Random(7).shuffle(found)
    return found


def offered() -> list[str]:
    """Return who has an offer, in the order of the waiting list."""
    entries = WaitingListEntry.objects.filter(status=EntryStatus.OFFERED)
    return list(entries.values_list("identity", flat=True))


def waiting_people(first: int, last: int) -> list[str]:
    return [invented(10_000 + number)[0] for number in range(first, last)]


def test_cancellations_one_after_another_are_offered_in_order_and_lapsed_offers_go_on(branch: Branch):
    for number, booking in enumerate(cancellations()):
        appointments.cancel(booking, by=None, at=NOON + 10 * MINUTE)
        assert offered()[-1:] == waiting_people(number, number + 1)

    assert waiting_list.pass_on(at=NOON + 39 * MINUTE) == 0
    assert waiting_list.pass_on(at=NOON + 40 * MINUTE) == FLOOD
    assert offered() == waiting_people(FLOOD, LONGER_LIST)
    assert SlotPlace.objects.filter(slot__in=Slot.objects.all(), is_free=True).count() == FLOOD - (LONGER_LIST - FLOOD)


def test_cancellations_at_the_same_moment_go_to_the_first_of_the_list_and_nobody_is_passed_over(branch: Branch):
    found = cancellations()
    at = NOON + 10 * MINUTE

    def cancel_all(share: list[Booking]) -> None:
        for booking in share:
            appointments.cancel(booking, by=None, at=at)

    all_at_once([partial(cancel_all, found[first::THREADS]) for first in range(THREADS)])

    assert offered() == waiting_people(0, FLOOD)
    entries = WaitingListEntry.objects.filter(status=EntryStatus.OFFERED)
    assert entries.values("place").distinct().count() == FLOOD
    assert not SlotPlace.objects.filter(is_free=True).exists()
