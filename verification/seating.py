"""Asks the scheduler whom to call and writes its answer, one transaction at a time per branch."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from booths import branches, occupancy, topics
from booths.models import Booth, Branch
from lapak.claims import claims
from lapak.queue import tickets
from lapak.queue.models import Ticket
from lapak.queue.states import TicketStatus
from lapak.transitions import begin
from verification import branch_state
from verification.models import Seat
from verification.scheduler import Call, State, admit


def fill(branch_id: int, *, at: datetime, asked_by: int | None = None) -> int:
    """Call as many waiting people as the scheduler gives to free places with free booths; return how many.

    Called after every event that may free a place, add a person or end a pause, and by the sweep. Never inside the
    transaction of that event: the branch is locked first here and last nowhere. `asked_by` is the session of an officer
    who wants people now, whatever the scheduler would wait for.
    """
    if not _may_call(branch_id, at=at):
        return 0
    with transaction.atomic():
        branch = branches.lock(branch_id)
        calls = _decide(branch, asked_by, at=at)
        seen_by = [topic for call in calls for topic in _write(call, at=at)]
        topics.raise_all(seen_by)
        return len(calls)


def _may_call(branch_id: int, *, at: datetime) -> bool:
    """Whoever adds a person or frees a booth asks again after doing so, so this look needs no lock."""
    waiting = Ticket.objects.filter(branch=branch_id, status=TicketStatus.WAITING)
    return waiting.exists() and occupancy.free_booths(branch_id, at=at).exists()


def _decide(branch: Branch, asked_by: int | None, *, at: datetime) -> list[Call]:
    """Return the calls of tickets that are now locked; whom the reception takes off the line at this moment is not."""
    gone: frozenset[int] = frozenset()
    while calls := admit(_state(branch, asked_by, gone, at=at)).calls:
        wanted = {call.ticket for call in calls}
        still_there = Ticket.objects.filter(pk__in=wanted, status=TicketStatus.WAITING)
        locked = set(still_there.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True))
        if locked == wanted:
            return list(calls)
        gone |= wanted - locked
    return []


def _state(branch: Branch, asked_by: int | None, gone: frozenset[int], *, at: datetime) -> State:
    state = branch_state.read(branch, at=at, skip=gone)
    desks = [replace(desk, insists=True) if desk.session == asked_by else desk for desk in state.desks]
    return replace(state, desks=desks)


def _write(call: Call, *, at: datetime) -> list[str]:
    """Return the topics on which it is seen; they are raised once, at the end of the transaction."""
    ticket = Ticket.objects.select_related("claim", "branch").get(pk=call.ticket)
    booth = Booth.objects.get(pk=call.place.booth)
    seat = Seat.objects.create(
        session_id=call.place.session,
        place=call.place.place,
        booth=booth,
        ticket=ticket,
        occupancy=occupancy.reserve(booth, at=at),
        called_at=at,
        changed_at=at,
    )
    begin(seat, by=None, at=at, note=call.reason.because)
    tickets.call(ticket, booth, by=None, at=at)
    claims.take(ticket.claim, by=None, at=at)
    return [topics.of_branch(ticket.branch_id), topics.of_session(call.place.session), topics.of_booth(booth.pk)]
