"""What the officer's desk shows, as plain data with a fixed number of queries. It decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booths import branches, roster
from booths.models import PRESENT_FOR, Booth, Break, Device, Occupancy, Outage, Place
from lapak.queue import tickets
from verification import advice, handovers, seat_facts, supervisions
from verification.decisions import UNDO_WINDOW
from verification.evidence import recordings
from verification.models import Decision, Seat, VerificationSession
from verification.seat_facts import STEPS, SeatFacts
from verification.seats import RECALL_AFTER, RECALLS_ALLOWED, may_be_missed
from verification.states import ConsentPurpose, Outcome, SeatStatus, SupervisionMode
from verification.tiles import Tile, state_label, tile_state


@dataclass(frozen=True)
class BoothFacts:
    """Facts of a booth at one moment, from which its state is read."""

    present: bool
    out_of_order: bool
    occupied_since: datetime | None
    seen_at: datetime | None


def state(session: VerificationSession, *, at: datetime) -> dict[str, Any]:
    """Return DeskState (PROTOCOL.md)."""
    shift, branch = session.shift, session.shift.branch
    session.refresh_from_db(fields=["focus", "subset", "to_all_since", "scene_version", "ended_at"])
    line = tickets.in_order(tickets.waiting_line(branch), at=at)
    known = seat_facts.of_session(session.pk)
    places = _places(session, known, at=at)
    return {
        "session": {
            "id": session.pk,
            "focus": session.focus,
            "subset": session.subset,
            "to_all": session.to_all_since is not None,
            "scene_version": session.scene_version,
            "supervisor": _supervisor(session),
        },
        "officer": {
            "name": shift.officer.display_name,
            "initials": shift.officer.initials,
            "break": _break(roster.current_break(shift)),
            "calm_places": shift.calm_places,
            "most_places": shift.places,
        },
        "colleagues": [{"id": one.pk, "name": one.display_name} for one in handovers.colleagues_of(session, at=at)],
        "break_reasons": [{"code": code, "label": str(label)} for code, label in Break.Reason.choices],
        "branch": {"name": branch.name, "code": branch.code, "zone": branch.get_time_zone_display()},
        "waiting": {
            "count": len(line),
            "longest_since": min(ticket.issued_at for ticket in line) if line else None,
            "next": _next(line[0]) if line else None,
        },
        "done_today": done_today([session.pk], since=branches.day_start(branch, at=at)).get(session.pk, 0),
        "places": places,
        "advice": advice.of_desk(session, known, at=at),
        "held_back": advice.of_calling(session, at=at) if line and _has_free_place(places) else None,
    }


def _supervisor(session: VerificationSession) -> dict[str, Any] | None:
    row = supervisions.running([session.pk]).get(session.pk)
    if row is None:
        return None
    return {
        "name": row.by.display_name,
        "place": row.seat.place,
        "mode": row.mode,
        "mode_label": str(SupervisionMode(row.mode).label),
        "since": row.started_at,
    }


def _break(row: Break | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"reason": row.reason, "label": str(row.get_reason_display()), "since": row.started_at}


def _next(ticket: Any) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "reason_label": ticket.claim.get_reason_display(),
        "issued_at": ticket.issued_at,
        "priority_label": str(ticket.get_priority_display()) if ticket.priority else "",
    }


def done_today(sessions: Iterable[int], *, since: datetime) -> dict[int, int]:
    """Return session id -> completed seats since `since`."""
    done = Seat.objects.filter(session__in=sessions, status=SeatStatus.COMPLETED, changed_at__gte=since)
    counts: dict[int, int] = {}
    for session_id in done.values_list("session_id", flat=True):
        counts[session_id] = counts.get(session_id, 0) + 1
    return counts


def _has_free_place(places: Iterable[dict[str, Any]]) -> bool:
    return any(place["seat"] is None and place["booth"] and place["booth"]["state"] == "free" for place in places)


def _places(session: VerificationSession, known: Iterable[SeatFacts], *, at: datetime) -> list[dict[str, Any]]:
    shift = session.shift
    rows = {
        place.number: place for place in Place.objects.filter(shift=shift, released_at=None).select_related("booth")
    }
    facts = booth_facts([place.booth for place in rows.values()], at=at)
    seats = {found.seat.place: found for found in known}
    numbers = sorted({*range(1, shift.places + 1), *seats})
    return [
        {
            "place": number,
            "booth": _booth(rows[number].booth, facts) if number in rows else None,
            "seat": seat_state(seats[number], session, present=_present(seats[number], facts), at=at)
            if number in seats
            else None,
        }
        for number in numbers
    ]


def _present(found: SeatFacts, facts: dict[int, BoothFacts]) -> bool:
    return found.seat.booth_id in facts and facts[found.seat.booth_id].present


def booth_facts(booths: list[Booth], *, at: datetime) -> dict[int, BoothFacts]:
    """Return booth id -> facts, in three queries."""
    ids = [booth.pk for booth in booths]
    seen = dict(Device.objects.filter(booth__in=ids, revoked_at=None).values_list("booth_id", "last_seen_at"))
    broken = set(Outage.objects.filter(booth__in=ids, ended_at=None).values_list("booth_id", flat=True))
    occupied = dict(Occupancy.objects.filter(booth__in=ids, ended_at=None).values_list("booth_id", "reserved_at"))
    return {
        pk: BoothFacts(
            present=_is_present(seen.get(pk), at=at),
            out_of_order=pk in broken,
            occupied_since=occupied.get(pk),
            seen_at=seen.get(pk),
        )
        for pk in ids
    }


def _is_present(seen_at: datetime | None, *, at: datetime) -> bool:
    return seen_at is not None and seen_at > at - PRESENT_FOR


def booth_word(facts: BoothFacts) -> str:
    """Return free, seated, lost or out_of_order; the desk reads "clearing" from a seated booth without a seat."""
    if facts.out_of_order:
        return "out_of_order"
    if not facts.present:
        return "lost"
    return "seated" if facts.occupied_since else "free"


def _booth(booth: Booth, facts: dict[int, BoothFacts]) -> dict[str, Any]:
    fact = facts[booth.pk]
    return {
        "id": booth.pk,
        "number": booth.number,
        "state": booth_word(fact),
        "since": fact.occupied_since if fact.present else fact.seen_at,
    }


def seat_state(found: SeatFacts, session: VerificationSession, *, present: bool, at: datetime) -> dict[str, Any]:
    """Return DeskSeat (PROTOCOL.md)."""
    seat, phase = found.seat, found.phase
    shown = tile_state(
        Tile(
            status=seat.status,
            focused=seat.place in session.talked_with,
            present=present,
            hand=seat.hand_raised_at is not None,
            waited=at - found.attended_since,
        )
    )
    return {
        "id": seat.pk,
        "ticket": seat.ticket.number,
        "name": seat.ticket.claim.participant.short_name,
        "status": seat.status,
        "state": shown,
        "state_label": state_label(shown),
        "called_at": seat.called_at,
        "changed_at": seat.changed_at,
        "attended_at": found.attended_since,
        "phase": phase,
        "phase_label": str(phase.label),
        "step": found.step,
        "steps": len(STEPS),
        "open_items": len(found.missing),
        "items": len(found.items),
        "reason_label": str(seat.ticket.claim.get_reason_display()),
        "priority_label": str(seat.ticket.get_priority_display()) if seat.ticket.priority else "",
        "hand": seat.hand_raised_at is not None,
        "present": present,
        **_recording(found),
        **_calls(found, at=at),
        **_decision(found.decision),
    }


def _recording(found: SeatFacts) -> dict[str, Any]:
    return {
        "may_record": found.seat.booth.branch.records and recordings.agreed(found.seat, ConsentPurpose.RECORDING),
        "may_picture": found.seat.booth.branch.takes_stills and recordings.agreed(found.seat, ConsentPurpose.STILLS),
        "recording": found.recording,
        "recording_since": found.recording_since,
        "stills": found.stills,
    }


def _calls(found: SeatFacts, *, at: datetime) -> dict[str, Any]:
    is_called = found.seat.status == SeatStatus.CALLED
    return {
        "recalls": max(0, len(found.calls) - 1),
        "recalls_allowed": RECALLS_ALLOWED,
        "recall_from": found.calls[-1] + RECALL_AFTER if found.calls else None,
        "may_propose_no_show": is_called and may_be_missed(found.calls, at=at),
    }


def _decision(decision: Decision | None) -> dict[str, Any]:
    return {
        "undo_until": decision.at + UNDO_WINDOW if decision else None,
        "outcome": decision.outcome if decision else None,
        "outcome_label": str(Outcome(decision.outcome).label) if decision else "",
    }
