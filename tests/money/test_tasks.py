"""The edges: the sweep pays without any message, and a hint names nobody."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from django.conf import settings as configured
from django.utils.timezone import now

from lapak.money import tasks
from lapak.money.states import PayoutStatus
from tests.money.cast import make_payout
from tests.money.simulator import Simulator

pytestmark = pytest.mark.django_db
QUEUE = "money"


@pytest.fixture(autouse=True)
def our_bank(simulator: Simulator, settings: pytest.FixtureRequest) -> Iterator[None]:
    settings.BANK = simulator.settings  # type: ignore[attr-defined]
    tasks.find_bank.cache_clear()
    yield
    if bank := tasks.find_bank():
        bank.close()
    tasks.find_bank.cache_clear()


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    broker = redis.Redis.from_url(configured.REDIS_URL)
    broker.delete(QUEUE)
    yield broker
    broker.delete(QUEUE)
    broker.close()


def test_the_sweep_pays_what_is_due_without_any_message(simulator: Simulator) -> None:
    payout = make_payout(at=now() - timedelta(seconds=11))

    tasks.sweep()

    payout.refresh_from_db()
    assert (payout.status, payout.claim.status) == (PayoutStatus.PAID, "PAID")
    assert list(simulator.read_book().values()) == [1]


def test_the_sweep_leaves_a_decision_alone_that_can_still_be_undone(simulator: Simulator) -> None:
    payout = make_payout(at=now())

    tasks.sweep()

    payout.refresh_from_db()
    assert (payout.status, simulator.read_book()) == (PayoutStatus.AWAITING_AUTHORISATION, {})


def test_a_wake_up_that_arrives_twice_pays_once(simulator: Simulator) -> None:
    payout = make_payout(at=now() - timedelta(seconds=11))
    other = make_payout(at=now() - timedelta(seconds=11))

    tasks.wake(payout.pk)
    tasks.wake(payout.pk)

    assert list(simulator.read_book()) == [payout.transfers.get().reference]
    other.refresh_from_db()
    assert other.status == PayoutStatus.AWAITING_AUTHORISATION


def test_a_wake_up_for_a_payout_that_does_not_exist_does_nothing(simulator: Simulator) -> None:
    tasks.wake(0)

    assert simulator.read_book() == {}


def test_without_a_bank_what_is_owed_waits(settings: pytest.FixtureRequest) -> None:
    settings.BANK = {**configured.BANK, "url": ""}  # type: ignore[attr-defined]
    tasks.find_bank.cache_clear()
    payout = make_payout(at=now() - timedelta(seconds=11))

    tasks.sweep()

    assert payout.transfers.get().status == "READY"


def test_a_hint_carries_a_number_and_nothing_of_the_person(queue: redis.Redis) -> None:
    payout = make_payout()

    assert tasks.hint(payout.pk)

    (message,) = queue.lrange(QUEUE, 0, -1)
    assert json.loads(message)["headers"]["argsrepr"] == f"({payout.pk},)"
    account = payout.claim.bank_account
    assert account.number.encode() not in message
    assert account.holder_name.encode() not in message
