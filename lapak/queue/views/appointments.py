"""The booking pages, for a phone first: choose a branch, a day and a time, state who comes, keep or change it."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from booths.access import public_branch
from booths.branches import day_in, local_day
from booths.errors import NotFound, Refusal
from booths.models import Branch
from lapak.queue import access, appointments, calling, draws, slots, waiting_list
from lapak.queue.errors import SlotElsewhere
from lapak.queue.forms import StatedForm
from lapak.queue.models import Booking
from lapak.queue.pages import qr_of
from lapak.queue.states import BookingStatus, EntryStatus
from lapak.queue.views.claim_form import fill_sample
from lapak.queue.views.ticket import ISSUED


@require_GET
@never_cache
def show_branches(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = Branch.objects.order_by("name")
    rows = [(branch, slots.open_days(branch, at=now)) for branch in found]
    return render(request, "queue/book_branches.html", {"rows": [(one, next(iter(days), None)) for one, days in rows]})


@require_GET
@never_cache
def show_slots(request: HttpRequest, code: str) -> HttpResponse:
    branch = public_branch(code)
    return _slots(request, branch, _day(request.GET.get("day"), branch), moves=request.GET.get("move", ""))


def _day(text: str | None, branch: Branch) -> date | None:
    """Return the day that was asked for, else the first with a free place or a draw, else none."""
    return day_in(text) or next(iter(slots.open_days(branch, at=timezone.now())), None)


def _slots(
    request: HttpRequest, branch: Branch, day: date | None, *, moves: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    shown = slots.of_day(branch, day, at=now) if day else []
    is_full = not any(slot.free for slot in shown)
    draw = slots.draw_of(branch, day) if day else None
    context = {
        "branch": branch,
        "day": day,
        "days": slots.open_days(branch, at=now),
        "draw": draw,
        "commitment": draws.commitment(draw) if draw else "",
        "draw_is_open": draw is not None and draw.opens_at <= now < draw.closes_at,
        "slots": shown,
        "closed_by": slots.closed_by(branch, day) if day else None,
        "alternatives": slots.alternatives(branch, day, at=now) if day and is_full else [],
        "may_wait": bool(shown) and is_full,
        "moves": moves,
        "error": error,
    }
    return render(request, "queue/book_slots.html", context, status=status)


@require_POST
def hold_slot(request: HttpRequest, code: str) -> HttpResponse:
    """Hold a place, or move a booking to this slot; a full one shows what else there is."""
    branch, now = public_branch(code), timezone.now()
    slot = access.slot_of(branch, request.POST.get("slot", ""))
    moves = request.POST.get("move", "")
    try:
        if moves:
            booking = appointments.change(appointments.booking_of(moves), slot, at=now)
        else:
            booking = appointments.hold(slot, at=now, address=request.META.get("REMOTE_ADDR", ""))
    except Refusal as refusal:
        day = local_day(branch, at=slot.starts_at)
        return _slots(request, branch, day, moves=moves, error=refusal.sentence, status=refusal.status)
    return redirect("booking", key=booking.key)


@never_cache
def show_booking(request: HttpRequest, key: str) -> HttpResponse:
    """The form while the place is held; afterwards the booking with all that can be done with it."""
    booking, now = appointments.booking_of(key), timezone.now()
    if booking.status != BookingStatus.HELD or now >= booking.held_until:
        return _booking(request, booking)
    if request.method != "POST":
        return _form(request, booking, StatedForm())
    if "sample" in request.POST and (filled := fill_sample(request)):
        return _form(request, booking, StatedForm(initial=filled))
    form = StatedForm(request.POST)
    if not form.is_valid():
        return _form(request, booking, form, status=422)
    try:
        appointments.confirm(booking, form.application(), at=now)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _form(request, booking, form, status=refusal.status)
    return redirect("booking", key=booking.key)


def _form(request: HttpRequest, booking: Booking, form: StatedForm, *, status: int = 200) -> HttpResponse:
    left = max(0, round((booking.held_until - timezone.now()).total_seconds()))
    context = {"branch": booking.place.slot.branch, "slot": booking.place.slot, "form": form, "seconds_left": left}
    return render(request, "queue/book_form.html", context, status=status)


def _booking(request: HttpRequest, booking: Booking, *, error: str = "", status: int = 200) -> HttpResponse:
    slot, now = booking.place.slot, timezone.now()
    context = {
        "branch": slot.branch,
        "slot": slot,
        "booking": booking,
        "is_live": booking.status == BookingStatus.CONFIRMED and slot.starts_at > now,
        "is_today": local_day(slot.branch, at=now) == local_day(slot.branch, at=slot.starts_at),
        "qr": qr_of(booking.key),
        "closed_by": slots.closed_by(slot.branch, local_day(slot.branch, at=slot.starts_at)),
        "late_minutes": round(appointments.LATE_FOR.total_seconds() / 60),
        "error": error,
    }
    return render(request, "queue/book_shown.html", context, status=status)


@require_POST
def change_booking(request: HttpRequest, key: str) -> HttpResponse:
    """Cancel the booking, or take the answer to the reminder."""
    booking, now = appointments.booking_of(key), timezone.now()
    try:
        if "cancel" in request.POST:
            appointments.cancel(booking, by=None, at=now)
        else:
            appointments.answer(booking, request.POST.get("comes") == "yes", at=now)
    except Refusal as refusal:
        return _booking(request, booking, error=refusal.sentence, status=refusal.status)
    return redirect("booking", key=key)


# ---- waiting list


@never_cache
def join_waiting_list(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Only for a day that is published: whether another one will be full nobody knows yet."""
    branch, wanted = public_branch(code), day_in(day)
    if wanted is None or not slots.of_day(branch, wanted, at=timezone.now()):
        raise NotFound
    form = StatedForm(request.POST) if request.method == "POST" and "sample" not in request.POST else StatedForm()
    if "sample" in request.POST and (filled := fill_sample(request)):
        form = StatedForm(initial=filled)
    draw = slots.undrawn(branch, wanted)
    context: dict[str, Any] = {"branch": branch, "day": wanted, "form": form, "draw": draw}
    if form.is_bound and form.is_valid():
        try:
            address = request.META.get("REMOTE_ADDR", "")
            entry = waiting_list.join(branch, wanted, form.application(), address=address, at=timezone.now())
            return redirect("waiting-list-entry", key=entry.key)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "queue/wait_form.html", context, status=422 if form.errors else 200)


