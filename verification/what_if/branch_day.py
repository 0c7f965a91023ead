"""Reads a branch's day for the simulation: roster, booths, who has booked, who came so far, who usually comes."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from booths import branches
from booths.models import Branch, Shift
from lapak.claims.rules import checklist, rulesets
from lapak.claims.states import ClaimReason
from lapak.queue import slots
from lapak.queue.models import Booking, PlannedShift, Ticket
from lapak.queue.states import BookingStatus
from verification import expected_times
from verification.expected_times import Times
from verification.what_if.day import DayPlan, OfficerPlan, Visitor
from verification.what_if.people import Arrival, Script, script, visitor

# docs/scheduling.md: one in five does not come; nobody begins to wait in the last hour.
NO_SHOW = 0.2
LAST_ARRIVAL = 3600.0
# Where a branch has no history yet.
ASSUMED_WALK_INS, ASSUMED_PRIORITY = 40, 0.15
HISTORY = timedelta(days=28)


@dataclass(frozen=True)
class BranchDay:
    """Moments are epoch seconds. `known` came already, `walk_ins` more are expected after `since`."""

    branch: Branch
    day: date
    opens_at: float
    plan: DayPlan
    times: Times
    known: tuple[Arrival, ...]
    booked: tuple[Arrival, ...]
    since: float
    walk_ins: int
    past: tuple[Arrival, ...]
    """Walk-ins of the weeks before, as seconds since the opening of their day."""

    def people(self, dice: random.Random) -> list[Visitor]:
        """Return the visitors of the day in the order of their arrival; the same dice, the same people."""
        come = [one for one in self.booked if dice.random() >= NO_SHOW]
        arrivals = sorted([*self.known, *come, *self._walk_ins(dice)], key=lambda one: one.at)
        scripts: dict[tuple[str, bool], Script] = {}
        people = []
        for number, one in enumerate(arrivals, 1):
            kind = (one.reason, one.is_priority)
            if kind not in scripts:
                scripts[kind] = script_of(self.times, one.reason, is_priority=one.is_priority)
            people.append(visitor(number, one, scripts[kind], dice))
        return people

    def _walk_ins(self, dice: random.Random) -> list[Arrival]:
        spans = [span for officer in self.plan.officers for span in officer.spans]
        first = max(self.since, min(begins for begins, _ in spans))
        last = max(first, max(ends for _, ends in spans) - LAST_ARRIVAL)
        return [self._walk_in(dice, first, last) for _ in range(self.walk_ins)]

    def _walk_in(self, dice: random.Random, first: float, last: float) -> Arrival:
        """Somebody like one of the weeks before, else anybody at any time while officers are there."""
        likely = [one for one in self.past if self.since <= self.opens_at + one.at]
        if likely:
            found = dice.choice(likely)
            return replace(found, at=self.opens_at + found.at)
        reason, is_priority = ClaimReason.RESIGNATION, dice.random() < ASSUMED_PRIORITY
        return Arrival(dice.uniform(first, last), reason, is_priority=is_priority)


def times_of(branch: Branch) -> Times:
    return expected_times.of_branch(branch.pk)


def script_of(times: Times, reason: str, *, is_priority: bool) -> Script:
    items = checklist.items_for(rulesets.RULE_SETS[-1].rules[ClaimReason(reason)], gross_rupiah=0)
    phases = list(dict.fromkeys(item.phase for item in items))
    return script(times, reason, phases, is_priority=is_priority)


def read(branch: Branch, day: date, *, at: datetime) -> BranchDay | None:
    """Return the day, None when the branch is closed or nobody is planned."""
    hours = branches.hours_of(branch, at=datetime.combine(day, datetime.min.time(), branch.zone) + timedelta(hours=12))
    if hours is None or slots.closed_by(branch, day):
        return None
    officers = _officers(branch, hours)
    if not officers:
        return None
    opens_at, closes_at = (moment.timestamp() for moment in hours)
    past = _walk_ins_before(branch, hours[0])
    since = min(max(opens_at, at.timestamp()), closes_at)
    left = _share_left(past, since - opens_at, closes_at - opens_at)
    return BranchDay(
        branch=branch,
        day=day,
        opens_at=opens_at,
        plan=DayPlan(tuple(officers), branch.booths.count(), closes_at),
        times=times_of(branch),
        known=tuple(_came(branch, day)),
        booked=tuple(_booked(branch, hours, at=at)),
        since=since,
        walk_ins=round(_usual_walk_ins(past) * left),
        past=tuple(arrival for _, arrival in past),
    )


def _officers(branch: Branch, hours: tuple[datetime, datetime]) -> list[OfficerPlan]:
    """Return the roster of the day; without one, who is on duty now and stays until closing."""
    spans: dict[int, list[tuple[float, float]]] = {}
    planned = PlannedShift.objects.filter(branch=branch, starts_at__lt=hours[1], ends_at__gt=hours[0])
    for shift in planned.order_by("starts_at"):
        spans.setdefault(shift.officer_id, []).append((shift.starts_at.timestamp(), shift.ends_at.timestamp()))
    if not spans:
        on_duty = Shift.objects.filter(branch=branch, ended_at=None, started_at__range=hours)
        spans = {shift.officer_id: [(shift.started_at.timestamp(), hours[1].timestamp())] for shift in on_duty}
    return [OfficerPlan(tuple(own), branch.places_per_officer) for own in spans.values()]


def _came(branch: Branch, day: date) -> list[Arrival]:
    tickets = Ticket.objects.filter(branch=branch, service_day=day).select_related("claim").order_by("pk")
    return [
        Arrival(
            at=ticket.issued_at.timestamp(),
            reason=ticket.claim.reason,
            due=ticket.due_at.timestamp() if ticket.has_appointment else None,
            is_priority=bool(ticket.priority),
        )
        for ticket in tickets
    ]


def _booked(branch: Branch, hours: tuple[datetime, datetime], *, at: datetime) -> list[Arrival]:
    """Return the appointments that are still to come; each is there when its slot begins."""
    bookings = Booking.objects.filter(
        status=BookingStatus.CONFIRMED, place__slot__branch=branch, place__slot__starts_at__range=hours
    )
    starts = bookings.filter(place__slot__starts_at__gt=at).values_list("place__slot__starts_at", flat=True)
    moments = [start.timestamp() for start in starts.order_by("place__slot__starts_at", "pk")]
    return [Arrival(at=moment, reason=ClaimReason.RESIGNATION, due=moment) for moment in moments]


def _walk_ins_before(branch: Branch, opens_at: datetime) -> list[tuple[date, Arrival]]:
    tickets = Ticket.objects.filter(
        branch=branch, has_appointment=False, issued_at__range=(opens_at - HISTORY, opens_at)
    )
    rows = tickets.order_by("pk").values_list("service_day", "issued_at", "claim__reason", "priority")
    return [
        (day, Arrival(_since_opening(branch, issued_at, opens_at), reason, is_priority=bool(priority)))
        for day, issued_at, reason, priority in rows
    ]


def _since_opening(branch: Branch, issued_at: datetime, opens_at: datetime) -> float:
    local, opening = issued_at.astimezone(branch.zone), opens_at.astimezone(branch.zone)
    return float((local.hour - opening.hour) * 3600 + (local.minute - opening.minute) * 60 + local.second)


def _usual_walk_ins(past: Sequence[tuple[date, Arrival]]) -> float:
    """Return the mean of the days that had any."""
    days = {day for day, _ in past}
    return len(past) / len(days) if days else ASSUMED_WALK_INS


def _share_left(past: Sequence[tuple[date, Arrival]], elapsed: float, length: float) -> float:
    """Return which share of a day's walk-ins usually comes after so many seconds."""
    if past:
        return sum(arrival.at >= elapsed for _, arrival in past) / len(past)
    return max(0.0, 1 - elapsed / max(length - LAST_ARRIVAL, 1.0))
