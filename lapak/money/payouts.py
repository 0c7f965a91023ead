"""What is owed: promised with the decision, withdrawn while it can be undone, authorised when it no longer can.

Sends nothing: see `transfers`. Locks in the order claim, payout, transfer.
"""

import secrets
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from booths.errors import StaleState
from lapak import secrets as field_secrets
from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.claims.states import ClaimStatus
from lapak.money import tax
from lapak.money.bank.signatures import JAKARTA
from lapak.money.errors import AlreadyPromised, ClaimNotVerified, NothingToPay, UndoTooLate
from lapak.money.models import BenefitDetermination, Payout, Transfer
from lapak.money.states import PayoutStatus
from lapak.money.terms import Terms
from lapak.people.models import BankAccount, Membership
from lapak.transitions import begin, move

UNDO_FOR = timedelta(seconds=10)
AUTHORISED_AT_ONCE = 100


def preview(claim: Claim, *, at: datetime) -> tax.TaxLines:
    """Return gross, tax and net as they would be determined at this moment."""
    return tax.compute(
        sum(claims.amounts_of(claim)),
        paid_on=at.astimezone(JAKARTA).date(),
        earlier=earlier_of(claim),
        is_identified=settings.NIK_COUNTS_AS_NPWP,
        rounds_base_down=settings.TAX_BASE_IN_THOUSANDS,
    )


def earlier_of(claim: Claim) -> list[tax.Earlier]:
    """Return what this participant got before or is promised already, of all cards: one free amount for all of it."""
    owed = Payout.objects.exclude(status=PayoutStatus.WITHDRAWN).exclude(claim=claim)
    ours = owed.filter(claim__participant=claim.participant_id).select_related("determination")
    memberships = Membership.objects.filter(participant=claim.participant_id)
    return [
        *(tax.Earlier((one.paid_at or one.authorise_at).astimezone(JAKARTA).date(), one.determination.gross_rupiah)
          for one in ours),
        *(tax.Earlier(date.fromisoformat(day), rupiah) for one in memberships for day, rupiah in one.paid_before),
    ]  # fmt: skip


def promised_rupiah(claim: Claim) -> int | None:
    """Return the net that is owed for the claim, None where nothing is."""
    return Payout.objects.filter(claim=claim).values_list("net_rupiah", flat=True).first()


def promise(claim: Claim, *, by: Any, at: datetime) -> Payout:
    """Determine the benefit of a claim that was just verified, and owe its net.

    Belongs into the transaction of the decision. Raises ClaimNotVerified, NothingToPay, AlreadyPromised.
    """
    if claim.status != ClaimStatus.VERIFIED:
        raise ClaimNotVerified
    if not preview(claim, at=at).net_rupiah:
        raise NothingToPay
    with transaction.atomic():
        earlier = Payout.objects.select_for_update(no_key=True).filter(claim=claim).first()
        if earlier and earlier.status != PayoutStatus.WITHDRAWN:
            raise AlreadyPromised
        terms = _promised_terms(claim, at=at)
        if earlier:
            move(earlier, PayoutStatus.AWAITING_AUTHORISATION, by=by, at=at, **terms)
            return earlier
        return _create(claim, terms, by=by, at=at)


def withdraw(claim: Claim, *, by: Any, at: datetime) -> Payout:
    """Take the promise back because the decision is undone. Raises UndoTooLate once it is or must be authorised."""
    payout = Payout.objects.get(claim=claim)
    if payout.status != PayoutStatus.AWAITING_AUTHORISATION or at >= payout.authorise_at:
        raise UndoTooLate
    with transaction.atomic():
        try:
            move(payout, PayoutStatus.WITHDRAWN, by=by, at=at)
        except StaleState:
            raise UndoTooLate from None
        _supersede_determination(claim, at=at)
    return payout


def authorise_due(*, terms: Terms, at: datetime) -> int:
    """Authorise every payout that the policy lets go. Returns how many; two callers share the work."""
    count = 0
    while count < AUTHORISED_AT_ONCE and authorise_next(terms=terms, at=at):
        count += 1
    return count


