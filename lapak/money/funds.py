"""Our own account is empty: sending stops for all, whoever is due then tries every five minutes, finance is told.

What may have been sent goes on being asked about: that needs no money.
"""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from lapak.money.bank.protocol import Outcome
from lapak.money.models import FundsShortage

TRY_EVERY = timedelta(minutes=5)

log = logging.getLogger(__name__)


def shortage() -> FundsShortage | None:
    """Return the shortage that lasts, None while there is money."""
    return FundsShortage.objects.filter(ended_at=None).first()


def may_send(*, at: datetime) -> bool:
    return not FundsShortage.objects.filter(ended_at=None, next_try_at__gt=at).exists()


def note(outcome: Outcome, *, at: datetime) -> None:
    """Take in what a request to send said about our money."""
    if outcome is Outcome.NO_FUNDS:
        _begin_or_go_on(at=at)
    elif outcome in {Outcome.SUCCESS, Outcome.PENDING} and FundsShortage.objects.filter(ended_at=None).update(
        ended_at=at
    ):
        log.error("our account at the bank has money again")


def _begin_or_go_on(*, at: datetime) -> None:
    again = {"next_try_at": at + TRY_EVERY, "tries": F("tries") + 1}
    if FundsShortage.objects.filter(ended_at=None).update(**again):
        return
    try:
        with transaction.atomic():
            FundsShortage.objects.create(started_at=at, next_try_at=at + TRY_EVERY, tries=1)
    except IntegrityError:  # another worker heard it at the same moment
        return
    log.error("our account at the bank is empty: nothing is sent until there is money")


def try_now(*, at: datetime) -> None:
    """Finance has paid in: do not wait for the five minutes."""
    FundsShortage.objects.filter(ended_at=None).update(next_try_at=at)
