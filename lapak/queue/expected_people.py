"""Who has an appointment at a branch today: the reception's list. Read only."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from booths.branches import day_start
from booths.models import Branch
from lapak.people.errors import NotRegistered
from lapak.people.models import Participant
from lapak.people.register import look_up
from lapak.queue.models import Booking
from lapak.queue.states import BookingStatus

SHOWN = {
    BookingStatus.CONFIRMED: "wait",
    BookingStatus.CHECKED_IN: "done",
    BookingStatus.MISSED: "late",
}


@dataclass(frozen=True)
class Expected:
    pk: int
    starts_at: datetime
    name: str
    number: str
    """Of the ticket, "" before check-in."""
    state: str
    status_label: str
    is_coming: bool
    """Answered "I come"."""

    @property
    def may_check_in(self) -> bool:
        return not self.number


def of_today(branch: Branch, *, at: datetime) -> list[Expected]:
    """Return today's appointments in their order, one query; cancelled ones are not shown."""
    midnight = day_start(branch, at=at)
    today = Booking.objects.filter(
        place__slot__branch=branch,
        place__slot__starts_at__range=(midnight, midnight + timedelta(days=1)),
        status__in=SHOWN,
    )
    found = today.select_related("place__slot", "ticket__branch").order_by("place__slot__starts_at", "pk")
    return [_expected(booking) for booking in found]


def _expected(booking: Booking) -> Expected:
    status = BookingStatus(booking.status)
    return Expected(
        pk=booking.pk,
        starts_at=booking.place.slot.starts_at,
        name=_name(booking),
        number=booking.ticket.number if booking.ticket else "",
        state=SHOWN[status],
        status_label=str(status.label),
        is_coming=booking.coming_at is not None,
    )


def _name(booking: Booking) -> str:
    stated = json.loads(booking.application)
    try:
        return Participant(name=look_up(stated["nik"], stated["kpj_number"]).name).short_name
    except NotRegistered:  # taken out of the register since
        return "–"