@never_cache
def show_entry(request: HttpRequest, key: str) -> HttpResponse:
    """The place on the list, or the offer with its two answers."""
    entry, error = waiting_list.entry_of(key), ""
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                return redirect("booking", key=waiting_list.accept(entry, at=timezone.now()).key)
            waiting_list.leave(entry, at=timezone.now())
            return redirect("waiting-list-entry", key=key)
        except Refusal as refusal:
            error = refusal.sentence
    until = entry.offered_until if entry.status == EntryStatus.OFFERED else None
    context = {
        "branch": entry.branch,
        "entry": entry,
        "position": waiting_list.position(entry),
        "draw": slots.draw_of(entry.branch, entry.day),
        "has_offer": until is not None and timezone.now() < until,
        "error": error,
    }
    return render(request, "queue/wait_entry.html", context, status=409 if error else 200)


# ---- check-in


@require_POST
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """At the branch's ticket screen: the scanned code of a booking becomes a number."""
    branch = public_branch(code)
    try:
        booking = appointments.booking_of(request.POST.get("booking", "").strip())
        if booking.place.slot.branch_id != branch.pk:
            raise SlotElsewhere(branch=booking.place.slot.branch.name)
        ticket = appointments.check_in(booking, by=None, at=timezone.now())
    except Refusal as refusal:
        context = {"branch": branch, "sentence": refusal.sentence, "title": _("Belum dapat check-in")}
        return render(request, "queue/check_in_refused.html", context, status=refusal.status)
    calling.tell(branch, at=timezone.now())
    request.session[ISSUED] = ticket.pk
    return redirect("ticket-issued", code=branch.code)
