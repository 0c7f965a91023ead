"""The usual design, for comparison: "the call failed, so try again with a new reference". It exists to be caught."""

from dataclasses import replace
from datetime import timedelta

from lapak.money.bank.protocol import Bank, Order, Outcome


def pay(order: Order, bank: Bank, *, tries: int = 3) -> list[str]:
    """Return the references of all attempts."""
    references = []
    for attempt in range(tries):
        attempted = replace(order, reference=f"{order.reference}-{attempt}")
        references.append(attempted.reference)
        answer = bank.transfer(attempted, not_after=order.transaction_date + timedelta(hours=1))
        if answer.outcome is Outcome.SUCCESS:
            break
    return references
