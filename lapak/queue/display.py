"""What the public display shows: who is called to which booth, and how many wait. Never a name."""

from dataclasses import dataclass
from datetime import datetime

from booths.branches import day_start
from booths.models import Branch
from lapak.queue import tickets
from lapak.queue.models import TicketCall
from lapak.queue.states import TicketStatus

SHOWN_CALLS = 8
# A call is one row and at most two recalls, so this many rows hold the shown calls.
READ_ROWS = SHOWN_CALLS * 4


@dataclass(frozen=True)
class ShownBranch:
    name: str
    zone: str
    time_zone: str


@dataclass(frozen=True)
class Call:
    number: str
    booth: int
    at: datetime
    recall: int
    open: bool


@dataclass(frozen=True)
class DisplayState:
    branch: ShownBranch
    calls: tuple[Call, ...]
    waiting: int


def state_of(branch: Branch, *, at: datetime) -> DisplayState:
    """Return the display of a branch, its newest call first; two queries."""
    return DisplayState(
        branch=ShownBranch(branch.name, branch.get_time_zone_display(), branch.time_zone),
        calls=_fold(_rows(branch, at=at)),
        waiting=tickets.waiting_line(branch).count(),
    )


def _rows(branch: Branch, *, at: datetime) -> list[TicketCall]:
    """Return today's newest calls and recalls, newest first."""
    calls = TicketCall.objects.filter(ticket__branch=branch, at__gte=day_start(branch, at=at))
    return list(calls.select_related("ticket", "booth").order_by("-at", "-id")[:READ_ROWS])


def _fold(rows: list[TicketCall]) -> tuple[Call, ...]:
    """One line a ticket: its newest booth, and how often it was called there again."""
    newest: dict[int, TicketCall] = {}
    recalls: dict[int, int] = {}
    for row in rows:
        first = newest.setdefault(row.ticket_id, row)
        recalls[row.ticket_id] = recalls.get(row.ticket_id, -1) + (row.booth_id == first.booth_id)
    return tuple(
        Call(
            number=row.ticket.number,
            booth=row.booth.number,
            at=row.at,
            recall=recalls[row.ticket_id],
            open=row.ticket.status == TicketStatus.CALLED,
        )
        for row in list(newest.values())[:SHOWN_CALLS]
    )
