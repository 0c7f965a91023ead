"""What any bank adapter is asked and answers. Pure: no HTTP, no database."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol


class Outcome(Enum):
    """What an answer says about the money, whatever the bank calls it."""

    SUCCESS = "success"
    PENDING = "pending"
    UNKNOWN = "unknown"  # it may have been paid: never "failed"
    NOT_SENT = "not_sent"  # the bank did not take the order; the same order may be sent again later
    NO_FUNDS = "no_funds"  # not sent, and nothing else can be: our own account is empty
    NOT_FOUND = "not_found"  # the bank does not know the reference (yet)
    REFUSED_ACCOUNT = "refused_account"  # final; the participant must name another account
    REFUSED = "refused"  # final; a person must look at it


@dataclass(frozen=True)
class Account:
    """Numbers and names stay out of `repr`, so out of logs and tracebacks."""

    bank_code: str
    number: str = field(repr=False)
    holder_name: str = field(repr=False)


@dataclass(frozen=True)
class Order:
    """One economic payment. Sent again, every field is the same."""

    reference: str
    account: Account
    amount_rupiah: int
    rail: str
    transaction_date: datetime


@dataclass(frozen=True)
class Answer:
    """`code` is the bank's response code, or our word where there was none; `bank_reference` is empty until known."""

    outcome: Outcome
    code: str
    bank_reference: str = ""
    holder_name: str = field(default="", repr=False)
    """How the bank calls the holder of the account that was asked about; empty where it does not say."""


class Bank(Protocol):
    """Nothing here raises for what a bank or a network does: that is an Answer."""

    def inquire_account(self, account: Account, *, rail: str) -> Answer: ...

    def transfer(self, order: Order, *, not_after: datetime) -> Answer:
        """Send the order, unless the last moment at which a request may leave is over (NOT_SENT)."""
        ...

    def inquire_transfer(self, order: Order) -> Answer: ...
