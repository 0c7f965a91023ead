"""Who falls silent and who comes back is told to the pages, though no row but a time has changed."""

from datetime import timedelta

import pytest

from booths import presence, topics
from booths.models import PRESENT_FOR, Device, Place
from tests.cast import NOON, Stage, attend, bring_in, open_stage, queue, spoil, tick_all
from verification import booth_screen, decisions, seating, upkeep
from verification.models import Seat
from verification.states import Outcome, SeatStatus

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
GONE = NOON + PRESENT_FOR + 2 * SECOND


def seen_by_pages(stage: Stage) -> tuple[int, int]:
    """Return the sequences of the branch and of the booth in place 1."""
    branch, booth = topics.of_branch(stage.branch.pk), topics.of_booth(first_booth(stage).pk)
    found = topics.sequences([branch, booth])
    return found[branch], found[booth]


def first_booth(stage: Stage):
    return stage.branch.booths.get(number=1)


def keep_screens_present(stage: Stage, *, at) -> None:
    Device.objects.filter(booth__branch=stage.branch).update(last_seen_at=at)


def test_booths_learn_that_their_officer_has_gone_and_that_she_is_back():
    stage = open_stage()
    keep_screens_present(stage, at=GONE)
    before = seen_by_pages(stage)

    upkeep.keep_all(at=GONE)
    gone = seen_by_pages(stage)
    assert booth_screen.state(first_booth(stage), at=GONE)["screen"] == "unstaffed"
    presence.beat_shift(stage.session.shift_id, at=GONE)

    assert booth_screen.state(first_booth(stage), at=GONE)["screen"] == "idle"
    assert [later > earlier for earlier, later in zip(before, gone, strict=True)] == [True, True]
    assert [later > earlier for earlier, later in zip(gone, seen_by_pages(stage), strict=True)] == [True, True]


def test_the_branch_learns_that_a_screen_has_gone_and_that_it_is_back():
    stage = open_stage()
    device = Device.objects.get(booth=first_booth(stage), revoked_at=None)
    presence.beat_shift(stage.session.shift_id, at=GONE)
    before = seen_by_pages(stage)

    upkeep.keep_all(at=GONE)
    gone = seen_by_pages(stage)
    presence.beat_device(device.pk, at=GONE)

    assert gone[0] > before[0]
    assert seen_by_pages(stage)[0] > gone[0]


def test_nothing_is_told_while_everybody_is_there_or_has_long_been_away():
    stage = open_stage()
    before = seen_by_pages(stage)

    upkeep.keep_all(at=NOON + SECOND)
    presence.beat_shift(stage.session.shift_id, at=NOON + SECOND)
    upkeep.keep_all(at=NOON + timedelta(hours=1))

    assert seen_by_pages(stage) == before


def test_an_officer_without_a_booth_in_any_place_is_missed_on_the_board_too():
    stage = open_stage()
    Place.objects.filter(shift=stage.session.shift).update(released_at=NOON)
    keep_screens_present(stage, at=GONE)
    before = seen_by_pages(stage)

    upkeep.keep_all(at=GONE)
    gone = seen_by_pages(stage)
    presence.beat_shift(stage.session.shift_id, at=GONE)

    assert gone[0] > before[0]
    assert seen_by_pages(stage)[0] > gone[0]


def test_a_seat_that_cannot_be_read_keeps_no_other_from_its_end():
    stage = open_stage()
    queue(stage.branch, 2)
    seating.fill(stage.branch.pk, at=NOON)
    decided = [attend(stage, bring_in(stage.seat(place))) for place in (1, 2)]
    for seat in decided:
        tick_all(seat, by=stage.dewi)
        decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)
    spoil(decided[0].ticket.claim.participant, "nik")
    upkeep.keep_all(at=NOON + 11 * SECOND)
    statuses = [Seat.objects.get(pk=seat.pk).status for seat in decided]
    assert statuses == [SeatStatus.DECIDED, SeatStatus.COMPLETED]
