"""The scheduler's rules, each seen alone."""

import json
import subprocess
import sys

import pytest

from bin.support.bench.schedule import ROOT, UNUSED_SERVICES
from tests.pace import PATIENCE_SECONDS
from verification.scheduler import Because, Desk, FreePlace, Guest, State, Waiting, admit, attend

HOUR = 3600.0


def person(ticket: int, *, waited: float = 0, now: float = 10_000, attention: float = 200, **kind: bool) -> Waiting:
    return Waiting(ticket, order=ticket, due=now - waited, attention=attention, total=900, **kind)


def desk(session: int, *, free: int = 1, guests: tuple[Guest, ...] = (), places: int = 6, **how) -> Desk:
    booths = tuple(FreePlace(session, place, session * 10 + place) for place in range(1, free + 1))
    return Desk(session, places, guests, booths, **how)


def branch(line, *desks: Desk, now: float = 10_000, closes_at: float | None = None) -> State:
    return State(now, line, desks, closes_at)


def called(state: State) -> list[int]:
    return [call.ticket for call in admit(state).calls]


def waits(place: int, *, waited: float = 0, contact: float = 60, now: float = 10_000, **kind: bool) -> Guest:
    return Guest(place, attention_left=contact, contact=contact, waiting_since=now - waited, **kind)


def advice(*guests: Guest, at_place: int | None = None):
    found = attend(guests, now=10_000, at_place=at_place)
    return (found.place, found.reason.because) if found else None


def test_who_used_up_most_of_the_promised_wait_is_called_first():
    walk_in, appointment = person(1, waited=1200), person(2, waited=600, has_appointment=True)
    elderly = person(3, waited=300, is_priority=True)
    state = branch([walk_in, appointment, elderly], desk(1, free=3))

    assert called(state) == [2, 3, 1]
    assert [call.reason.because for call in admit(state).calls] == ["appointment", "priority", "longest_wait"]


def test_a_walk_in_ages_past_people_with_a_shorter_promise():
    assert called(branch([person(1, waited=HOUR), person(2, waited=60, is_priority=True)], desk(1))) == [1]


def test_somebody_with_an_appointment_who_came_early_waits_for_it():
    early = person(2, waited=-1500, has_appointment=True)
    assert called(branch([person(1, waited=10), early], desk(1))) == [1]


def test_the_officer_with_the_least_work_ahead_gets_the_next_person():
    busy, idle = desk(1, guests=(Guest(2, 400),)), desk(2, guests=(Guest(2, 100),))
    calls = admit(branch([person(1), person(2)], busy, idle)).calls
    assert [(call.ticket, call.place.session) for call in calls] == [(1, 2), (2, 1)]


def test_nobody_is_called_to_an_officer_for_whom_half_of_the_booths_wait():
    decided = admit(branch([person(1)], desk(1, guests=(waits(2), waits(3), waits(4)))))
    assert decided.calls == ()
    assert decided.held_back[1].because == Because.MANY_WAIT_INSIDE


def test_nobody_is_called_to_an_officer_who_is_away():
    decided = admit(branch([person(1)], desk(1, is_away=True), desk(2)))
    assert [call.place.session for call in decided.calls] == [2]
    assert decided.held_back[1].because == Because.AWAY


def test_calm_mode_keeps_places_empty():
    decided = admit(branch([person(1), person(2)], desk(1, free=4, guests=(Guest(5, 0), Guest(6, 0)), most=3)))
    assert len(decided.calls) == 1
    full = admit(branch([person(1)], desk(1, free=4, guests=(Guest(5, 0), Guest(6, 0)), most=2)))
    assert full.held_back[1].because == Because.CALM


def test_nobody_is_called_who_could_not_be_finished_before_closing():
    decided = admit(branch([person(1)], desk(1), now=10_000, closes_at=10_000 + 900))
    assert decided.calls == ()
    assert decided.held_back[1].because == Because.CLOSING_SOON
    assert called(branch([person(1)], desk(1), now=10_000, closes_at=10_000 + 2 * HOUR)) == [1]


def test_somebody_whose_verification_ends_before_the_break_is_taken_instead_of_a_longer_one():
    long, short = person(1, waited=900), Waiting(2, order=2, due=10_000, attention=60, total=300)
    decided = admit(branch([long, short], desk(1, free=2, break_at=10_500)))
    assert [call.ticket for call in decided.calls] == [2]
    assert decided.held_back[1].because == Because.BREAK_SOON


def test_an_officer_with_places_and_no_line_is_told_so():
    assert admit(branch([], desk(1))).held_back[1].because == Because.NOBODY_WAITS


def test_a_branch_of_one_place_gets_one_person():
    assert called(branch([person(1), person(2)], desk(1, places=1))) == [1]


def test_the_shortest_talk_comes_first():
    assert advice(waits(1, contact=90), waits(2, contact=20), waits(3, contact=60)) == (2, Because.QUICK)


def test_a_priority_person_weighs_three_times():
    assert advice(waits(1, contact=40), waits(2, contact=90, is_priority=True)) == (2, Because.PRIORITY)


def test_the_most_overdue_comes_before_everybody():
    assert advice(waits(1, contact=5), waits(2, waited=280, contact=300)) == (2, Because.OVERDUE)
    assert advice(waits(1, waited=280), waits(2, waited=160, is_priority=True)) == (2, Because.OVERDUE)


def test_turning_to_another_booth_costs_something():
    assert advice(waits(1, contact=60), waits(2, contact=63), at_place=2) == (2, Because.LONGEST_WAIT)


def test_equal_talks_go_by_the_longest_wait():
    assert advice(waits(1, waited=10), waits(2, waited=50)) == (2, Because.LONGEST_WAIT)


def test_nobody_waits_nobody_is_advised():
    assert advice(Guest(1, 100)) is None
    assert advice(Guest(1, 100), waits(2)) == (2, Because.ONLY_ONE)


def test_advice_holds_until_somebody_is_overdue():
    found = attend([waits(1, waited=100), waits(2, waited=20, contact=10)], now=10_000)
    assert found and found.place == 2 and found.until == pytest.approx(10_000 - 100 + 270)


def test_a_simulator_hears_the_products_decisions_without_a_database():
    booth = {"id": 0, "officer": 0, "status": "free", "pid": None, "needs_since": None, "priority": 0}
    officer = {"id": 0, "booth_ids": [0], "status": "idle", "last_booth": None, "next_break": None, "break_until": None}
    visitor = {"id": 7, "ticket": 1, "due": 0, "exp_att": 100, "exp_total": 600, "priority": 0, "channel": "walkin"}
    question = {
        "call": "admit",
        "state": {
            "now": 60.0,
            "close": 25_200,
            "params": {"switch_s": 6},
            "officers": [officer],
            "booths": [booth],
            "lobby": [visitor],
        },
    }
    said = subprocess.run(
        [sys.executable, "manage.py", "schedule_policy"],
        cwd=ROOT,
        env=UNUSED_SERVICES,
        input=json.dumps(question) + "\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert json.loads(said.stdout) == {"admit": [[7, 0]]}, said.stderr
