"""What a participant sees of the own claim, on any phone: found by receipt number and birth date, or by its code."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from booths.errors import Refusal
from lapak.claims.models import Claim
from lapak.money import access, corrections, progress
from lapak.money.forms import AccountForm, FindClaimForm
from lapak.money.models import Payout
from lapak.money.states import PayoutStatus
from lapak.people.identity import BANKS


@never_cache
@require_http_methods(["GET", "POST"])
def find_claim(request: HttpRequest) -> HttpResponse:
    """Both must be right, and the answer does not say which one was wrong."""
    form = FindClaimForm(request.POST or None)
    if form.is_valid():
        try:
            claim = access.claim_of_owner(**form.cleaned_data, **_where_and_when(request))
            return redirect("claim", key=claim.follow_key)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "money/find.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def show_claim(request: HttpRequest, key: str) -> HttpResponse:
    """The steps of the claim; where the bank refused the account, the form for another one."""
    claim = access.followed_claim(key)
    payout = _payout_of(claim)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and payout is not None:
        try:
            _name_account(request, claim, payout, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Rekening diterima. Petugas lain memeriksanya sebelum uang dikirim."))
            return redirect("claim", key=key)
    context = {
        "claim": claim,
        "branch": claim.branch,
        "payout": payout,
        "benefit": payout.determination if payout else None,
        "bank_name": BANKS[claim.bank_account.bank_code],
        "progress": progress.of_claim(claim, payout),
        "days": progress.PAID_WITHIN_DAYS,
        "form": form,
    }
    return render(request, "money/claim.html", context, status=422 if form.errors else 200)


def _where_and_when(request: HttpRequest) -> dict[str, Any]:
    return {"address": request.META.get("REMOTE_ADDR", ""), "at": timezone.now()}


def _name_account(request: HttpRequest, claim: Claim, payout: Payout, form: AccountForm) -> None:
    """Whoever names another account proves with NIK and card number to be the owner. Raises NotOwner and more."""
    stated = form.cleaned_data
    proof = {name: stated[name] for name in ("nik", "kpj_number")}
    access.check_owner(claim, **proof, **_where_and_when(request))
    corrections.name_account(
        payout, bank_code=stated["bank_code"], number=stated["account_number"], by=None, at=timezone.now()
    )


def _payout_of(claim: Claim) -> Payout | None:
    related = Payout.objects.select_related("claim__participant", "claim__membership", "determination")
    return related.exclude(status=PayoutStatus.WITHDRAWN).filter(claim=claim).first()


@never_cache
@require_GET
def download_receipt(request: HttpRequest, key: str) -> HttpResponse:
    from lapak.money import receipts  # brings reportlab, a fifth of what the web process loads at its start

    claim = access.followed_claim(key)
    address = request.build_absolute_uri(f"/klaim/{claim.follow_key}/")
    answer = HttpResponse(receipts.pdf_of(claim, _payout_of(claim), address=address), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{claim.receipt_number}.pdf"'
    return answer
