"""Invents the people of a day from expected times: the same dice, the same people. Pure."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from verification.what_if.day import Talk, Visitor

# docs/scheduling.md, the simulator's spread: of talks, of what people do alone, and between people.
TALK_SPREAD, ALONE_SPREAD, PERSON_SPREAD = 0.5, 0.4, 0.25
PRIORITY_SLOWER = 1.25


class Times(Protocol):
    """Expected seconds of a branch (verification/expected_times.py)."""

    def contact(self, reason: str, phase: str, *, is_priority: bool) -> float: ...
    def attention_left(self, reason: str, phase: str, *, is_priority: bool) -> float: ...
    def whole(self, reason: str, *, is_priority: bool) -> float: ...
    def turnover(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes: when, for which reason, with which appointment."""

    at: float
    reason: str
    due: float | None = None
    is_priority: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """One verification as it is expected: talk by talk, and what lies between."""

    talks: tuple[Talk, ...]
    alone: float
    """Before the first talk and between two: the same for each."""
    whole: float
    turnover: float

    @property
    def attention(self) -> float:
        return sum(talk.seconds for talk in self.talks)


def script(times: Times, reason: str, phases: Sequence[str], *, is_priority: bool) -> Script:
    """Return the expected verification: one talk for each phase, which together take the expected attention."""
    attention = times.attention_left(reason, phases[0], is_priority=is_priority)
    whole = max(times.whole(reason, is_priority=is_priority), attention)
    contacts = [times.contact(reason, phase, is_priority=is_priority) for phase in phases]
    scale = attention / sum(contacts)
    alone = (whole - attention) / len(phases)
    talks = [
        Talk(
            phase=phase,
            seconds=seconds * scale,
            expected=seconds,
            expected_left=times.attention_left(reason, phase, is_priority=is_priority),
            alone=alone if phase != phases[-1] else 0.0,
        )
        for phase, seconds in zip(phases, contacts, strict=True)
    ]
    return Script(tuple(talks), alone, whole, times.turnover())


def visitor(number: int, arrival: Arrival, expected: Script, dice: random.Random) -> Visitor:
    """Return a person whose times are drawn around the expected ones."""
    slower = _around(dice, 1.0, PERSON_SPREAD) * (PRIORITY_SLOWER if arrival.is_priority else 1.0)
    talks = tuple(
        Talk(
            phase=talk.phase,
            seconds=_around(dice, talk.seconds, TALK_SPREAD),
            expected=talk.expected,
            expected_left=talk.expected_left,
            alone=_around(dice, talk.alone, ALONE_SPREAD) * slower,
        )
        for talk in expected.talks
    )
    return Visitor(
        number=number,
        arrives=arrival.at,
        entry=_around(dice, expected.alone, ALONE_SPREAD) * slower,
        talks=talks,
        expected_whole=expected.whole,
        turnover=_around(dice, expected.turnover, ALONE_SPREAD),
        due=arrival.due,
        is_priority=arrival.is_priority,
        has_appointment=arrival.due is not None,
    )


def _around(dice: random.Random, mean: float, spread: float) -> float:
    """Draw from a lognormal distribution with this mean and coefficient of variation."""
    if mean <= 0:
        return 0.0
    variance = math.log(1 + spread**2)
    return dice.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))
