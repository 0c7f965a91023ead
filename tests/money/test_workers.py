"""Several workers at once, and workers that are killed: real threads and processes on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils.timezone import now

from lapak.money import failpoints, payouts, transfers
from lapak.money.errors import UndoTooLate
from lapak.money.models import Transfer
from lapak.money.states import PayoutStatus, TransferStatus
from lapak.money.terms import Terms
from tests.money.cast import MORNING, Clock, make_payout, make_transfer
from tests.money.simulator import Simulator, check_paid_once
from tests.pace import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
WORKERS = 8


def run_at_once(work: Callable[[], object], *, workers: int = WORKERS) -> None:
    """Start all threads at the same moment and wait for them; an error in one is raised here."""
    barrier = Barrier(workers)

    def run() -> None:
        barrier.wait(timeout=PATIENCE_SECONDS)
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(run) for _ in range(workers)]:
            done.result(timeout=PATIENCE_SECONDS)


def test_eight_workers_send_one_transfer_once(simulator: Simulator, clock: Clock, terms: Terms) -> None:
    simulator.set_mode(deduplicates=False)
    transfer = make_transfer(terms)
    bank = simulator.connect(clock)

    run_at_once(lambda: transfers.advance(transfer.pk, bank, terms=terms, clock=clock))

    assert [change.to_status for change in transfer.history.all()] == ["READY", "SUBMITTED", "PAID"]
    assert simulator.read_book() == {transfer.reference: 1}
    bank.close()


def test_workers_share_many_transfers_and_pay_each_once(simulator: Simulator, clock: Clock, terms: Terms) -> None:
    simulator.set_mode(deduplicates=False)
    references = {make_transfer(terms).reference for _ in range(12)}
    bank, until = simulator.connect(clock), MORNING + timedelta(seconds=1)

    run_at_once(lambda: transfers.pay_due(bank, terms=terms, clock=clock, until=until), workers=4)

    assert simulator.read_book() == dict.fromkeys(references, 1)
    assert set(Transfer.objects.values_list("status", flat=True)) == {TransferStatus.PAID}
    bank.close()


def test_workers_that_authorise_at_once_make_one_transfer(terms: Terms) -> None:
    payout = make_payout()

    run_at_once(lambda: payouts.authorise_due(terms=terms, at=payout.authorise_at))

    assert Transfer.objects.count() == 1
    assert payout.history.filter(to_status=PayoutStatus.AUTHORISED).count() == 1


def test_an_undo_and_a_worker_at_the_same_moment_have_one_winner(terms: Terms) -> None:
    """The undo's clock is a second behind the worker's, so that both believe they are in time."""
    payout, refused = make_payout(), []
    turns = iter([True, False])

    def race() -> None:
        if next(turns):
            payouts.authorise_due(terms=terms, at=payout.authorise_at)
            return
        try:
            payouts.withdraw(payout.claim, by=None, at=payout.authorise_at - timedelta(seconds=1))
        except UndoTooLate as refusal:
            refused.append(refusal)

    run_at_once(race, workers=2)

    payout.refresh_from_db()
    assert (payout.status, Transfer.objects.count(), len(refused)) in {("AUTHORISED", 1, 1), ("WITHDRAWN", 0, 0)}


def start_worker(simulator: Simulator, *, hours_ahead: float = 0, failpoint: str = "") -> int:
    """Run a worker process to its end and return its exit code."""
    place = connection.settings_dict
    host, port = quote(str(place["HOST"]), safe=""), place["PORT"]
    user = f"{quote(place['USER'])}:{quote(place['PASSWORD'] or '')}"
    named = {
        "DATABASE_URL": f"postgresql://{user}@/{place['NAME']}?host={host}" + (f"&port={port}" if port else ""),
        "LAPAK_BANK_URL": simulator.url,
        "LAPAK_FAILPOINT": failpoint,
        **simulator.credentials,
    }
    command = [sys.executable, "-m", "tests.money.worker", str(hours_ahead)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | named, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.returncode in {0, failpoints.EXIT_CODE}, done.stderr
    return done.returncode


@pytest.mark.parametrize(("failpoint", "booked"), [("after_intent", 0), ("after_call", 1), ("before_settle", 1)])
def test_a_worker_killed_between_intent_and_settlement_leaves_a_payout_that_is_paid_exactly_once(
    simulator: Simulator, failpoint: str, booked: int
) -> None:
    payout = make_payout(at=now() - timedelta(minutes=1))

    assert start_worker(simulator, failpoint=failpoint) == failpoints.EXIT_CODE
    transfer = payout.transfers.get()
    assert (transfer.status, simulator.read_book().get(transfer.reference, 0)) == (TransferStatus.SUBMITTED, booked)
    assert start_worker(simulator, hours_ahead=25) == 0

    payout.refresh_from_db()
    assert (payout.status, payout.claim.status) == (PayoutStatus.PAID, "PAID")
    assert simulator.read_book() == {transfer.reference: 1}
    check_paid_once(simulator.read_book(), list(payout.transfers.values_list("reference", flat=True)))


def test_a_lease_that_is_not_over_keeps_other_workers_away_after_a_crash(simulator: Simulator, terms: Terms) -> None:
    make_payout(at=now() - timedelta(minutes=1))
    start_worker(simulator, failpoint="after_call")
    bank = simulator.connect(now)

    taken = transfers.advance(None, bank, terms=terms, clock=now)

    assert not taken
    bank.close()
