"""The one way to get a session or a seat for a person: an officer's own open session and seats in it, and what a
supervisor may be with.
"""

from booths import roster
from booths.access import Role, branch_for, require_role
from booths.errors import NotFound, NotOnDuty
from booths.models import Officer
from verification.errors import NothingHere
from verification.models import Seat, VerificationSession
from verification.states import IN_ROOM


def session_for(officer: Officer) -> VerificationSession:
    """Return the officer's open session. Raises NotAllowed, NotOnDuty."""
    require_role(officer, Role.CSO)
    session = (
        VerificationSession.objects.select_related("shift__branch", "shift__officer")
        .filter(shift=roster.current_shift(officer), ended_at=None)
        .first()
    )
    if session is None:
        raise NotOnDuty
    return session


def seat_for(officer: Officer, pk: int) -> Seat:
    """Return a seat of the officer's open session. Raises NotFound for any other seat."""
    session = session_for(officer)
    seat = whole_seats().filter(pk=pk, session=session).first()
    if seat is None:
        raise NotFound
    return seat


def supervised_seat(officer: Officer, code: str, booth_id: int) -> Seat:
    """Return who sits in this booth of the supervisor's own branch. Raises NotAllowed, NotFound, NothingHere."""
    require_role(officer, Role.SUPERVISOR)
    branch = branch_for(officer, code)
    if not branch.booths.filter(pk=booth_id).exists():
        raise NotFound
    seat = whole_seats().filter(booth=booth_id, status__in=IN_ROOM).first()
    if seat is None:
        raise NothingHere
    return seat


def whole_seats():
    """Seats with all that a verb needs, in one query."""
    return Seat.objects.select_related(
        "session__shift__branch",
        "session__shift__officer",
        "booth__branch",
        "occupancy",
        "consent",
        "ticket__branch",
        "ticket__claim__participant",
        "ticket__claim__membership",
        "ticket__claim__bank_account",
        "ticket__claim__branch",
    )
