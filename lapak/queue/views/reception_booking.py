"""Reception books for somebody who stands here or calls, also the places kept for the branch and for companies."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from booths.access import officer_of
from booths.branches import day_in
from booths.errors import NotFound, Refusal
from booths.models import Branch
from lapak.queue import access, appointments, slots
from lapak.queue.forms import StatedForm
from lapak.queue.models import Booking
from lapak.queue.pages import qr_of
from lapak.queue.states import BookingStatus, Contingent
from lapak.queue.views.claim_form import fill_sample
from lapak.queue.views.reception import reception_branch


@login_required
@never_cache
def book(request: HttpRequest) -> HttpResponse:
    """One page: whose places, which day and time, who comes. A refusal keeps everything that was typed."""
    branch, now = reception_branch(request), timezone.now()
    kind = _kind(request)
    form = StatedForm()
    if "sample" in request.POST:
        form = StatedForm(initial=fill_sample(request))
    elif request.method == "POST":
        form = StatedForm(request.POST)
        booking = _book(request, branch, kind, form, at=now)
        if booking is not None:
            return redirect("reception-booked", pk=booking.pk)
    return render(
        request,
        "queue/reception_book.html",
        _context(request, branch, kind, form, at=now),
        status=422 if form.errors else 200,
    )


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in Contingent.values else Contingent.INTERNAL


def _book(request: HttpRequest, branch: Branch, kind: str, form: StatedForm, *, at: datetime) -> Booking | None:
    """Return the booking; None when the form now carries the reasons why not."""
    if not request.POST.get("slot"):
        form.add_error(None, _("Pilih waktu."))
    if not form.is_valid():
        return None
    slot = access.slot_of(branch, request.POST["slot"])
    try:
        return appointments.book(slot, form.application(), contingent=kind, by=officer_of(request), at=at)
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return None


def _context(request: HttpRequest, branch: Branch, kind: str, form: StatedForm, *, at: datetime) -> dict[str, Any]:
    days = slots.free_days(branch, at=at, contingent=kind)
    day: date | None = day_in(request.GET.get("day")) or next(iter(days), None)
    return {
        "branch": branch,
        "kind": kind,
        "kinds": Contingent.choices,
        "day": day,
        "days": days,
        "slots": slots.of_day(branch, day, at=at, contingent=kind) if day else [],
        "chosen": request.POST.get("slot", ""),
        "form": form,
    }


@login_required
@require_GET
@never_cache
def show_booked(request: HttpRequest, pk: int) -> HttpResponse:
    """The appointment on paper, for the person to take along."""
    branch = reception_branch(request)
    booking = access.booking_for(officer_of(request), pk)
    context = {
        "branch": branch,
        "booking": booking,
        "slot": booking.place.slot,
        "qr": qr_of(booking.key),
        "is_live": booking.status == BookingStatus.CONFIRMED and booking.place.slot.starts_at > timezone.now(),
    }
    return render(request, "queue/reception_booked.html", context)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """For a person who calls: the place goes to the waiting list, or to the public after a rest."""
    reception_branch(request)
    booking = access.booking_for(officer_of(request), pk)
    try:
        appointments.cancel(booking, by=officer_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Janji dibatalkan."))
    return redirect("reception")
