"""Which booths are told that something changed: whose screen shows it, and no others, since each fetches its state."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from booths import topics
from booths.models import Booth
from tests.cast import NOON, Stage, attend, bring_in, open_stage, queue, tick_all
from verification import booth_screen, decisions, seating, seats, sessions
from verification.access import seat_for
from verification.decisions import UNDO_WINDOW
from verification.states import AbortReason, Outcome

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class Screens:
    """The six screens of the branch."""

    def __init__(self, stage: Stage) -> None:
        self.booths = list(Booth.objects.filter(branch=stage.branch).order_by("number"))

    def after(self, act: Callable[[], object]) -> tuple[set[int], set[int]]:
        """Return the numbers of the booths whose screen shows something else after it, and of those told."""
        shown, told = self._shown(), self._told()
        act()
        return _differing(shown, self._shown()), _differing(told, self._told())

    def _shown(self) -> dict[int, object]:
        states = {booth.number: booth_screen.state(booth, at=NOON) for booth in self.booths}
        for state in states.values():
            state["talk"] = {"other": "nobody"}.get(state["talk"], state["talk"])  # a screen shows both alike
        return states

    def _told(self) -> dict[int, object]:
        names = {booth.number: topics.of_booth(booth.pk) for booth in self.booths}
        found = topics.sequences(list(names.values()))
        return {number: found[name] for number, name in names.items()}


def _differing(before: dict[int, object], after: dict[int, object]) -> set[int]:
    return {number for number in before if before[number] != after[number]}


def test_a_booth_is_told_when_its_screen_changes_and_not_for_its_neighbours():
    stage = open_stage()
    screens = Screens(stage)
    queue(stage.branch, 3)
    seating.fill(stage.branch.pk, at=NOON)
    first, second, third = (bring_in(stage.seat(place)) for place in (1, 2, 3))
    session, by = stage.session, stage.dewi

    for act, concerned in (
        (lambda: seats.enter(second.booth_id), set()),
        (lambda: sessions.enter(session), set()),
        (lambda: sessions.focus(session, 1, by=by, at=NOON), {1}),
        (lambda: sessions.focus(session, 2, by=by, at=NOON), {1, 2}),
        (lambda: sessions.talk_to_all(session, True, at=NOON), {1, 2, 3}),
        (lambda: sessions.talk_with(session, [1, 3], by=by, at=NOON), {1, 2, 3}),
        (lambda: sessions.hold(session, 3, True, by=by, at=NOON), {3}),
        (lambda: tick_all(attend(stage, first), by=by), {1}),
        (lambda: decisions.decide(first, Outcome.VERIFIED, "", by=by, at=NOON), {1}),
        (lambda: decisions.undo(first, by=by, at=NOON + SECOND), {1}),
        (lambda: decisions.decide(first, Outcome.VERIFIED, "", by=by, at=NOON), {1}),
        (lambda: decisions.settle_due(at=NOON + UNDO_WINDOW), {1}),
        (lambda: seats.interrupt(second, at=NOON), {2}),
        (lambda: seats.abort(seat_for(by, third.pk), AbortReason.TECH_FAILURE, by=by, at=NOON), {3}),
    ):
        changed, told = screens.after(act)
        assert changed <= told == concerned, (act, changed, told)
