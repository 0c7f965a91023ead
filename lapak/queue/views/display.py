"""The public display and the page on which a person follows the own number: no login, no person."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from booths import topics
from booths.access import public_branch
from lapak.queue import access, display
from lapak.queue.pages import progress_of


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


@require_GET
@never_cache
def follow_ticket(request: HttpRequest, key: str) -> HttpResponse:
    """The number, the place in line and the wait; the address shows these and proves nothing."""
    ticket = access.followed_ticket(key, at=timezone.now())
    context = {"branch": ticket.branch, "ticket": ticket, "progress": progress_of(ticket, at=timezone.now())}
    is_part = request.GET.get("part") == "1"
    return render(request, "queue/progress.html" if is_part else "queue/follow.html", context)
