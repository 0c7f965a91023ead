"""Edges of the queue: the public display, the self-service ticket page, the reception desk. They decide nothing."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from booths import branches, topics
from booths.access import Role, branch_for, public_branch, require_role
from booths.errors import Refusal
from booths.models import Branch, Officer
from lapak.claims.states import Channel
from lapak.queue import access, display, reception, samples, tickets
from lapak.queue.filing import file_and_queue
from lapak.queue.forms import REASONS, FileClaimForm, kept, new_request_key
from lapak.queue.models import Ticket
from lapak.queue.pages import hours_in_words, paper_of

# The ticket shown after filing: its id, in the session only.
ISSUED = "issued_ticket"
WIPE_AFTER_SECONDS = 60


# ---- public display


@require_GET
def show_display(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "queue/display.html", {"branch": public_branch(code)})


@require_GET
@never_cache
def display_state(request: HttpRequest, code: str) -> JsonResponse:
    """The sequence is read first: a change in between shows as a newer hint, never as a missed one."""
    branch, at = public_branch(code), timezone.now()
    topic = topics.of_branch(branch.pk)
    sequences = topics.sequences([topic])
    return JsonResponse({"seq": sequences, "at": at, "state": asdict(display.state_of(branch, at=at))})


# ---- self-service ticket page


@never_cache
def take_ticket(request: HttpRequest, code: str) -> HttpResponse:
    """First the reason, then the data; both steps are one address, so nothing personal ever stands in one."""
    branch, at = public_branch(code), timezone.now()
    if "request_key" not in request.POST and not branches.is_open(branch, at=at):
        return render(request, "queue/closed.html", {"branch": branch, "hours": hours_in_words(branch)})
    if request.method != "POST" or "reason" not in request.POST:
        request.session.pop(ISSUED, None)
        return render(request, "queue/choose.html", {"branch": branch, "reasons": REASONS})
    if "request_key" not in request.POST:
        form = FileClaimForm(initial={"request_key": new_request_key(), "reason": request.POST["reason"]})
        return _ask(request, "queue/ticket.html", branch, form)
    form = _read(request, branch, at=at)
    ticket = _file(form, branch, by=None, at=at) if form.is_bound else None
    if ticket is None:
        return _ask(request, "queue/ticket.html", branch, form)
    request.session[ISSUED] = ticket.pk
    return redirect("ticket-issued", code=branch.code)


@never_cache
def show_issued(request: HttpRequest, code: str) -> HttpResponse:
    """The ticket of this session, once; a POST wipes it and returns to the start."""
    branch = public_branch(code)
    pk = request.session.get(ISSUED)
    ticket = Ticket.objects.select_related("branch", "claim").filter(pk=pk, branch=branch).first() if pk else None
    if request.method == "POST" or ticket is None:
        _wipe(request)
        return redirect("ticket", code=branch.code)
    context = {"branch": branch, "paper": paper_of(ticket, at=timezone.now()), "wipe_after_seconds": WIPE_AFTER_SECONDS}
    return render(request, "queue/issued.html", context)


def _wipe(request: HttpRequest) -> None:
    """Forget the visitor. A member of staff who tries the page in the same browser stays logged in."""
    if request.user.is_authenticated:
        request.session.pop(ISSUED, None)
    else:
        request.session.flush()


# ---- reception


@login_required
@never_cache
def show_reception(request: HttpRequest) -> HttpResponse:
    branch, at = _own_branch(request), timezone.now()
    if request.method != "POST":
        form = FileClaimForm(initial={"request_key": new_request_key()})
        return _reception(request, branch, form, at=at)
    form = _read(request, branch, at=at)
    ticket = _file(form, branch, by=_officer(request), at=at) if form.is_bound else None
    if ticket is None:
        return _reception(request, branch, form, at=at)
    return redirect("reception-ticket", pk=ticket.pk)


@login_required
@require_GET
@never_cache
def show_line(request: HttpRequest) -> HttpResponse:
    """The waiting list alone, for the page that refreshes itself."""
    branch = _own_branch(request)
    context = {"branch": branch, "line": reception.line_of(branch, at=timezone.now())}
    return render(request, "queue/line.html", context)


@login_required
@require_GET
@never_cache
def show_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    branch = _own_branch(request)
    paper = paper_of(access.ticket_for(_officer(request), pk), at=timezone.now())
    return render(request, "queue/reprint.html", {"branch": branch, "paper": paper})


@login_required
@require_POST
def cancel_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    _own_branch(request)
    ticket = access.ticket_for(_officer(request), pk)
    try:
        tickets.cancel(ticket, by=_officer(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, f"{ticket.number}: {refusal.sentence}")
    else:
        messages.success(request, _("%(number)s dibatalkan.") % {"number": ticket.number})
    return redirect("reception")


def _reception(request: HttpRequest, branch: Branch, form: FileClaimForm, *, at: datetime) -> HttpResponse:
    context = {"line": reception.line_of(branch, at=at), "open": branches.is_open(branch, at=at)}
    return _ask(request, "queue/reception.html", branch, form, **context)


def _own_branch(request: HttpRequest) -> Branch:
    officer = _officer(request)
    require_role(officer, Role.RECEPTION, Role.SUPERVISOR)
    return branch_for(officer, officer.branch.code if officer.branch else "")


def _officer(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    return request.user


# ---- the claim form, of both pages


def _read(request: HttpRequest, branch: Branch, *, at: datetime) -> FileClaimForm:
    """Return the form as sent; an unbound one with everything kept where only language or sample was asked."""
    if language := _language_asked(request):
        translation.activate(language)
        return kept(request.POST)
    if settings.DEMO and "sample" in request.POST:
        sample = samples.next_form(wanted=request.POST.get("reason", ""), on=branches.local_day(branch, at=at))
        return kept({**request.POST.dict(), **sample})
    return FileClaimForm(request.POST)


def _file(form: FileClaimForm, branch: Branch, *, by: Officer | None, at: datetime) -> Ticket | None:
    """Return the ticket; None when the form now carries the reasons why not."""
    if not form.is_valid():
        return None
    try:
        return file_and_queue(
            form.application(),
            branch=branch,
            channel=Channel.ONSITE,
            request_key=form.cleaned_data["request_key"],
            by=by,
            at=at,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return None


def _ask(request: HttpRequest, template: str, branch: Branch, form: FileClaimForm, **more: object) -> HttpResponse:
    reason = form["reason"].value()
    context = {"branch": branch, "form": form, "reason": REASONS.get(reason), "reasons": REASONS, **more}
    response = render(request, template, context, status=422 if form.errors else 200)
    if language := _language_asked(request):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    return response


def _language_asked(request: HttpRequest) -> str | None:
    asked = request.POST.get("language")
    return asked if asked in dict(settings.LANGUAGES) else None
