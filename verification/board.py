"""What the supervisor's board shows of booths, officers, line and utilization, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from booths import branches, roster, utilization
from booths.models import PRESENT_FOR, Booth, Branch, Break, Outage, Place, Shift
from lapak.queue import tickets
from lapak.queue.models import Ticket, TicketCall
from verification import line_measures, seat_facts, supervisions
from verification.access import whole_seats
from verification.desk import BoothFacts, booth_facts, done_today
from verification.models import LineMeasure, Seat, Supervision, VerificationSession
from verification.states import IN_ROOM, OPEN_SEAT, SupervisionMode
from verification.tiles import Tile, state_label, tile_state

MOST_WAITING_SHOWN = 50


@dataclass(frozen=True)
class Floor:
    """All that the board reads of a branch at one moment; `shown` is the data-state word of each seat."""

    branch: Branch
    at: datetime
    booths: list[Booth]
    facts: dict[int, BoothFacts]
    shifts: list[Shift]
    on_duty: set[int]
    breaks: dict[int, Break]
    seats: list[Seat]
    shown: dict[int, str]
    done: dict[int, int]
    line: list[Ticket]
    supervised: dict[int, Supervision]
    lines: dict[int, list[LineMeasure]]


def state(branch: Branch, *, at: datetime) -> dict[str, Any]:
    """Return BoardState (PROTOCOL.md)."""
    floor = _read(branch, at=at)
    return {
        "branch": {
            "name": branch.name,
            "code": branch.code,
            "zone": branch.get_time_zone_display(),
            "open": branches.is_open(branch, at=at),
        },
        "numbers": _numbers(floor),
        "booths": _booths(floor),
        "officers": [_officer(floor, shift) for shift in floor.shifts],
        "waiting": [_waiting(ticket) for ticket in floor.line[:MOST_WAITING_SHOWN]],
    }


def _read(branch: Branch, *, at: datetime) -> Floor:
    booths = list(Booth.objects.filter(branch=branch).order_by("number"))
    facts = booth_facts(booths, at=at)
    shifts = list(Shift.objects.filter(branch=branch, ended_at=None).select_related("officer", "session"))
    seats = list(whole_seats().filter(session__shift__branch=branch, occupancy__ended_at=None).order_by("id"))
    known = seat_facts.of_seats(seats)
    sessions = VerificationSession.objects.filter(shift__branch=branch).values_list("pk", flat=True)
    return Floor(
        branch=branch,
        at=at,
        booths=booths,
        facts=facts,
        shifts=shifts,
        on_duty={shift.pk for shift in roster.on_duty(branch.pk, at=at)},
        breaks={row.shift_id: row for row in Break.objects.filter(shift__in=shifts, ended_at=None)},
        seats=seats,
        shown={seat.pk: _state_of(known[seat.pk], facts[seat.booth_id], at=at) for seat in seats},
        done=done_today(sessions, since=branches.day_start(branch, at=at)),
        line=tickets.in_order(tickets.waiting_line(branch), at=at),
        supervised={row.seat_id: row for row in supervisions.running([seat.session_id for seat in seats]).values()},
        lines=line_measures.recent(seats, at=at),
    )


def _numbers(floor: Floor) -> dict[str, Any]:
    return {
        "waiting": len(floor.line),
        "longest_since": min(ticket.issued_at for ticket in floor.line) if floor.line else None,
        "done_today": sum(floor.done.values()),
        "booths_used": sum(1 for fact in floor.facts.values() if fact.occupied_since),
        "booths": len(floor.booths),
        "officers_on_duty": len(floor.on_duty),
        "mean_wait_minutes_today": mean_wait_minutes(floor.branch, since=branches.day_start(floor.branch, at=floor.at)),
    }


def mean_wait_minutes(branch: Branch, *, since: datetime) -> float | None:
    """Return the mean time from ticket to first call of those called today; None before the first call."""
    waits: dict[int, float] = {}
    calls = TicketCall.objects.filter(booth__branch=branch, at__gte=since).order_by("id")
    for ticket_id, issued_at, called_at in calls.values_list("ticket_id", "ticket__issued_at", "at"):
        waits.setdefault(ticket_id, (called_at - issued_at).total_seconds() / 60)
    return round(sum(waits.values()) / len(waits), 1) if waits else None


def _waiting(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "issued_at": ticket.issued_at,
        "reason_label": str(ticket.claim.get_reason_display()),
        "priority_label": str(ticket.get_priority_display()) if ticket.priority else "",
    }


def _state_of(found: seat_facts.SeatFacts, fact: BoothFacts, *, at: datetime) -> str:
    seat = found.seat
    if seat.status not in OPEN_SEAT:
        return "done"
    return tile_state(
        Tile(
            status=seat.status,
            focused=seat.place in seat.session.talked_with,
            present=fact.present,
            hand=seat.hand_raised_at is not None,
            waited=at - found.attended_since,
        )
    )


def _booths(floor: Floor) -> list[dict[str, Any]]:
    used = utilization.of_branch_today(floor.branch, at=floor.at)
    seats = {seat.booth_id: seat for seat in floor.seats}
    places = dict(Place.objects.filter(booth__branch=floor.branch, released_at=None).values_list("booth_id", "number"))
    reasons = dict(Outage.objects.filter(booth__branch=floor.branch, ended_at=None).values_list("booth_id", "reason"))
    return [
        {
            "id": booth.pk,
            "number": booth.number,
            "place": places.get(booth.pk),
            "reason": reasons.get(booth.pk, ""),
            **_guest(floor, floor.facts[booth.pk], seats.get(booth.pk)),
            **_use(used.get(booth.pk)),
        }
        for booth in floor.booths
    ]


def _guest(floor: Floor, fact: BoothFacts, seat: Seat | None) -> dict[str, Any]:
    word = _booth_state(floor, fact, seat)
    return {
        "state": word,
        "state_label": _booth_label(word, seat),
        "since": (seat.changed_at if seat else None) or (None if fact.present else fact.seen_at),
        "ticket": seat.ticket.number if seat else None,
        "officer_initials": seat.session.shift.officer.initials if seat else None,
        "in_room": seat is not None and seat.status in IN_ROOM,
        "supervisor": _supervisor(floor.supervised.get(seat.pk)) if seat else None,
        "line": line_measures.shown(floor.lines.get(seat.pk, [])) if seat else None,
    }


def _supervisor(row: Supervision | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"initials": row.by.initials, "mode": row.mode, "mode_label": str(SupervisionMode(row.mode).label)}


def _use(used: utilization.Utilization | None) -> dict[str, Any]:
    return {
        "utilization": used.share if used else None,
        "occupied_minutes": int(used.occupied.total_seconds() // 60) if used else 0,
    }


def _booth_state(floor: Floor, fact: BoothFacts, seat: Seat | None) -> str:
    if fact.out_of_order:
        return "off"
    if seat is not None:
        return floor.shown[seat.pk]
    return "empty" if fact.present else "lost"


def _booth_label(word: str, seat: Seat | None) -> str:
    if seat is not None and seat.status not in OPEN_SEAT:
        return gettext("Membaca hasil")
    labels = {
        "talk": gettext("Bicara dengan petugas"),
        "wait": gettext("Menunggu petugas"),
        "late": gettext("Terlalu lama menunggu"),
        "lost": gettext("Layar bilik mati") if seat is None else gettext("Terputus"),
        "done": gettext("Menyimpan hasil"),
        "empty": gettext("Bebas"),
    }
    return labels.get(word) or state_label(word)


def _officer(floor: Floor, shift: Shift) -> dict[str, Any]:
    session: VerificationSession | None = getattr(shift, "session", None)
    own = {seat.place: floor.shown[seat.pk] for seat in floor.seats if session and seat.session_id == session.pk}
    resting = floor.breaks.get(shift.pk)
    word, since = _duty(shift, resting, at=floor.at)
    labels = {"ready": gettext("Siap"), "break": gettext("Jeda"), "away": gettext("Tidak di meja")}
    return {
        "name": shift.officer.display_name,
        "initials": shift.officer.initials,
        "state": word,
        "state_label": labels[word],
        "reason_label": str(resting.get_reason_display()) if resting else None,
        "since": since,
        "used": len(own),
        "places": [own.get(number, "") for number in range(1, shift.places + 1)],
        "done_today": floor.done.get(session.pk, 0) if session else 0,
    }


def _duty(shift: Shift, resting: Break | None, *, at: datetime) -> tuple[str, datetime]:
    if shift.last_seen_at is None or shift.last_seen_at <= at - PRESENT_FOR:
        return "away", shift.last_seen_at or shift.started_at
    return ("break", resting.started_at) if resting else ("ready", shift.started_at)
