"""The demonstration's page and its few commands. Its addresses exist only where LAPAK_DEMO is set."""

import re
from collections.abc import Callable
from functools import wraps

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from booths import access, devices
from booths.access import Role
from booths.errors import NotFound, Refusal
from verification.demo import stage

TICKETS_AT_ONCE = 6
View = Callable[[HttpRequest], HttpResponse]


def for_demo_officer(view: View) -> View:
    """A refusal is answered in JSON, as the page's script expects."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            access.require_role(access.officer_of(request), Role.CSO)
            return view(request)
        except Refusal as refusal:
            return JsonResponse({"code": refusal.code, "sentence": refusal.sentence}, status=refusal.status)

    return answered


@require_GET
@ensure_csrf_cookie
@csp_replace({"frame-src": [SELF]})
def page(request: HttpRequest) -> HttpResponse:
    officer = stage.officer()
    facts = {"officer": officer, "is_officer": request.user.pk == officer.pk, "branch": stage.branch()}
    return render(request, "verification/demo.html", {**facts, "waiting": stage.waiting()})


@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in as the invented officer, whose password is public anyway."""
    auth.login(request, stage.officer(), backend="django.contrib.auth.backends.ModelBackend")
    return redirect("demo")


@require_POST
@for_demo_officer
def open_booth(request: HttpRequest) -> HttpResponse:
    """One booth a request: a response can set only one cookie of a name, and each booth has its own by its path."""
    typed = request.POST.get("number", "")
    enrolled = stage.enrol_booth(int(typed), at=timezone.now()) if re.fullmatch(r"[1-9]\d?", typed) else None
    if enrolled is None:
        raise NotFound
    booth, token = enrolled
    url = reverse("booth", args=[booth.pk]) + "?source=simulated"
    response = JsonResponse({"id": booth.pk, "number": booth.number, "url": url})
    devices.set_cookie(response, booth, token)
    return response


@require_POST
@for_demo_officer
def issue_tickets(request: HttpRequest) -> HttpResponse:
    issued = stage.issue_tickets(TICKETS_AT_ONCE, by=access.officer_of(request), at=timezone.now())
    return JsonResponse({"issued": len(issued), "waiting": stage.waiting()})


@require_GET
@for_demo_officer
def codes(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"codes": stage.called_codes(), "waiting": stage.waiting()})


@require_POST
@for_demo_officer
def reset(request: HttpRequest) -> HttpResponse:
    stage.reset(access.officer_of(request), at=timezone.now())
    return JsonResponse({"waiting": stage.waiting()})
