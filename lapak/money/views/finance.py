"""The pages of finance: the work-list, one payout with all that happened, figures by day, tax withheld."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from booths.access import Role, officer_of, require_role
from booths.errors import NotFound, Refusal
from lapak.money import access, approvals, corrections, days, funds, ledger, sheets, timeline, work_list
from lapak.money.bank.signatures import JAKARTA
from lapak.money.forms import EvidenceForm
from lapak.money.models import Payout
from lapak.money.states import PayoutStatus, Step, TransferStatus
from lapak.people.identity import BANKS

DAYS_SHOWN = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
@never_cache
def show_work(request: HttpRequest) -> HttpResponse:
    """One list at a time; the numbers of all stand beside it."""
    officer = officer_of(request)
    require_role(officer, Role.FINANCE)
    seen, now = access.payouts_for(officer), timezone.now()
    name, wanted = request.GET.get("show", ""), request.GET.get("q", "")[:64]
    numbers = work_list.counts(seen)
    if name not in work_list.LISTS:
        name = next((one for one in ("release", "stuck", "unknown", "account") if numbers[one]), "moving")
    rows, more = work_list.page(seen, name, at=now, before=_number(request.GET.get("before")), wanted=wanted)
    lists = [(one, label, numbers.get(one)) for one, (label, _) in work_list.LISTS.items()]
    context = {
        "lists": lists, "name": name, "rows": rows, "more": more, "wanted": wanted,
        "today": work_list.today(seen, at=now), "shortage": funds.shortage(),
    }  # fmt: skip
    return render(request, "money/work.html", context)


@login_required
@require_POST
def try_sending(request: HttpRequest) -> HttpResponse:
    """Our account was filled: send again at once."""
    require_role(officer_of(request), Role.FINANCE)
    funds.try_now(at=timezone.now())
    messages.success(request, _("Pengiriman dicoba lagi sekarang."))
    return redirect("finance")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 18 else 0


@login_required
@require_GET
@never_cache
def show_payout(request: HttpRequest, pk: int) -> HttpResponse:
    officer = officer_of(request)
    require_role(officer, Role.FINANCE)
    return render(request, "money/payout.html", _payout(access.payout_for(officer, pk)))


def _payout(payout: Payout) -> dict[str, Any]:
    last = payout.transfers.order_by("-pk").first()
    stuck = payout.status == PayoutStatus.STUCK and last is not None
    return {
        "payout": payout,
        "claim": payout.claim,
        "benefit": payout.determination,
        "bank_name": BANKS[payout.claim.bank_account.bank_code],
        "transfer": last,
        "state": work_list.STATE_WORDS[PayoutStatus(payout.status)],
        "reasons": approvals.reasons_in_words(payout),
        "events": timeline.of_payout(payout),
        "may_release": payout.status == PayoutStatus.AWAITING_AUTHORISATION and payout.awaits == Step.RELEASE,
        "is_stuck": stuck,
        "is_refused": stuck and last is not None and last.status == TransferStatus.FAILED,
        "may_return": last is not None and last.status == TransferStatus.PAID,
        "form": EvidenceForm(),
    }


Deed = Callable[[HttpRequest, int, str], None]


@login_required
@require_POST
def change_payout(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out the one deed whose button was pressed, and say what came of it."""
    require_role(officer_of(request), Role.FINANCE)
    access.payout_for(officer_of(request), pk)
    deed = next((deed for name, deed in DEEDS.items() if name in request.POST), None)
    form = EvidenceForm(request.POST)
    if deed is None or not form.is_valid():
        messages.error(request, _("Tindakan ini tidak dikenal atau catatannya terlalu panjang."))
        return redirect("payout", pk=pk)
    try:
        deed(request, pk, form.cleaned_data["note"])
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("payout", pk=pk)


def _release(request: HttpRequest, pk: int, note: str) -> None:
    officer = officer_of(request)
    approvals.approve(access.payout_for(officer, pk), by=officer, at=timezone.now(), note=note)
    messages.success(request, _("Dilepas. Uang dikirim dalam beberapa detik."))


def _send_back(request: HttpRequest, pk: int, note: str) -> None:
    officer = officer_of(request)
    approvals.send_back(access.payout_for(officer, pk), by=officer, at=timezone.now(), note=note)
    messages.success(request, _("Dikembalikan kepada petugas."))


def _confirm_paid(request: HttpRequest, pk: int, note: str) -> None:
    officer = officer_of(request)
    corrections.confirm_paid(access.last_transfer_for(officer, pk), evidence=note, by=officer, at=timezone.now())
    messages.success(request, _("Dicatat: uang sudah dibayar."))


def _confirm_unpaid(request: HttpRequest, pk: int, note: str) -> None:
    officer = officer_of(request)
    corrections.confirm_unpaid(access.last_transfer_for(officer, pk), evidence=note, by=officer, at=timezone.now())
    messages.success(request, _("Dicatat: uang tidak pernah dikirim. Petugas keuangan lain melepasnya lagi."))


def _ask_account(request: HttpRequest, pk: int, note: str) -> None:
    officer = officer_of(request)
    corrections.ask_for_account(access.last_transfer_for(officer, pk), by=officer, at=timezone.now())
    messages.success(request, _("Peserta diminta menyebut rekening lain."))


def _record_return(request: HttpRequest, pk: int, note: str) -> None:
    officer = officer_of(request)
    corrections.return_seen(access.last_transfer_for(officer, pk), evidence=note, by=officer, at=timezone.now())
    messages.success(request, _("Retur dicatat. Peserta diminta menyebut rekening lain."))


DEEDS: dict[str, Deed] = {
    "release": _release,
    "send-back": _send_back,
    "paid": _confirm_paid,
    "unpaid": _confirm_unpaid,
    "ask-account": _ask_account,
    "returned": _record_return,
}


# ---- figures


@login_required
@require_GET
@never_cache
def show_days(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    require_role(officer, Role.FINANCE)
    today = timezone.now().astimezone(JAKARTA).date()
    found = days.by_day(access.payouts_for(officer), since=today - timedelta(days=DAYS_SHOWN))
    balances = ledger.balances() if officer.branch_id is None else {}
    context = {"days": found, "balances": ledger.in_words(balances), "months": _months(today)}
    return render(request, "money/days.html", context)


def _months(today: date) -> list[date]:
    this = today.replace(day=1)
    return [this, (this - timedelta(days=1)).replace(day=1)]


@login_required
@require_GET
@never_cache
def download_withheld(request: HttpRequest, year: int, month: int, kind: str) -> HttpResponseBase:
    """The withholding list of a month; it carries NIKs, so it is made anew and kept nowhere."""
    officer = officer_of(request)
    require_role(officer, Role.FINANCE)
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise NotFound
    head = (_("Tanggal"), _("Nomor klaim"), "NIK/NPWP", _("Nama"), _("Kode objek pajak"), _("Bruto"), "PPh 21")
    lines = days.withheld(
        access.payouts_for(officer), date(year, month, 1), progressive_code=settings.PROGRESSIVE_OBJECT_CODE
    )
    rows = (
        (one.paid_on.isoformat(), one.receipt_number, one.tax_identity, one.name, one.object_code,
         one.gross_rupiah, one.tax_rupiah)
        for one in lines
    )  # fmt: skip
    answer: HttpResponseBase
    if kind == "xlsx":
        answer = HttpResponse(sheets.rows_as_xlsx(head, rows), content_type=XLSX)
    else:
        answer = StreamingHttpResponse(sheets.rows_as_csv(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="pph21-{year}-{month:02}.{kind}"'
    return answer
