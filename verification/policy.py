"""The scheduler behind the interface of a simulator that judges policies: its states in, our decisions out. Pure.

A state is one JSON object: `now`, `close`, `params`, `officers`, `booths`, `lobby`, and for "attend" `officer` and
`candidates`; moments are seconds since opening.
"""

from collections.abc import Mapping
from typing import Any

from verification.scheduler import Desk, FreePlace, Guest, Rules, State, Waiting, admit, attend

# An officer whose break is over within this time is no reason to call to somebody else.
NEARLY_BACK_SECONDS = 60


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Answer {"call": "admit" | "attend", "state": ...} with {"admit": [[person, booth], ...]} or {"booth": id}."""
    state = question["state"]
    if question["call"] == "admit":
        calls = admit(_branch(state)).calls
        return {"admit": [[call.ticket, call.place.booth] for call in calls]}
    booths = [state["booths"][pk] for pk in state["candidates"]]
    officer = state["officers"][state["officer"]]
    guests = [_guest(booth) for booth in booths]
    advice = attend(guests, now=state["now"], at_place=officer["last_booth"], rules=_rules(state))
    return {"booth": advice.place if advice else None}


def _branch(state: Mapping[str, Any]) -> State:
    return State(
        now=state["now"],
        line=[_waiting(person) for person in state["lobby"]],
        desks=[_desk(officer, state) for officer in state["officers"]],
        closes_at=state["close"],
        rules=_rules(state),
    )


def _rules(state: Mapping[str, Any]) -> Rules:
    return Rules(switch=state["params"]["switch_s"])


def _waiting(person: Mapping[str, Any]) -> Waiting:
    return Waiting(
        ticket=person["id"],
        order=person["ticket"],
        due=person["due"],
        attention=person["exp_att"],
        total=person["exp_total"],
        is_priority=bool(person["priority"]),
        has_appointment=person["channel"] == "appt",
    )


def _desk(officer: Mapping[str, Any], state: Mapping[str, Any]) -> Desk:
    booths = [state["booths"][pk] for pk in officer["booth_ids"]]
    return Desk(
        session=officer["id"],
        places=len(booths),
        guests=tuple(_guest(booth) for booth in booths if booth["pid"] is not None),
        free=tuple(FreePlace(officer["id"], b["id"], b["id"]) for b in booths if b["status"] == "free"),
        is_away=_is_away(officer, state["now"]),
        break_at=officer["next_break"][0] if officer["next_break"] else None,
    )


def _is_away(officer: Mapping[str, Any], now: float) -> bool:
    until = officer["break_until"]
    return officer["status"] == "break" and until is not None and until - now > NEARLY_BACK_SECONDS


def _guest(booth: Mapping[str, Any]) -> Guest:
    return Guest(
        place=booth["id"],
        attention_left=booth["exp_rem_att"],
        contact=booth["exp_att"],
        waiting_since=booth["needs_since"] if booth["status"] == "waiting" else None,
        is_priority=bool(booth["priority"]),
    )
