"""What the supervisor's board shows: booths, officers, the line and today's utilization, in a fixed number of
queries.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from booths import branches, roster, utilization
from booths.models import PRESENT_FOR, Booth, Branch, Break, Outage, Place, Shift
from lapak.queue import tickets
from lapak.queue.models import TicketCall
from verification.access import whole_seats
from verification.desk import BoothFacts, attended_since, booth_facts, done_today
from verification.models import Seat, VerificationSession
from verification.states import OPEN_SEAT
from verification.tiles import Tile, state_label, tile_state


def state(branch: Branch, *, at: datetime) -> dict[str, Any]:
    """Return BoardState (PROTOCOL.md)."""
    shifts = list(Shift.objects.filter(branch=branch, ended_at=None).select_related("officer", "session"))
    seats = list(whole_seats().filter(session__shift__branch=branch, occupancy__ended_at=None).order_by("id"))
    booths = list(Booth.objects.filter(branch=branch).order_by("number"))
    facts = booth_facts(booths, at=at)
    shown = {seat.pk: _state_of(seat, facts, at=at) for seat in seats}
    since = branches.day_start(branch, at=at)
    done = done_today(
        VerificationSession.objects.filter(shift__branch=branch).values_list("pk", flat=True), since=since
    )
    on_duty = {shift.pk for shift in roster.on_duty(branch.pk, at=at)}
    line = list(tickets.waiting_line(branch)[:50])
    return {
        "branch": {
            "name": branch.name,
            "code": branch.code,
            "zone": branch.get_time_zone_display(),
            "open": branches.is_open(branch, at=at),
        },
        "numbers": {
            "waiting": tickets.waiting_line(branch).count(),
            "longest_since": line[0].issued_at if line else None,
            "done_today": sum(done.values()),
            "booths_used": sum(1 for fact in facts.values() if fact.occupied_since),
            "booths": len(booths),
            "officers_on_duty": len(on_duty),
            "mean_wait_minutes_today": mean_wait_minutes(branch, since=since),
        },
        "booths": _booths(branch, booths, facts, seats, shown, at=at),
        "officers": [_officer(shift, shift.pk in on_duty, seats, shown, done, at=at) for shift in shifts],
        "waiting": [
            {
                "number": ticket.number,
                "issued_at": ticket.issued_at,
                "reason_label": str(ticket.claim.get_reason_display()),
            }
            for ticket in line
        ],
    }


def mean_wait_minutes(branch: Branch, *, since: datetime) -> float | None:
    """Return the mean time from ticket to first call of those called today; None before the first call."""
    waits: dict[int, float] = {}
    calls = TicketCall.objects.filter(booth__branch=branch, at__gte=since).order_by("id")
    for ticket_id, issued_at, called_at in calls.values_list("ticket_id", "ticket__issued_at", "at"):
        waits.setdefault(ticket_id, (called_at - issued_at).total_seconds() / 60)
    return round(sum(waits.values()) / len(waits), 1) if waits else None


def _state_of(seat: Seat, facts: dict[int, BoothFacts], *, at: datetime) -> str:
    if seat.status not in OPEN_SEAT:
        return "done"
    return tile_state(
        Tile(
            status=seat.status,
            focused=seat.session.focus == seat.place,
            present=facts[seat.booth_id].present,
            hand=seat.hand_raised_at is not None,
            waited=at - attended_since(seat),
        )
    )


def _booths(
    branch: Branch,
    booths: list[Booth],
    facts: dict[int, BoothFacts],
    seats: list[Seat],
    shown: dict[int, str],
    *,
    at: datetime,
) -> list[dict[str, Any]]:
    used = utilization.of_branch_today(branch, at=at)
    by_booth = {seat.booth_id: seat for seat in seats}
    places = dict(Place.objects.filter(booth__branch=branch, released_at=None).values_list("booth_id", "number"))
    reasons = dict(Outage.objects.filter(booth__branch=branch, ended_at=None).values_list("booth_id", "reason"))
    return [
        _booth(booth, facts[booth.pk], by_booth.get(booth.pk), shown, used.get(booth.pk), places.get(booth.pk), reasons)
        for booth in booths
    ]


def _booth(
    booth: Booth,
    fact: BoothFacts,
    seat: Seat | None,
    shown: dict[int, str],
    used: utilization.Utilization | None,
    place: int | None,
    reasons: dict[int, str],
) -> dict[str, Any]:
    word = _booth_state(fact, seat, shown)
    return {
        "id": booth.pk,
        "number": booth.number,
        "place": place,
        "state": word,
        "state_label": _booth_label(word, seat, fact),
        "since": (seat.changed_at if seat else None) or (None if fact.present else fact.seen_at),
        "ticket": seat.ticket.number if seat else None,
        "officer_initials": seat.session.shift.officer.initials if seat else None,
        "utilization": used.share if used else None,
        "occupied_minutes": int(used.occupied.total_seconds() // 60) if used else 0,
        "reason": reasons.get(booth.pk, ""),
    }


def _booth_state(fact: BoothFacts, seat: Seat | None, shown: dict[int, str]) -> str:
    if fact.out_of_order:
        return "off"
    if seat is not None:
        return shown[seat.pk]
    return "empty" if fact.present else "lost"


def _booth_label(word: str, seat: Seat | None, fact: BoothFacts) -> str:
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


def _officer(
    shift: Shift,
    on_duty: bool,
    seats: list[Seat],
    shown: dict[int, str],
    done: dict[int, int],
    *,
    at: datetime,
) -> dict[str, Any]:
    session: VerificationSession | None = getattr(shift, "session", None)
    own = {seat.place: shown[seat.pk] for seat in seats if session and seat.session_id == session.pk}
    resting = roster.current_break(shift)
    state_word, since = _duty(shift, resting, on_duty, at=at)
    return {
        "name": shift.officer.display_name,
        "initials": shift.officer.initials,
        "state": state_word,
        "state_label": {"ready": gettext("Siap"), "break": gettext("Jeda"), "away": gettext("Tidak di meja")}[
            state_word
        ],
        "reason_label": str(resting.get_reason_display()) if resting else None,
        "since": since,
        "used": len(own),
        "places": [own.get(number, "") for number in range(1, shift.places + 1)],
        "done_today": done.get(session.pk, 0) if session else 0,
    }


def _duty(shift: Shift, resting: Break | None, on_duty: bool, *, at: datetime) -> tuple[str, datetime]:
    if shift.last_seen_at is None or shift.last_seen_at <= at - PRESENT_FOR:
        return "away", shift.last_seen_at or shift.started_at
    return ("break", resting.started_at) if resting else ("ready", shift.started_at)
