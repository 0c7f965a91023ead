"""What if there were another officer: the figures of a branch's day, the ceiling, and the page that asks."""

import random
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from booths.models import Branch, Officer, OpeningHours
from lapak.claims.states import ClaimReason
from lapak.queue import planning
from lapak.queue.models import ClosedDay
from tests.appointments.scene import DAY, application, book, make_slot
from tests.cast import NOON, cikarang, queue
from verification.expected_times import Times
from verification.what_if import branch_day, compare, figures
from verification.what_if.day import DayPlan, OfficerPlan, play
from verification.what_if.people import Arrival, visitor

HOUR = 3600.0
ASSUMED = Times({})


def script():
    return branch_day.script_of(ASSUMED, ClaimReason.RESIGNATION, is_priority=False)


def crowd(people: int, *, every: float, seed: int = 1):
    dice = random.Random(seed)
    return [visitor(n, Arrival(n * every, ClaimReason.RESIGNATION), script(), dice) for n in range(1, people + 1)]


def test_the_same_plan_and_people_give_the_same_day():
    plan = DayPlan((OfficerPlan(((0.0, 8 * HOUR),), 5),), 5, 8 * HOUR)
    assert play(plan, crowd(40, every=300)) == play(plan, crowd(40, every=300))


def test_nobody_is_called_whom_the_officer_could_not_finish_and_everybody_else_is_served():
    plan = DayPlan((OfficerPlan(((0.0, 4 * HOUR),), 4),), 4, 4 * HOUR)
    course = play(plan, crowd(120, every=60))
    called = {step.visitor for step in course.steps if step.what == "call"}

    assert called == set(course.decided) and 0 < len(called) < 120
    assert max(course.decided.values()) < 4 * HOUR + 900


def test_another_officer_shortens_the_waits_of_a_crowded_day():
    alone = DayPlan((OfficerPlan(((0.0, 7 * HOUR),), 4),), 8, 7 * HOUR)
    both = compare.changed(alone, compare.Change(extra_officers=1, extra_from=2 * HOUR))
    people = crowd(90, every=270)
    before, after = (figures.of_courses(plan, 90, [play(plan, people)]) for plan in (alone, both))

    assert after.wait_p90 < before.wait_p90 / 2
    assert after.served > before.served
    assert after.busy_share <= before.busy_share


def test_no_officer_exceeds_the_ceiling_and_five_times_is_not_promised():
    reaches = figures.reaches(script(), reason=ClaimReason.RESIGNATION)

    assert [one.places for one in reaches] == [1, 2, 3, 4, 5, 6]
    assert reaches[0].ratio == reaches[0].ceiling == 1.0
    assert all(one.ratio <= one.ceiling * 1.03 for one in reaches), "sampling of 16 hours may exceed it slightly"
    assert max(one.ratio for one in reaches) < 5 > max(one.ceiling for one in reaches)


def test_the_ceiling_is_the_number_of_booths_or_the_turn_over_the_attention():
    own = script()
    assert figures.ceiling(own, 2) == 2.0
    assert figures.ceiling(own, 6) == pytest.approx(figures.cycle(own) / (own.attention * 1.06 + len(own.talks) * 6.5))


# ---- a branch's day


@pytest.fixture
def branch(db) -> Branch:
    branch = cikarang()
    OpeningHours.objects.filter(branch=branch).update(opens_at=time(8), closes_at=time(15))
    return branch


def plan_dewi(branch: Branch, day=DAY) -> None:
    planning.plan(Officer.objects.get(username="dewi"), branch, day, time(8), time(15))


def test_a_day_without_officers_or_with_closed_doors_has_no_figures(branch):
    assert branch_day.read(branch, DAY, at=NOON) is None
    plan_dewi(branch)
    assert branch_day.read(branch, DAY, at=NOON) is not None
    planning.close_day(branch, DAY, "Banjir", by=Officer.objects.get(username="hadi"), at=NOON)
    assert branch_day.read(branch, DAY, at=NOON) is None
    planning.reopen_day(branch, DAY)
    ClosedDay.objects.create(day=DAY, branch=None, name="Libur nasional")
    assert branch_day.read(branch, DAY, at=NOON) is None


def test_bookings_come_or_not_and_walk_ins_are_like_those_of_other_days(branch):
    plan_dewi(branch)
    book(make_slot(branch, 1), application(0))
    queue(branch, 6, at=NOON, skip=1)
    day = branch_day.read(branch, DAY, at=NOON)

    assert (len(day.booked), day.walk_ins) == (1, 6)
    crowds = [day.people(random.Random(seed)) for seed in range(20)]
    assert {len(people) for people in crowds} == {6, 7}
    noon = day.opens_at + 4 * HOUR
    assert all(abs(one.arrives - noon) < 60 for one in crowds[0] if not one.has_appointment)
    assert day.people(random.Random(1)) == day.people(random.Random(1))


def test_the_page_answers_in_one_sentence_and_names_its_baseline(branch):
    day = timezone.localdate() + timedelta(days=1)
    plan_dewi(branch, day)
    hadi = Client()
    hadi.force_login(Officer.objects.get(username="hadi"))
    asked = {"day": day, "extra": 1, "since": "10:00", "places": 4, "walk_ins": 80}
    page = hadi.get(f"/plan/{branch.code}/what-if/", asked).content.decode()

    assert "Dengan 1 petugas lagi mulai 10.00" in page
    assert "petugas yang sama dengan satu bilik" in page
    assert hadi.get(f"/plan/{branch.code}/what-if/", {**asked, "since": "x"}).status_code == 422
    assert "belum ada petugas" in hadi.get(f"/plan/{branch.code}/what-if/").content.decode()
