"""Reads a branch from its rows into the scheduler's state: who waits, who sits where, which officer can take whom."""

from collections.abc import Mapping
from datetime import datetime

from booths import branches, occupancy, roster
from booths.models import Branch, Place, Shift
from lapak.queue import tickets
from lapak.queue.models import PlannedShift, Ticket
from verification import expected_times, seat_facts
from verification.access import whole_seats
from verification.expected_times import Times
from verification.models import VerificationSession
from verification.scheduler import Desk, FreePlace, Guest, State, Waiting
from verification.seat_facts import SeatFacts
from verification.states import OPEN_SEAT, Phase, SeatStatus

NEEDS_NOBODY = {SeatStatus.CALLED, SeatStatus.CONNECTING, SeatStatus.INTERRUPTED, SeatStatus.DECIDED}


def read(branch: Branch, *, at: datetime, skip: frozenset[int] = frozenset()) -> State:
    """Return the branch at this moment, in a fixed number of queries. Tickets in `skip` are left out."""
    times = expected_times.of_branch(branch.pk)
    line = [ticket for ticket in tickets.waiting_line(branch) if ticket.pk not in skip]
    closes_at = branches.closes_at(branch, at=at)
    open_ones = VerificationSession.objects.select_related("shift").filter(shift__branch=branch, ended_at=None)
    sessions = list(open_ones.order_by("pk"))
    rooms = {session.shift.officer_id: session.pk for session in sessions}
    return State(
        now=at.timestamp(),
        line=[waiting(ticket, times, rooms) for ticket in line],
        desks=_desks(branch, sessions, times, at=at),
        closes_at=closes_at.timestamp() if closes_at else None,
    )


def waiting(ticket: Ticket, times: Times, rooms: Mapping[int, int]) -> Waiting:
    """`rooms` is officer -> session. Whoever is handed to an officer without one is anybody's."""
    reason, is_priority = ticket.claim.reason, bool(ticket.priority)
    return Waiting(
        ticket=ticket.pk,
        order=ticket.pk,
        due=ticket.due_at.timestamp(),
        attention=times.attention_left(reason, Phase.CONSENT, is_priority=is_priority),
        total=times.whole(reason, is_priority=is_priority),
        is_priority=is_priority,
        has_appointment=ticket.has_appointment,
        session=rooms.get(ticket.wanted_officer_id) if ticket.wanted_officer_id else None,
    )


def guest(found: SeatFacts, talked_with: set[int], times: Times) -> Guest:
    """Return a seat as the scheduler sees it: with whom the officer talks, and who is busy, waits for nobody."""
    seat, is_priority = found.seat, bool(found.seat.ticket.priority)
    reason, phase = seat.ticket.claim.reason, found.phase
    is_decided = seat.status == SeatStatus.DECIDED
    return Guest(
        place=seat.place,
        attention_left=0.0 if is_decided else times.attention_left(reason, phase, is_priority=is_priority),
        contact=times.contact(reason, phase, is_priority=is_priority),
        waiting_since=_waiting_since(found, talked_with),
        is_priority=is_priority,
    )


def _waiting_since(found: SeatFacts, talked_with: set[int]) -> float | None:
    """A held person has something to do, and waits again when the hand is raised."""
    seat = found.seat
    if seat.place in talked_with or seat.status in NEEDS_NOBODY:
        return None
    if seat.status == SeatStatus.ON_HOLD:
        return seat.hand_raised_at.timestamp() if seat.hand_raised_at else None
    return found.attended_since.timestamp()


def _desks(branch: Branch, sessions: list[VerificationSession], times: Times, *, at: datetime) -> list[Desk]:
    on_duty = {shift.pk for shift in roster.on_duty(branch.pk, at=at)}
    free_booths = set(occupancy.free_booths(branch.pk, at=at).values_list("pk", flat=True))
    seats = whole_seats().filter(session__in=sessions, status__in=OPEN_SEAT)
    facts: dict[int, list[SeatFacts]] = {}
    for found in seat_facts.of_seats(seats).values():
        facts.setdefault(found.seat.session_id, []).append(found)
    places: dict[int, list[Place]] = {}
    for place in Place.objects.filter(shift__in=[one.shift_id for one in sessions], released_at=None):
        places.setdefault(place.shift_id, []).append(place)
    leaving = _leaving(branch, at=at)
    return [
        _desk(
            session,
            facts.get(session.pk, []),
            [place for place in places.get(session.shift_id, []) if place.booth_id in free_booths],
            is_away=session.shift_id not in on_duty,
            break_at=leaving.get(session.shift.officer_id),
            times=times,
        )
        for session in sessions
    ]


def _leaving(branch: Branch, *, at: datetime) -> dict[int, float]:
    """Return officer -> when the planned time at the desk ends; who stays longer than planned is not in it."""
    planned = PlannedShift.objects.filter(branch=branch, starts_at__lte=at, ends_at__gt=at)
    return {officer: ends_at.timestamp() for officer, ends_at in planned.values_list("officer_id", "ends_at")}


def _desk(
    session: VerificationSession,
    facts: list[SeatFacts],
    open_places: list[Place],
    *,
    is_away: bool,
    break_at: float | None,
    times: Times,
) -> Desk:
    shift: Shift = session.shift
    taken = {found.seat.place for found in facts}
    return Desk(
        session=session.pk,
        places=shift.places,
        guests=tuple(guest(found, session.talked_with, times) for found in facts),
        free=tuple(
            FreePlace(session.pk, place.number, place.booth_id)
            for place in open_places
            if place.number not in taken and place.number <= shift.places
        ),
        is_away=is_away,
        break_at=break_at,
        most=shift.calm_places,
    )
