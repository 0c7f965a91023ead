"""The bank's books beside ours: open differences with their age, the days that were compared, a statement by file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from booths.access import Role, officer_of, require_role
from booths.errors import NotFound, Refusal
from lapak.money import camt, reconciliation
from lapak.money.forms import EvidenceForm, StatementForm
from lapak.money.iso20022 import LARGEST_BYTES
from lapak.money.models import Difference, ReconciledDay
from lapak.money.states import StatementSource

SHOWN, DAYS = 200, 14


@login_required
@never_cache
def show_differences(request: HttpRequest) -> HttpResponse:
    require_role(officer_of(request), Role.FINANCE)
    form = StatementForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            _read_file(request, form.cleaned_data["statement"].read(LARGEST_BYTES + 1))
        except Refusal as refusal:
            form.add_error("statement", refusal.sentence)
        else:
            return redirect("reconciliation")
    context = {
        "differences": Difference.objects.filter(settled_at=None).select_related("transfer")[:SHOWN],
        "settled": Difference.objects.exclude(settled_at=None)
        .select_related("settled_by")
        .order_by("-settled_at")[:20],
        "days": ReconciledDay.objects.order_by("-day")[:DAYS],
        "form": form,
    }
    return render(request, "money/reconciliation.html", context, status=422 if form.errors else 200)


def _read_file(request: HttpRequest, content: bytes) -> None:
    """Compare every day of the file; nothing is changed where the file cannot be read whole."""
    days = camt.read(content)
    open_ones = 0
    for day, booked in sorted(days.items()):
        open_ones += len(reconciliation.reconcile(day, booked, source=StatementSource.FILE, at=timezone.now()))
    lines = sum(len(booked) for booked in days.values())
    said = ngettext(
        "%(lines)d pembayaran dibandingkan, %(count)d perbedaan.",
        "%(lines)d pembayaran dibandingkan, %(count)d perbedaan.",
        open_ones,
    )
    messages.success(request, said % {"lines": lines, "count": open_ones})


@login_required
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    officer = officer_of(request)
    require_role(officer, Role.FINANCE)
    difference = Difference.objects.filter(pk=pk, settled_at=None).first()
    form = EvidenceForm(request.POST)
    if difference is None:
        raise NotFound
    try:
        note = form.cleaned_data["note"] if form.is_valid() else ""
        reconciliation.explain(difference, by=officer, note=note, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Perbedaan dijelaskan."))
    return redirect("reconciliation")
