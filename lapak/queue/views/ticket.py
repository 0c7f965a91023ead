"""The self-service ticket page of a branch."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from booths import branches
from booths.access import public_branch
from lapak.queue import pauses
from lapak.queue.forms import REASONS, USUAL, FileClaimForm, new_request_key
from lapak.queue.models import Ticket
from lapak.queue.pages import hours_in_words, paper_of
from lapak.queue.views.claim_form import ask, file_claim, origin_of, read

# The ticket shown after filing: its id, in the session only.
ISSUED = "issued_ticket"
WIPE_AFTER_SECONDS = 60


@never_cache
def take_ticket(request: HttpRequest, code: str) -> HttpResponse:
    """First the reason, then the data; both steps are one address, so nothing personal ever stands in one."""
    branch, at = public_branch(code), timezone.now()
    if "request_key" not in request.POST and not branches.is_open(branch, at=at):
        return render(request, "queue/closed.html", {"branch": branch, "hours": hours_in_words(branch)})
    if "request_key" not in request.POST and (pause := pauses.current(branch)):
        return render(request, "queue/paused.html", {"branch": branch, "pause": pause})
    if request.method != "POST" or "reason" not in request.POST:
        request.session.pop(ISSUED, None)
        rows = list(REASONS.items())
        return render(request, "queue/choose.html", {"branch": branch, "usual": rows[:USUAL], "rare": rows[USUAL:]})
    if "request_key" not in request.POST:
        form = FileClaimForm(initial={"request_key": new_request_key(), "reason": request.POST["reason"]})
        return ask(request, "queue/ticket.html", branch, form)
    form = read(request, branch, at=at)
    ticket = file_claim(form, branch, by=None, at=at) if form.is_bound else None
    if ticket is None:
        return ask(request, "queue/ticket.html", branch, form)
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
    context = {
        "branch": branch,
        "paper": paper_of(ticket, at=timezone.now(), origin=origin_of(request)),
        "wipe_after_seconds": WIPE_AFTER_SECONDS,
    }
    return render(request, "queue/issued.html", context)


def _wipe(request: HttpRequest) -> None:
    """Forget the visitor. A member of staff who tries the page in the same browser stays logged in."""
    if request.user.is_authenticated:
        request.session.pop(ISSUED, None)
    else:
        request.session.flush()
