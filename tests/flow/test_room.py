"""With whom the officer talks, who is held, and who is lost: the rules of the room, without media."""

from datetime import timedelta

import pytest

from tests.cast import NOON, Stage, attend, bring_in, open_stage, queue, seat_next
from verification import booth_screen, desk, seating, seats, sessions, upkeep
from verification.errors import NothingHere
from verification.models import Attention
from verification.states import SeatStatus

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_only_one_person_is_talked_with_and_the_span_is_kept_as_evidence():
    stage = open_stage()
    queue(stage.branch, 2)
    first, second = seat_next(stage), bring_in(stage.seat(2))

    sessions.focus(stage.session, first.place, by=stage.dewi, at=NOON)
    sessions.focus(stage.session, second.place, by=stage.dewi, at=NOON + 30 * SECOND)

    spans = list(Attention.objects.order_by("id").values_list("seat", "started_at", "ended_at"))
    assert spans == [(first.pk, NOON, NOON + 30 * SECOND), (second.pk, NOON + 30 * SECOND, None)]
    assert sessions.scene(stage.session.pk)[2]["focus"] == 2


def test_hold_ends_the_private_talk_and_focus_ends_the_hold():
    stage = open_stage()
    queue(stage.branch, 1)
    seat = attend(stage, seat_next(stage))

    sessions.hold(stage.session, 1, True, by=stage.dewi, at=NOON)
    version, _, scene = sessions.scene(stage.session.pk)
    assert scene["focus"] is None
    assert scene["places"]["1"]["held"] is True

    sessions.focus(stage.session, 1, by=stage.dewi, at=NOON)
    later, _, scene = sessions.scene(stage.session.pk)
    assert (scene["focus"], scene["places"]["1"]["held"]) == (1, False)
    assert later > version
    with pytest.raises(NothingHere):
        sessions.focus(stage.session, 5, by=stage.dewi, at=NOON)
    seat.refresh_from_db()
    assert seat.status == SeatStatus.LIVE


def test_the_officer_talks_with_several_and_who_is_held_or_leaves_drops_out():
    stage = open_stage()
    queue(stage.branch, 3)
    seating.fill(stage.branch.pk, at=NOON)
    seated = [bring_in(stage.seat(place)) for place in (1, 2, 3)]
    sessions.focus(stage.session, 1, by=stage.dewi, at=NOON)

    sessions.talk_with(stage.session, [3, 1, 2], by=stage.dewi, at=NOON + SECOND)
    assert talk(stage) == (None, [1, 2, 3])
    assert booth_screen.state(seated[0].booth, at=NOON)["talk"] == "you"
    sessions.hold(stage.session, 2, True, by=stage.dewi, at=NOON + 2 * SECOND)
    assert talk(stage) == (None, [1, 3])
    seats.abort(stage.seat(3), "PARTICIPANT_LEFT", by=stage.dewi, at=NOON + 3 * SECOND)
    assert talk(stage) == (1, [])

    spans = Attention.objects.order_by("seat__place").values_list("seat__place", "started_at", "ended_at")
    assert list(spans) == [
        (1, NOON, None),
        (2, NOON + SECOND, NOON + 2 * SECOND),
        (3, NOON + SECOND, NOON + 3 * SECOND),
    ]


def test_talking_with_several_ends_talking_to_all_and_the_other_way_round():
    stage = open_stage()
    queue(stage.branch, 2)
    seating.fill(stage.branch.pk, at=NOON)
    for place in (1, 2):
        bring_in(stage.seat(place))
    sessions.talk_to_all(stage.session, True, at=NOON)

    sessions.talk_with(stage.session, [1, 2], by=stage.dewi, at=NOON)
    assert sessions.scene(stage.session.pk)[2]["to_all"] is False
    with pytest.raises(NothingHere):
        sessions.talk_with(stage.session, [1, 5], by=stage.dewi, at=NOON)
    assert talk(stage) == (None, [1, 2]), "all or nothing"

    sessions.talk_to_all(stage.session, True, at=NOON)
    assert talk(stage) == (None, [])


def talk(stage: Stage) -> tuple[int | None, list[int]]:
    scene = sessions.scene(stage.session.pk)[2]
    return scene["focus"], scene["subset"]


def test_a_booth_not_heard_of_for_fifteen_seconds_is_interrupted_and_comes_back_as_it_was():
    stage = open_stage()
    queue(stage.branch, 1)
    seat = seat_next(stage)
    sessions.hold(stage.session, 1, True, by=stage.dewi, at=NOON)

    upkeep.notice_lost(stage.branch.pk, at=NOON + 16 * SECOND)
    assert stage.seat(1).status == SeatStatus.INTERRUPTED
    assert desk.state(stage.session, at=NOON + 16 * SECOND)["places"][0]["seat"]["state"] == "lost"
    _, peer = seats.enter(seat.booth_id)
    seats.connect(peer, at=NOON + 17 * SECOND)

    assert stage.seat(1).status == SeatStatus.ON_HOLD
