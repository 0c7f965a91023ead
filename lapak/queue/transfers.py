"""A person goes to another branch: one number ends, another begins there with the time that was waited already."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from booths import topics
from booths.branches import is_open
from booths.errors import NotFound
from booths.models import Branch, Officer
from lapak.claims import claims
from lapak.queue import tickets
from lapak.queue.errors import BranchClosed, NotWaiting
from lapak.queue.models import Ticket
from lapak.queue.states import TicketStatus
from lapak.transitions import move


def branches_for(branch: Branch) -> QuerySet[Branch]:
    """Return where people of this branch may be sent."""
    return Branch.objects.exclude(pk=branch.pk).order_by("name")


@transaction.atomic
def transfer(ticket: Ticket, to: Branch, note: str, *, by: Officer, at: datetime) -> Ticket:
    """Let a waiting person go on at another branch; the second press gives the same number there.

    `note` is read by who serves the person there. Raises NotWaiting, NotFound for the own branch, BranchClosed.
    """
    Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
    before = Ticket.objects.select_related("branch").filter(came_from=ticket).first()
    if before is not None:
        return before
    ticket.refresh_from_db(fields=["status"])
    if ticket.status not in {TicketStatus.WAITING, TicketStatus.PARKED}:
        raise NotWaiting
    if to.pk == ticket.branch_id:
        raise NotFound
    if not is_open(to, at=at):
        raise BranchClosed
    move(ticket, TicketStatus.CANCELLED, by=by, at=at, note=f"moved to {to.code}")
    claims.move_to(ticket.claim, to)
    there = tickets.issue(ticket.claim, request_key=f"moved-{ticket.pk}", priority=ticket.priority, by=by, at=at)
    waited = {"issued_at": ticket.issued_at, "due_at": ticket.due_at, "has_appointment": ticket.has_appointment}
    brought = {"came_from": ticket, "note": note.strip()}
    Ticket.objects.filter(pk=there.pk).update(**waited, **brought)
    for name, value in {**waited, **brought}.items():
        setattr(there, name, value)
    topics.raise_all([topics.of_branch(ticket.branch_id)])
    return there
