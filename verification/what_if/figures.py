"""What a day's course and a script mean in figures: waits, claims, the ceiling and how near a branch comes to it. Pure.

Source of the ceiling: docs/scheduling.md. With A the officer's time per claim and C the whole turn of a booth, one
officer with N booths does at most min(N, C / A) times what the same officer does with one booth and the same script.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from verification.scheduler import DEFAULT_RULES
from verification.what_if.day import (
    LATENCY_SECONDS,
    SLOWED_ABOVE,
    SLOWED_BY,
    Course,
    DayPlan,
    OfficerPlan,
    play,
)
from verification.what_if.people import Arrival, Script, visitor

HOUR = 3600.0
WARM_UP, MEASURED = HOUR, 16 * HOUR
MOST_PLACES = 6


@dataclass(frozen=True)
class DayFigures:
    """Minutes and people of a day, the mean of several plays."""

    visitors: float
    served: float
    not_served: float
    wait_median: float
    wait_p90: float
    unattended_p90: float
    busy_share: float
    """The officers' time in talks, of their time on duty."""


def of_courses(plan: DayPlan, visitors: float, courses: Sequence[Course]) -> DayFigures:
    """Who is not called before the day ends has no wait: `not_served` counts these."""
    duty = sum(ends - begins for officer in plan.officers for begins, ends in officer.spans)

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    served = mean([len(course.decided) for course in courses])
    return DayFigures(
        visitors=visitors,
        served=served,
        not_served=visitors - served,
        wait_median=mean([percentile(course.waits("call"), 0.5) for course in courses]) / 60,
        wait_p90=mean([percentile(course.waits("call"), 0.9) for course in courses]) / 60,
        unattended_p90=mean([percentile(course.waits("attend"), 0.9) for course in courses]) / 60,
        busy_share=min(1.0, mean([sum(course.talked.values()) for course in courses]) / duty) if duty else 0.0,
    )


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile of sorted values, 0 of none."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


@dataclass(frozen=True)
class Reach:
    """What one officer with so many booths reaches in a full hall, as multiples of the same officer with one."""

    places: int
    claims_per_hour: float
    ratio: float
    ceiling: float
    unattended_p90: float
    """Minutes."""

    @property
    def share(self) -> float:
        """How near to the ceiling, 0 to 1."""
        return min(1.0, self.ratio / self.ceiling)

    @property
    def percent(self) -> int:
        return round(100 * self.share)


def cycle(script: Script) -> float:
    """Return the seconds of a whole turn of a booth when an officer has only that one."""
    return script.whole + script.turnover


def ceiling(script: Script, places: int) -> float:
    """Return min(N, 1 / a): a is the officer's share of a turn, with turning between booths and being slowed down."""
    turning = len(script.talks) * (DEFAULT_RULES.switch + LATENCY_SECONDS) if places > 1 else 0.0
    attention = script.attention * (1 + SLOWED_BY * max(0, places - SLOWED_ABOVE)) + turning
    return min(float(places), cycle(script) / attention)


def reaches(script: Script, *, reason: str) -> list[Reach]:
    """Play one officer with 1 to 6 booths and a hall that is never empty; the same people come to each."""
    full = [_full_hall(script, places, reason) for places in range(1, MOST_PLACES + 1)]
    (alone, _), *_ = full
    return [
        Reach(places, claims, claims / alone, ceiling(script, places), waited)
        for places, (claims, waited) in enumerate(full, 1)
    ]


def _full_hall(script: Script, places: int, reason: str) -> tuple[float, float]:
    """Return claims per hour, and the p90 of minutes somebody in a booth waits for the officer."""
    dice = random.Random(1)
    enough = math.ceil(places * (WARM_UP + MEASURED) / cycle(script) * 1.5) + places
    people = [visitor(number, Arrival(0.0, reason), script, dice) for number in range(1, enough + 1)]
    course = play(DayPlan((OfficerPlan(((0.0, math.inf),), places),), places, math.inf), people)
    done = sum(WARM_UP < at <= WARM_UP + MEASURED for at in course.decided.values())
    waits = sorted(step.waited for step in course.steps if step.what == "attend" and step.at <= WARM_UP + MEASURED)
    return done / (MEASURED / HOUR), percentile(waits, 0.9) / 60
