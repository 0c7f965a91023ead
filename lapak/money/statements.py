"""Compares what the bank booked on a day with what we call paid. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lapak.money.states import DifferenceKind, TransferStatus


@dataclass(frozen=True)
class Booked:
    """One debit of our account on the bank's statement."""

    reference: str
    amount_rupiah: int


@dataclass(frozen=True)
class Ours:
    """One transfer of ours: of that day, or of any day where the statement names it."""

    reference: str
    amount_rupiah: int
    status: str


@dataclass(frozen=True)
class Found:
    reference: str
    kind: DifferenceKind
    ours_rupiah: int
    bank_rupiah: int


def compare(
    ours: Mapping[str, Ours], booked: Iterable[Booked], *, paid_that_day: Iterable[str], times: Mapping[str, int]
) -> list[Found]:
    """Return every disagreement. `ours` by reference, `paid_that_day` the references we settled on that day.

    `times` says how often each reference was booked, whatever the day: what was accepted before midnight may be settled
    here after it, and an order that was repeated a day later was paid twice all the same.
    """
    amounts = {line.reference: line.amount_rupiah for line in booked}
    found = [_judge(ours.get(reference), reference, amounts[reference], times[reference]) for reference in amounts]
    missing = [
        Found(reference, DifferenceKind.NOT_AT_BANK, ours[reference].amount_rupiah, 0)
        for reference in paid_that_day
        if reference not in times
    ]
    return [one for one in found if one is not None] + missing


def _judge(mine: Ours | None, reference: str, amount: int, times: int) -> Found | None:
    if mine is None:
        return Found(reference, DifferenceKind.NOT_OURS, 0, amount * times)
    if times > 1:
        return Found(reference, DifferenceKind.TWICE, mine.amount_rupiah, amount * times)
    if mine.amount_rupiah != amount:
        return Found(reference, DifferenceKind.AMOUNT, mine.amount_rupiah, amount)
    if mine.status not in {TransferStatus.PAID, TransferStatus.RETURNED}:
        return Found(reference, DifferenceKind.STILL_OPEN, 0, amount)
    return None
