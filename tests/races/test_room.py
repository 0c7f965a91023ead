"""A whole room in motion: every verb of six seats at the same moment. Nobody may meet a deadlock or a lost scene."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from booths.models import Officer
from tests.cast import NOON, Stage, attend, bring_in, open_stage, queue, tick_all
from tests.races.crowd import all_at_once, refusals
from verification import decisions, seating, seats, sessions, supervisions
from verification.access import whole_seats
from verification.models import Attention, Seat, Supervision
from verification.states import OPEN_SEAT, Outcome, SeatStatus

pytestmark = pytest.mark.django_db(transaction=True)
SEEDS = range(3)


def busy_room() -> Stage:
    """Six people whose checklists are complete, and more waiting."""
    stage = open_stage()
    queue(stage.branch, 14)
    seating.fill(stage.branch.pk, at=NOON)
    for place in range(1, 7):
        seat = attend(stage, bring_in(stage.seat(place)))
        tick_all(seat, by=stage.dewi)
    return stage


def supervisor() -> Officer:
    return Officer.objects.get(username="hadi")


def read(seat: Seat) -> Seat:
    return whole_seats().get(pk=seat.pk)


def verbs(stage: Stage, seat: Seat, *, at: datetime) -> list[Callable[[], Any]]:
    """What an officer, a booth and the sweep may do with one seat."""
    session, dewi = stage.session, stage.dewi
    return [
        partial(sessions.focus, session, seat.place, by=dewi, at=at),
        partial(sessions.hold, session, seat.place, True, by=dewi, at=at),
        partial(sessions.hold, session, seat.place, False, by=dewi, at=at),
        partial(sessions.talk_to_all, session, True, at=at),
        partial(sessions.talk_with, session, [1, 2, seat.place], by=dewi, at=at),
        partial(supervisions.begin, seat, "join", by=supervisor(), at=at),
        lambda: [supervisions.end(one.pk, at=at) for one in supervisions.running([session.pk]).values()],
        lambda: decisions.decide(read(seat), Outcome.VERIFIED, "", by=dewi, at=at),
        lambda: decisions.undo(read(seat), by=dewi, at=at + timedelta(seconds=5)),
        lambda: seats.interrupt(read(seat), at=at) if read(seat).status == SeatStatus.LIVE else None,
        lambda: seats.connect(seats.enter(seat.booth_id)[1], at=at),
        partial(seats.raise_hand, seat.booth_id, True, at=at),
        partial(decisions.mark, seat, {"FACE_MATCHES_ID": "MATCH"}, by=dewi, at=at),
        partial(decisions.settle_due, at=at),
        partial(seating.fill, stage.branch.pk, at=NOON),
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_verb_of_six_seats_at_once_ends_in_an_answer_or_a_friendly_refusal(seed: int):
    stage, dice = busy_room(), random.Random(seed)
    everyone = list(whole_seats().filter(session=stage.session, status__in=OPEN_SEAT))
    for number in range(2):
        at = NOON + timedelta(seconds=20 * number)
        works = [work for seat in everyone for work in dice.sample(verbs(stage, seat, at=at), 4)]
        dice.shuffle(works)

        results = all_at_once(works)

        assert all(refusal.sentence for refusal in refusals(results))
        check_room(stage)


def check_room(stage: Stage) -> None:
    stage.session.refresh_from_db()
    talked_with = Seat.objects.filter(session=stage.session, place__in=stage.session.talked_with, status__in=OPEN_SEAT)
    assert {seat.place for seat in talked_with} == stage.session.talked_with
    assert all(seat.status != SeatStatus.ON_HOLD for seat in talked_with), "held, and yet talked with"
    spans = Attention.objects.filter(seat__session=stage.session, ended_at=None)
    assert sorted(spans.values_list("seat_id", flat=True)) == sorted(seat.pk for seat in talked_with)
    assert Supervision.objects.filter(session=stage.session, ended_at=None).count() <= 1
    for seat in whole_seats().filter(session=stage.session):
        last = seat.history.last()
        assert last is None or last.to_status == seat.status, "the history tells another story"


def test_calling_several_people_and_deciding_others_never_wait_for_each_other_in_a_circle():
    """The call of places 4 to 6 tells three booths and the branch; each decision tells its own booth and the branch."""
    stage = open_stage()
    queue(stage.branch, 3)
    seating.fill(stage.branch.pk, at=NOON)
    seated = [attend(stage, bring_in(stage.seat(place))) for place in (1, 2, 3)]
    for seat in seated:
        tick_all(seat, by=stage.dewi)
    queue(stage.branch, 3, skip=3)
    works = [partial(decisions.decide, seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON) for seat in seated]

    results = all_at_once([*works, *[partial(seating.fill, stage.branch.pk, at=NOON)] * 6])

    assert refusals(results) == []
    assert sum(result for result in results if isinstance(result, int)) == 3


def test_pages_that_find_their_node_dead_at_once_end_on_the_same_other_one():
    stage = open_stage()
    sessions.pin(stage.session.pk, "media-1", instead_of="")
    others = [f"media-{number}" for number in (2, 3, 4, 5)]

    answers = all_at_once([partial(sessions.pin, stage.session.pk, other, instead_of="media-1") for other in others])

    assert len(set(answers)) == 1
    assert sessions.placement(stage.session.pk) == (answers[0], stage.branch.code)