def authorise_next(*, terms: Terms, at: datetime, payout_id: int | None = None) -> bool:
    """Authorise one payout that may go, with its first transfer; False when there is none."""
    due = _authorisable(at=at).select_for_update(no_key=True, skip_locked=True, of=("self",))
    if payout_id is not None:
        due = due.filter(pk=payout_id)
    with transaction.atomic():
        payout = due.select_related("claim__bank_account").order_by("authorise_at", "id").first()
        if payout is None:
            return False
        if payout.account_seal != seal_account(payout.claim.bank_account):
            move(payout, PayoutStatus.ACCOUNT_CORRECTION, by=None, at=at, note="account-changed")
        else:
            move(payout, PayoutStatus.AUTHORISED, by=None, at=at, authorised_at=at)
            create_transfer(payout, terms=terms, at=at)
        return True


def _authorisable(*, at: datetime) -> Any:
    """The authorisation policy: a payout goes once its decision cannot be undone. A second person is not asked yet."""
    return Payout.objects.filter(status=PayoutStatus.AWAITING_AUTHORISATION, authorise_at__lte=at)


def create_transfer(payout: Payout, *, terms: Terms, at: datetime) -> Transfer:
    """Write one attempt with a snapshot of the claim's account. Raises AlreadyPromised while another one may pay."""
    account = payout.claim.bank_account
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(
                payout=payout,
                reference=_make_reference(at),
                transaction_date=at,
                rail=terms.rail_to(account.bank_code),
                bank_code=account.bank_code,
                account_number=account.number,
                account_number_index=account.number_index,
                holder_name=account.holder_name,
                amount_rupiah=payout.net_rupiah,
                next_at=at,
            )
            begin(transfer, by=None, at=at)
    except IntegrityError as refused:
        if "payout_has_one_transfer_that_may_pay" not in str(refused):
            raise
        raise AlreadyPromised from None
    return transfer


def seal_account(account: BankAccount) -> str:
    """Return the keyed hash of what money is sent to: bank, number and holder."""
    return field_secrets.blind_index(
        f"{account.bank_code}|{account.number}|{account.holder_name}", purpose="payout-account"
    )


def _promised_terms(claim: Claim, *, at: datetime) -> dict[str, Any]:
    determination = _determine(claim, at=at)
    return {
        "determination": determination,
        "net_rupiah": determination.net_rupiah,
        "account_seal": seal_account(claim.bank_account),
        "authorise_at": at + UNDO_FOR,
    }


def _create(claim: Claim, terms: dict[str, Any], *, by: Any, at: datetime) -> Payout:
    try:
        with transaction.atomic():
            payout = Payout.objects.create(claim=claim, **terms)
    except IntegrityError:
        raise AlreadyPromised from None
    begin(payout, by=by, at=at)
    return payout


def _determine(claim: Claim, *, at: datetime) -> BenefitDetermination:
    lines = preview(claim, at=at)
    contributions, accrued = claims.amounts_of(claim)
    _supersede_determination(claim, at=at)
    return BenefitDetermination.objects.create(
        claim=claim,
        contributions_rupiah=contributions,
        return_rupiah=accrued,
        gross_rupiah=lines.gross_rupiah,
        tax_rupiah=lines.tax_rupiah,
        net_rupiah=lines.net_rupiah,
        lines=[asdict(band) for band in lines.bands],
        earlier_rupiah=lines.earlier_rupiah,
        rule=lines.rule,
        rule_version=lines.rule_version,
        determined_at=at,
    )


def _supersede_determination(claim: Claim, *, at: datetime) -> None:
    BenefitDetermination.objects.filter(claim=claim, superseded_at=None).update(superseded_at=at)


def _make_reference(at: datetime) -> str:
    """Return a partnerReferenceNo: it says the day and nothing about the person."""
    return f"LPK{at.astimezone(JAKARTA):%Y%m%d}{secrets.randbelow(10**14):014d}"
