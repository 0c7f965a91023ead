"""What the reception desk shows: today's line with place, person and time, and how many are where. Changes nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext

from booths.branches import local_day
from booths.models import Branch
from lapak.claims.states import ClaimReason
from lapak.queue import tickets
from lapak.queue.forms import REASONS
from lapak.queue.models import Ticket
from lapak.queue.pages import STATE_WORDS
from lapak.queue.states import ACTIVE_TICKET, TicketStatus

# Waiting and called people are of use to reception; who left is only counted.
_ICONS = {
    TicketStatus.WAITING: "hourglass",
    TicketStatus.CALLED: "footprints",
    TicketStatus.SERVING: "video",
    TicketStatus.PARKED: "pause",
    TicketStatus.NO_SHOW: "user-x",
}


@dataclass(frozen=True)
class Row:
    pk: int
    number: str
    place: int
    """1 for the next to be called; 0 for one who does not wait."""
    name: str
    reason_label: str
    issued_at: datetime
    status_label: str
    state: str
    icon: str
    priority: str
    priority_label: str
    may_return: bool
    wanted: str
    """The officer who alone calls this person, empty for anybody."""

    @property
    def waits(self) -> bool:
        return self.place > 0


@dataclass(frozen=True)
class Line:
    rows: tuple[Row, ...]
    waiting: int
    called: int
    serving: int
    done_today: int
    longest_since: datetime | None


def line_of(branch: Branch, *, at: datetime) -> Line:
    """Return the line in its order, then who is called, served, set aside or was missed today; two queries."""
    today = Ticket.objects.filter(branch=branch, service_day=local_day(branch, at=at))
    shown = Q(status__in=ACTIVE_TICKET) | Q(status=TicketStatus.NO_SHOW, service_day=local_day(branch, at=at))
    found = list(
        Ticket.objects.filter(shown, branch=branch)
        .select_related("claim__participant", "wanted_officer")
        .order_by("id")
    )
    waiting = tickets.in_order([ticket for ticket in found if ticket.status == TicketStatus.WAITING], at=at)
    others = [ticket for ticket in found if ticket.status != TicketStatus.WAITING]
    count = Counter(ticket.status for ticket in found)
    return Line(
        rows=tuple(_row(ticket, place) for place, ticket in enumerate(waiting, 1))
        + tuple(_row(ticket, 0) for ticket in others),
        waiting=len(waiting),
        called=count[TicketStatus.CALLED],
        serving=count[TicketStatus.SERVING],
        done_today=today.filter(status=TicketStatus.DONE).count(),
        longest_since=min(ticket.issued_at for ticket in waiting) if waiting else None,
    )


def _row(ticket: Ticket, place: int) -> Row:
    status = TicketStatus(ticket.status)
    return Row(
        pk=ticket.pk,
        number=ticket.number,
        place=place,
        name=ticket.claim.participant.short_name,
        reason_label=str(REASONS[ClaimReason(ticket.claim.reason)][0]),
        issued_at=ticket.issued_at,
        status_label=gettext(str(status.label)),
        state=STATE_WORDS[status],
        icon=_ICONS[status],
        priority=ticket.priority,
        priority_label=str(ticket.get_priority_display()) if ticket.priority else "",
        may_return=status in {TicketStatus.PARKED, TicketStatus.NO_SHOW},
        wanted=ticket.wanted_officer.display_name if ticket.wanted_officer else "",
    )
