"""Payments by file: gathered, authorised by another person, downloaded, answered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from booths.access import Role, officer_of, require_role
from booths.errors import NotFound, Refusal
from booths.models import Officer
from lapak.money import access, batches
from lapak.money.forms import ReportForm
from lapak.money.iso20022 import LARGEST_BYTES
from lapak.money.models import PaymentBatch, Transfer
from lapak.money.states import TransferStatus

SHOWN = 50


@login_required
@never_cache
def show_batches(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    require_role(officer, Role.FINANCE)
    if request.method == "POST":
        try:
            return redirect("batch", pk=batches.gather(by=officer, at=timezone.now()).pk)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("batches")
    ready = Transfer.objects.for_a_file()
    found = PaymentBatch.objects.select_related("created_by", "authorised_by")[:SHOWN]
    return render(request, "money/batches.html", {"batches": found, "ready": ready.count()})


@login_required
@never_cache
def show_batch(request: HttpRequest, pk: int) -> HttpResponse:
    officer = officer_of(request)
    batch, form = access.batch_for(officer, pk), ReportForm()
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES) if "read" in request.POST else form
        if not form.is_bound or form.is_valid():
            _carry_out(request, batch, officer, form)
            return redirect("batch", pk=pk)
    context = {
        "batch": batch,
        "transfers": batch.transfers.select_related("payout__claim__participant").order_by("pk")[:1000],
        "progress": batches.progress_of(batch),
        "done": batch.transfers.exclude(status__in=[TransferStatus.READY, TransferStatus.SUBMITTED]).count(),
        "is_own": batch.created_by_id == officer.pk,
        "form": form,
    }
    return render(request, "money/batch.html", context, status=422 if form.errors else 200)


def _carry_out(request: HttpRequest, batch: PaymentBatch, officer: Officer, form: ReportForm) -> None:
    now = timezone.now()
    try:
        if form.is_bound:
            found = batches.take_report(batch, form.cleaned_data["report"].read(LARGEST_BYTES + 1), at=now)
            said = _("%(paid)d dibayar, %(refused)d ditolak, %(pending)d berjalan, %(unknown)d tidak dikenal.")
            messages.success(request, said % found)
        elif "authorise" in request.POST:
            batches.authorise(batch, by=officer, at=now)
            messages.success(request, _("Diotorisasi. Unduh berkasnya dan kirim ke bank."))
        elif "cancel" in request.POST:
            batches.cancel(batch, at=now)
            messages.success(request, _("Dibatalkan. Pembayarannya siap dikumpulkan lagi."))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)


@login_required
@require_GET
@never_cache
def download_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same bytes every time; it carries account numbers, so it is kept nowhere."""
    batch = access.batch_for(officer_of(request), pk)
    answer = HttpResponse(batches.file_of(batch), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{batch.number}.xml"'
    return answer
