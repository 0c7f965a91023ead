"""A supervisor beside an officer: who may, what each span leaves behind, and who is told. Without media."""

from datetime import timedelta

import pytest

from booths.errors import NotAllowed, NotFound
from booths.models import Branch, Officer
from tests.cast import NOON, Stage, attend, bring_in, open_stage, queue, seat_next
from verification import board, booth_screen, desk, seating, seats, sessions, supervisions, upkeep
from verification.access import supervised_seat
from verification.errors import NothingHere, SupervisorPresent
from verification.models import Seat, Supervision

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def stage() -> Stage:
    """Two people are with Dewi; she talks with the first."""
    stage = open_stage()
    queue(stage.branch, 2)
    seating.fill(stage.branch.pk, at=NOON)
    attend(stage, bring_in(stage.seat(1)))
    bring_in(stage.seat(2))
    return stage


@pytest.fixture
def hadi(stage: Stage) -> Officer:
    return Officer.objects.get(username="hadi")


def guest(stage: Stage) -> dict[str, object] | None:
    return sessions.scene(stage.session.pk)[2]["supervisor"]


def spans() -> list[tuple[object, ...]]:
    return list(Supervision.objects.values_list("seat__place", "mode", "by__username", "started_at", "ended_at"))


@pytest.mark.parametrize(
    ("role", "branch", "refusal"),
    [
        (Officer.Role.CSO, "bekasi-cikarang", NotAllowed),
        (Officer.Role.RECEPTION, "bekasi-cikarang", NotAllowed),
        (Officer.Role.FINANCE, None, NotAllowed),
        (Officer.Role.ADMINISTRATOR, None, NotAllowed),
        (Officer.Role.SUPERVISOR, "sofifi", NotFound),
    ],
)
def test_nobody_but_a_supervisor_of_the_branch_may_be_with_a_booth(stage, role, branch, refusal):
    own = Branch.objects.get(code=branch) if branch else None
    somebody = Officer.objects.create(username="somebody", role=role, branch=own)

    with pytest.raises(refusal):
        supervised_seat(somebody, stage.branch.code, stage.seat(1).booth_id)


def test_a_booth_of_another_branch_or_without_a_person_is_nobodys(stage, hadi):
    elsewhere = Branch.objects.get(code="sofifi").booths.first()
    empty = stage.branch.booths.get(number=5)

    with pytest.raises(NotFound):
        supervised_seat(hadi, stage.branch.code, elsewhere.pk)
    with pytest.raises(NothingHere):
        supervised_seat(hadi, stage.branch.code, empty.pk)


def test_each_way_of_being_there_leaves_a_span_with_who_where_from_and_to(stage, hadi):
    seat = stage.seat(1)
    listening = supervisions.begin(seat, "listen", by=hadi, at=NOON)
    _, peer = supervisions.enter(listening.pk)
    whispering = supervisions.begin(seat, "whisper", by=hadi, at=NOON + 10 * SECOND, after=listening.pk)
    joining = supervisions.begin(stage.seat(2), "join", by=hadi, at=NOON + 20 * SECOND, after=whispering.pk)
    assert guest(stage) == {"peer": peer, "place": 2, "mode": "join"}, "the connection stays"

    supervisions.end(joining.pk, at=NOON + 30 * SECOND)
    supervisions.end(joining.pk, at=NOON + 40 * SECOND)

    assert guest(stage) is None
    assert spans() == [
        (1, "listen", "hadi", NOON, NOON + 10 * SECOND),
        (1, "whisper", "hadi", NOON + 10 * SECOND, NOON + 20 * SECOND),
        (2, "join", "hadi", NOON + 20 * SECOND, NOON + 30 * SECOND),
    ]


