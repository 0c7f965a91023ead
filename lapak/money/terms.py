"""What the contract with the bank and our own patience allow: durations and promises, read from a dictionary. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lapak.money.states import Rail

# How long "not found" must last before a bank that de-duplicates gets the same reference again.
GRACE: Mapping[str, timedelta] = {
    Rail.INTRABANK: timedelta(hours=24),
    Rail.INTERBANK: timedelta(hours=24),
    # three working days, and a weekend may lie between
    Rail.SKN: timedelta(days=5),
    Rail.RTGS: timedelta(days=5),
}
# How long to wait after the first, second ... unresolved attempt: the seventh comes after the grace, with two to spare.
PATIENCE = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=4),
    timedelta(hours=20),
    timedelta(hours=24),
    timedelta(hours=24),
)
# Clearing and RTGS settle in working days: the same number of attempts reaches over their grace.
SLOW_PATIENCE = (
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=48),
    timedelta(hours=48),
    timedelta(hours=48),
    timedelta(hours=48),
)
SLOW_RAILS = frozenset({Rail.SKN, Rail.RTGS})
MOST_ATTEMPTS = 8
# A worker stops before its lease does: clocks differ, and a request takes its time.
LEASE_MARGIN = timedelta(seconds=2)


@dataclass(frozen=True)
class Terms:
    """`deduplicates`: the bank promised in writing never to pay one reference twice."""

    own_bank_code: str = "002"
    deduplicates: bool = False
    grace: Mapping[str, timedelta] | None = None
    http_timeout: timedelta = timedelta(seconds=5)
    lease: timedelta = timedelta(seconds=20)
    patience: tuple[timedelta, ...] = PATIENCE
    slow_patience: tuple[timedelta, ...] = SLOW_PATIENCE

    def __post_init__(self) -> None:
        # At most two requests stand between two writes: a token and the call itself.
        if self.lease < 2 * self.http_timeout + LEASE_MARGIN:
            raise ValueError("the lease must outlast two requests")

    @property
    def leaves_within(self) -> timedelta:
        """How long after its intent was committed an order may still leave; the grace begins only then."""
        return self.lease - self.http_timeout - LEASE_MARGIN

    def grace_of(self, rail: str) -> timedelta:
        return (self.grace or GRACE)[rail]

    def wait_after(self, attempts: int, rail: str) -> timedelta:
        """Return how long to wait after the nth attempt; n counts from 1."""
        patience = self.slow_patience if rail in SLOW_RAILS else self.patience
        return patience[min(max(attempts, 1), len(patience)) - 1]


def read(bank: Mapping[str, Any]) -> Terms:
    """Return the terms of settings.BANK; what it does not name has the default above."""
    seconds = bank.get("grace_seconds")
    patience = tuple(timedelta(seconds=one) for one in bank.get("patience_seconds") or ())
    return Terms(
        own_bank_code=bank.get("bank_code") or Terms.own_bank_code,
        deduplicates=bool(bank.get("deduplicates")),
        grace=None if seconds is None else {rail: timedelta(seconds=seconds) for rail in Rail},
        http_timeout=timedelta(seconds=bank.get("http_timeout_seconds") or 5),
        lease=timedelta(seconds=bank.get("lease_seconds") or 20),
        patience=patience or PATIENCE,
        slow_patience=patience or SLOW_PATIENCE,
    )
