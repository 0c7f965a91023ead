"""Slots of a day: published from the roster, counted, and what else there is when a day is full."""

from datetime import timedelta

import pytest

from booths.models import Branch
from lapak.queue import planned_day, slots
from lapak.queue.models import ClosedDay, Slot
from lapak.queue.quotas import Policy
from tests.appointments.scene import DAY, EIGHT, HALF_HOUR, full_slot, make_slot, roster
from tests.cast import NOON, cikarang

pytestmark = pytest.mark.django_db


def test_slots_follow_the_roster_and_are_published_once():
    branch = cikarang()
    roster(branch)
    made = slots.publish(branch, DAY, policy=Policy())
    again = slots.publish(branch, DAY, policy=Policy())

    assert [slot.pk for slot in made] == [slot.pk for slot in again]
    shown = slots.of_day(branch, DAY, at=NOON)
    assert [slot.starts_at.astimezone(branch.zone).strftime("%H:%M") for slot in shown] == [
        "08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "11:30",
    ]  # fmt: skip
    assert [slot.free for slot in shown] == [17, 14, 14, 14, 14, 14, 14, 9]


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_holiday_or_a_closing_of_the_branch_has_no_slots(everywhere: bool):
    branch = cikarang()
    roster(branch)
    ClosedDay.objects.create(day=DAY, branch=None if everywhere else branch, name="Cuti bersama")
    assert slots.publish(branch, DAY, policy=Policy()) == []


def test_a_branch_in_the_east_publishes_its_own_morning():
    branch = cikarang()
    Branch.objects.filter(pk=branch.pk).update(time_zone="Asia/Jayapura")
    branch.refresh_from_db()
    roster(branch)
    made = slots.publish(branch, DAY, policy=Policy())
    assert made[0].starts_at == EIGHT - timedelta(hours=2)
    assert len(slots.of_day(branch, DAY, at=NOON)) == 8
    assert slots.free_days(branch, at=NOON).keys() == {DAY}


def test_a_full_day_names_the_nearest_day_and_the_nearest_branch():
    slot, _ = full_slot(1)
    branch, other = slot.branch, Branch.objects.exclude(pk=slot.branch_id)[0]
    Branch.objects.filter(pk=branch.pk).update(latitude=-6.3, longitude=107.1)
    Branch.objects.filter(pk=other.pk).update(latitude=-6.4, longitude=107.4)
    branch.refresh_from_db()
    make_slot(branch, 2, starts_at=EIGHT + timedelta(days=1))
    make_slot(other, 4)

    found = slots.alternatives(branch, DAY, at=NOON)
    assert [(one.branch.pk, one.day, one.free) for one in found] == [
        (branch.pk, DAY + timedelta(days=1), 2),
        (other.pk, DAY, 4),
    ]
    assert found[1].kilometres == pytest.approx(35, abs=1)


def test_the_times_of_a_day_stand_in_their_order_whatever_was_changed_last():
    branch = cikarang()
    for number in (2, 0, 1):
        make_slot(branch, 1, starts_at=EIGHT + number * HALF_HOUR)
    Slot.objects.filter(starts_at=EIGHT).update(officers=2)

    shown = [slot.starts_at for slot in slots.of_day(branch, DAY, at=NOON)]
    lines = [line.starts_at for line in planned_day.slot_lines(branch, DAY)]
    assert shown == lines == [EIGHT, EIGHT + HALF_HOUR, EIGHT + 2 * HALF_HOUR]
