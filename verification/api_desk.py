"""The desk's and the board's JSON: fetch what this officer may see, call one rule, answer with the new state."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from booths import topics
from booths.access import officer_of
from booths.models import Break
from lapak.money import tasks as money_tasks
from lapak.money.models import Payout
from verification import case_panel, decisions, desk, handovers, seating, seats, sessions
from verification.access import seat_for, session_for
from verification.api import desk_api
from verification.errors import NoFreePlace
from verification.evidence import stills
from verification.models import Seat, VerificationSession
from verification.states import AbortReason, MarkResult, Outcome


class MarkIn(Schema):
    answers: dict[str, MarkResult | None]


class DecideIn(Schema):
    outcome: Outcome
    reason: str = ""


class AbortIn(Schema):
    """Refusing consent is the participant's word, not the officer's."""

    reason: Literal[AbortReason.TECH_FAILURE, AbortReason.PARTICIPANT_LEFT]


class HandOverIn(Schema):
    officer: int


class NpwpIn(Schema):
    """Empty takes the number back."""

    number: str = Field(max_length=40)


class NoteIn(Schema):
    text: str


class StillIn(Schema):
    """FACE, or the code of a document of the checklist."""

    subject: str = Field(max_length=40)


class BreakIn(Schema):
    reason: Break.Reason | None = None


class CalmIn(Schema):
    """Null ends the calm mode."""

    places: int | None = Field(default=None, ge=1, le=6)


def _desk_answer(session: VerificationSession, *, at: datetime) -> dict[str, Any]:
    """The sequence is read before the state: a change in between only makes the page fetch once more."""
    names = [topics.of_session(session.pk), topics.of_branch(session.shift.branch_id)]
    seen = topics.sequences(names)
    return {"seq": seen, "at": at, "state": desk.state(session, at=at)}


def _after(seat: Seat, *, at: datetime) -> dict[str, Any]:
    seating.fill(seat.booth.branch_id, at=at)
    return _desk_answer(seat.session, at=at)


@desk_api.get("state")
def desk_state(request: HttpRequest) -> Any:
    return _desk_answer(session_for(officer_of(request)), at=timezone.now())


@desk_api.get("seats/{int:seat_id}/case")
def seat_case(request: HttpRequest, seat_id: int) -> Any:
    return case_panel.panel(seat_for(officer_of(request), seat_id), at=timezone.now())


@desk_api.post("seats/{int:seat_id}/mark")
def seat_mark(request: HttpRequest, seat_id: int, body: MarkIn) -> Any:
    seat = seat_for(officer_of(request), seat_id)
    answers = {item: result or "" for item, result in body.answers.items()}
    decisions.mark(seat, answers, by=officer_of(request), at=timezone.now())
    return case_panel.panel(seat, at=timezone.now())


@desk_api.post("seats/{int:seat_id}/note")
def seat_note(request: HttpRequest, seat_id: int, body: NoteIn) -> Any:
    seat = seat_for(officer_of(request), seat_id)
    seats.write_note(seat, body.text[:4000])
    return case_panel.panel(seat_for(officer_of(request), seat_id), at=timezone.now())


@desk_api.post("seats/{int:seat_id}/npwp")
def seat_npwp(request: HttpRequest, seat_id: int, body: NpwpIn) -> Any:
    seat, now = seat_for(officer_of(request), seat_id), timezone.now()
    decisions.note_npwp(seat, body.number)
    return case_panel.panel(seat, at=now)


@desk_api.post("seats/{int:seat_id}/decide")
def seat_decide(request: HttpRequest, seat_id: int, body: DecideIn) -> Any:
    seat, now = seat_for(officer_of(request), seat_id), timezone.now()
    decisions.decide(seat, body.outcome, body.reason, by=officer_of(request), at=now)
    _wake_the_bank(seat)
    return _desk_answer(seat.session, at=now)


def _wake_the_bank(seat: Seat) -> None:
    """Only a hint for speed; the sweep finds the payout without it."""
    payout = Payout.objects.filter(claim=seat.ticket.claim_id).first()
    if payout is not None:
        money_tasks.hint(payout.pk)


@desk_api.post("seats/{int:seat_id}/undo")
def seat_undo(request: HttpRequest, seat_id: int) -> Any:
    seat, now = seat_for(officer_of(request), seat_id), timezone.now()
    decisions.undo(seat, by=officer_of(request), at=now)
    return _desk_answer(seat.session, at=now)


@desk_api.post("seats/{int:seat_id}/recall")
def seat_recall(request: HttpRequest, seat_id: int) -> Any:
    seat, now = seat_for(officer_of(request), seat_id), timezone.now()
    seats.recall(seat, by=officer_of(request), at=now)
    return _desk_answer(seat.session, at=now)


@desk_api.post("seats/{int:seat_id}/no-show")
def seat_no_show(request: HttpRequest, seat_id: int) -> Any:
    seat, now = seat_for(officer_of(request), seat_id), timezone.now()
    seats.miss(seat, by=officer_of(request), at=now)
    return _after(seat, at=now)


@desk_api.post("seats/{int:seat_id}/hand-over")
def seat_hand_over(request: HttpRequest, seat_id: int, body: HandOverIn) -> Any:
    seat, now = seat_for(officer_of(request), seat_id), timezone.now()
    handovers.hand_over(seat, body.officer, by=officer_of(request), at=now)
    seating.fill(seat.session.shift.branch_id, at=now)
    return _desk_answer(seat.session, at=now)


@desk_api.post("seats/{int:seat_id}/still")
def seat_still(request: HttpRequest, seat_id: int, body: StillIn) -> Any:
    seat, now = seat_for(officer_of(request), seat_id), timezone.now()
    stills.ask(seat, body.subject, by=officer_of(request), at=now)
    return case_panel.panel(seat, at=now)


@desk_api.post("seats/{int:seat_id}/abort")
def seat_abort(request: HttpRequest, seat_id: int, body: AbortIn) -> Any:
    seat, now = seat_for(officer_of(request), seat_id), timezone.now()
    seats.abort(seat, body.reason, by=officer_of(request), at=now)
    return _after(seat, at=now)


@desk_api.post("call")
def desk_call(request: HttpRequest) -> Any:
    session, now = session_for(officer_of(request)), timezone.now()
    if not seating.fill(session.shift.branch_id, at=now, asked_by=session.pk):
        raise NoFreePlace
    return _desk_answer(session, at=now)


@desk_api.post("break")
def desk_break(request: HttpRequest, body: BreakIn) -> Any:
    session, now = session_for(officer_of(request)), timezone.now()
    sessions.take_break(session, body.reason, at=now)
    sessions.cover_breaks(session.shift.branch_id, at=now)
    seating.fill(session.shift.branch_id, at=now)
    return _desk_answer(session, at=now)


@desk_api.post("calm")
def desk_calm(request: HttpRequest, body: CalmIn) -> Any:
    session, now = session_for(officer_of(request)), timezone.now()
    sessions.calm(session, body.places, at=now)
    seating.fill(session.shift.branch_id, at=now)
    return _desk_answer(session, at=now)


@desk_api.post("end")
def desk_end(request: HttpRequest) -> Any:
    sessions.end_shift(session_for(officer_of(request)), at=timezone.now())
    return {"ended": True}
