"""One attempt to send money: taken under a lease, its intent committed before the call, unknown ones asked.

No database transaction is open while the bank is spoken to, and every write after the taking carries the lease.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from booths.one_by_one import one_by_one
from lapak.claims import claims
from lapak.money import exchanges, funds, judgement, ledger, payouts
from lapak.money.bank.protocol import Account, Answer, Bank, Order, Outcome
from lapak.money.errors import LeaseLost
from lapak.money.failpoints import reach
from lapak.money.judgement import Course
from lapak.money.models import Payout, Transfer
from lapak.money.states import ExchangeKind, PayoutStatus, TransferStatus
from lapak.money.terms import MOST_ATTEMPTS, Terms
from lapak.people.names import compare
from lapak.people.states import NameMatch
from lapak.transitions import move

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)

# Where a course leads: the transfer, and the payout with it.
ENDS: dict[Course, tuple[TransferStatus, PayoutStatus]] = {
    Course.SETTLE: (TransferStatus.PAID, PayoutStatus.PAID),
    Course.CORRECT_ACCOUNT: (TransferStatus.FAILED, PayoutStatus.ACCOUNT_CORRECTION),
    Course.REVIEW: (TransferStatus.FAILED, PayoutStatus.STUCK),
    Course.STICK: (TransferStatus.STUCK, PayoutStatus.STUCK),
}
WAITS = {Course.TRY_LATER: TransferStatus.READY, Course.ASK_LATER: TransferStatus.UNKNOWN}


def pay_due(bank: Bank, *, terms: Terms, clock: Clock, until: datetime) -> int:
    """Do one step of every transfer that is due, oldest first, until none is left or time is up. Returns how many."""
    steps = 0
    while clock() < until and advance(None, bank, terms=terms, clock=clock):
        steps += 1
    return steps


def advance(transfer_id: int | None, bank: Bank, *, terms: Terms, clock: Clock) -> bool:
    """Do the next step of one transfer (None: of the one that has been due longest).

    False where none is due or another worker holds it. Safe to call at any time, any number of times. A step that fails
    for a reason of ours is logged: its lease runs out, and it is tried again until it has had its attempts.
    """
    taken = _take(transfer_id, terms=terms, at=clock())
    if taken is None:
        return False
    number, lease = taken
    one_by_one(lambda pk: _step_once(pk, lease, bank, terms=terms, clock=clock), [number], what="transfer")
    return True


def _step_once(pk: int, lease: uuid.UUID, bank: Bank, *, terms: Terms, clock: Clock) -> bool:
    """Do the step, unless another worker has the transfer by now."""
    try:
        _step(_load(pk, lease), bank, terms=terms, clock=clock)
    except LeaseLost:
        log.warning("transfer %s: another worker has taken over", pk)
        return False
    return True


def _take(transfer_id: int | None, *, terms: Terms, at: datetime) -> tuple[int, uuid.UUID] | None:
    """Lease a due transfer; what another worker is taking at this moment is passed over. Returns number and lease."""
    due = Transfer.objects.due(at=at).select_for_update(no_key=True, skip_locked=True)
    if not funds.may_send(at=at):
        due = due.exclude(status=TransferStatus.READY)
    if transfer_id is not None:
        due = due.filter(pk=transfer_id)
    with transaction.atomic():
        pk = due.values_list("pk", flat=True).first()
        if pk is None:
            return None
        lease = uuid.uuid4()
        Transfer.objects.filter(pk=pk).update(lease=lease, lease_until=at + terms.lease, attempts=F("attempts") + 1)
        return pk, lease


def _load(pk: int, lease: uuid.UUID) -> Transfer:
    """Read a transfer that was taken; its account only when it is asked for. Raises LeaseLost."""
    transfer = Transfer.objects.defer("account_number").filter(pk=pk, lease=lease).first()
    if transfer is None:
        raise LeaseLost
    return transfer


def _step(transfer: Transfer, bank: Bank, *, terms: Terms, clock: Clock) -> None:
    if transfer.attempts > MOST_ATTEMPTS + 1:  # workers keep dying on it, or it cannot be read
        _follow(transfer, Course.STICK, Answer(Outcome.UNKNOWN, "attempts"), terms=terms, at=clock())
    elif transfer.status == TransferStatus.READY:
        _send_first(transfer, bank, terms=terms, clock=clock)
    else:
        _ask(transfer, bank, terms=terms, clock=clock)


def _send_first(transfer: Transfer, bank: Bank, *, terms: Terms, clock: Clock) -> None:
    began = clock()
    answer = bank.inquire_account(_account_of(transfer), rail=transfer.rail)
    exchanges.note(transfer, ExchangeKind.ACCOUNT, answer, began=began, at=clock())
    course = judgement.after_account_inquiry(answer.outcome, attempts=transfer.attempts)
    if course is Course.SEND and compare(transfer.holder_name, answer.holder_name).match == NameMatch.DIFFERENT:
        course, answer = Course.CORRECT_ACCOUNT, replace(answer, code="name-differs")
    if course is Course.SEND:
        _send(transfer, bank, terms=terms, clock=clock, sent_before=False)
    else:
        _follow(transfer, course, answer, terms=terms, at=clock())


def _ask(transfer: Transfer, bank: Bank, *, terms: Terms, clock: Clock) -> None:
    if transfer.status == TransferStatus.SUBMITTED:  # whoever sent it did not come back
        with _held(transfer):
            move(transfer, TransferStatus.UNKNOWN, by=None, at=clock(), note="lease-over")
    began = clock()
    answer = bank.inquire_transfer(_order_of(transfer))
    at = clock()
    exchanges.note(transfer, ExchangeKind.STATUS, answer, began=began, at=at)
    assert transfer.submitted_at is not None
    course = judgement.after_asking(
        answer.outcome,
        since_sent=at - (transfer.submitted_at + terms.leaves_within),
        grace=terms.grace_of(transfer.rail),
        deduplicates=terms.deduplicates,
        attempts=transfer.attempts,
    )
    if course is Course.SEND_AGAIN:
        _send(transfer, bank, terms=terms, clock=clock, sent_before=True)
    else:
        _follow(transfer, course, answer, terms=terms, at=at)


def _send(transfer: Transfer, bank: Bank, *, terms: Terms, clock: Clock, sent_before: bool) -> None:
    at = clock()
    with _held(transfer):
        move(transfer, TransferStatus.SUBMITTED, by=None, at=at, submitted_at=at, lease_until=at + terms.lease)
    reach("after_intent")
    answer = bank.transfer(_order_of(transfer), not_after=at + terms.leaves_within)
    reach("after_call")
    exchanges.note(transfer, ExchangeKind.TRANSFER, answer, began=at, at=clock())
    funds.note(answer.outcome, at=clock())
    course = judgement.after_sending(answer.outcome, sent_before=sent_before, attempts=transfer.attempts)
    _follow(transfer, course, answer, terms=terms, at=clock())


def _follow(transfer: Transfer, course: Course, answer: Answer, *, terms: Terms, at: datetime) -> None:
    known: dict[str, Any] = {
        "last_code": answer.code,
        "bank_reference": answer.bank_reference or transfer.bank_reference,
    }
    if answer.outcome is Outcome.NO_FUNDS:
        known["attempts"] = max(0, transfer.attempts - 1)
    if course in ENDS:
        reach("before_settle")
        _end(transfer, course, at=at, **known)
    else:
        _wait(transfer, WAITS[course], at=at, next_at=at + terms.wait_after(transfer.attempts, transfer.rail), **known)


def _wait(transfer: Transfer, status: TransferStatus, *, at: datetime, **known: Any) -> None:
    """Give the transfer back until its next step is due."""
    known |= {"lease": None, "lease_until": None}
    with _held(transfer) as held:
        if transfer.status == status:
            held.update(**known)
        else:
            move(transfer, status, by=None, at=at, note=known["last_code"], **known)


def _end(transfer: Transfer, course: Course, *, at: datetime, **known: Any) -> None:
    """Close the transfer, its payout, and where the money arrived its claim, in one transaction."""
    with transaction.atomic():
        payout = _lock_what_is_owed(transfer)
        with _held(transfer):
            _close(transfer, payout, course, at=at, **known)


def _close(transfer: Transfer, payout: Payout, course: Course, *, at: datetime, **known: Any) -> None:
    """Write how it ended, inside the transaction that holds all three rows."""
    transfer_status, payout_status = ENDS[course]
    settled = {"settled_at": at, "lease": None, "lease_until": None}
    move(transfer, transfer_status, by=None, at=at, note=known["last_code"], **settled, **known)
    paid = {"paid_at": at} if payout_status == PayoutStatus.PAID else {}
    move(payout, payout_status, by=None, at=at, note=known["last_code"], **paid)
    if payout_status == PayoutStatus.PAID:
        claims.pay(payout.claim, at=at)
        ledger.post_paid(transfer, at=at)
    if course in {Course.STICK, Course.REVIEW}:
        log.error("transfer %s needs a person: %s after %s", transfer.pk, transfer_status, known["last_code"])


@transaction.atomic
def settle(transfer: Transfer, course: Course, answer: Answer, *, at: datetime) -> bool:
    """Close a transfer that no worker holds, as a file of the bank says; False where it is closed already."""
    payout = _lock_what_is_owed(transfer)
    Transfer.objects.select_for_update(no_key=True).get(pk=transfer.pk)
    transfer.refresh_from_db(fields=["status", "lease"])
    if transfer.status not in {TransferStatus.SUBMITTED, TransferStatus.UNKNOWN} or transfer.lease is not None:
        return False
    _close(transfer, payout, course, at=at, last_code=answer.code, bank_reference=answer.bank_reference)
    return True


def _lock_what_is_owed(transfer: Transfer) -> Payout:
    payout = Payout.objects.select_related("claim").get(pk=transfer.payout_id)
    payouts.lock(payout)
    transfer.payout = payout
    return payout


@contextmanager
def _held(transfer: Transfer) -> Iterator[Any]:
    """Open a transaction in which the transfer is ours: its row is locked and its lease is the one we took."""
    mine = Transfer.objects.filter(pk=transfer.pk, lease=transfer.lease)
    with transaction.atomic():
        if not mine.select_for_update(no_key=True).values_list("pk", flat=True).first():
            raise LeaseLost
        yield mine


def _account_of(transfer: Transfer) -> Account:
    return Account(transfer.bank_code, transfer.account_number, transfer.holder_name)


def _order_of(transfer: Transfer) -> Order:
    return Order(
        reference=transfer.reference,
        account=_account_of(transfer),
        amount_rupiah=transfer.amount_rupiah,
        rail=transfer.rail,
        transaction_date=transfer.transaction_date,
    )
