"""The reception desk of a branch: files claims, keeps the line in order, pauses the ticket page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from booths import branches, roster
from booths.access import Role, branch_for, officer_of, require_role
from booths.errors import NotFound, Refusal
from booths.models import Branch
from lapak.queue import access, appointments, calling, expected_people, pauses, reception, tickets, transfers
from lapak.queue.forms import FileClaimForm, new_request_key
from lapak.queue.pages import paper_of
from lapak.queue.states import Priority
from lapak.queue.views.claim_form import ask, file_claim, origin_of, read

LONGEST_REASON = 120
LONGEST_NOTE = 300


@login_required
@never_cache
def show_reception(request: HttpRequest) -> HttpResponse:
    branch, at = reception_branch(request), timezone.now()
    if request.method != "POST":
        form = FileClaimForm(initial={"request_key": new_request_key()})
        return _reception(request, branch, form, at=at)
    form = read(request, branch, at=at)
    ticket = file_claim(form, branch, by=officer_of(request), at=at) if form.is_bound else None
    if ticket is None:
        return _reception(request, branch, form, at=at)
    return redirect("reception-ticket", pk=ticket.pk)


@login_required
@require_GET
@never_cache
def show_line(request: HttpRequest) -> HttpResponse:
    """The waiting list alone, for the page that refreshes itself."""
    branch = reception_branch(request)
    return render(request, "queue/line.html", {"branch": branch, **_line(branch, at=timezone.now())})


def _line(branch: Branch, *, at: datetime) -> dict[str, Any]:
    return {
        "line": reception.line_of(branch, at=at),
        "expected": expected_people.of_today(branch, at=at),
        "priorities": Priority.choices,
        "other_branches": transfers.branches_for(branch),
        "officers": [shift.officer for shift in roster.on_duty(branch.pk, at=at).select_related("officer")],
    }


@login_required
@require_GET
@never_cache
def show_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    branch, ticket = reception_branch(request), access.ticket_for(officer_of(request), pk)
    held = getattr(ticket, "moved_to", ticket)
    paper = paper_of(held, at=timezone.now(), origin=origin_of(request))
    return render(request, "queue/reprint.html", {"branch": branch, "paper": paper})


@login_required
@require_POST
def cancel_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, tickets.cancel, _("%(number)s dibatalkan."), may_undo=True)


@login_required
@require_POST
def park_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, tickets.park, _("%(number)s ditunda dan tidak dipanggil sampai kembali."))


@login_required
@require_POST
def take_back_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, tickets.take_back, _("%(number)s kembali ke antrean di tempat semula."))


@login_required
@require_POST
def prefer_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    wanted = request.POST.get("priority", "")
    priority = wanted if wanted in Priority.values else Priority.NONE
    return _change(request, pk, tickets.prefer, _("Prioritas %(number)s diubah."), priority)


def _change(
    request: HttpRequest, pk: int, verb: Callable[..., None], done: str, *how: Any, may_undo: bool = False
) -> HttpResponse:
    """Call one verb on a ticket of the own branch and say what came of it."""
    reception_branch(request)
    ticket = access.ticket_for(officer_of(request), pk)
    try:
        verb(ticket, *how, by=officer_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, f"{ticket.number}: {refusal.sentence}")
    else:
        messages.success(request, done % {"number": ticket.number}, extra_tags=f"undo-{pk}" if may_undo else "")
        calling.tell(ticket.branch, at=timezone.now())
    return redirect("reception")


@login_required
@require_POST
def direct_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one officer at work call this person, or anybody again."""
    branch, asked = reception_branch(request), request.POST.get("officer", "")
    at_work = roster.on_duty(branch.pk, at=timezone.now()).select_related("officer")
    wanted = next((shift.officer for shift in at_work if str(shift.officer_id) == asked), None)
    if asked and wanted is None:
        raise NotFound
    return _change(request, pk, tickets.direct, _("%(number)s dialihkan."), wanted)


@login_required
@require_POST
def transfer_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the person to another branch, and print the number that holds there."""
    branch, officer = reception_branch(request), officer_of(request)
    ticket, asked = access.ticket_for(officer, pk), request.POST.get("branch", "")
    to = transfers.branches_for(branch).filter(code=asked).first()
    if to is None:
        raise NotFound
    try:
        there = transfers.transfer(
            ticket, to, request.POST.get("note", "")[:LONGEST_NOTE], by=officer, at=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, f"{ticket.number}: {refusal.sentence}")
        return redirect("reception")
    for one in (branch, to):
        calling.tell(one, at=timezone.now())
    said = _("%(number)s sekarang %(there)s di %(branch)s. Cetak nomor barunya.")
    messages.success(request, said % {"number": ticket.number, "there": there.number, "branch": to.name})
    return redirect("reception-ticket", pk=ticket.pk)


@login_required
@require_POST
def pause_tickets(request: HttpRequest) -> HttpResponse:
    """Pause the ticket page with a reason, or give numbers again."""
    branch, reason = reception_branch(request), request.POST.get("reason", "").strip()
    if "resume" in request.POST:
        pauses.end(branch, at=timezone.now())
        messages.success(request, _("Layar tiket memberi nomor lagi."))
    elif not reason:
        messages.error(request, _("Tulis alasan yang akan dibaca pengunjung."))
    else:
        pauses.begin(branch, reason[:LONGEST_REASON], by=officer_of(request), at=timezone.now())
        messages.success(request, _("Layar tiket dihentikan sementara."))
    return redirect("reception")


@login_required
@require_POST
def check_in_booking(request: HttpRequest, pk: int) -> HttpResponse:
    """For a person who came without the code of the appointment."""
    reception_branch(request)
    officer = officer_of(request)
    booking = access.booking_for(officer, pk)
    try:
        ticket = appointments.check_in(booking, by=officer, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("reception")
    calling.tell(ticket.branch, at=timezone.now())
    return redirect("reception-ticket", pk=ticket.pk)


def _reception(request: HttpRequest, branch: Branch, form: FileClaimForm, *, at: datetime) -> HttpResponse:
    context = {"open": branches.is_open(branch, at=at), "pause": pauses.current(branch)}
    return ask(request, "queue/reception.html", branch, form, **context, **_line(branch, at=at))


def reception_branch(request: HttpRequest) -> Branch:
    """Return the branch of who works at reception. Raises NotAllowed for everybody else."""
    officer = officer_of(request)
    require_role(officer, Role.RECEPTION, Role.SUPERVISOR)
    return branch_for(officer, officer.branch.code if officer.branch else "")
