"""Edges: the alarm clock of the money path. What is due stands in rows, so a task may run twice, late or never."""

import logging
from datetime import timedelta
from functools import lru_cache
from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils.timezone import now
from kombu.exceptions import OperationalError

from lapak.money import inquiries, payouts, reconciliation, terms, transfers
from lapak.money.bank.signatures import JAKARTA
from lapak.money.bank.snap import SnapBank, open_bank
from lapak.money.models import Transfer
from lapak.money.states import MOVING_TRANSFER, StatementSource

# Shorter than the beat's 5 s, so that sweeps do not pile up; a step that has begun goes on to its end.
SWEEP_FOR = timedelta(seconds=4)
# A frozen broker must not hold a decision up: the sweep finds the payout anyway.
IMPATIENT = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25, "max_retries": 0}
# More hands than the sweep's own when so many transfers wait.
DUE_FOR_A_HELPER, MOST_HELPERS = 10, 3
UNDO_SECONDS = round(payouts.UNDO_FOR.total_seconds())
log = logging.getLogger(__name__)


@shared_task(name="lapak.money.tasks.sweep")
def sweep() -> None:
    """Authorise what may go and do one step of every transfer that is due."""
    agreed, started_at = terms.read(settings.BANK), now()
    payouts.authorise_due(terms=agreed, at=started_at)
    if bank := find_bank():
        _call_help(Transfer.objects.due(at=started_at)[: MOST_HELPERS * DUE_FOR_A_HELPER].count())
        inquiries.ask_due(bank, terms=agreed, clock=now, until=started_at + SWEEP_FOR / 2)
        transfers.pay_due(bank, terms=agreed, clock=now, until=started_at + SWEEP_FOR)


@shared_task(name="lapak.money.tasks.help_pay")
def help_pay() -> None:
    """Do steps beside the sweep that called: a bank answers slowly, and waiting costs nothing."""
    if bank := find_bank():
        transfers.pay_due(bank, terms=terms.read(settings.BANK), clock=now, until=now() + SWEEP_FOR)


def _call_help(due: int) -> None:
    for _ in range(due // DUE_FOR_A_HELPER):
        _publish(help_pay, (), expires=SWEEP_FOR.total_seconds())


@shared_task(name="lapak.money.tasks.reconcile")
def reconcile() -> None:
    """Compare the last days with the bank's history; a day it does not tell of is asked again an hour later."""
    bank = find_bank()
    if bank is None:
        return
    for day in reconciliation.days_due(now().astimezone(JAKARTA).date()):
        booked = bank.list_debits(day)
        if booked is None:
            log.warning("the bank does not tell its history of %s", day)
            continue
        for one in reconciliation.reconcile(day, booked, source=StatementSource.HISTORY, at=now()):
            log.error("reconciliation: %s at %s", one.kind, one.reference)


@shared_task(name="lapak.money.tasks.wake")
def wake(payout_id: int) -> None:
    """Authorise one payout if it may go, and do the next step of its transfer."""
    agreed = terms.read(settings.BANK)
    payouts.authorise(payout_id, terms=agreed, at=now())
    transfer = Transfer.objects.filter(payout_id=payout_id, status__in=MOVING_TRANSFER).first()
    if transfer and (bank := find_bank()):
        transfers.advance(transfer.pk, bank, terms=agreed, clock=now)


def hint(payout_id: int, *, countdown: int = UNDO_SECONDS) -> bool:
    """Ask a worker to look at a payout when its undo is over; call it after commit. False where nobody took it."""
    return _publish(wake, (payout_id,), countdown=countdown)


def _publish(task: Any, arguments: tuple[int, ...], **how: Any) -> bool:
    try:
        with task.app.connection_for_write(transport_options=IMPATIENT) as connection:
            task.app.send_task(task.name, arguments, retry=False, connection=connection, **how)
    except (OperationalError, OSError) as failure:
        log.warning("no worker was told of %s: %s", arguments or task.name, type(failure).__name__)
        return False
    return True


@lru_cache(maxsize=1)
def find_bank() -> SnapBank | None:
    """Return this process's client, which keeps its connection and token; None where no bank is set up."""
    if not settings.BANK["url"]:
        return None
    return open_bank(settings.BANK, timeout=terms.read(settings.BANK).http_timeout, clock=now)
