"""Asks the scheduler whom to call and writes its answer, one transaction at a time per branch."""

from datetime import datetime

from django.db import transaction

from booths import branches, occupancy, roster, topics
from booths.models import Booth, Branch, Place, Shift
from lapak.claims import claims
from lapak.queue import tickets
from lapak.queue.models import Ticket
from lapak.transitions import begin
from verification.models import Seat, VerificationSession
from verification.scheduler import Call, Desk, FreePlace, Waiting, admit
from verification.states import OPEN_SEAT


def fill(branch_id: int, *, at: datetime) -> int:
    """Call as many waiting people as there are free places with free booths; return how many.

    Called after every event that may free a place or add a person, and by the sweep. Never inside the
    transaction of that event: the branch is locked first here and last nowhere.
    """
    with transaction.atomic():
        branch = branches.lock(branch_id)
        desks = _desks(branch, at=at)
        free = sum(len(desk.free) for desk in desks)
        if not free:
            return 0
        # Whom the reception cancels at this moment is passed over.
        line = tickets.waiting_line(branch).select_for_update(no_key=True, skip_locked=True, of=("self",))[:free]
        calls = admit([Waiting(ticket.pk, ticket.issued_at) for ticket in line], desks)
        seen_by = [topic for call in calls for topic in _write(call, at=at)]
        topics.raise_all(seen_by)
        return len(calls)


def _desks(branch: Branch, *, at: datetime) -> list[Desk]:
    shifts = list(roster.on_duty(branch.pk, at=at))
    sessions = {
        session.shift_id: session.pk for session in VerificationSession.objects.filter(shift__in=shifts, ended_at=None)
    }
    free_booths = set(occupancy.free_booths(branch.pk, at=at).values_list("pk", flat=True))
    return [_desk(shift, sessions[shift.pk], free_booths) for shift in shifts if shift.pk in sessions]


def _desk(shift: Shift, session: int, free_booths: set[int]) -> Desk:
    taken = set(Seat.objects.filter(session=session, status__in=OPEN_SEAT).values_list("place", flat=True))
    places = Place.objects.filter(shift=shift, released_at=None, number__lte=shift.places)
    free = tuple(
        FreePlace(session, place.number, place.booth_id)
        for place in places
        if place.number not in taken and place.booth_id in free_booths
    )
    return Desk(session, used=len(taken), free=free)


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
    begin(seat, by=None, at=at, note=call.reason)
    tickets.call(ticket, booth, by=None, at=at)
    claims.take(ticket.claim, by=None, at=at)
    return [topics.of_branch(ticket.branch_id), topics.of_session(call.place.session), topics.of_booth(booth.pk)]
