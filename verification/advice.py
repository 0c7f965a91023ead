"""What the scheduler advises one officer: whom to attend next, and why nobody is called. Read only."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from verification import branch_state, expected_times
from verification.models import VerificationSession
from verification.reasons import sentence
from verification.scheduler import Advice, admit, attend
from verification.seat_facts import SeatFacts


def whom_to_attend(session: VerificationSession, known: Iterable[SeatFacts], *, at: datetime) -> Advice | None:
    """Return the scheduler's advice for this desk; also while a talk is running, for when it ends."""
    times = expected_times.of_branch(session.shift.branch_id)
    guests = [branch_state.guest(found, session.talked_with, times) for found in known]
    return attend(guests, now=at.timestamp(), at_place=session.focus)


def of_desk(session: VerificationSession, known: Iterable[SeatFacts], *, at: datetime) -> dict[str, Any] | None:
    """Return Advice (PROTOCOL.md)."""
    advice = whom_to_attend(session, known, at=at)
    if advice is None:
        return None
    return {
        "place": advice.place,
        "because": advice.reason.because,
        "sentence": sentence(advice.reason),
        "until": datetime.fromtimestamp(advice.until, UTC) if advice.until else None,
    }


def of_calling(session: VerificationSession, *, at: datetime) -> dict[str, Any] | None:
    """Return HeldBack (PROTOCOL.md): why nobody is called to this officer's free places, though somebody waits."""
    reason = admit(branch_state.read(session.shift.branch, at=at)).held_back.get(session.pk)
    return {"because": reason.because, "sentence": sentence(reason)} if reason else None
