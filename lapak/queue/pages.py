"""What the queue's pages show beside the line: the ticket as a paper, opening hours in words."""

from dataclasses import dataclass
from datetime import datetime, time

import segno
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString, mark_safe

from booths.models import Branch
from lapak.claims.states import ClaimReason
from lapak.queue import estimates, tickets
from lapak.queue.estimates import WaitRange
from lapak.queue.forms import REASONS
from lapak.queue.models import Ticket
from lapak.queue.states import TicketStatus

STATE_WORDS = {
    TicketStatus.WAITING: "wait",
    TicketStatus.CALLED: "call",
    TicketStatus.SERVING: "talk",
    TicketStatus.PARKED: "hold",
    TicketStatus.DONE: "done",
    TicketStatus.NO_SHOW: "off",
    TicketStatus.CANCELLED: "off",
}
BOOTH_SHOWN = (TicketStatus.CALLED, TicketStatus.SERVING)


@dataclass(frozen=True)
class Paper:
    """A printed ticket. The code proves who holds it: it is shown and printed, and stands in no address and no log."""

    number: str
    code: str
    qr: SafeString
    branch: str
    zone: str
    service: object
    issued_at: datetime
    place: int
    """1 for the next to be called, 0 for one who does not wait any more."""
    wait: WaitRange | None
    """None while nobody is on duty."""
    priority: str
    follow_path: str
    follow_qr: SafeString

    @property
    def ahead(self) -> int:
        return max(self.place - 1, 0)


def paper_of(ticket: Ticket, *, at: datetime, origin: str) -> Paper:
    """`origin` is how the reader's phone reaches this server: scheme and host."""
    branch = ticket.branch
    place = tickets.place_in_line(ticket, at=at)
    follow_path = reverse("follow", args=[ticket.follow_key])
    return Paper(
        number=ticket.number,
        code=ticket.code,
        qr=qr_of(ticket.code),
        branch=branch.name,
        zone=branch.get_time_zone_display(),
        service=REASONS[ClaimReason(ticket.claim.reason)][0],
        issued_at=ticket.issued_at.astimezone(branch.zone),
        place=place,
        wait=estimates.of_place(branch, place, at=at) if place else None,
        priority=str(ticket.get_priority_display()) if ticket.priority else "",
        follow_path=follow_path,
        follow_qr=qr_of(f"{origin}{follow_path}"),
    )


@dataclass(frozen=True)
class Progress:
    """How it goes with a number: what the phone page shows."""

    number: str
    state: str
    """wait, call, talk, hold (parked), done or off (missed, cancelled): the data-state words of all pages."""
    place: int
    wait: WaitRange | None
    booth: int | None
    moved_to: Ticket | None = None
    """The number at another branch that holds instead."""

    @property
    def ahead(self) -> int:
        return max(self.place - 1, 0)


def progress_of(ticket: Ticket, *, at: datetime) -> Progress:
    place = tickets.place_in_line(ticket, at=at)
    call = ticket.calls.select_related("booth").last() if ticket.status in BOOTH_SHOWN else None
    return Progress(
        number=ticket.number,
        state=STATE_WORDS[TicketStatus(ticket.status)],
        place=place,
        wait=estimates.of_place(ticket.branch, place, at=at) if place else None,
        booth=call.booth.number if call else None,
        moved_to=Ticket.objects.select_related("branch").filter(came_from=ticket).first(),
    )


def qr_of(text: str) -> SafeString:
    """Return a QR code as SVG without size, style or script."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=2, dark="#000"))


@dataclass(frozen=True)
class HoursLine:
    first: object
    last: object
    opens_at: time | None
    closes_at: time | None


def hours_in_words(branch: Branch) -> list[HoursLine]:
    """Return the week as runs of days with equal hours, closed days included."""
    rows = {row.weekday: (row.opens_at, row.closes_at) for row in branch.opening_hours.all()}
    lines: list[HoursLine] = []
    for weekday in range(7):
        opens_at, closes_at = rows.get(weekday, (None, None))
        if lines and (lines[-1].opens_at, lines[-1].closes_at) == (opens_at, closes_at):
            lines[-1] = HoursLine(lines[-1].first, WEEKDAYS[weekday], opens_at, closes_at)
        else:
            lines.append(HoursLine(WEEKDAYS[weekday], None, opens_at, closes_at))
    return lines
