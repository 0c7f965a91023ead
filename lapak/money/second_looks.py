"""Which payouts another person must look at before money goes. Pure. Source: docs/decisions.md, "A second look"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from lapak.money.states import ReviewReason, Step

NEW_OFFICER_FOR = timedelta(days=7)
# One phone may serve a family.
PHONE_SHARED_BY = 3


@dataclass(frozen=True)
class Policy:
    """Amounts in rupiah, `percent` of what no other rule catches."""

    gross_above: int
    release_above: int
    percent: int


@dataclass(frozen=True)
class Case:
    gross_rupiah: int
    net_rupiah: int
    is_heir: bool = False
    account_changed: bool = False
    account_shared: bool = False
    people_of_phone: int = 1
    has_other_claim: bool = False
    officer_since: timedelta | None = None
    """How long the deciding officer has been with us; None where no officer decided."""


def reasons(case: Case, policy: Policy, *, draw: Callable[[int], int]) -> list[ReviewReason]:
    """Return why this payout needs a second look. `draw(n)` returns a random number below n, drawn only if needed."""
    new_officer = case.officer_since is not None and case.officer_since < NEW_OFFICER_FOR
    found = [
        reason
        for reason, holds in (
            (ReviewReason.AMOUNT, case.gross_rupiah > policy.gross_above or case.net_rupiah > policy.release_above),
            (ReviewReason.HEIR, case.is_heir),
            (ReviewReason.ACCOUNT_CHANGED, case.account_changed),
            (ReviewReason.ACCOUNT_SHARED, case.account_shared),
            (ReviewReason.PHONE_SHARED, case.people_of_phone >= PHONE_SHARED_BY),
            (ReviewReason.OTHER_CLAIM, case.has_other_claim),
            (ReviewReason.NEW_OFFICER, new_officer),
        )
        if holds
    ]
    if not found and policy.percent and draw(100) < policy.percent:
        return [ReviewReason.SAMPLE]
    return found


def first_step(found: list[ReviewReason]) -> Step:
    return Step.CHECK if found else Step.NONE


def step_after_check(net_rupiah: int, policy: Policy) -> Step:
    """A large payout is checked by a supervisor, and then released by finance."""
    return Step.RELEASE if net_rupiah > policy.release_above else Step.NONE
