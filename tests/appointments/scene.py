"""A branch with slots to book, and people who want them."""

import json
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from booths.models import Branch, Officer, OpeningHours
from lapak.people.participants import nik_index
from lapak.people.register import demo_people
from lapak.queue import appointments
from lapak.queue.filing import Application
from lapak.queue.models import Booking, PlannedShift, Slot, SlotPlace
from tests.cast import NOON, application_of, cikarang

DAY = date(2026, 11, 25)
EIGHT = datetime(2026, 11, 25, 1, 0, tzinfo=NOON.tzinfo)  # 08:00 WIB two days after NOON
HALF_HOUR, MINUTE = timedelta(minutes=30), timedelta(minutes=1)


def roster(branch: Branch, *, hours: tuple[int, int] = (8, 12), day: date = DAY) -> None:
    """Plan two officers for these hours of a branch that is open from eight to three."""
    for username in ("dewi", "rangga"):
        starts = datetime.combine(day, time(hours[0]), branch.zone)
        ends = datetime.combine(day, time(hours[1]), branch.zone)
        officer = Officer.objects.get(username=username)
        PlannedShift.objects.create(officer=officer, branch=branch, starts_at=starts, ends_at=ends)
    OpeningHours.objects.filter(branch=branch).update(opens_at=time(8), closes_at=time(15))


def make_slot(branch: Branch, places: int, *, starts_at: datetime = EIGHT) -> Slot:
    slot = Slot.objects.create(branch=branch, starts_at=starts_at, ends_at=starts_at + HALF_HOUR, officers=1)
    SlotPlace.objects.bulk_create(SlotPlace(slot=slot, number=number) for number in range(1, places + 1))
    return slot


def full_slot(places: int = 2) -> tuple[Slot, list[Booking]]:
    """Return a slot of which every place is booked."""
    slot = make_slot(cikarang(), places)
    return slot, [book(slot, application(number)) for number in range(places)]


def application(number: int) -> Application:
    return application_of(demo_people()[number])


def book(slot: Slot, stated: Application, *, at: datetime = NOON) -> Booking:
    booking = appointments.hold(slot, at=at)
    appointments.confirm(booking, stated, at=at)
    return booking


def invented(number: int) -> tuple[str, str]:
    """Return identity and application of somebody who is not in the register: for crowds."""
    nik = f"32750{number:011d}"
    stated = Application(nik, "15012345678", "RESIGNATION", "+628123456789", "014", "1234567890")
    return nik_index(nik), json.dumps(asdict(stated))
