"""When money did not arrive: another account, a recorded return, and what a person decides about a stuck payout."""

from datetime import datetime

from django.db import transaction

from booths.models import Officer
from lapak.claims import claims
from lapak.money import ledger, payouts
from lapak.money.errors import NotCorrectable, NoteNeeded, NotStuck, SameAccount
from lapak.money.models import Payout, Transfer
from lapak.money.states import CLOSED_UNPAID_TRANSFER, PayoutStatus, ReviewReason, Step, TransferStatus
from lapak.people import participants
from lapak.transitions import move


@transaction.atomic
def name_account(payout: Payout, *, bank_code: str, number: str, by: Officer | None, at: datetime) -> None:
    """Give the claim another account; a supervisor looks before money goes there.

    Raises NotCorrectable, SameAccount, InvalidBank.
    """
    payouts.lock(payout)
    if payout.status != PayoutStatus.ACCOUNT_CORRECTION:
        raise NotCorrectable
    claim = payout.claim
    account = participants.account_of(
        claim.participant, bank_code=bank_code, number=number, holder_name=claim.claimant_name
    )
    tried = payout.transfers.filter(status__in=CLOSED_UNPAID_TRANSFER)
    if tried.filter(bank_code=bank_code, account_number_index=account.number_index).exists():
        raise SameAccount
    claims.pay_into(claim, account)
    payouts.owe_again(
        payout, reasons=[ReviewReason.ACCOUNT_CHANGED], awaits=Step.CHECK, by=by, at=at, note="account-named"
    )


@transaction.atomic
def record_return(transfer: Transfer, *, by: Officer | None, at: datetime, note: str) -> None:
    """The bank sent paid money back: the claim is not paid any more and waits for another account. Raises NotStuck."""
    payout = _lock_of(transfer)
    if transfer.status != TransferStatus.PAID:
        raise NotStuck
    move(transfer, TransferStatus.RETURNED, by=by, at=at, note=note)
    move(payout, PayoutStatus.ACCOUNT_CORRECTION, by=by, at=at, note=note, paid_at=None)
    claims.take_back_payment(payout.claim, by=by, at=at)
    ledger.post_returned(transfer, at=at)


def return_seen(transfer: Transfer, *, evidence: str, by: Officer, at: datetime) -> None:
    """A person has seen in the bank's books that the money came back. Raises NotStuck, NoteNeeded."""
    if not evidence.strip():
        raise NoteNeeded
    record_return(transfer, by=by, at=at, note=evidence.strip()[:200])


@transaction.atomic
def confirm_paid(transfer: Transfer, *, evidence: str, by: Officer, at: datetime) -> None:
    """A person has seen in the bank's books that the money went. Raises NotStuck, NoteNeeded."""
    payout = _lock_stuck(transfer, evidence)
    settled = {"settled_at": at, "bank_reference": transfer.bank_reference or evidence[:64]}
    move(transfer, TransferStatus.PAID, by=by, at=at, note="evidence", **settled)
    move(payout, PayoutStatus.PAID, by=by, at=at, note="evidence", paid_at=at)
    claims.pay(payout.claim, at=at)
    ledger.post_paid(transfer, at=at)


@transaction.atomic
def confirm_unpaid(transfer: Transfer, *, evidence: str, by: Officer, at: datetime) -> None:
    """A person has seen that the money never went: it is owed again, and another person releases it.

    Raises NotStuck, NoteNeeded. Also for a transfer that the bank refused for a reason a person had to look at.
    """
    payout = _lock_stuck(transfer, evidence)
    if transfer.status == TransferStatus.STUCK:
        move(transfer, TransferStatus.FAILED, by=by, at=at, note="evidence", settled_at=at)
    payouts.owe_again(payout, reasons=[], awaits=Step.RELEASE, by=by, at=at, note=evidence[:200])


@transaction.atomic
def ask_for_account(transfer: Transfer, *, by: Officer, at: datetime) -> None:
    """The bank refused for good: the participant names another account. Raises NotStuck."""
    payout = _lock_of(transfer)
    if payout.status != PayoutStatus.STUCK or transfer.status != TransferStatus.FAILED:
        raise NotStuck
    move(payout, PayoutStatus.ACCOUNT_CORRECTION, by=by, at=at, note="asked")


def _lock_stuck(transfer: Transfer, evidence: str) -> Payout:
    payout = _lock_of(transfer)
    if payout.status != PayoutStatus.STUCK or transfer.status not in {TransferStatus.STUCK, TransferStatus.FAILED}:
        raise NotStuck
    if not evidence.strip():
        raise NoteNeeded
    return payout


def _lock_of(transfer: Transfer) -> Payout:
    """Lock claim, payout and transfer in this order, and read them as they are now."""
    payout = Payout.objects.select_related("claim__participant", "determination").get(pk=transfer.payout_id)
    payouts.lock(payout)
    Transfer.objects.select_for_update(no_key=True).get(pk=transfer.pk)
    transfer.refresh_from_db(fields=["status", "bank_reference", "amount_rupiah"])
    transfer.payout = payout
    return payout
