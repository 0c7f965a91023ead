"""Pages of verification: desk, booth screen, board. They render the frame; live data comes by API."""

import json
from contextlib import suppress

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from booths import access, devices
from booths.access import Role
from booths.errors import AlreadyOnDuty, DeviceRevoked, NotOnDuty, Refusal
from booths.models import Branch
from verification import sessions
from verification.access import session_for
from verification.desk import booth_facts, booth_word


@require_GET
@login_required
@ensure_csrf_cookie
def desk(request: HttpRequest) -> HttpResponse:
    """The desk, or the page that opens a shift."""
    officer = access.officer_of(request)
    access.require_role(officer, Role.CSO)
    try:
        session = session_for(officer)
    except NotOnDuty:
        return _begin_page(request, access.own_branch(officer))
    return render(request, "verification/desk.html", {"session": session, "branch": session.shift.branch})


def _begin_page(request: HttpRequest, branch: Branch) -> HttpResponse:
    facts = booth_facts(list(branch.booths.all()), at=timezone.now())
    booths = [{"number": booth.number, "state": booth_word(facts[booth.pk])} for booth in branch.booths.all()]
    choices = range(1, branch.places_per_officer + 1)
    return render(
        request,
        "verification/desk_begin.html",
        {
            "branch": branch,
            "places_choices": choices,
            "booths": booths,
            "places": branch.places_per_officer,
            "simulated": _is_simulated(request.GET),
        },
    )


@require_POST
@login_required
def begin_shift(request: HttpRequest) -> HttpResponse:
    officer = access.officer_of(request)
    access.require_role(officer, Role.CSO)
    typed = request.POST.get("places", "")
    places = int(typed) if typed.isdecimal() and len(typed) < 3 else access.own_branch(officer).places_per_officer
    # AlreadyOnDuty: the second click of a double click finds the desk open
    with suppress(AlreadyOnDuty):
        sessions.begin_shift(officer, places=places, at=timezone.now())
    return redirect(f"{reverse('desk')}?source=simulated" if _is_simulated(request.POST) else reverse("desk"))


def _is_simulated(values: QueryDict) -> bool:
    return settings.DEMO and values.get("source") == "simulated"


@require_GET
@ensure_csrf_cookie
def booth(request: HttpRequest, booth_id: int) -> HttpResponse:
    """The kiosk page. Without a device cookie it asks for the enrolment code and says nothing about the booth."""
    try:
        device = devices.recognise(booth_id, request.COOKIES.get(devices.COOKIE))
        context = {"enrolled": True, "booth": device.booth, "branch": device.booth.branch}
    except DeviceRevoked:
        context = {"enrolled": False, "booth_id": booth_id}
    response = render(request, "verification/booth.html", {**context, "booth_id": booth_id})
    return _framed_by_demo(response) if settings.DEMO else response


def _framed_by_demo(response: HttpResponse) -> HttpResponse:
    """Only the demonstration page has a frame-src, so only it can use this."""
    response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_POST
def enrol(request: HttpRequest, booth_id: int) -> HttpResponse:
    try:
        code = str(json.loads(request.body).get("code", ""))
        enrolled, token = devices.enrol(booth_id, code, at=timezone.now())
    except (ValueError, AttributeError):
        return JsonResponse({"code": Refusal.code, "sentence": Refusal().sentence}, status=400)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "sentence": refusal.sentence}, status=refusal.status)
    response = JsonResponse({"enrolled": True})
    devices.set_cookie(response, enrolled, token)
    return response


@require_GET
@login_required
@ensure_csrf_cookie
def board(request: HttpRequest, code: str | None = None) -> HttpResponse:
    officer = access.officer_of(request)
    access.require_role(officer, Role.SUPERVISOR, Role.ADMINISTRATOR)
    if code is None:
        own = officer.branch or access.first_branch()
        return redirect("board", code=own.code)
    context = {"branch": access.branch_for(officer, code), "supervises": officer.role == Role.SUPERVISOR}
    return render(request, "verification/board.html", context)
