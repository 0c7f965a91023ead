"""Any sequence of answers, crashes and waiting: our state equals the bank's book or says that it does not know."""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bin.support.bank_ledger import Fault
from lapak.money import transfers
from lapak.money.bank.protocol import Account, Answer, Order
from lapak.money.bank.snap import SnapBank
from lapak.money.models import Transfer
from lapak.money.terms import Terms
from tests.money.cast import MORNING, Clock, advance_until_closed, make_transfer
from tests.money.simulator import Simulator, check_paid_once

# 5,000 of a night: LAPAK_PAYOUT_SEQUENCES=5000 bin/test tests/money/test_sequences.py
SEQUENCES = int(os.environ.get("LAPAK_PAYOUT_SEQUENCES", "300"))
ACCOUNT_FAULTS = ["ok", "ok", "ok", "drop_before", "error_500", "reject_account"]
TRANSFER_FAULTS = [
    "ok",
    "drop_before",
    "accept_then_drop",
    "accept_then_500",
    "error_500",
    "pending",
    "garbage",
    "4011801",
    "4031814",
    "4041811",
    "4091800",
]
NOT_FOUND = "4043601"
"""Also of what is booked: a bank may show an order late."""
INQUIRY_FAULTS = ["ok", "drop_before", "error_500", "pending", "garbage", "4013600", NOT_FOUND]
WAITS = [timedelta(seconds=1), timedelta(seconds=30), timedelta(hours=5), timedelta(hours=30)]
# What the state may be, by whether the reference stands in the bank's book.
HONEST = {0: {"READY", "SUBMITTED", "UNKNOWN", "STUCK", "FAILED"}, 1: {"SUBMITTED", "UNKNOWN", "STUCK", "PAID"}}

visits = st.fixed_dictionaries(
    {
        "account": st.sampled_from(ACCOUNT_FAULTS),
        "transfer": st.sampled_from(TRANSFER_FAULTS),
        "inquiry": st.sampled_from(INQUIRY_FAULTS),
        "dies": st.sampled_from([None, None, None, "before", "after"]),
        "wait": st.sampled_from(WAITS),
    }
)


class WorkerDied(BaseException):
    """Nothing may catch it, as nothing catches kill -9."""


class Mortal:
    """The real bank, in the hands of a worker that dies right before or right after it spoke to it."""

    def __init__(self, bank: SnapBank, dies: str | None) -> None:
        self.bank, self.dies = bank, dies

    def inquire_account(self, account: Account, *, rail: str) -> Answer:
        return self.bank.inquire_account(account, rail=rail)

    def inquire_transfer(self, order: Order) -> Answer:
        return self._survive(self.bank.inquire_transfer, order)

    def transfer(self, order: Order, *, not_after: datetime) -> Answer:
        return self._survive(self.bank.transfer, order, not_after=not_after)

    def _survive(self, call: Any, *arguments: Any, **named: Any) -> Answer:
        if self.dies == "before":
            raise WorkerDied
        answer: Answer = call(*arguments, **named)
        if self.dies == "after":
            raise WorkerDied
        return answer


def plan_faults(simulator: Simulator, visit: dict[str, Any]) -> None:
    for place in ("account", "transfer", "inquiry"):
        wish = visit[place]
        simulator.plan(place, Fault("answer_code", code=wish) if wish.isdigit() else Fault(wish))


def check_honest(transfer: Transfer, simulator: Simulator) -> None:
    transfer.refresh_from_db()
    book = simulator.read_book()
    check_paid_once(book, [transfer.reference])
    assert transfer.status in HONEST[book.get(transfer.reference, 0)]
    assert (transfer.status == "PAID") == (transfer.payout.claim.status == "PAID")


@pytest.mark.django_db
@pytest.mark.timeout(60 + 3 * SEQUENCES)
@pytest.mark.parametrize("deduplicates", [False, True], ids=["accepting", "idempotent"])
@settings(max_examples=SEQUENCES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(visits, max_size=6))
def test_whatever_the_bank_answers_a_payout_is_paid_at_most_once(
    simulator: Simulator, bank: SnapBank, clock: Clock, deduplicates: bool, plan: list[dict[str, Any]]
) -> None:
    simulator.reset()
    simulator.set_mode(deduplicates=deduplicates)
    with transaction.atomic():  # nothing stays for the next one, or it would be read a thousand times over
        go_through(plan, simulator, bank, clock, Terms(deduplicates=deduplicates))
        transaction.set_rollback(True)


def go_through(plan: list[dict[str, Any]], simulator: Simulator, bank: SnapBank, clock: Clock, terms: Terms) -> None:
    clock.time = MORNING
    transfer = make_transfer(terms)
    for visit in plan:
        plan_faults(simulator, visit)
        with suppress(WorkerDied):
            transfers.advance(transfer.pk, Mortal(bank, visit["dies"]), terms=terms, clock=clock)
        check_honest(transfer, simulator)
        clock.move(visit["wait"])
    simulator.forgive()
    advance_until_closed(transfer, bank, terms=terms, clock=clock)

    check_honest(transfer, simulator)
    assert transfer.status in {"PAID", "FAILED", "STUCK"}
