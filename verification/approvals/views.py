"""The pages of the second look. Every button is one deed, and says what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from booths.access import Role, officer_of, own_branch, require_role
from booths.errors import NotFound, Refusal
from booths.models import Officer
from lapak.money import access, approvals
from lapak.money.forms import EvidenceForm
from lapak.money.models import Payout
from lapak.money.states import PayoutStatus, Step
from lapak.people.identity import BANKS
from verification.approvals import case


def _checker(request: HttpRequest) -> Officer:
    officer = officer_of(request)
    require_role(officer, Role.SUPERVISOR)
    return officer


@login_required
@require_GET
@never_cache
def show_waiting(request: HttpRequest) -> HttpResponse:
    officer = _checker(request)
    rows = [(payout, approvals.reasons_in_words(payout)) for payout in case.waiting_for(officer)[:100]]
    return render(request, "verification/approvals.html", {"branch": own_branch(officer), "rows": rows})


@login_required
@require_GET
@never_cache
def show_case(request: HttpRequest, pk: int) -> HttpResponse:
    officer = _checker(request)
    payout = access.payout_for(officer, pk)
    context = {
        "branch": own_branch(officer),
        "case": case.of(payout),
        "payout": payout,
        "claim": payout.claim,
        "benefit": payout.determination,
        "bank_name": BANKS[payout.claim.bank_account.bank_code],
        "looks": payout.approvals.select_related("by"),
        "may_check": payout.status == PayoutStatus.AWAITING_AUTHORISATION and payout.awaits == Step.CHECK,
        "is_held": payout.status == PayoutStatus.HELD,
        "is_own": payout.made_by_id == officer.pk,
        "is_related": payout.claim.recusals.filter(officer=officer).exists(),
        "form": EvidenceForm(),
    }
    return render(request, "verification/approval.html", context)


@login_required
@require_POST
def change_case(request: HttpRequest, pk: int) -> HttpResponse:
    officer = _checker(request)
    payout = access.payout_for(officer, pk)
    deed = next((deed for name, deed in DEEDS.items() if name in request.POST), None)
    form = EvidenceForm(request.POST)
    if deed is None or not form.is_valid():
        messages.error(request, _("Tindakan ini tidak dikenal atau catatannya terlalu panjang."))
        return redirect("approval", pk=pk)
    try:
        messages.success(request, deed(payout, officer, form.cleaned_data["note"]))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("approval", pk=pk)
    return redirect("approvals")


def _approve(payout: Payout, officer: Officer, note: str) -> str:
    approvals.approve(payout, by=officer, at=timezone.now(), note=note)
    if payout.awaits == Step.RELEASE:
        return _("%(claim)s disetujui. Keuangan melepasnya.") % {"claim": payout.claim.receipt_number}
    return _("%(claim)s disetujui. Uang dikirim dalam beberapa detik.") % {"claim": payout.claim.receipt_number}


def _send_back(payout: Payout, officer: Officer, note: str) -> str:
    approvals.send_back(payout, by=officer, at=timezone.now(), note=note)
    return _("%(claim)s dikembalikan kepada petugas.") % {"claim": payout.claim.receipt_number}


def _hold(payout: Payout, officer: Officer, note: str) -> str:
    approvals.hold(payout, by=officer, at=timezone.now(), note=note)
    return _("%(claim)s ditahan.") % {"claim": payout.claim.receipt_number}


def _let_go(payout: Payout, officer: Officer, note: str) -> str:
    approvals.let_go(payout, by=officer, at=timezone.now())
    return _("%(claim)s tidak ditahan lagi dan menunggu diperiksa.") % {"claim": payout.claim.receipt_number}


def _refuse(payout: Payout, officer: Officer, note: str) -> str:
    approvals.refuse(payout, by=officer, at=timezone.now(), note=note)
    return _("%(claim)s ditolak.") % {"claim": payout.claim.receipt_number}


def _recuse(payout: Payout, officer: Officer, note: str) -> str:
    approvals.recuse(payout.claim, officer=officer, at=timezone.now())
    return _("Dicatat. Orang lain memeriksa %(claim)s.") % {"claim": payout.claim.receipt_number}


DEEDS: dict[str, Callable[[Payout, Officer, str], str]] = {
    "approve": _approve,
    "send-back": _send_back,
    "hold": _hold,
    "let-go": _let_go,
    "refuse": _refuse,
    "recuse": _recuse,
}
