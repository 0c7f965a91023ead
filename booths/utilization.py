"""How much of a booth's open time today it was occupied, in branch-local time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from booths import branches
from booths.models import Branch, Occupancy, Outage

Span = tuple[datetime, datetime]
NOTHING = timedelta(0)


@dataclass(frozen=True)
class Utilization:
    """`share` is occupied / (open - out of order) since opening, 0 to 1; None while that is no time at all."""

    occupied: timedelta
    open: timedelta
    out_of_order: timedelta

    @property
    def share(self) -> float | None:
        available = self.open - self.out_of_order
        return min(1.0, self.occupied / available) if available > NOTHING else None


def overlap(spans: Iterable[Span], window: Span) -> timedelta:
    """Return how much of `window` the spans cover. Spans of one booth never overlap each other (constraint)."""
    begin, end = window
    return sum((max(min(to, end) - max(since, begin), NOTHING) for since, to in spans), NOTHING)


def of_branch_today(branch: Branch, *, at: datetime) -> dict[int, Utilization]:
    """Return booth id -> Utilization from today's opening until `at`, in three queries; empty on a closed day."""
    hours = branches.hours_of(branch, at=at)
    if hours is None or at <= hours[0]:
        return {}
    window = (hours[0], min(at, hours[1]))
    seated = _spans(Occupancy.objects.filter(booth__branch=branch, seated_at__isnull=False), "seated_at", window)
    broken = _spans(Outage.objects.filter(booth__branch=branch), "started_at", window)
    return {
        booth_id: Utilization(
            occupied=overlap(seated.get(booth_id, ()), window),
            open=window[1] - window[0],
            out_of_order=overlap(broken.get(booth_id, ()), window),
        )
        for booth_id in branch.booths.values_list("pk", flat=True)
    }


def _spans(rows: QuerySet[Any], begins: str, window: Span) -> dict[int, list[Span]]:
    touching = rows.filter(Q(ended_at=None) | Q(ended_at__gt=window[0]), **{f"{begins}__lt": window[1]})
    spans: dict[int, list[Span]] = {}
    for booth_id, since, to in touching.values_list("booth_id", begins, "ended_at"):
        spans.setdefault(booth_id, []).append((since, to or window[1]))
    return spans