def test_the_scene_names_a_supervisor_only_once_the_page_is_on_its_way(stage, hadi):
    before = sessions.scene(stage.session.pk)[0]
    begun = supervisions.begin(stage.seat(1), "listen", by=hadi, at=NOON)
    assert guest(stage) is None

    _, first = supervisions.enter(begun.pk)
    _, second = supervisions.enter(begun.pk)

    assert first != second
    assert guest(stage) == {"peer": second, "place": 1, "mode": "listen"}
    assert sessions.scene(stage.session.pk)[0] == before + 3


def test_officer_board_and_with_a_joined_one_the_booth_are_told(stage, hadi):
    seat = stage.seat(1)
    supervisions.begin(seat, "listen", by=hadi, at=NOON)
    at_desk = desk.state(stage.session, at=NOON)["session"]["supervisor"]
    assert (at_desk["name"], at_desk["place"], at_desk["mode"]) == (hadi.display_name, 1, "listen")
    on_board = {one["number"]: one["supervisor"] for one in board.state(stage.branch, at=NOON)["booths"]}
    assert [number for number, who in on_board.items() if who] == [seat.booth.number]
    assert booth_screen.state(seat.booth, at=NOON)["supervisor"] is None

    supervisions.begin(seat, "join", by=hadi, at=NOON)

    assert booth_screen.state(seat.booth, at=NOON)["supervisor"] == hadi.display_name
    assert booth_screen.state(stage.seat(2).booth, at=NOON)["supervisor"] is None


def test_a_room_has_one_supervisor_until_the_board_has_been_silent_for_15_s(stage, hadi):
    first = supervisions.begin(stage.seat(1), "listen", by=hadi, at=NOON)
    other = Officer.objects.create(username="other", role=Officer.Role.SUPERVISOR, branch=stage.branch)
    assert supervisions.beat(first.pk, at=NOON + 5 * SECOND)
    with pytest.raises(SupervisorPresent):
        supervisions.begin(stage.seat(2), "listen", by=other, at=NOON + 19 * SECOND)

    supervisions.begin(stage.seat(2), "listen", by=other, at=NOON + 20 * SECOND)

    assert not supervisions.beat(first.pk, at=NOON + 20 * SECOND)


def test_a_board_that_is_lost_without_a_word_is_noticed_after_15_s(stage, hadi):
    begun = supervisions.begin(stage.seat(1), "join", by=hadi, at=NOON)
    supervisions.enter(begun.pk)

    upkeep.keep_branch(stage.branch.pk, at=NOON + 14 * SECOND)
    assert guest(stage) is not None
    upkeep.keep_branch(stage.branch.pk, at=NOON + 15 * SECOND)

    assert guest(stage) is None
    assert spans() == [(1, "join", "hadi", NOON, NOON + 15 * SECOND)]


def test_nobody_is_with_a_person_who_has_left(stage, hadi):
    begun = supervisions.begin(stage.seat(1), "listen", by=hadi, at=NOON)
    supervisions.enter(begun.pk)

    seats.abort(stage.seat(1), "PARTICIPANT_LEFT", by=stage.dewi, at=NOON + SECOND)

    assert guest(stage) is None
    assert not supervisions.beat(begun.pk, at=NOON + SECOND)
    assert spans()[0][-1] == NOON + SECOND
    with pytest.raises(NothingHere):
        supervisions.enter(begun.pk)


def test_a_supervisor_is_in_one_room_only():
    stage = open_stage(places=1)
    agus = Officer.objects.create(username="agus", role=Officer.Role.CSO, branch=stage.branch)
    sessions.begin_shift(agus, places=1, at=NOON)
    queue(stage.branch, 2)
    first, elsewhere = seat_next(stage), bring_in(Seat.objects.get(session__shift__officer=agus))
    hadi = Officer.objects.get(username="hadi")
    supervisions.begin(first, "listen", by=hadi, at=NOON)

    supervisions.begin(elsewhere, "listen", by=hadi, at=NOON + SECOND)

    assert guest(stage) is None
    assert [ended for *_, ended in spans()] == [NOON + SECOND, None]
