"""Messages about appointments: two days and an hour before, when a place is offered, when a draw was won.

A row is written before anything is sent, so that two workers write to nobody twice; one that got no answer is tried
again under the same reference.
"""

import json
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booths.one_by_one import one_by_one
from lapak.queue.gateway import Gateway
from lapak.queue.models import Booking, Reminder, WaitingListEntry
from lapak.queue.states import BookingStatus, EntryStatus, ReminderKind

AHEAD = {
    ReminderKind.TWO_DAYS: (timedelta(days=1), timedelta(days=2)),
    ReminderKind.AN_HOUR: (timedelta(0), timedelta(minutes=60)),
}
"""When the slot begins, seen from now: domain.md 9 names two days and sixty minutes."""
FRESH = timedelta(hours=6)
"""Who has just booked needs no reminder of it."""
WAKING_HOURS = (time(7), time(21))
AGAIN_AFTER = timedelta(minutes=5)
MOST_TRIES = 3
MOST_AT_ONCE = 50


def write_due(*, at: datetime) -> int:
    """Note every message that is due and not noted yet; return how many."""
    rows = [Reminder(booking=one, kind=kind, created_at=at, next_try_at=at) for one, kind in _bookings(at)]
    rows += [Reminder(entry=one, kind=kind, created_at=at, next_try_at=at) for one, kind in _entries()]
    return len(Reminder.objects.bulk_create(rows, ignore_conflicts=True))


def _bookings(at: datetime) -> Iterable[tuple[Booking, str]]:
    for kind, (nearest, farthest) in AHEAD.items():
        found = (
            Booking.objects.select_related("place__slot__branch")
            .defer("application")
            .filter(
                status=BookingStatus.CONFIRMED,
                place__slot__starts_at__gt=at + nearest,
                place__slot__starts_at__lte=at + farthest,
                changed_at__lte=at - FRESH,
            )
        )
        yield from ((one, kind) for one in found.exclude(reminders__kind=kind) if _is_awake(one, at))


def _is_awake(booking: Booking, at: datetime) -> bool:
    begins, ends = WAKING_HOURS
    return begins <= at.astimezone(booking.place.slot.branch.zone).time() < ends


def _entries() -> Iterable[tuple[WaitingListEntry, str]]:
    """An offer ends in half an hour, at whatever time of the day."""
    entries = WaitingListEntry.objects.defer("application")
    offered = entries.filter(status=EntryStatus.OFFERED).exclude(reminders__kind=ReminderKind.OFFER)
    won = entries.filter(status=EntryStatus.TAKEN, drawn_order__isnull=False)
    yield from ((one, ReminderKind.OFFER) for one in offered)
    yield from ((one, ReminderKind.DRAWN) for one in won.exclude(reminders__kind__in=[ReminderKind.DRAWN]))


def send_due(gateway: Gateway, *, at: datetime) -> int:
    """Send what was noted; return how many were taken. What is no longer true is not sent."""
    due = Reminder.objects.filter(sent_at=None, tries__lt=MOST_TRIES, next_try_at__lte=at).order_by("next_try_at")
    numbers = due.values_list("pk", flat=True)[:MOST_AT_ONCE]
    return one_by_one(lambda pk: _send(pk, due, gateway, at=at), numbers, what="reminder")


RELATED = ("booking__place__slot__branch", "entry__place__slot__branch", "entry__branch", "entry__booking__place__slot")


def _send(pk: int, due: QuerySet[Reminder], gateway: Gateway, *, at: datetime) -> bool:
    if not due.filter(pk=pk).update(tries=F("tries") + 1, next_try_at=at + AGAIN_AFTER):
        return False  # another worker is at it
    reminder = Reminder.objects.select_related(*RELATED).get(pk=pk)
    if not _still_holds(reminder):
        Reminder.objects.filter(pk=reminder.pk).update(tries=MOST_TRIES)
        return False
    about = reminder.booking or reminder.entry
    assert about is not None, "a reminder is about one thing (constraint)"
    with translation.override(settings.LANGUAGE_CODE):
        text = _text(reminder)
    taken = gateway.send(json.loads(about.application)["phone"], text, f"lapak-{reminder.pk}")
    if taken:
        Reminder.objects.filter(pk=reminder.pk).update(sent_at=at)
    return taken


def _still_holds(reminder: Reminder) -> bool:
    if reminder.booking is not None:
        return reminder.booking.status == BookingStatus.CONFIRMED
    assert reminder.entry is not None
    wanted = EntryStatus.OFFERED if reminder.kind == ReminderKind.OFFER else EntryStatus.TAKEN
    return reminder.entry.status == wanted


def _text(reminder: Reminder) -> str:
    """Neither name nor number of the person: a phone may lie on a table."""
    if reminder.booking is not None:
        said = _("Janji Lapak %(when)s di %(branch)s. Datang atau batal: %(page)s")
        return said % {**_of(reminder.booking), "page": _page("booking", reminder.booking.key)}
    entry = reminder.entry
    assert entry is not None
    page = _page("waiting-list-entry", entry.key)
    if reminder.kind == ReminderKind.OFFER and entry.offered_until is not None:
        until = entry.offered_until.astimezone(entry.branch.zone).strftime("%H.%M")
        said = _("Ada tempat untuk Anda di %(branch)s. Jawab sebelum pukul %(until)s: %(page)s")
        return said % {"branch": entry.branch.name, "until": until, "page": page}
    assert entry.booking is not None, "who won has a booking"
    said = _("Anda mendapat tempat dalam undian: %(when)s di %(branch)s. %(page)s")
    return said % {**_of(entry.booking), "page": page}


def _of(booking: Booking) -> dict[str, str]:
    slot = booking.place.slot
    begins = slot.starts_at.astimezone(slot.branch.zone)
    zone = slot.branch.get_time_zone_display()
    return {"when": f"{date_format(begins, 'l j F')} {begins:%H.%M} {zone}", "branch": slot.branch.name}


def _page(name: str, key: str) -> str:
    return f"{settings.PUBLIC_ORIGINS[0]}{reverse(name, args=[key])}"
