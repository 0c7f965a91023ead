"""One officer hands a person to another: the talk ends, the place in line stays, and only the other one calls."""

from datetime import datetime

from django.db import transaction

from booths import roster
from booths.errors import NotFound
from booths.models import Officer, Shift
from lapak.queue import tickets
from verification import seats
from verification.models import Seat, VerificationSession
from verification.states import AbortReason


def colleagues_of(session: VerificationSession, *, at: datetime) -> list[Officer]:
    """Return who else is at work in the branch, first come first."""
    shift: Shift = session.shift
    rooms = VerificationSession.objects.filter(ended_at=None).values("shift")
    others = roster.on_duty(shift.branch_id, at=at).filter(pk__in=rooms).exclude(pk=shift.pk)
    return [one.officer for one in others.select_related("officer")]


@transaction.atomic
def hand_over(seat: Seat, to: int, *, by: Officer, at: datetime) -> Officer:
    """End the seat and let only this colleague call the person next. Raises NotFound for who is not at work here."""
    colleague = next((one for one in colleagues_of(seat.session, at=at) if one.pk == to), None)
    if colleague is None:
        raise NotFound
    seats.abort(seat, AbortReason.HANDED_OVER, by=by, at=at)
    tickets.direct(seat.ticket, colleague, by=by, at=at)
    return colleague


def word_of(seat: Seat) -> str:
    """Return what was written about this person before: by the officer of an earlier talk, with the name, or by the
    branch that sent the person here. Empty for a first talk.
    """
    before = Seat.objects.filter(ticket=seat.ticket_id, pk__lt=seat.pk).select_related("session__shift__officer")
    last = before.order_by("-pk").first()
    if last is None:
        origin = seat.ticket.came_from
        return " ".join([f"{origin.branch.name}:", seat.ticket.note]).strip(": ") if origin else ""
    name = last.session.shift.officer.display_name
    return f"{name}: {last.note}" if last.note else name
