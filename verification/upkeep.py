"""What must happen though nobody clicks: decisions settle, lost pages are noticed, free places are filled."""

from datetime import datetime

from django.db.models import Q

from booths import presence
from booths.errors import StaleState
from booths.models import PRESENT_FOR, Branch, Shift
from booths.one_by_one import one_by_one
from verification import decisions, seating, seats, sessions, supervisions
from verification.models import Seat
from verification.states import SeatStatus


def keep_branch(branch_id: int, *, at: datetime) -> None:
    """Called with every desk heartbeat, so that a branch goes on while no worker runs."""
    one_by_one(lambda pk: _keep(pk, at=at), decisions.settle_due(at=at) | {branch_id}, what="branch")


def keep_all(*, at: datetime) -> None:
    """Called by the sweep for every branch with an open shift."""
    staffed = set(Shift.objects.filter(ended_at=None).values_list("branch_id", flat=True))
    due = decisions.settle_due(at=at)
    branches = Branch.objects.filter(pk__in=staffed | due).values_list("pk", flat=True)
    one_by_one(lambda pk: _keep(pk, at=at), branches, what="branch")


def _keep(branch_id: int, *, at: datetime) -> bool:
    notice_lost(branch_id, at=at)
    supervisions.end_lost(branch_id, at=at)
    presence.tell_of_silence(branch_id, at=at)
    sessions.cover_breaks(branch_id, at=at)
    seating.fill(branch_id, at=at)
    return True


def notice_lost(branch_id: int, *, at: datetime) -> None:
    """Mark seats whose booth has not been heard of for 15 s."""
    silent = Q(booth__devices__last_seen_at__lte=at - PRESENT_FOR, booth__devices__revoked_at=None)
    lost = Seat.objects.select_related("session", "booth").filter(
        silent, booth__branch=branch_id, status__in=(SeatStatus.LIVE, SeatStatus.ON_HOLD)
    )
    for seat in lost:
        try:
            seats.interrupt(seat, at=at)
        except StaleState:
            continue
