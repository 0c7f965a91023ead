"""Figures of finance by day, and the list of tax withheld in a month. Read only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate

from lapak.money.bank.signatures import JAKARTA
from lapak.money.models import Payout
from lapak.money.states import PayoutStatus
from lapak.people.models import Participant

# The tax object of final lump sums in the public code lists; that of progressive payments is not known to us.
OBJECT_CODES = {"final-lump-sum": "21-401-02"}


@dataclass(frozen=True)
class Day:
    day: date
    paid: int
    gross_rupiah: int
    tax_rupiah: int
    net_rupiah: int


def by_day(seen: QuerySet[Payout], *, since: date) -> list[Day]:
    """Return the paid payouts of each day in Jakarta, newest first; one query."""
    start = datetime.combine(since, datetime.min.time(), JAKARTA)
    paid = seen.filter(status=PayoutStatus.PAID, paid_at__gte=start)
    days = paid.annotate(day=TruncDate("paid_at", tzinfo=JAKARTA)).values("day").order_by("-day")
    summed = days.annotate(
        paid=Count("pk"),
        gross=Sum("determination__gross_rupiah"),
        tax=Sum("determination__tax_rupiah"),
        net=Sum("net_rupiah"),
    )
    return [Day(one["day"], one["paid"], one["gross"], one["tax"], one["net"]) for one in summed]


@dataclass(frozen=True)
class Withheld:
    """One line of the withholding list."""

    paid_on: date
    receipt_number: str
    tax_identity: str
    name: str
    object_code: str
    gross_rupiah: int
    tax_rupiah: int


def withheld(seen: QuerySet[Payout], month: date, *, progressive_code: str = "") -> Iterator[Withheld]:
    """Yield every benefit paid in the month of that day, also those without tax."""
    first = datetime(month.year, month.month, 1, tzinfo=JAKARTA)
    following = (first + timedelta(days=32)).replace(day=1)
    paid = seen.filter(status=PayoutStatus.PAID, paid_at__gte=first, paid_at__lt=following)
    codes = OBJECT_CODES | {"progressive-art-17": progressive_code}
    for payout in paid.select_related("claim__participant", "determination").order_by("paid_at", "pk").iterator(500):
        person: Participant = payout.claim.participant
        assert payout.paid_at is not None
        yield Withheld(
            payout.paid_at.astimezone(JAKARTA).date(),
            payout.claim.receipt_number,
            person.tax_identity,
            payout.claim.claimant_name,
            codes.get(payout.determination.rule, ""),
            payout.determination.gross_rupiah,
            payout.determination.tax_rupiah,
        )
