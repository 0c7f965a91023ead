"""The check can see: a naive driver under the same faults pays twice and is caught, ours is not."""

import pytest

from lapak.money.bank.snap import SnapBank
from lapak.money.terms import Terms
from tests.money import naive
from tests.money.cast import Clock, advance_until_closed, make_transfer
from tests.money.simulator import Simulator, check_paid_once
from tests.money.test_bank import ORDER

FAULTS = ["accept_then_drop", "accept_then_500", "pending"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_naive_driver_pays_twice_and_the_check_says_so(bank: SnapBank, simulator: Simulator, fault: str) -> None:
    simulator.fail(fault)

    references = naive.pay(ORDER, bank)

    with pytest.raises(AssertionError, match="paid 2 times"):
        check_paid_once(simulator.read_book(), references)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_our_driver_under_the_same_fault_pays_once(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms, fault: str
) -> None:
    simulator.fail(fault)
    transfer = make_transfer(terms)

    advance_until_closed(transfer, bank, terms=terms, clock=clock)

    references = list(transfer.payout.transfers.values_list("reference", flat=True))
    check_paid_once(simulator.read_book(), references)
    assert transfer.status == "PAID"
