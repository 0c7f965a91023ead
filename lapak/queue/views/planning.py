"""The supervisor's plan of a branch: roster and quotas of a day, and the days on which it is closed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from booths.access import Role, branch_for, officer_of, require_role
from booths.branches import day_in, local_day
from booths.errors import NotFound, Refusal
from booths.models import Branch, Officer
from lapak.queue import access, draws, measured, planned_day, planning, slots
from lapak.queue.planning_forms import ClosedDayForm, DrawForm, PolicyForm, ResizeForm, ShiftForm

Change = Callable[[Branch, date, QueryDict, Officer], str]


@login_required
@never_cache
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """One day: who works, the slots that follow from it, what was refused. Every button is one change and one word."""
    branch = _branch(request, code)
    day = _day(request, branch)
    if request.method != "POST":
        return render(request, "queue/roster.html", _context(branch, day))
    change = next((change for name, change in CHANGES.items() if name in request.POST), None)
    if change is not None:
        _carry_out(request, change, branch, day)
    return redirect(f"{reverse('roster', args=[branch.code])}?day={day:%Y-%m-%d}")


def _branch(request: HttpRequest, code: str) -> Branch:
    officer = officer_of(request)
    require_role(officer, Role.SUPERVISOR, Role.ADMINISTRATOR)
    return branch_for(officer, code)


def _day(request: HttpRequest, branch: Branch) -> date:
    """Return the day that was asked for, else tomorrow: today's bookings are made."""
    return day_in(request.GET.get("day")) or local_day(branch, at=timezone.now()) + timedelta(days=1)


def _context(branch: Branch, day: date) -> dict[str, Any]:
    now = timezone.now()
    lines = planned_day.slot_lines(branch, day)
    return {
        "branch": branch,
        "day": day,
        "strip": planned_day.strip(branch, local_day(branch, at=now), slots.DAYS_AHEAD + 1),
        "shifts": planning.shifts_of(branch, day),
        "closed_by": slots.closed_by(branch, day),
        "lines": lines,
        "totals": {name: sum(getattr(line, name) for line in lines) for name in ("places", "booked", "free")},
        "refusals": planned_day.refusals(branch, day),
        "shift_form": ShiftForm(branch=branch),
        "policy_form": PolicyForm.of(branch),
        "draw": slots.draw_of(branch, day),
        "draw_form": DrawForm(),
        "draw_entries": planned_day.waiting(branch, day),
        "policy": measured.policy_of(branch, at=now),
        "claims_per_hour": measured.claims_per_hour(branch, at=now),
        "empty_rate": measured.empty_rate(branch, at=now),
    }


def _carry_out(request: HttpRequest, change: Change, branch: Branch, day: date) -> None:
    try:
        messages.success(request, change(branch, day, request.POST, officer_of(request)))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    except forms.ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))


def _valid(form: forms.Form) -> dict[str, Any]:
    """Return what the form says. Raises ValidationError with its first error."""
    if not form.is_valid():
        raise forms.ValidationError([str(errors[0]) for errors in form.errors.values()][:1])
    return form.cleaned_data


def _plan(branch: Branch, day: date, typed: QueryDict, by: Officer) -> str:
    stated = _valid(ShiftForm(typed, branch=branch))
    planning.plan(stated["officer"], branch, day, stated["begins"], stated["ends"])
    planning.publish(branch, day, at=timezone.now())
    return _("%(name)s dijadwalkan.") % {"name": stated["officer"].display_name}


def _unplan(branch: Branch, day: date, typed: QueryDict, by: Officer) -> str:
    shift = access.planned_shift_of(branch, typed.get("unplan", ""))
    planning.unplan(shift)
    return _("%(name)s dihapus dari jadwal. Kuota yang sudah terbit tetap.") % {"name": shift.officer.display_name}


def _copy(branch: Branch, day: date, typed: QueryDict, by: Officer) -> str:
    ahead = (day + timedelta(days=number) for number in range(1, slots.DAYS_AHEAD + 1))
    targets = [one for one in ahead if one.weekday() < 5 and not slots.closed_by(branch, one)]
    copied = planning.copy_day(branch, day, targets)
    for target in targets:
        planning.publish(branch, target, at=timezone.now())
    return ngettext("%(count)d tugas disalin.", "%(count)d tugas disalin.", copied) % {"count": copied}


