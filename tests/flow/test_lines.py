"""What is kept of each booth's line, and what the board shows of it."""

from datetime import timedelta

import pytest

from tests.cast import NOON, Stage, bring_in, open_stage, queue
from verification import board, line_measures, seating
from verification.media.health import LineFigures
from verification.models import LineMeasure, Seat
from verification.signalling import Condition

pytestmark = pytest.mark.django_db

SAID = Condition(
    type="condition", picture="black", sound="heard", width=640, height=360, frames_per_second=20, round_trip_ms=12
)


@pytest.fixture
def stage() -> Stage:
    stage = open_stage()
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    bring_in(stage.seat(1))
    return stage


def measure(seat: Seat, *, lost_permille: int = 0, seconds: float = 0, said: Condition | None = SAID) -> None:
    figures = LineFigures(lost_permille=lost_permille, jitter_ms=3, rate_bps=400_000)
    line_measures.keep(seat.peer, figures, said, at=NOON + timedelta(seconds=seconds))


def on_board(stage: Stage, *, seconds: float = 10) -> dict[str, object] | None:
    booths = board.state(stage.branch, at=NOON + timedelta(seconds=seconds))["booths"]
    return next(booth["line"] for booth in booths if booth["ticket"])


def test_the_board_shows_the_last_figures_and_the_bars_before_them(stage):
    seat = stage.seat(1)
    for lost, seconds in ((200, 0), (120, 5), (0, 10)):
        measure(seat, lost_permille=lost, seconds=seconds)

    line = on_board(stage)

    assert line is not None
    assert (line["bars"], line["history"]) == (4, [1, 2, 4])
    assert (line["picture"], line["width"], line["round_trip_ms"]) == ("black", 640, 12)


def test_a_line_of_which_nothing_was_heard_for_three_minutes_is_not_shown(stage):
    measure(stage.seat(1))

    assert on_board(stage, seconds=181) is None


def test_what_a_page_has_not_said_is_unknown(stage):
    measure(stage.seat(1), said=None)

    line = on_board(stage)
    assert line is not None
    assert (line["picture"], line["sound"], line["width"], line["round_trip_ms"]) == ("", "", 0, None)


def test_the_line_of_a_page_that_was_replaced_is_not_kept(stage):
    figures = LineFigures(lost_permille=0, jitter_ms=0, rate_bps=0)

    assert line_measures.keep("booth-1-gone", figures, None, at=NOON) is None
    assert not LineMeasure.objects.exists()


def test_measures_are_forgotten_after_thirty_days(stage):
    measure(stage.seat(1), seconds=0)
    measure(stage.seat(1), seconds=60)

    assert line_measures.forget_old(at=NOON + timedelta(days=30, seconds=30)) == 1
    assert LineMeasure.objects.count() == 1
