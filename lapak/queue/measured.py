"""What a branch really does, for its quotas: claims per officer-hour and places that stay empty, of four weeks."""

from datetime import datetime, timedelta

from booths.models import Branch, Break, Shift
from lapak.queue.models import Booking, BookingPolicy, Ticket
from lapak.queue.quotas import ASSUMED_CLAIMS_PER_HOUR, ASSUMED_EMPTY_RATE, Policy
from lapak.queue.states import BookingStatus, TicketStatus

WEEKS = timedelta(days=28)
# Fewer say too little.
ENOUGH_CLAIMS, ENOUGH_PLACES = 50, 50
HIGHEST_EMPTY_RATE = 0.6


def policy_of(branch: Branch, *, at: datetime) -> Policy:
    """Return the branch's percentages with its measured figures, or the assumed ones."""
    chosen = BookingPolicy.objects.filter(branch=branch).first() or BookingPolicy(branch=branch)
    return Policy(
        load=chosen.load_percent / 100,
        empty_rate=empty_rate(branch, at=at) or ASSUMED_EMPTY_RATE,
        claims_per_hour=claims_per_hour(branch, at=at) or ASSUMED_CLAIMS_PER_HOUR,
        internal=chosen.internal_percent / 100,
        collective=chosen.collective_percent / 100,
    )


def claims_per_hour(branch: Branch, *, at: datetime) -> float | None:
    """Return finished claims per hour of an officer at the desk, breaks left out; None before enough were finished."""
    done = Ticket.objects.filter(branch=branch, status=TicketStatus.DONE, issued_at__range=(at - WEEKS, at)).count()
    shifts = list(Shift.objects.filter(branch=branch, started_at__range=(at - WEEKS, at)))
    seconds = sum(((shift.ended_at or at) - shift.started_at).total_seconds() for shift in shifts)
    rests = Break.objects.filter(shift__in=shifts).values_list("started_at", "ended_at")
    seconds -= sum(((ended or at) - started).total_seconds() for started, ended in rests)
    return done / (seconds / 3600) if done >= ENOUGH_CLAIMS and seconds > 0 else None


def empty_rate(branch: Branch, *, at: datetime) -> float | None:
    """Return which share of the places that somebody had booked stayed empty; None before enough slots went by.

    A place that was cancelled and taken by another who came is not empty.
    """
    over = Booking.objects.filter(place__slot__branch=branch, place__slot__ends_at__range=(at - WEEKS, at))
    booked = over.exclude(identity="").values("place").distinct().count()
    came = over.filter(status=BookingStatus.CHECKED_IN).values("place").distinct().count()
    return min(HIGHEST_EMPTY_RATE, 1 - came / booked) if booked >= ENOUGH_PLACES else None
