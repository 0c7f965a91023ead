"""How long talks and verifications are expected to take: measured per branch, and assumed until enough is measured."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from verification.models import Attention, ExpectedTime, Seat
from verification.states import Phase, SeatStatus, TimeKind

# docs/scheduling.md: the median of the newest 200; fewer than this say too little.
NEWEST = 200
ENOUGH = 20

# Assumed seconds of one talk that begins in this phase, until the branch has measured its own.
ASSUMED_CONTACT = {
    Phase.CONSENT: 40.0,
    Phase.IDENTITY: 40.0,
    Phase.LIVENESS: 20.0,
    Phase.DOCUMENTS: 60.0,
    Phase.QUESTIONS: 35.0,
    Phase.BANK_CONFIRM: 25.0,
    Phase.SUMMARY: 25.0,
}
ASSUMED_SELF_SERVICE = 700.0
ASSUMED_TURNOVER = 86.0

Key = tuple[str, str, str, bool]
"""(kind, claim reason, phase or "", is priority)."""


@dataclass(frozen=True)
class Times:
    """Expected seconds; `measured` holds what is known of this branch."""

    measured: Mapping[Key, float]

    def contact(self, reason: str, phase: str, *, is_priority: bool) -> float:
        """Return the length of one talk that begins in this phase."""
        known = self.measured.get((TimeKind.CONTACT, reason, phase, is_priority))
        return known if known is not None else ASSUMED_CONTACT[Phase(phase)]

    def attention_left(self, reason: str, phase: str, *, is_priority: bool) -> float:
        """Return the officer's time for the rest of a verification that is in this phase."""
        phase = Phase.IDENTITY if phase == Phase.CONSENT else phase  # given alone: the first talk is the next one
        known = self.measured.get((TimeKind.REMAINING, reason, phase, is_priority))
        if known is not None:
            return known
        phases = list(Phase)
        return sum(ASSUMED_CONTACT[one] for one in phases[phases.index(Phase(phase)) :])

    def whole(self, reason: str, *, is_priority: bool) -> float:
        """Return the time from the call to the decision."""
        known = self.measured.get((TimeKind.WHOLE, reason, "", is_priority))
        attention = self.attention_left(reason, Phase.CONSENT, is_priority=is_priority)
        return known if known is not None else attention + ASSUMED_SELF_SERVICE

    def turnover(self) -> float:
        """Return the time from a decision until the booth can be called to again."""
        known = [seconds for (kind, *_), seconds in self.measured.items() if kind == TimeKind.TURNOVER]
        return statistics.median(known) if known else ASSUMED_TURNOVER


def of_branch(branch_id: int) -> Times:
    """Return what is known of the branch, in one query."""
    rows = ExpectedTime.objects.filter(branch=branch_id, samples__gte=ENOUGH)
    return Times({(row.kind, row.reason, row.phase, row.is_priority): row.seconds for row in rows})


def measure(branch_id: int, *, at: datetime) -> int:
    """Replace what is known of the branch by what its newest verifications took; return how many figures."""
    completed = _completed(branch_id)
    samples = {**_of_talks(completed), **_of_verifications(completed)}
    figures = [
        ExpectedTime(
            branch_id=branch_id,
            kind=kind,
            reason=reason,
            phase=phase,
            is_priority=is_priority,
            seconds=round(statistics.median(seconds), 1),
            samples=len(seconds),
            measured_at=at,
        )
        for (kind, reason, phase, is_priority), seconds in samples.items()
    ]
    ExpectedTime.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["branch", "kind", "reason", "phase", "is_priority"],
        update_fields=["seconds", "samples", "measured_at"],
    )
    return len(figures)


def _completed(branch_id: int) -> list[Seat]:
    seats = Seat.objects.filter(session__shift__branch=branch_id, status=SeatStatus.COMPLETED)
    return list(seats.select_related("ticket__claim", "occupancy").order_by("-changed_at")[: NEWEST * 4])


def _of_talks(completed: list[Seat]) -> dict[Key, list[float]]:
    """Return the newest lengths of talks, and of what was still to come when they began."""
    seats = {seat.pk: seat for seat in completed}
    talks = Attention.objects.filter(seat__in=seats, ended_at__isnull=False).exclude(phase="")
    by_seat: dict[int, list[Attention]] = {}
    for talk in talks.order_by("-started_at"):
        by_seat.setdefault(talk.seat_id, []).append(talk)
    samples: dict[Key, list[float]] = {}
    for seat_id, newest_first in by_seat.items():
        _add_talks(samples, seats[seat_id], newest_first)
    return samples


def _add_talks(samples: dict[Key, list[float]], seat: Seat, newest_first: Iterable[Attention]) -> None:
    reason, is_priority, left = seat.ticket.claim.reason, bool(seat.ticket.priority), 0.0
    for talk in newest_first:
        assert talk.ended_at is not None, "only ended talks are read"
        seconds = (talk.ended_at - talk.started_at).total_seconds()
        left += seconds
        _add(samples, (TimeKind.CONTACT, reason, talk.phase, is_priority), seconds)
        _add(samples, (TimeKind.REMAINING, reason, talk.phase, is_priority), left)


def _of_verifications(completed: list[Seat]) -> dict[Key, list[float]]:
    samples: dict[Key, list[float]] = {}
    for seat in completed:
        reason, is_priority = seat.ticket.claim.reason, bool(seat.ticket.priority)
        whole = (seat.changed_at - seat.called_at).total_seconds()
        _add(samples, (TimeKind.WHOLE, reason, "", is_priority), whole)
        if seat.occupancy.ended_at:
            turnover = (seat.occupancy.ended_at - seat.changed_at).total_seconds()
            _add(samples, (TimeKind.TURNOVER, reason, "", is_priority), turnover)
    return samples


def _add(samples: dict[Key, list[float]], key: Key, seconds: float) -> None:
    found = samples.setdefault(key, [])
    if len(found) < NEWEST:
        found.append(seconds)


def branches_with_news(since: datetime) -> list[int]:
    """Return the branches in which a verification was completed since then."""
    seats = Seat.objects.filter(status=SeatStatus.COMPLETED, changed_at__gte=since)
    return list(seats.values_list(F("session__shift__branch"), flat=True).distinct())
