"""The supervisor's plan: roster, quotas from it, places of a slot, closed days, and the pages for it."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from booths.branches import local_day
from booths.models import Branch, Officer, OpeningHours, Shift
from lapak.queue import appointments, measured, planned_day, planning, slots, waiting_list
from lapak.queue.errors import DayClosedAlready, PlacesBooked, PlanOverlaps, PlanTurned
from lapak.queue.models import Booking, ClosedDay, PlannedShift, Refused, Slot, SlotPlace, Ticket
from lapak.queue.states import BookingStatus, Contingent, TicketStatus
from tests.appointments.scene import DAY, EIGHT, HALF_HOUR, application, book, full_slot, invented, make_slot
from tests.cast import NOON, cikarang, queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Branch:
    branch = cikarang()
    OpeningHours.objects.filter(branch=branch).update(opens_at=time(8), closes_at=time(15))
    return branch


@pytest.fixture
def dewi(branch: Branch) -> Officer:
    return Officer.objects.get(username="dewi")


@pytest.fixture
def hadi(branch: Branch) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(username="hadi"))
    return client


# ---- roster and quotas


def test_slots_follow_from_the_roster(branch, dewi):
    planning.plan(dewi, branch, DAY, time(8), time(12))
    planning.publish(branch, DAY, at=NOON)

    lines = planned_day.slot_lines(branch, DAY)
    assert len(lines) == 8 and all(line.places for line in lines)
    assert lines[0].places > lines[1].places, "all booths start empty"


def test_an_officer_is_in_one_place_at_a_time_and_a_day_runs_forward(branch, dewi):
    planning.plan(dewi, branch, DAY, time(8), time(12))
    with pytest.raises(PlanOverlaps):
        planning.plan(dewi, branch, DAY, time(11), time(15))
    with pytest.raises(PlanTurned):
        planning.plan(dewi, branch, DAY, time(15), time(13))


def test_a_copied_day_leaves_who_is_planned_already(branch, dewi):
    rangga, tomorrow = Officer.objects.get(username="rangga"), DAY + timedelta(days=1)
    for officer in (dewi, rangga):
        planning.plan(officer, branch, DAY, time(8), time(12))
    planning.plan(dewi, branch, tomorrow, time(10), time(15))

    assert planning.copy_day(branch, DAY, [tomorrow]) == 1
    assert {shift.officer for shift in planning.shifts_of(branch, tomorrow)} == {dewi, rangga}


def test_places_are_kept_for_the_branch_and_for_companies(branch, dewi):
    planning.set_policy(branch, load=100, internal=20, collective=10)
    planning.plan(dewi, branch, DAY, time(8), time(12))
    slot = planning.publish(branch, DAY, at=NOON)[0]

    kinds = [slot.places.filter(contingent=kind).count() for kind in (Contingent.INTERNAL, Contingent.COLLECTIVE)]
    assert kinds == [slot.places.count() // 5, slot.places.count() // 10]
    assert slots.of_day(branch, DAY, at=NOON)[0].free == slot.places.count() - sum(kinds)


def test_a_slot_gets_fewer_and_more_places_but_never_fewer_than_are_booked(branch):
    slot, _ = full_slot(2)
    planning.resize(slot, 5)
    assert slots.of_day(branch, DAY, at=NOON)[0].free == 3
    planning.resize(slot, 2)
    assert slots.of_day(branch, DAY, at=NOON)[0].free == 0
    with pytest.raises(PlacesBooked) as refused:
        planning.resize(slot, 1)
    assert "2" in refused.value.sentence
    planning.resize(slot, 4)
    assert (slots.of_day(branch, DAY, at=NOON)[0].free, slot.places.count()) == (2, 5)


def test_quotas_use_what_the_branch_really_does_once_enough_is_known(branch, dewi, monkeypatch):
    assert measured.claims_per_hour(branch, at=NOON) is measured.empty_rate(branch, at=NOON) is None
    monkeypatch.setattr(measured, "ENOUGH_CLAIMS", 8)
    monkeypatch.setattr(measured, "ENOUGH_PLACES", 4)
    Shift.objects.create(officer=dewi, branch=branch, places=6, started_at=NOON - timedelta(hours=1))
    queue(branch, 10, at=NOON - timedelta(minutes=30))
    Ticket.objects.update(status=TicketStatus.DONE)
    slot = make_slot(branch, 4, starts_at=NOON - timedelta(days=1))
    for number, place in enumerate(slot.places.all()):
        came = BookingStatus.CHECKED_IN if number < 3 else BookingStatus.MISSED
        Booking.objects.create(
            place=place, status=came, identity=invented(number)[0], created_at=NOON, changed_at=NOON, held_until=NOON
        )

    policy = measured.policy_of(branch, at=NOON)
    assert (policy.claims_per_hour, policy.empty_rate) == (10.0, 0.25)


# ---- closed days


def test_a_closed_day_cancels_its_bookings_and_offers_nothing(branch, dewi):
    _, bookings = full_slot(2)
    held = appointments.hold(make_slot(branch, 1, starts_at=EIGHT + HALF_HOUR), at=NOON)
    entry = waiting_list.join(branch, DAY, application(5), at=NOON)

    assert planning.close_day(branch, DAY, "Listrik padam", by=dewi, at=NOON) == 2

    assert {Booking.objects.get(pk=one.pk).status for one in bookings} == {BookingStatus.CANCELLED}
    assert Booking.objects.get(pk=held.pk).status == BookingStatus.EXPIRED
    entry.refresh_from_db()
    assert entry.place is None and not SlotPlace.objects.filter(is_free=True).exists()
    assert slots.of_day(branch, DAY, at=NOON) == []
    page = Client().get(f"/janji/d/{bookings[0].key}/").content.decode()
    assert "Listrik padam" in page
    with pytest.raises(DayClosedAlready):
        planning.close_day(branch, DAY, "Lagi", by=dewi, at=NOON)


def test_a_day_that_opens_again_can_be_booked_and_keeps_what_was_cancelled(branch, dewi):
    slot, bookings = full_slot(2)
    planning.close_day(branch, DAY, "Banjir", by=dewi, at=NOON)
    planning.reopen_day(branch, DAY)

    assert slots.of_day(branch, DAY, at=NOON)[0].free == 2
    assert Booking.objects.get(pk=bookings[0].pk).status == BookingStatus.CANCELLED
    assert book(slot, application(0)).status == BookingStatus.CONFIRMED


def test_national_days_close_every_branch_once(branch, dewi):
    christmas = date(2026, 12, 25)
    new = planning.load_national_days(2026, at=NOON)

    assert new > 20 and planning.load_national_days(2026, at=NOON) == 0
    assert slots.closed_by(branch, christmas).name == "Hari Raya Natal"
    planning.plan(dewi, branch, christmas, time(8), time(12))
    assert planning.publish(branch, christmas, at=NOON) == []


# ---- pages


def tomorrow(branch: Branch) -> date:
    return local_day(branch, at=timezone.now()) + timedelta(days=1)


def test_a_supervisor_plans_a_day_on_the_page(branch, dewi, hadi):
    ClosedDay.objects.all().delete()
    address = f"/plan/{branch.code}/roster/?day={tomorrow(branch)}"
    said = hadi.post(address, {"plan": 1, "officer": dewi.pk, "begins": "08:00", "ends": "12:00"}, follow=True)
    assert "Dewi Anggraini dijadwalkan." in said.content.decode()
    slot = Slot.objects.get(branch=branch, starts_at__hour=8, starts_at__minute=0)

    hadi.post(address, {"resize": 1, "slot": slot.pk, "places": 3})
    Refused.objects.create(branch=branch, day=tomorrow(branch), slot=slot, at=timezone.now())
    page = hadi.get(address).content.decode()
    assert slots.of_day(branch, tomorrow(branch), at=timezone.now())[0].free == 3
    assert "1 orang tidak mendapat tempat" in page

    hadi.post(address, {"copy": 1})
    assert PlannedShift.objects.count() >= 9
    hadi.post(address, {"unplan": PlannedShift.objects.order_by("starts_at").first().pk})
    assert not planning.shifts_of(branch, tomorrow(branch))


def test_wrong_times_and_foreign_rows_are_refused_with_a_word(branch, dewi, hadi):
    address = f"/plan/{branch.code}/roster/?day={tomorrow(branch)}"
    turned = hadi.post(address, {"plan": 1, "officer": dewi.pk, "begins": "12:00", "ends": "08:00"}, follow=True)
    assert "Jam selesai harus sesudah jam mulai." in turned.content.decode()
    assert hadi.post(address, {"unplan": "999"}).status_code == 404
    assert hadi.post(address, {"resize": 1, "slot": "999", "places": 3}).status_code == 404
    assert hadi.get(f"/plan/{branch.code}/roster/?day=2026-02-31").status_code == 200


def test_only_an_administrator_loads_national_days(branch, hadi):
    assert hadi.post(f"/plan/{branch.code}/closed/", {"national": 1}).status_code == 403
    admin = Client()
    admin.force_login(Officer.objects.get(username="admin"))
    assert (
        "Hari Raya Natal" in admin.post(f"/plan/{branch.code}/closed/", {"national": 1}, follow=True).content.decode()
    )


def test_a_branch_closes_and_opens_a_day_on_the_page(branch, hadi):
    address, day = f"/plan/{branch.code}/closed/", tomorrow(branch)
    closed = hadi.post(address, {"day": day, "name": "Banjir"}, follow=True).content.decode()
    assert "Banjir" in closed and "0 janji" in closed
    assert hadi.post(address, {"day": day, "name": "Lagi"}).status_code == 422
    hadi.post(address, {"reopen": ClosedDay.objects.get(branch=branch).pk})
    assert slots.closed_by(branch, day) is None
