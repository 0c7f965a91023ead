"""How many people may book a slot: staff and measured times turned into numbers. Pure.

Source: docs/scheduling.md. A fixed quota wastes a tenth to a quarter of a day; this one follows who is on duty.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SLOT_MINUTES = 30
# Claims an officer with five places finishes in an hour of the standard script, until the branch has measured its own.
ASSUMED_CLAIMS_PER_HOUR = 11.3
# Places that nobody fills: a tenth is cancelled, a fifth of the rest does not come; after freed places were offered on.
ASSUMED_EMPTY_RATE = 0.22
# Above this more people are booked than an ordinary day can serve.
HIGHEST_LOAD = 1.05


@dataclass(frozen=True)
class Policy:
    """`load` is the share of the capacity that is booked; `first_extra` the share of the booths that the first slot
    gets on top, since all of them start empty; `last_share` of the last slot, so that the day ends in time.
    """

    load: float = 1.0
    empty_rate: float = ASSUMED_EMPTY_RATE
    claims_per_hour: float = ASSUMED_CLAIMS_PER_HOUR
    first_extra: float = 0.5
    last_share: float = 0.6
    internal: float = 0.0
    collective: float = 0.0
    """The shares of each slot that are kept for the branch itself and for companies."""

    def kept(self, quota: int) -> tuple[int, int]:
        """Return how many of so many places are kept: internal, collective."""
        return math.floor(quota * self.internal), math.floor(quota * self.collective)


@dataclass(frozen=True)
class Span:
    starts_at: datetime
    ends_at: datetime

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at).total_seconds() / 3600


def spans_of_day(day: date, opens_at: time, closes_at: time, zone: ZoneInfo) -> list[Span]:
    """Cut the opening hours of a branch-local day into slots; a rest shorter than a slot is not offered."""
    now, end = datetime.combine(day, opens_at, zone), datetime.combine(day, closes_at, zone)
    step, spans = timedelta(minutes=SLOT_MINUTES), []
    while now + step <= end:
        spans.append(Span(now, now + step))
        now += step
    return spans


def officers_in(span: Span, planned: Sequence[Span]) -> float:
    """Return how many planned officers are there in the mean of the span, so half of an hour's break counts half."""
    shared = sum(
        max(0.0, (min(span.ends_at, one.ends_at) - max(span.starts_at, one.starts_at)).total_seconds())
        for one in planned
    )
    return shared / (span.hours * 3600)


def quotas(spans: Sequence[Span], officers: Sequence[float], *, booths: int, policy: Policy) -> list[int]:
    """Return the quota of each slot of a day: q = round(load * claims/hour * hours * officers / (1 - empty rate)).

    Raises ValueError for a load above 1.05 or an empty rate outside 0 to 0.6.
    """
    if not 0 < policy.load <= HIGHEST_LOAD or not 0 <= policy.empty_rate <= 0.6:
        raise ValueError("the load is at most 1.05, the empty rate at most 0.6")
    found = []
    staffed = [index for index, present in enumerate(officers) if present > 0]
    for index, (span, present) in enumerate(zip(spans, officers, strict=True)):
        wanted = policy.load * policy.claims_per_hour * span.hours * present / (1 - policy.empty_rate)
        if staffed and index == staffed[-1]:
            wanted *= policy.last_share
        if staffed and index == staffed[0]:
            wanted += policy.first_extra * booths * min(1.0, present)
        found.append(round(wanted))
    return found
