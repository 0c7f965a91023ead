"""How long somebody in the line will wait, as a range from the places that are staffed just now.

By Little's law a branch takes `places / cycle` people a second, where a cycle is the time from one call to a place to
the next one. It is measured from the branch's own newest tickets; how much it varies gives the range.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Min

from booths import roster
from booths.models import Branch, Place
from lapak.queue.models import TicketHistory
from lapak.queue.states import TicketStatus

# scheduling.md section 1: attention, self-service and turnover of the standard script.
ASSUMED_CYCLE_SECONDS = 1000.0
NEWEST = 50
ENOUGH = 10
LONGEST_CYCLE = timedelta(hours=2)
TURNOVER_SECONDS = 86.0
# Assumed: how far a wait usually leaves its mean. Rather too wide than a promise that is broken.
LOW, HIGH = 0.7, 1.5
STEP_MINUTES = 5


@dataclass(frozen=True)
class WaitRange:
    """Minutes, rounded outwards to steps of five; both 0 when the person is next and a place is free."""

    low: int
    high: int


def wait_range(ahead: int, places: int, *, cycle_seconds: float) -> WaitRange | None:
    """Return the range for somebody with so many people ahead; None when no place is staffed. Pure."""
    if places < 1:
        return None
    minutes = (ahead + 1) * cycle_seconds / places / 60
    low = math.floor(minutes * LOW / STEP_MINUTES) * STEP_MINUTES
    high = math.ceil(minutes * HIGH / STEP_MINUTES) * STEP_MINUTES
    return WaitRange(low, high)


def of_place(branch: Branch, place: int, *, at: datetime) -> WaitRange | None:
    """Return the range for the `place`-th in the line of the branch, None when nobody is on duty."""
    return wait_range(place - 1, staffed_places(branch, at=at), cycle_seconds=cycle_of(branch))


def staffed_places(branch: Branch, *, at: datetime) -> int:
    """Return how many people the officers on duty take at once: their places that have a booth, fewer in calm mode."""
    total = 0
    for shift in roster.on_duty(branch.pk, at=at):
        booths = Place.objects.filter(shift=shift, released_at=None, number__lte=shift.places).count()
        total += min(booths, shift.calm_places or booths)
    return total


def cycle_of(branch: Branch) -> float:
    """Return seconds from call to call at one place: the median of the newest finished tickets, or the assumed."""
    done = TicketHistory.objects.filter(row__branch=branch, to_status=TicketStatus.DONE).order_by("-id")[:NEWEST]
    spans = [
        (ended - called).total_seconds()
        for ended, called in done.annotate(called=Min("row__calls__at")).values_list("at", "called")
        if called and ended - called < LONGEST_CYCLE
    ]
    return median(spans) + TURNOVER_SECONDS if len(spans) >= ENOUGH else ASSUMED_CYCLE_SECONDS
