"""What is owed: promised with the decision, withdrawn while it can be undone, authorised when nobody need look again.

Sends nothing: see `transfers`. Locks in the order claim, participant, payout, transfer.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from booths.errors import StaleState
from booths.one_by_one import one_by_one
from lapak import secrets as field_secrets
from lapak.claims.models import Claim
from lapak.claims.states import ClaimReason, ClaimStatus
from lapak.money import determinations, flags, ledger, rails, second_looks
from lapak.money.bank.signatures import JAKARTA
from lapak.money.errors import AlreadyPromised, ClaimNotVerified, NothingToPay, UndoTooLate
from lapak.money.models import Payout, Transfer
from lapak.money.second_looks import Case, Policy
from lapak.money.states import PayoutStatus, ReviewReason, Step
from lapak.money.terms import Terms
from lapak.people.models import BankAccount
from lapak.transitions import begin, move

UNDO_FOR = timedelta(seconds=10)
AUTHORISED_AT_ONCE = 100


def promised_rupiah(claim: Claim) -> int | None:
    """Return the net that is owed for the claim, None where nothing is."""
    return Payout.objects.filter(claim=claim).values_list("net_rupiah", flat=True).first()


def promise(claim: Claim, *, by: Any, at: datetime) -> Payout:
    """Determine the benefit of a claim that was just verified, and owe its net.

    Belongs into the transaction of the decision. Raises ClaimNotVerified, NothingToPay, AlreadyPromised.
    """
    if claim.status != ClaimStatus.VERIFIED:
        raise ClaimNotVerified
    with transaction.atomic():
        determinations.lock(claim.participant_id)
        if not determinations.preview(claim, at=at).net_rupiah:
            raise NothingToPay
        earlier = Payout.objects.select_for_update(no_key=True).filter(claim=claim).first()
        if earlier and earlier.status != PayoutStatus.WITHDRAWN:
            raise AlreadyPromised
        terms = _promised_terms(claim, earlier, by=by, at=at)
        if earlier:
            move(earlier, PayoutStatus.AWAITING_AUTHORISATION, by=by, at=at, **terms)
            return earlier
        return _create(claim, terms, by=by, at=at)


def withdraw(claim: Claim, *, by: Any, at: datetime) -> Payout:
    """Take the promise back because the decision is undone. Raises UndoTooLate once it is or must be authorised."""
    payout = Payout.objects.get(claim=claim)
    if payout.status != PayoutStatus.AWAITING_AUTHORISATION or at >= payout.authorise_at:
        raise UndoTooLate
    try:
        take_back(payout, by=by, at=at)
    except StaleState:
        raise UndoTooLate from None
    return payout


@transaction.atomic
def take_back(payout: Payout, *, by: Any, at: datetime, note: str = "") -> None:
    """Owe nothing any more, until the claim is verified anew. Raises ImpossibleMove once it is authorised."""
    move(payout, PayoutStatus.WITHDRAWN, by=by, at=at, note=note, awaits=Step.NONE)
    determinations.supersede(payout.claim, at=at)


def lock(payout: Payout) -> None:
    """Lock the claim and then what is owed, in the order of everybody, and read both as they are now."""
    Claim.objects.select_for_update(no_key=True).get(pk=payout.claim_id)
    Payout.objects.select_for_update(no_key=True).get(pk=payout.pk)
    payout.refresh_from_db(fields=["status", "awaits", "round", "made_by", "account_seal"])
    payout.claim.refresh_from_db(fields=["status", "bank_account"])


def policy() -> Policy:
    return Policy(**settings.SECOND_LOOK)


def await_look(payout: Payout, step: Step) -> None:
    """Say whose look comes next; none left lets the money go."""
    Payout.objects.filter(pk=payout.pk).update(awaits=step)
    payout.awaits = step


def owe_again(payout: Payout, *, reasons: list[ReviewReason], awaits: Step, by: Any, at: datetime, note: str) -> None:
    """Begin a new round for money that did not arrive: nothing goes before somebody else has looked."""
    terms = {
        "account_seal": seal_account(payout.claim.bank_account),
        "round": payout.round + 1,
        "review_reasons": reasons,
        "awaits": awaits,
        "authorise_at": at,
        "made_by": by,
        "paid_at": None,
    }
    move(payout, PayoutStatus.AWAITING_AUTHORISATION, by=by, at=at, note=note, **terms)


def authorise_due(*, terms: Terms, at: datetime) -> int:
    """Authorise every payout that the policy lets go. Returns how many; two callers share the work."""
    due = _authorisable(at=at).order_by("authorise_at", "id").values_list("pk", flat=True)[:AUTHORISED_AT_ONCE]
    return one_by_one(lambda pk: authorise(pk, terms=terms, at=at), due, what="payout")


def authorise(payout_id: int, *, terms: Terms, at: datetime) -> bool:
    """Authorise a payout, with its first transfer; False where it may not go, or another worker is at it."""
    due = _authorisable(at=at).select_for_update(no_key=True, skip_locked=True, of=("self",))
    with transaction.atomic():
        payout = due.select_related("claim__bank_account", "determination").filter(pk=payout_id).first()
        if payout is None:
            return False
        if payout.account_seal != seal_account(payout.claim.bank_account):
            move(payout, PayoutStatus.ACCOUNT_CORRECTION, by=None, at=at, note="account-changed")
        else:
            move(payout, PayoutStatus.AUTHORISED, by=None, at=at, authorised_at=at)
            ledger.post_owed(payout, at=at)
            create_transfer(payout, terms=terms, at=at)
        return True


def _authorisable(*, at: datetime) -> Any:
    """A payout goes once its decision cannot be undone and no look of another person is awaited."""
    return Payout.objects.filter(status=PayoutStatus.AWAITING_AUTHORISATION, awaits=Step.NONE, authorise_at__lte=at)


def create_transfer(payout: Payout, *, terms: Terms, at: datetime) -> Transfer:
    """Write one attempt with a snapshot of the claim's account. Raises AlreadyPromised while another one may pay."""
    account = payout.claim.bank_account
    way = rails.route(payout.net_rupiah, account.bank_code, own_bank_code=terms.own_bank_code, at=at)
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(
                payout=payout,
                reference=_make_reference(at),
                transaction_date=at,
                rail=way.rail,
                bank_code=account.bank_code,
                account_number=account.number,
                account_number_index=account.number_index,
                holder_name=account.holder_name,
                amount_rupiah=payout.net_rupiah,
                next_at=way.not_before,
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


def _promised_terms(claim: Claim, earlier: Payout | None, *, by: Any, at: datetime) -> dict[str, Any]:
    determination = determinations.determine(claim, at=at)
    seal = seal_account(claim.bank_account)
    case = Case(
        gross_rupiah=determination.gross_rupiah,
        net_rupiah=determination.net_rupiah,
        is_heir=claim.reason == ClaimReason.DEATH,
        account_changed=earlier is not None and earlier.account_seal != seal,
        account_shared=flags.account_is_shared(claim),
        people_of_phone=flags.people_of_phone(claim),
        has_other_claim=flags.has_other_claim(claim),
        officer_since=at - by.date_joined if by else None,
    )
    reasons = second_looks.reasons(case, policy(), draw=secrets.randbelow)
    return {
        "determination": determination,
        "net_rupiah": determination.net_rupiah,
        "account_seal": seal,
        "authorise_at": at + UNDO_FOR,
        "made_by": by,
        "round": earlier.round + 1 if earlier else 1,
        "review_reasons": reasons,
        "awaits": second_looks.first_step(reasons),
    }


def _create(claim: Claim, terms: dict[str, Any], *, by: Any, at: datetime) -> Payout:
    try:
        with transaction.atomic():
            payout = Payout.objects.create(claim=claim, **terms)
    except IntegrityError:
        raise AlreadyPromised from None
    begin(payout, by=by, at=at)
    return payout


def _make_reference(at: datetime) -> str:
    """Return a partnerReferenceNo: it says the day and nothing about the person."""
    return f"LPK{at.astimezone(JAKARTA):%Y%m%d}{secrets.randbelow(10**14):014d}"
