"""Cover during breaks: a colleague gets the empty booths of who rests, and gives them back when they are empty."""

from datetime import timedelta

import pytest

from booths import topics
from booths.models import Booth, Officer, Place
from tests.cast import NOON, Stage, bring_in, open_stage, queue
from verification import desk, seating, seats, sessions, upkeep
from verification.access import whole_seats
from verification.models import VerificationSession

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(seconds=5)


@pytest.fixture
def stage() -> Stage:
    """Dewi has all six booths, Rangga has come and has none."""
    stage = open_stage()
    sessions.begin_shift(Officer.objects.get(username="rangga"), places=4, at=NOON)
    return stage


def room_of(username: str) -> VerificationSession:
    return VerificationSession.objects.select_related("shift").get(shift__officer__username=username)


def booths_of(username: str) -> dict[int, int]:
    """Return place -> booth number."""
    open_ones = Place.objects.filter(shift__officer__username=username, released_at=None)
    return dict(open_ones.values_list("number", "booth__number"))


def rest(username: str, *, at=NOON) -> None:
    room = room_of(username)
    sessions.take_break(room, "REST", at=at)
    sessions.cover_breaks(room.shift.branch_id, at=at)


def come_back(username: str, *, at=LATER) -> None:
    room = room_of(username)
    sessions.take_break(room, None, at=at)
    sessions.cover_breaks(room.shift.branch_id, at=at)


def test_a_colleague_without_booths_calls_into_those_of_who_rests(stage):
    queue(stage.branch, 3)
    assert booths_of("rangga") == {}
    rest("dewi")

    assert booths_of("rangga") == {1: 1, 2: 2, 3: 3, 4: 4}
    assert booths_of("dewi") == {5: 5, 6: 6}
    assert seating.fill(stage.branch.pk, at=NOON) == 3
    assert set(whole_seats().values_list("session", flat=True)) == {room_of("rangga").pk}


def test_who_comes_back_gets_the_empty_ones_at_once_and_the_others_when_they_are_empty(stage):
    rest("dewi")
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    seat = bring_in(whole_seats().get())
    come_back("dewi")

    assert booths_of("rangga") == {1: 1}
    assert sorted(booths_of("dewi").values()) == [2, 3, 4, 5, 6]

    seats.abort(seat, "PARTICIPANT_LEFT", by=Officer.objects.get(username="rangga"), at=LATER)
    seats.clear(seat.booth, at=LATER)
    upkeep.keep_branch(stage.branch.pk, at=LATER)
    assert booths_of("rangga") == {}
    assert sorted(booths_of("dewi").values()) == [1, 2, 3, 4, 5, 6]


def test_who_sits_with_the_resting_officer_stays_there(stage):
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    seat = bring_in(stage.seat(1))
    rest("dewi")

    assert seat.booth.number in booths_of("dewi").values()
    assert seat.booth.number not in booths_of("rangga").values()


def test_nothing_moves_while_everybody_works_or_everybody_rests(stage):
    before = booths_of("dewi")
    sessions.cover_breaks(stage.branch.pk, at=NOON)
    rest("rangga")
    rest("dewi")

    assert booths_of("dewi") == before
    come_back("dewi")
    assert booths_of("dewi") == before


def test_a_lent_booth_whose_owner_has_gone_home_stays_where_it_is(stage):
    rest("dewi")
    sessions.end_shift(room_of("dewi"), at=LATER)
    upkeep.keep_branch(stage.branch.pk, at=LATER)

    assert booths_of("rangga") == {1: 1, 2: 2, 3: 3, 4: 4}


def test_both_desks_are_told_and_show_it(stage):
    names = [topics.of_session(room_of(name).pk) for name in ("dewi", "rangga")]
    before = topics.sequences(names)
    rest("dewi")
    after = topics.sequences(names)
    shown = desk.state(room_of("rangga"), at=NOON)["places"]

    assert all(after[name] > before[name] for name in names)
    assert [place["booth"]["number"] for place in shown] == [1, 2, 3, 4]


def test_no_booth_ever_stands_in_two_places(stage):
    for turn in range(4):
        (rest if turn % 2 == 0 else come_back)("dewi", at=NOON + timedelta(seconds=turn))
        standing = Place.objects.filter(released_at=None).values_list("booth", flat=True)
        assert len(standing) == len(set(standing)) == Booth.objects.filter(branch=stage.branch).count()
