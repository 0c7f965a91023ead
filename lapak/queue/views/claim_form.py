"""The claim form, as the ticket page and the reception both read and show it."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from booths import branches
from booths.errors import Refusal
from booths.models import Branch, Officer
from lapak.claims.states import Channel
from lapak.queue import calling, samples
from lapak.queue.filing import file_and_queue
from lapak.queue.forms import REASONS, FileClaimForm, kept
from lapak.queue.models import Ticket


def read(request: HttpRequest, branch: Branch, *, at: datetime) -> FileClaimForm:
    """Return the form as sent; an unbound one with everything kept where only language or sample was asked."""
    if language := _language_asked(request):
        translation.activate(language)
        return kept(request.POST)
    if settings.DEMO and "sample" in request.POST:
        sample = samples.next_form(wanted=request.POST.get("reason", ""), on=branches.local_day(branch, at=at))
        return kept({**request.POST.dict(), **sample})
    return FileClaimForm(request.POST)


def fill_sample(request: HttpRequest) -> dict[str, str]:
    """Return what an invented person would type, on the demonstration only."""
    if not settings.DEMO:
        return {}
    return samples.next_form(wanted=request.POST.get("reason", ""), on=timezone.localdate()) or {}


def file_claim(form: FileClaimForm, branch: Branch, *, by: Officer | None, at: datetime) -> Ticket | None:
    """Return the ticket; None when the form now carries the reasons why not."""
    if not form.is_valid():
        return None
    try:
        ticket = file_and_queue(
            form.application(),
            branch=branch,
            channel=Channel.ONSITE,
            request_key=form.cleaned_data["request_key"],
            priority=form.cleaned_data["priority"],
            by=by,
            at=at,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return None
    calling.tell(branch, at=at)
    return ticket


def origin_of(request: HttpRequest) -> str:
    """Return scheme and host under which this reader reached us, and a phone beside him may."""
    return request.build_absolute_uri("/").rstrip("/")


def ask(request: HttpRequest, template: str, branch: Branch, form: FileClaimForm, **more: object) -> HttpResponse:
    reason = form["reason"].value()
    context = {"branch": branch, "form": form, "reason": REASONS.get(reason), **more}
    response = render(request, template, context, status=422 if form.errors else 200)
    if language := _language_asked(request):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    return response


def _language_asked(request: HttpRequest) -> str | None:
    asked = request.POST.get("language")
    return asked if asked in dict(settings.LANGUAGES) else None
