"""The scheduler in the product: who is called, what the desk is advised, what is remembered and measured."""

from datetime import datetime, time, timedelta

import pytest

from booths.models import OpeningHours, Shift
from lapak.queue import tickets
from lapak.queue.models import Ticket
from lapak.queue.states import TicketStatus
from tests.cast import NOON, Stage, attend, bring_in, open_stage, queue, tick_all
from verification import decisions, desk, expected_times, seating, seats, sessions
from verification.models import Attention, ExpectedTime, SeatEvent
from verification.states import Outcome, Phase, SeatStatus, TimeKind

pytestmark = pytest.mark.django_db

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def live_stage(people: int, *, at: datetime = NOON, queued: int | None = None) -> Stage:
    """Let `people` sit at the first places, each live since `at`."""
    stage = open_stage()
    queue(stage.branch, queued or people)
    seating.fill(stage.branch.pk, at=at)
    for place in range(1, people + 1):
        bring_in(stage.seat(place), at=at)
    return stage


def advice(stage: Stage, *, at: datetime) -> tuple[int, str] | None:
    found = desk.state(stage.session, at=at)["advice"]
    return (found["place"], found["because"]) if found else None


def keep_present(stage: Stage, *, at: datetime) -> None:
    from booths.models import Device

    Device.objects.update(last_seen_at=at)
    Shift.objects.update(last_seen_at=at)


def test_a_priority_person_is_called_before_one_who_waits_longer():
    stage = open_stage(places=1)
    walk_in, elderly = queue(stage.branch, 2)
    tickets.prefer(elderly, "ELDERLY", by=stage.dewi, at=NOON)

    seating.fill(stage.branch.pk, at=NOON + 5 * SECOND)

    assert stage.seat(1).ticket == elderly
    assert SeatEvent.objects.get(row=stage.seat(1), from_status="").note == "priority"
    assert tickets.place_in_line(Ticket.objects.get(pk=walk_in.pk), at=NOON) == 1


def test_calling_pauses_while_half_of_the_booths_wait_and_goes_on_when_one_is_attended():
    stage = live_stage(3, queued=3)
    late = queue(stage.branch, 1, skip=3)[0]

    assert seating.fill(stage.branch.pk, at=NOON + SECOND) == 0
    assert desk.state(stage.session, at=NOON + SECOND)["held_back"]["because"] == "many_wait_inside"

    sessions.focus(stage.session, 1, by=stage.dewi, at=NOON + 2 * SECOND)
    assert seating.fill(stage.branch.pk, at=NOON + 2 * SECOND) == 1
    assert stage.seat(4).ticket == late


def test_the_officer_may_call_although_the_scheduler_would_wait():
    stage = live_stage(3, queued=3)
    queue(stage.branch, 1, skip=3)

    assert seating.fill(stage.branch.pk, at=NOON + SECOND, asked_by=stage.session.pk) == 1


def test_calm_mode_leaves_places_empty_until_it_ends():
    stage = open_stage()
    queue(stage.branch, 4)
    sessions.calm(stage.session, 2, at=NOON)

    assert seating.fill(stage.branch.pk, at=NOON) == 2
    shown = desk.state(stage.session, at=NOON)
    assert (shown["officer"]["calm_places"], shown["held_back"]["because"]) == (2, "calm")

    sessions.calm(stage.session, None, at=NOON)
    assert seating.fill(stage.branch.pk, at=NOON) == 2


def test_nobody_is_called_shortly_before_the_branch_closes():
    stage = open_stage()
    queue(stage.branch, 1)
    OpeningHours.objects.filter(branch=stage.branch).update(closes_at=time(12, 15))  # NOON and a quarter

    assert seating.fill(stage.branch.pk, at=NOON + SECOND) == 0
    assert desk.state(stage.session, at=NOON + SECOND)["held_back"]["because"] == "closing_soon"


