"""Money on its way while a worker dies and Valkey loses everything: paid once, whatever happens."""

import pytest

from tests.faults.office import (
    ask_bank_to_pay_twice_if_asked_twice,
    break_bank,
    check_each_is_paid_once,
    owe,
    read_book,
    transfers_of,
)
from tests.live import LiveStack
from tests.pace import time_until

pytestmark = [pytest.mark.live, pytest.mark.chaos]


class Interrupted:
    """Claims whose transfers were at the bank when the worker was killed and Valkey restarted."""

    def __init__(self, stack: LiveStack) -> None:
        before = len(read_book(stack))
        ask_bank_to_pay_twice_if_asked_twice(stack)
        # Booked at once, answered when nobody listens any more; the last one is booked and its line breaks.
        break_bank(stack, "slow", seconds=4, times=2)
        break_bank(stack, "accept_then_drop")
        self.claims = owe(stack, 3)
        time_until(lambda: len(read_book(stack)) > before, patience_seconds=20)
        killed = stack.kill("worker")
        self.at_the_kill = transfers_of(stack, self.claims)
        stack.restart_valkey()
        stack.wait_for_restart("worker", other_than=killed)


@pytest.fixture(scope="module")
def interrupted(live_stack: LiveStack) -> Interrupted:
    return Interrupted(live_stack)


def test_the_kill_came_while_money_was_on_its_way(interrupted: Interrupted):
    assert "SUBMITTED" in {row[3] for row in interrupted.at_the_kill}


def test_a_payout_is_paid_exactly_once_though_worker_and_valkey_died_meanwhile(
    live_stack: LiveStack, interrupted: Interrupted
):
    time_until(
        lambda: {row[1] for row in transfers_of(live_stack, interrupted.claims)} == {"PAID"}, patience_seconds=60
    )

    check_each_is_paid_once(live_stack, interrupted.claims)
