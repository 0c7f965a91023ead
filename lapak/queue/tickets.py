"""Tickets: issued once per request, waiting in order, called, served. Only the verbs here move a ticket."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from booths import topics
from booths.branches import local_day
from booths.devices import random_code
from booths.models import Booth, Branch, Officer
from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.queue.errors import NotWaiting
from lapak.queue.models import Ticket, TicketCall
from lapak.queue.states import TicketStatus
from lapak.transitions import begin, move


def issue(claim: Claim, *, request_key: str, by: Officer | None, at: datetime) -> Ticket:
    """Give the claim the next number of its branch's day. Runs inside the caller's transaction."""
    day = local_day(claim.branch, at=at)
    _number_in_turn(claim.branch_id)
    last = Ticket.objects.filter(branch=claim.branch, service_day=day).aggregate(last=Max("serial"))["last"]
    ticket = Ticket.objects.create(
        branch=claim.branch,
        claim=claim,
        service_day=day,
        serial=(last or 0) + 1,
        code=random_code(),
        issued_at=at,
        request_key=request_key,
    )
    begin(ticket, by=by, at=at)
    topics.raise_all([topics.of_branch(claim.branch_id)])
    return ticket


def _number_in_turn(branch_id: int) -> None:
    """Let one transaction at a time number the tickets of a branch; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ticket numbers'), %s)", [branch_id])


def waiting_line(branch: Branch) -> QuerySet[Ticket]:
    """Return who waits, the longest waiting first."""
    return (
        Ticket.objects.filter(branch=branch, status=TicketStatus.WAITING)
        .select_related("claim")
        .order_by("issued_at", "id")
    )


def place_in_line(ticket: Ticket) -> int:
    """Return 1 for the next to be called; 0 when the ticket does not wait."""
    if ticket.status != TicketStatus.WAITING:
        return 0
    ahead = Ticket.objects.filter(branch_id=ticket.branch_id, status=TicketStatus.WAITING)
    return (
        ahead.filter(issued_at__lt=ticket.issued_at).count()
        + ahead.filter(issued_at=ticket.issued_at, pk__lte=ticket.pk).count()
    )


def call(ticket: Ticket, booth: Booth, *, by: Officer | None, at: datetime) -> None:
    move(ticket, TicketStatus.CALLED, by=by, at=at)
    TicketCall.objects.create(ticket=ticket, booth=booth, at=at, by=by)


def recall(ticket: Ticket, booth: Booth, *, by: Officer, at: datetime) -> None:
    TicketCall.objects.create(ticket=ticket, booth=booth, at=at, by=by)


def serve(ticket: Ticket, *, at: datetime) -> None:
    move(ticket, TicketStatus.SERVING, by=None, at=at)


def finish(ticket: Ticket, *, by: Officer | None, at: datetime) -> None:
    move(ticket, TicketStatus.DONE, by=by, at=at)


def miss(ticket: Ticket, *, by: Officer, at: datetime) -> None:
    """The officer confirmed that nobody came."""
    move(ticket, TicketStatus.NO_SHOW, by=by, at=at)


def put_back(ticket: Ticket, *, by: Officer | None, at: datetime, note: str) -> None:
    """Back into the line at its old place: not the participant's fault."""
    move(ticket, TicketStatus.WAITING, by=by, at=at, note=note)


@transaction.atomic
def cancel(ticket: Ticket, *, by: Officer, at: datetime) -> None:
    """Reception takes a waiting person off the line and withdraws the claim. Raises NotWaiting."""
    if ticket.status != TicketStatus.WAITING:
        raise NotWaiting
    move(ticket, TicketStatus.CANCELLED, by=by, at=at)
    claims.withdraw(ticket.claim, by=by, at=at)
    topics.raise_all([topics.of_branch(ticket.branch_id)])