def test_the_desk_is_advised_the_shortest_talk_and_after_the_limit_the_longest_wait():
    stage = live_stage(2)
    decisions.mark(stage.seat(2), {"FACE_MATCHES_ID": "MATCH", "KTP_ORIGINAL": "MATCH"}, by=stage.dewi, at=NOON)

    assert advice(stage, at=NOON + 10 * SECOND) == (2, "quick"), "a look at movement is shorter than a greeting"
    sessions.focus(stage.session, 2, by=stage.dewi, at=NOON + MINUTE)
    assert advice(stage, at=NOON + MINUTE) == (1, "only_one")
    sessions.focus(stage.session, None, by=stage.dewi, at=NOON + 2 * MINUTE)
    assert advice(stage, at=NOON + 3 * MINUTE) == (2, "quick")
    assert advice(stage, at=NOON + 5 * MINUTE) == (1, "overdue")
    shown = desk.state(stage.session, at=NOON + 5 * MINUTE)["advice"]
    assert shown["sentence"] == "terlalu lama menunggu: 5 menit"


def test_advice_says_until_when_it_holds():
    stage = live_stage(2)
    assert desk.state(stage.session, at=NOON)["advice"]["until"] == NOON + 270 * SECOND


def test_a_held_person_is_not_advised_until_the_hand_is_raised():
    stage = live_stage(1)
    sessions.hold(stage.session, 1, True, by=stage.dewi, at=NOON)
    assert advice(stage, at=NOON) is None

    seats.raise_hand(stage.seat(1).booth_id, True, at=NOON + SECOND)
    assert advice(stage, at=NOON + SECOND) == (1, "only_one")


def test_what_was_advised_and_what_was_done_is_remembered():
    stage = live_stage(2)
    tickets.prefer(queue(stage.branch, 1, skip=4)[0], "PREGNANT", by=stage.dewi, at=NOON)
    sessions.focus(stage.session, 2, by=stage.dewi, at=NOON + MINUTE)

    talk = Attention.objects.get(seat=stage.seat(2))
    assert (talk.phase, talk.ready_at, talk.advised_place, talk.advised_because) == (
        Phase.IDENTITY,
        NOON,
        1,
        "longest_wait",
    )


def test_measured_times_replace_the_assumed_ones_once_there_are_enough():
    stage = open_stage(places=1)
    reason = ""
    for number in range(21):
        at = NOON + number * 20 * MINUTE
        keep_present(stage, at=at)
        ticket = queue(stage.branch, 1, at=at, skip=number)[0]
        reason = ticket.claim.reason
        seating.fill(stage.branch.pk, at=at)
        seat = attend(stage, bring_in(stage.seat(1), at=at), at=at)
        tick_all(seat, by=stage.dewi, at=at)
        sessions.focus(stage.session, None, by=stage.dewi, at=at + 90 * SECOND)
        sessions.focus(stage.session, 1, by=stage.dewi, at=at + 200 * SECOND)
        decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=at + 230 * SECOND)
        decisions.settle_due(at=at + 240 * SECOND)
        seats.clear(seat.booth, at=at + 260 * SECOND)
        if number == 18:
            expected_times.measure(stage.branch.pk, at=at + 5 * MINUTE)
            few = expected_times.of_branch(stage.branch.pk)
            assert few.contact(reason, Phase.IDENTITY, is_priority=False) == 40

    expected_times.measure(stage.branch.pk, at=NOON)
    times = expected_times.of_branch(stage.branch.pk)

    assert times.contact(reason, Phase.IDENTITY, is_priority=False) == 90
    assert times.attention_left(reason, Phase.IDENTITY, is_priority=False) == 90 + 40
    assert times.attention_left(reason, Phase.SUMMARY, is_priority=False) == 40
    assert times.whole(reason, is_priority=False) == 240
    assert times.turnover() == 20
    assert times.contact(reason, Phase.IDENTITY, is_priority=True) == 40, "nobody of this kind was measured"
    assert ExpectedTime.objects.filter(kind=TimeKind.WHOLE).count() == 1


def test_somebody_cancelled_while_people_are_called_is_passed_over():
    stage = open_stage(places=2)
    first, second = queue(stage.branch, 2)
    tickets.cancel(first, by=stage.dewi, at=NOON)

    assert seating.fill(stage.branch.pk, at=NOON) == 1
    assert stage.seat(1).ticket == second
    first.refresh_from_db()
    assert first.status == TicketStatus.CANCELLED


def test_a_decided_person_needs_the_officer_no_more():
    stage = live_stage(1)
    seat = attend(stage, stage.seat(1))
    tick_all(seat, by=stage.dewi)
    decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON + MINUTE)
    assert stage.seat(1).status == SeatStatus.DECIDED
    assert advice(stage, at=NOON + MINUTE) is None
