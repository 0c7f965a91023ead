"""The one way to get a ticket for a person: a foreign branch's ticket, or one of another day, is not found."""

from datetime import datetime

from booths.access import Role
from booths.branches import local_day
from booths.errors import NotAllowed, NotFound
from booths.models import Branch, Officer
from lapak.queue.models import Booking, ClosedDay, PlannedShift, Slot, Ticket

MAY_SEE = {Role.RECEPTION, Role.SUPERVISOR, Role.CSO}


def ticket_for(officer: Officer, pk: int) -> Ticket:
    """Return the ticket. Raises NotAllowed for a role without business here, NotFound for another branch's ticket."""
    if officer.role not in MAY_SEE:
        raise NotAllowed
    ticket = Ticket.objects.select_related("branch", "claim").filter(pk=pk, branch_id=officer.branch_id).first()
    if ticket is None:
        raise NotFound
    return ticket


def slot_of(branch: Branch, pk: str) -> Slot:
    """Return a slot of this branch. Raises NotFound."""
    slot = Slot.objects.select_related("branch").filter(pk=pk, branch=branch).first() if pk.isdigit() else None
    if slot is None:
        raise NotFound
    return slot


def booking_for(officer: Officer, pk: int) -> Booking:
    """Return a booking of the officer's branch. Raises NotAllowed, NotFound."""
    if officer.role not in {Role.RECEPTION, Role.SUPERVISOR}:
        raise NotAllowed
    found = Booking.objects.select_related("place__slot__branch", "ticket__branch")
    booking = found.filter(pk=pk, place__slot__branch=officer.branch_id).first()
    if booking is None:
        raise NotFound
    return booking


def planned_shift_of(branch: Branch, pk: str) -> PlannedShift:
    """Return a planned shift of this branch. Raises NotFound."""
    found = PlannedShift.objects.select_related("officer").filter(pk=pk, branch=branch) if pk.isdigit() else None
    shift = found.first() if found is not None else None
    if shift is None:
        raise NotFound
    return shift


def closed_day_of(branch: Branch, pk: str) -> ClosedDay:
    """Return a day this branch closed itself; those of all branches are not its own. Raises NotFound."""
    closed = ClosedDay.objects.filter(pk=pk, branch=branch).first() if pk.isdigit() else None
    if closed is None:
        raise NotFound
    return closed


def followed_ticket(key: str, *, at: datetime) -> Ticket:
    """Return the ticket with this key in its own day. Raises NotFound."""
    ticket = Ticket.objects.select_related("branch", "claim").filter(follow_key=key).first()
    if ticket is None or ticket.service_day != local_day(ticket.branch, at=at):
        raise NotFound
    return ticket
