"""What the queue's pages have in common: refusals as pages, the ticket as a paper, opening hours in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from functools import wraps
from typing import Any

import segno
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString, mark_safe

from booths.errors import NotAllowed, NotFound
from booths.models import Branch
from lapak.queue import tickets
from lapak.queue.forms import REASONS
from lapak.queue.models import Ticket

View = Callable[..., HttpResponse]


def refusals_as_pages(view: View) -> View:
    """Answer 404 or 403 where an access function refuses."""

    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except NotFound as refusal:
            raise Http404 from refusal
        except NotAllowed as refusal:
            raise PermissionDenied from refusal

    return answered


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

    @property
    def ahead(self) -> int:
        return max(self.place - 1, 0)


def paper_of(ticket: Ticket) -> Paper:
    branch = ticket.branch
    return Paper(
        number=ticket.number,
        code=ticket.code,
        qr=_qr(ticket.code),
        branch=branch.name,
        zone=branch.get_time_zone_display(),
        service=REASONS[ticket.claim.reason][0],
        issued_at=ticket.issued_at.astimezone(branch.zone),
        place=tickets.place_in_line(ticket),
    )


def _qr(text: str) -> SafeString:
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
