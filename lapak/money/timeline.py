"""Everything that happened to one payout in its order: statuses, looks, requests to the bank, postings. Read only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.utils.translation import gettext as _

from lapak.money.models import Approval, BankExchange, LedgerPosting, Payout, Transfer
from lapak.money.states import ExchangeKind, PayoutStatus, TransferStatus

GOOD = {"success", "APPROVED", PayoutStatus.PAID, TransferStatus.PAID}
BAD = {"refused", "refused_account", "RETURNED", "HELD", PayoutStatus.STUCK, TransferStatus.FAILED}


@dataclass(frozen=True)
class Event:
    at: datetime
    icon: str
    title: str
    detail: str
    by: str
    state: str
    """done, late, wait or off: the data-state words of all pages."""


def of_payout(payout: Payout) -> list[Event]:
    """Return the events, oldest first; the number of queries does not depend on how many there are."""
    attempts = list(payout.transfers.order_by("pk").prefetch_related("history__by"))
    found = [
        *_statuses(payout),
        *_looks(payout),
        *_moves(attempts),
        *_exchanges(payout),
        *_postings(payout),
    ]
    return sorted(found, key=attrgetter("at"))


def _state(word: str) -> str:
    return "done" if word in GOOD else "late" if word in BAD else "wait"


def _statuses(payout: Payout) -> Iterator[Event]:
    for change in payout.history.select_related("by"):
        if change.from_status == change.to_status:
            continue  # a look, which stands for itself
        label = str(PayoutStatus(change.to_status).label)
        yield Event(change.at, "flag", label, change.note, _name(change.by), _state(change.to_status))


def _looks(payout: Payout) -> Iterator[Event]:
    for look in Approval.objects.filter(payout=payout).select_related("by"):
        title = f"{look.get_step_display()}: {look.get_outcome_display()}"
        yield Event(look.at, "user-check", title, look.note, _name(look.by), _state(look.outcome))


def _moves(attempts: list[Transfer]) -> Iterator[Event]:
    for attempt in attempts:
        for change in attempt.history.all():
            label = str(TransferStatus(change.to_status).label)
            title = f"{attempt.get_rail_display()} · {label}"
            detail = attempt.reference if not change.from_status else change.note
            yield Event(change.at, "arrow-right-left", title, detail, _name(change.by), _state(change.to_status))


def _exchanges(payout: Payout) -> Iterator[Event]:
    for one in BankExchange.objects.filter(transfer__payout=payout):
        said = _("%(code)s dalam %(ms)d md") % {"code": one.code, "ms": one.took_ms}
        detail = f"{said} · {one.bank_reference}" if one.bank_reference else said
        yield Event(one.at, "landmark", str(ExchangeKind(one.kind).label), detail, "", _state(one.outcome))


def _postings(payout: Payout) -> Iterator[Event]:
    for posting in LedgerPosting.objects.filter(payout=payout).prefetch_related("entries"):
        lines = (f"{entry.get_account_display()} {entry.amount_rupiah:+,}" for entry in posting.entries.all())
        detail = "; ".join(lines).replace(",", ".")
        title = _("Buku: %(kind)s") % {"kind": posting.get_kind_display()}
        yield Event(posting.at, "receipt", title, detail, "", "off")


def _name(officer: object) -> str:
    return getattr(officer, "display_name", "")
