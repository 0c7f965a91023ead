"""Tickets: issued once per request, waiting in order, called, served. Only the verbs here move a ticket."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from booths import topics
from booths.branches import local_day
from booths.devices import random_code
from booths.models import Booth, Branch, Officer
from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.queue.errors import NotWaiting, UndoOver
from lapak.queue.models import Ticket, TicketCall
from lapak.queue.order import used_share
from lapak.queue.states import Priority, TicketStatus
from lapak.transitions import begin, move

# features.md lesson 5: a wrong click is taken back within ten seconds.
UNDO_WINDOW = timedelta(seconds=10)


def issue(claim: Claim, *, request_key: str, priority: str = Priority.NONE, by: Officer | None, at: datetime) -> Ticket:
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
        due_at=at,
        priority=Priority(priority),
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
    """Return who waits, in no order: the order changes with every second."""
    return Ticket.objects.filter(branch=branch, status=TicketStatus.WAITING).select_related("claim")


def in_order(line: Iterable[Ticket], *, at: datetime) -> list[Ticket]:
    """Return the line as it would be called at this moment (lapak.queue.order)."""
    return sorted(line, key=lambda ticket: (-_used_share(ticket, at), ticket.issued_at, ticket.pk))


def _used_share(ticket: Ticket, at: datetime) -> float:
    return used_share(
        (at - ticket.due_at).total_seconds(),
        is_priority=bool(ticket.priority),
        has_appointment=ticket.has_appointment,
    )


def place_in_line(ticket: Ticket, *, at: datetime) -> int:
    """Return 1 for the next to be called; 0 when the ticket does not wait."""
    if ticket.status != TicketStatus.WAITING:
        return 0
    line = in_order(waiting_line(ticket.branch), at=at)
    return next((place for place, other in enumerate(line, 1) if other.pk == ticket.pk), 0)


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
    if ticket.status not in {TicketStatus.WAITING, TicketStatus.PARKED}:
        raise NotWaiting
    move(ticket, TicketStatus.CANCELLED, by=by, at=at)
    claims.withdraw(ticket.claim, by=by, at=at)
    topics.raise_all([topics.of_branch(ticket.branch_id)])


@transaction.atomic
def park(ticket: Ticket, *, by: Officer, at: datetime) -> None:
    """The person stepped away: not called until back, and then at the old place. Raises NotWaiting."""
    if ticket.status != TicketStatus.WAITING:
        raise NotWaiting
    move(ticket, TicketStatus.PARKED, by=by, at=at)
    topics.raise_all([topics.of_branch(ticket.branch_id)])


@transaction.atomic
def take_back(ticket: Ticket, *, by: Officer, at: datetime) -> None:
    """Put a parked person, one who missed the calls, or one cancelled within ten seconds back at the old place.

    Raises NotWaiting, UndoOver.
    """
    if ticket.status == TicketStatus.CANCELLED:
        cancelled = ticket.history.filter(to_status=TicketStatus.CANCELLED).last()
        if cancelled is None or at >= cancelled.at + UNDO_WINDOW:
            raise UndoOver
        claims.restore(ticket.claim, by=by, at=at)
    elif ticket.status not in {TicketStatus.PARKED, TicketStatus.NO_SHOW}:
        raise NotWaiting
    elif ticket.service_day != local_day(ticket.branch, at=at):
        raise UndoOver
    move(ticket, TicketStatus.WAITING, by=by, at=at)
    topics.raise_all([topics.of_branch(ticket.branch_id)])


@transaction.atomic
def direct(ticket: Ticket, to: Officer | None, *, by: Officer, at: datetime) -> None:
    """Let only this officer call a waiting person while at work; None: anybody again. Raises NotWaiting."""
    if ticket.status not in {TicketStatus.WAITING, TicketStatus.PARKED}:
        raise NotWaiting
    Ticket.objects.filter(pk=ticket.pk).update(wanted_officer=to)
    ticket.wanted_officer = to
    note = f"directed to officer {to.pk}" if to else "directed to anybody"
    ticket.history.create(from_status=ticket.status, to_status=ticket.status, by=by, at=at, note=note)
    topics.raise_all([topics.of_branch(ticket.branch_id)])


@transaction.atomic
def prefer(ticket: Ticket, priority: str, *, by: Officer, at: datetime) -> None:
    """Set or take away a waiting person's priority. Raises NotWaiting."""
    if ticket.status not in {TicketStatus.WAITING, TicketStatus.PARKED}:
        raise NotWaiting
    Ticket.objects.filter(pk=ticket.pk).update(priority=Priority(priority))
    note = f"priority {priority or 'none'}"
    ticket.history.create(from_status=ticket.status, to_status=ticket.status, by=by, at=at, note=note)
    topics.raise_all([topics.of_branch(ticket.branch_id)])
