"""The days whose slots are stormed, and selling one straight through the rules. Needs a Django that is set up."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from bin.support.bench import counter
from booths.demo import CIKARANG as BRANCH
from booths.models import Branch
from lapak.people.participants import nik_index
from lapak.queue import appointments
from lapak.queue.errors import SlotFull
from lapak.queue.filing import Application
from lapak.queue.models import Booking, Slot, SlotPlace
from lapak.queue.states import LIVE_BOOKING, BookingStatus
from tests.invented import person

THREADS = 40
TRIES_PER_PLACE = 4
FAR_AHEAD = timedelta(days=100)

Hold = Callable[[Slot, datetime], Booking]


def open_day(places: int, of_a_slot: int) -> list[Slot]:
    """Make slots that together have so many places, on a day that has none."""
    last = Slot.objects.order_by("starts_at").last()
    begins = max(timezone.now() + FAR_AHEAD, last.starts_at if last else timezone.now()) + timedelta(days=2)
    begins = begins.astimezone(Branch.objects.get(code=BRANCH).zone).replace(hour=8, minute=0, second=0, microsecond=0)
    sizes = [min(of_a_slot, places - taken) for taken in range(0, places, of_a_slot)]
    return [_slot(begins + number * timedelta(minutes=20), size) for number, size in enumerate(sizes)]


def _slot(starts_at: datetime, size: int) -> Slot:
    branch = Branch.objects.get(code=BRANCH)
    slot = Slot.objects.create(
        branch=branch, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20), officers=3
    )
    SlotPlace.objects.bulk_create(SlotPlace(slot=slot, number=number) for number in range(1, size + 1))
    counter.open_for(slot)
    return slot


def count(slots: list[Slot]) -> dict[str, int]:
    """Return what the rows say: places in use, places in two hands, people with two places."""
    live = Booking.objects.filter(place__slot__in=slots, status__in=LIVE_BOOKING)
    twice = live.values("place").annotate(times=Count("pk")).filter(times__gt=1).count()
    people = live.exclude(identity="").values("identity").annotate(times=Count("pk")).filter(times__gt=1)
    confirmed = live.exclude(status=BookingStatus.HELD).count()
    return {
        "booked": confirmed,
        "oversold": max(0, confirmed - SlotPlace.objects.filter(slot__in=slots).count()),
        "double": twice + people.count(),
    }


def sell(places: int, hold: Hold) -> float:
    """Sell a slot with so many places to a crowd of threads; return bookings per second until the last is sold."""
    slot = open_day(places, places)[0]
    crowd = [range(first, places * TRIES_PER_PLACE, THREADS) for first in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        began = time.monotonic()
        ends = [end for share in pool.map(lambda numbers: _buy_all(slot, numbers, hold), crowd) for end in share]
    sold = [end for end in ends if end]
    assert len(sold) == places == count([slot])["booked"], "the benchmark sold another number than there is"
    forget_identities([slot])
    return places / (max(sold) - began)


def _buy_all(slot: Slot, numbers: range, hold: Hold) -> list[float]:
    try:
        return [_buy(slot, number, hold) for number in numbers]
    finally:
        connection.close()


def _buy(slot: Slot, number: int, hold: Hold) -> float:
    """Return when the place was ours, 0 for nobody's."""
    who, now = person(number), timezone.now()
    try:
        booking = hold(slot, now)
    except SlotFull:
        return 0.0
    stated = Application(who["nik"], who["kpj_number"], "RESIGNATION", "+6281234567890", "014", "1234567890")
    appointments.give(booking, nik_index(who["nik"]), json.dumps(asdict(stated)), at=now)
    return time.monotonic()


def hold(slot: Slot, at: datetime) -> Booking:
    return appointments.hold(slot, at=at)


def forget_identities(slots: list[Slot]) -> None:
    """Let the same people try again on another day."""
    booked = Booking.objects.filter(place__slot__in=slots, status=BookingStatus.CONFIRMED)
    for booking in booked:
        booking.identity = f"gone-{booking.pk}"
    Booking.objects.bulk_update(booked, ["identity"])
