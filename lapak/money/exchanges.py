"""The log of what was said between us and the bank, one row a request; it proves nothing and decides nothing."""

from datetime import datetime

from lapak.money.bank.protocol import Answer
from lapak.money.models import BankExchange, Transfer
from lapak.money.states import ExchangeKind


def note(transfer: Transfer, kind: ExchangeKind, answer: Answer, *, began: datetime, at: datetime) -> None:
    BankExchange.objects.create(
        transfer=transfer,
        kind=kind,
        at=at,
        took_ms=max(0, round((at - began).total_seconds() * 1000)),
        code=answer.code[:20],
        outcome=answer.outcome.value,
        bank_reference=answer.bank_reference,
    )