def _policy(branch: Branch, day: date, typed: QueryDict, by: Officer) -> str:
    stated = _valid(PolicyForm(typed))
    planning.set_policy(branch, **stated)
    planning.publish(branch, day, at=timezone.now())
    return _("Kuota disimpan. Berlaku untuk waktu yang diterbitkan mulai sekarang.")


def _resize(branch: Branch, day: date, typed: QueryDict, by: Officer) -> str:
    stated = _valid(ResizeForm(typed))
    slot = access.slot_of(branch, str(stated["slot"]))
    planning.resize(slot, stated["places"])
    begins = slot.starts_at.astimezone(branch.zone)
    return _("Pukul %(time)s: %(places)d tempat.") % {"time": f"{begins:%H.%M}", "places": stated["places"]}


def _draw(branch: Branch, day: date, typed: QueryDict, by: Officer) -> str:
    with timezone.override(branch.zone):
        stated = _valid(DrawForm(typed))
    draws.announce(branch, day, stated["opens"], stated["closes"], by=by, at=timezone.now())
    return _("Undian diumumkan. Sampai diundi tidak ada tempat hari itu yang dapat dipesan langsung.")


def _undraw(branch: Branch, day: date, typed: QueryDict, by: Officer) -> str:
    draws.withdraw(access.draw_of(branch, typed.get("undraw", "")))
    return _("Undian dibatalkan. Yang sudah mendaftar tetap di daftar tunggu.")


CHANGES: dict[str, Change] = {
    "plan": _plan,
    "unplan": _unplan,
    "copy": _copy,
    "policy": _policy,
    "resize": _resize,
    "draw": _draw,
    "undraw": _undraw,
}


# ---- closed days


@login_required
@never_cache
def closed_days(request: HttpRequest, code: str) -> HttpResponse:
    branch, officer = _branch(request, code), officer_of(request)
    form = ClosedDayForm()
    if request.method == "POST":
        if "reopen" in request.POST or "national" in request.POST:
            _change_days(request, branch, officer)
            return redirect("closed-days", code=branch.code)
        form = ClosedDayForm(request.POST)
        if form.is_valid() and _close(request, branch, officer, form):
            return redirect("closed-days", code=branch.code)
    context = {
        "branch": branch,
        "form": form,
        "days": planning.closed_days(branch, since=local_day(branch, at=timezone.now())),
        "may_load": officer.role == Role.ADMINISTRATOR,
    }
    return render(request, "queue/closed_days.html", context, status=422 if form.errors else 200)


def _close(request: HttpRequest, branch: Branch, officer: Officer, form: ClosedDayForm) -> bool:
    stated = form.cleaned_data
    try:
        booked = planning.close_day(branch, stated["day"], stated["name"], by=officer, at=timezone.now())
    except Refusal as refusal:
        form.add_error("day", refusal.sentence)
        return False
    said = ngettext(
        "Ditutup. %(count)d janji dibatalkan; halaman janjinya mengatakan sebabnya.",
        "Ditutup. %(count)d janji dibatalkan; halaman janjinya mengatakan sebabnya.",
        booked,
    )
    messages.success(request, said % {"count": booked})
    return True


def _change_days(request: HttpRequest, branch: Branch, officer: Officer) -> None:
    if "national" in request.POST:
        require_role(officer, Role.ADMINISTRATOR)
        now = timezone.now()
        new = sum(planning.load_national_days(year, at=now) for year in (now.year, now.year + 1))
        messages.success(
            request, ngettext("%(count)d hari ditambahkan.", "%(count)d hari ditambahkan.", new) % {"count": new}
        )
        return
    closed = access.closed_day_of(branch, request.POST["reopen"])
    planning.reopen_day(branch, closed.day)
    messages.success(request, _("Dibuka lagi. Janji yang sudah dibatalkan tetap batal."))
