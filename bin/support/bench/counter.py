"""The plainest way to sell places, to compare with: one row per slot that counts, locked by everybody in turn."""

from datetime import datetime

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from booths.access import public_branch
from booths.branches import local_day
from lapak.queue import access, appointments
from lapak.queue.errors import SlotFull
from lapak.queue.models import Booking, Slot, SlotPlace
from lapak.queue.views.appointments import _slots
from lapak.transitions import begin


def open_for(slot: Slot) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_counter (slot bigint PRIMARY KEY, taken int NOT NULL)")
        cursor.execute("INSERT INTO bench_counter VALUES (%s, 0)", [slot.pk])


def hold(slot: Slot, at: datetime) -> Booking:
    """Take the next number of this slot. Raises SlotFull, which is counted as in the product."""
    with transaction.atomic():
        number = _next_number(slot)
        place = SlotPlace.objects.filter(slot=slot, number=number).first()
        if place is not None:
            SlotPlace.objects.filter(pk=place.pk).update(is_free=False)
            booking = Booking.objects.create(
                place=place, created_at=at, changed_at=at, held_until=at + appointments.HELD_FOR
            )
            begin(booking, by=None, at=at)
            return booking
    appointments.refuse(slot.branch, local_day(slot.branch, at=slot.starts_at), slot=slot, at=at)
    raise SlotFull


def _next_number(slot: Slot) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT taken FROM bench_counter WHERE slot = %s FOR UPDATE", [slot.pk])
        taken = cursor.fetchone()[0]
        cursor.execute("UPDATE bench_counter SET taken = taken + 1 WHERE slot = %s", [slot.pk])
    return taken + 1


def hold_slot(request: HttpRequest, code: str) -> HttpResponse:
    branch = public_branch(code)
    slot = access.slot_of(branch, request.POST.get("slot", ""))
    try:
        return redirect("booking", key=hold(slot, timezone.now()).key)
    except SlotFull as refusal:
        return _slots(
            request, branch, local_day(branch, at=slot.starts_at), error=refusal.sentence, status=refusal.status
        )
