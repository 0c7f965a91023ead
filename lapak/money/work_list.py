"""What finance has before it: how many payouts are where, and one list of them. Read only, few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from lapak.money.bank.signatures import JAKARTA
from lapak.money.models import Payout, Transfer
from lapak.money.states import MOVING_TRANSFER, PayoutStatus, Step, TransferStatus

PAGE = 50
# An unknown outcome older than this is asked of the bank by telephone.
ESCALATE_AFTER = timedelta(hours=24)

LISTS = {
    "release": (_("Menunggu dilepas"), Q(status=PayoutStatus.AWAITING_AUTHORISATION, awaits=Step.RELEASE)),
    "check": (_("Menunggu diperiksa"), Q(status=PayoutStatus.AWAITING_AUTHORISATION, awaits=Step.CHECK)),
    "moving": (_("Berjalan"), Q(status=PayoutStatus.AUTHORISED)),
    "unknown": (_("Belum pasti"), Q(status=PayoutStatus.AUTHORISED, transfers__status=TransferStatus.UNKNOWN)),
    "stuck": (_("Perlu diperiksa"), Q(status=PayoutStatus.STUCK)),
    "account": (_("Perbaikan rekening"), Q(status=PayoutStatus.ACCOUNT_CORRECTION)),
    "held": (_("Ditahan"), Q(status=PayoutStatus.HELD)),
    "paid": (_("Dibayar"), Q(status=PayoutStatus.PAID)),
}
COUNTED = [name for name in LISTS if name != "paid"]
STATE_WORDS = {
    PayoutStatus.AWAITING_AUTHORISATION: "wait",
    PayoutStatus.AUTHORISED: "talk",
    PayoutStatus.PAID: "done",
    PayoutStatus.HELD: "hold",
    PayoutStatus.WITHDRAWN: "off",
    PayoutStatus.ACCOUNT_CORRECTION: "call",
    PayoutStatus.STUCK: "late",
}


@dataclass(frozen=True)
class Row:
    pk: int
    receipt_number: str
    branch: str
    name: str
    net_rupiah: int
    rail: str
    status_label: str
    state: str
    since: datetime
    code: str
    is_old: bool
    """Its outcome has been unknown for longer than a day."""


@dataclass(frozen=True)
class Today:
    paid: int
    paid_rupiah: int
    moving: int
    moving_rupiah: int
    unknown: int
    oldest_unknown: datetime | None


def counts(seen: QuerySet[Payout]) -> dict[str, int]:
    """Return list -> how many, for the lists that stay small; one query."""
    open_ones = seen.exclude(status__in=[PayoutStatus.PAID, PayoutStatus.WITHDRAWN])
    numbers = {name: Count("pk", filter=LISTS[name][1], distinct=True) for name in COUNTED}
    return open_ones.aggregate(**numbers)


def today(seen: QuerySet[Payout], *, at: datetime) -> Today:
    midnight = at.astimezone(JAKARTA).replace(hour=0, minute=0, second=0, microsecond=0)
    paid = seen.filter(status=PayoutStatus.PAID, paid_at__gte=midnight).aggregate(n=Count("pk"), sum=Sum("net_rupiah"))
    moving = seen.filter(status=PayoutStatus.AUTHORISED).aggregate(n=Count("pk"), sum=Sum("net_rupiah"))
    unknown = Transfer.objects.filter(status=TransferStatus.UNKNOWN, payout__in=seen).order_by("submitted_at")
    oldest = unknown.values_list("submitted_at", flat=True)
    return Today(
        paid["n"], paid["sum"] or 0, moving["n"], moving["sum"] or 0, unknown.count(), oldest.first()
    )  # fmt: skip


def page(
    seen: QuerySet[Payout], name: str, *, at: datetime, before: int = 0, wanted: str = ""
) -> tuple[Sequence[Row], int]:
    """Return the rows of one list, newest first, and the number to go on from, 0 at the end. `wanted` searches all."""
    older = seen.filter(pk__lt=before) if before else seen
    found = _search(older, wanted) if wanted else older.filter(LISTS[name][1])
    attempts = Prefetch("transfers", Transfer.objects.order_by("pk"))
    whole = found.select_related("claim__branch", "claim__participant").prefetch_related(attempts)
    rows = list(whole.order_by("-pk").distinct()[: PAGE + 1])
    more = rows[PAGE - 1].pk if len(rows) > PAGE else 0
    return [_row(payout, at) for payout in rows[:PAGE]], more


def _search(seen: QuerySet[Payout], wanted: str) -> QuerySet[Payout]:
    """Find by receipt number or reference of a transfer, whole or from the start; names are not searched."""
    typed = wanted.strip().upper()
    ways = (seen.filter(claim__receipt_number__startswith=typed), seen.filter(transfers__reference__startswith=typed))
    # Each way has its index; asked in one query with OR, PostgreSQL would read every payout.
    return seen.filter(
        pk__in={pk for way in ways for pk in way.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1]}
    )


def _row(payout: Payout, at: datetime) -> Row:
    attempts = list(payout.transfers.all())
    last = attempts[-1] if attempts else None
    moving = last is not None and last.status in MOVING_TRANSFER
    since = (last.submitted_at if last and moving else None) or payout.paid_at or payout.authorised_at
    unknown = last is not None and last.status == TransferStatus.UNKNOWN
    return Row(
        pk=payout.pk,
        receipt_number=payout.claim.receipt_number,
        branch=payout.claim.branch.name,
        name=payout.claim.participant.short_name,
        net_rupiah=payout.net_rupiah,
        rail=str(last.get_rail_display()) if last else "",
        status_label=str(last.get_status_display() if last and moving else payout.get_status_display()),
        state="late" if unknown else STATE_WORDS[PayoutStatus(payout.status)],
        since=since or payout.authorise_at,
        code=last.last_code if last else "",
        is_old=unknown and since is not None and at - since > ESCALATE_AFTER,
    )
