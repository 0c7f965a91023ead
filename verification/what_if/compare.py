"""Compares a branch's day as planned with the same people under another plan. Read only."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lapak.claims.states import ClaimReason
from verification.expected_times import Times
from verification.what_if import figures
from verification.what_if.branch_day import BranchDay, script_of
from verification.what_if.day import DayPlan, OfficerPlan, Visitor, play
from verification.what_if.figures import DayFigures, Reach
from verification.what_if.people import Script

PLAYS = 7
"""So often each day is played, with other people each time; both plans meet the same."""
MOST_EXTRA_OFFICERS = 3


@dataclass(frozen=True)
class Change:
    """What is to be different; `extra_from` is an epoch second."""

    extra_officers: int = 0
    extra_from: float = 0.0
    places: int = 0
    """Places per officer; 0 leaves them."""
    walk_ins: int | None = None
    """Of the rest of the day, in both plans; None for as many as usual."""


@dataclass(frozen=True)
class Comparison:
    as_planned: DayFigures
    changed: DayFigures


def compare(day: BranchDay, change: Change) -> Comparison:
    """Return the figures of both plans, means of seven plays each."""
    if change.walk_ins is not None:
        day = replace(day, walk_ins=change.walk_ins)
    crowds = [day.people(random.Random(seed)) for seed in range(PLAYS)]
    return Comparison(_figures(day.plan, crowds), _figures(changed(day.plan, change), crowds))


def changed(plan: DayPlan, change: Change) -> DayPlan:
    """Return the plan with more officers until closing, and with other places for all of them."""
    places = change.places or plan.officers[0].places
    begins = min(change.extra_from, plan.closes_at)
    extra = OfficerPlan(((begins, plan.closes_at),), places) if begins < plan.closes_at else None
    officers = [replace(officer, places=places) for officer in plan.officers]
    return replace(plan, officers=(*officers, *([extra] * change.extra_officers if extra else [])))


def _figures(plan: DayPlan, crowds: Sequence[Sequence[Visitor]]) -> DayFigures:
    people = sum(len(crowd) for crowd in crowds) / len(crowds)
    return figures.of_courses(plan, people, [play(plan, crowd) for crowd in crowds])


@dataclass(frozen=True)
class Figure:
    """One figure of both plans, and whether the change makes it better."""

    name: str
    as_planned: float
    changed: float

    @property
    def is_better(self) -> bool:
        return round(self.changed) < round(self.as_planned)

    @property
    def is_worse(self) -> bool:
        return round(self.changed) > round(self.as_planned)


# Of all these less is better.
FIGURES = ("wait_p90", "wait_median", "unattended_p90", "not_served")


def rows(found: Comparison) -> list[Figure]:
    return [Figure(name, getattr(found.as_planned, name), getattr(found.changed, name)) for name in FIGURES]


def reaches(times: Times) -> tuple[Reach, ...]:
    """Return what one officer reaches with 1 to 6 booths at a branch's times."""
    return _reaches(script_of(times, ClaimReason.RESIGNATION, is_priority=False))


@lru_cache(maxsize=50)
def _reaches(script: Script) -> tuple[Reach, ...]:
    return tuple(figures.reaches(script, reason=ClaimReason.RESIGNATION))


def attention_share(times: Times) -> float:
    """Return the officer's share of a whole turn of one booth: 0.2 means that five booths keep an officer busy."""
    usual = script_of(times, ClaimReason.RESIGNATION, is_priority=False)
    return usual.attention / figures.cycle(usual)
