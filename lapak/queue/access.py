"""The one way to get a ticket for a person: a foreign branch's ticket, or one of another day, is not found."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from booths.access import Role
from booths.branches import local_day
from booths.errors import NotAllowed, NotFound
from booths.models import Branch, Officer
from lapak.queue.models import Booking, ClosedDay, Draw, PlannedShift, Slot, Ticket

Row = TypeVar("Row", bound=Model)

MAY_SEE = {Role.RECEPTION, Role.SUPERVISOR, Role.CSO}


def ticket_for(officer: Officer, pk: int) -> Ticket:
    """Return the ticket. Raises NotAllowed for a role without business here, NotFound for another branch's ticket."""
    if officer.role not in MAY_SEE:
        raise NotAllowed
    found = Ticket.objects.select_related("branch", "claim", "moved_to__branch")
    ticket = found.filter(pk=pk, branch_id=officer.branch_id).first()
    if ticket is None:
        raise NotFound
    return ticket


def slot_of(branch: Branch, pk: str) -> Slot:
    """Return a slot of this branch. Raises NotFound."""
    return _of_branch(Slot.objects.select_related("branch"), branch, pk)


def planned_shift_of(branch: Branch, pk: str) -> PlannedShift:
    """Return a planned shift of this branch. Raises NotFound."""
    return _of_branch(PlannedShift.objects.select_related("officer"), branch, pk)


def closed_day_of(branch: Branch, pk: str) -> ClosedDay:
    """Return a day this branch closed itself; those of all branches are not its own. Raises NotFound."""
    return _of_branch(ClosedDay.objects.all(), branch, pk)


def draw_of(branch: Branch, pk: str) -> Draw:
    """Return a draw of this branch. Raises NotFound."""
    return _of_branch(Draw.objects.select_related("branch"), branch, pk)


def _of_branch(rows: QuerySet[Row], branch: Branch, pk: str) -> Row:
    """Return the row of this branch whose number a form sent. Raises NotFound, also for what is no number."""
    found = rows.filter(pk=pk, branch=branch).first() if pk.isdigit() else None
    if found is None:
        raise NotFound
    return found


def booking_for(officer: Officer, pk: int) -> Booking:
    """Return a booking of the officer's branch. Raises NotAllowed, NotFound."""
    if officer.role not in {Role.RECEPTION, Role.SUPERVISOR}:
        raise NotAllowed
    found = Booking.objects.select_related("place__slot__branch", "ticket__branch")
    booking = found.filter(pk=pk, place__slot__branch=officer.branch_id).first()
    if booking is None:
        raise NotFound
    return booking


def followed_ticket(key: str, *, at: datetime) -> Ticket:
    """Return the ticket with this key in its own day. Raises NotFound."""
    ticket = Ticket.objects.select_related("branch", "claim").filter(follow_key=key).first()
    if ticket is None or ticket.service_day != local_day(ticket.branch, at=at):
        raise NotFound
    return ticket
