"""What the demonstration does for somebody: its officer, booths, queue, codes. Every step is a rule of the product."""

from datetime import datetime

from booths import demo, devices
from booths.branches import local_day
from booths.errors import NotOnDuty
from booths.models import Booth, Branch, Officer
from lapak.claims.states import Channel
from lapak.queue import samples, tickets
from lapak.queue.filing import Application, file_and_queue
from lapak.queue.forms import new_request_key
from lapak.queue.models import Ticket
from verification import seating, seats, sessions
from verification.access import session_for, whole_seats
from verification.models import VerificationSession
from verification.states import OPEN_SEAT, AbortReason, SeatStatus


def branch() -> Branch:
    return Branch.objects.get(code=demo.CIKARANG)


def officer() -> Officer:
    """Return the first CSO of the demonstration's accounts."""
    username = next(account.username for account in demo.ACCOUNTS if account.role == Officer.Role.CSO)
    return Officer.objects.get(username=username)


def enrol_booth(number: int, *, at: datetime) -> tuple[Booth, str] | None:
    """Return the booth with a fresh screen's token, or None without such a booth; the screen before is turned away."""
    booth = Booth.objects.filter(branch=branch(), number=number).first()
    return (booth, devices.issue(booth, at=at)) if booth else None


def issue_tickets(count: int, *, by: Officer, at: datetime) -> list[Ticket]:
    """File claims for invented people who may still claim; fewer than asked when they run out."""
    place = branch()
    day = local_day(place, at=at)
    issued: list[Ticket] = []
    while len(issued) < count and (typed := samples.next_form(on=day)):
        application = Application(**typed)
        key = new_request_key()
        issued.append(file_and_queue(application, branch=place, channel=Channel.ONSITE, request_key=key, by=by, at=at))
    seating.fill(place.pk, at=at)
    return issued


def called_codes() -> dict[int, str]:
    """Return the code of the ticket called to each booth, which a person would read from the paper in their hand."""
    called = whole_seats().filter(booth__branch=branch(), status=SeatStatus.CALLED)
    return {seat.booth_id: seat.ticket.code for seat in called}


def waiting() -> int:
    return tickets.waiting_line(branch()).count()


def reset(by: Officer, *, at: datetime) -> None:
    """Send everybody home and end the shift: the demonstration begins anew. Decided claims stay as they are."""
    _close_line(by=by, at=at)
    try:
        session = session_for(by)
    except NotOnDuty:
        return
    _empty(session, by=by, at=at)
    _close_line(by=by, at=at)  # those sent out of a booth went back into the line
    sessions.end_shift(session, at=at)


def _close_line(*, by: Officer, at: datetime) -> None:
    for ticket in tickets.waiting_line(branch()):
        tickets.cancel(ticket, by=by, at=at)


def _empty(session: VerificationSession, *, by: Officer, at: datetime) -> None:
    for seat in whole_seats().filter(session=session, status__in=OPEN_SEAT).exclude(status=SeatStatus.DECIDED):
        seats.abort(seat, AbortReason.TECH_FAILURE, by=by, at=at)
        seats.clear(seat.booth, at=at)
