"""One attempt to send money, against the real simulator over HTTP, with a clock that is moved by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest

from lapak.money import transfers
from lapak.money.bank.protocol import Account, Answer, Order
from lapak.money.bank.snap import SnapBank
from lapak.money.models import Transfer
from lapak.money.states import PayoutStatus, TransferStatus
from lapak.money.terms import Terms
from tests.money.cast import OTHER_BANK, OWN_BANK, Clock, advance_until_closed, make_transfer
from tests.money.simulator import Simulator
from tests.pace import wait_until

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def statuses_of(transfer: Transfer) -> list[str]:
    return [change.to_status for change in transfer.history.all()]


@pytest.mark.parametrize("bank_code", [OWN_BANK, OTHER_BANK])
def test_a_transfer_is_paid_and_its_payout_and_claim_with_it(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms, bank_code: str
) -> None:
    transfer = make_transfer(terms, bank_code=bank_code)

    assert transfers.advance(transfer.pk, bank, terms=terms, clock=clock)

    transfer.refresh_from_db()
    assert (transfer.status, transfer.payout.status, transfer.payout.claim.status) == ("PAID", "PAID", "PAID")
    assert statuses_of(transfer) == ["READY", "SUBMITTED", "PAID"]
    assert transfer.bank_reference.startswith("SIM")
    assert (transfer.lease, transfer.settled_at, transfer.payout.paid_at) == (None, clock(), clock())
    assert simulator.read_book() == {transfer.reference: 1}


def test_a_paid_transfer_is_never_taken_again(bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms) -> None:
    transfer = make_transfer(terms)
    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)
    clock.move(48 * HOUR)

    assert not transfers.advance(transfer.pk, bank, terms=terms, clock=clock)
    assert simulator.read_book() == {transfer.reference: 1}


def test_an_order_that_the_bank_shows_late_is_asked_for_until_it_appears_and_not_sent_again(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    simulator.set_mode(deduplicates=False)
    simulator.fail("appears_late", seconds=0.5)
    transfer = make_transfer(terms)
    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)
    clock.move(HOUR)
    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)
    transfer.refresh_from_db()
    assert (transfer.status, transfer.last_code) == ("UNKNOWN", "4043601")

    wait_until(lambda: simulator.server.book.find_amount(transfer.reference))
    clock.move(HOUR)
    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)
    transfer.refresh_from_db()
    assert transfer.status == "PAID" and simulator.read_book() == {transfer.reference: 1}


@pytest.mark.parametrize("behaviour", ["accept_then_drop", "accept_then_500", "pending", "garbage"])
def test_an_answer_that_is_lost_is_asked_for_and_not_sent_again(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms, behaviour: str
) -> None:
    simulator.set_mode(deduplicates=False)
    simulator.fail(behaviour)
    transfer = make_transfer(terms)

    advance_until_closed(transfer, bank, terms=terms, clock=clock, hours=0.01)

    assert statuses_of(transfer) == ["READY", "SUBMITTED", "UNKNOWN", "PAID"]
    assert simulator.read_book() == {transfer.reference: 1}


@pytest.mark.parametrize("behaviour", ["drop_before", "error_500"])
def test_an_order_that_never_arrived_is_sent_again_under_its_reference_after_the_grace(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms, behaviour: str
) -> None:
    simulator.fail(behaviour)
    transfer = make_transfer(terms)
    sent_at = clock()

    advance_until_closed(transfer, bank, terms=terms, clock=clock, hours=5)

    sent = [change.at for change in transfer.history.all() if change.to_status == "SUBMITTED"]
    assert sent[0] == sent_at
    assert sent[1] - sent_at > terms.grace_of(transfer.rail)
    assert transfer.status == TransferStatus.PAID
    assert simulator.read_book() == {transfer.reference: 1}


def test_a_bank_that_does_not_promise_to_de_duplicate_never_gets_a_reference_twice(
    bank: SnapBank, simulator: Simulator, clock: Clock
) -> None:
    terms = Terms(deduplicates=False)
    simulator.fail("drop_before")
    transfer = make_transfer(terms)

    advance_until_closed(transfer, bank, terms=terms, clock=clock)

    assert statuses_of(transfer) == ["READY", "SUBMITTED", "UNKNOWN", "STUCK"]
    transfer.payout.refresh_from_db()
    assert transfer.payout.status == PayoutStatus.STUCK
    assert simulator.read_book() == {}


def test_a_slow_bank_is_unknown_and_then_asked(simulator: Simulator, clock: Clock, terms: Terms) -> None:
    bank = simulator.connect(clock, timeout=timedelta(milliseconds=100))
    simulator.fail("slow", seconds=0.3)
    transfer = make_transfer(terms)

    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)
    transfer.refresh_from_db()

    assert (transfer.status, transfer.last_code) == ("UNKNOWN", "ReadTimeout")
    advance_until_closed(transfer, bank, terms=terms, clock=clock)
    assert (transfer.status, simulator.read_book()) == ("PAID", {transfer.reference: 1})
    bank.close()


def test_an_invalid_account_is_found_before_anything_is_sent(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    simulator.fail("reject_account")
    transfer = make_transfer(terms)

    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)

    transfer.refresh_from_db()
    assert statuses_of(transfer) == ["READY", "FAILED"]
    assert (transfer.payout.status, transfer.payout.claim.status) == ("ACCOUNT_CORRECTION", "VERIFIED")
    assert simulator.read_book() == {}


@pytest.mark.parametrize(
    ("code", "status", "payout_status"),
    [
        ("4011801", "READY", "AUTHORISED"),
        ("4031814", "READY", "AUTHORISED"),
        ("4291800", "READY", "AUTHORISED"),
        ("4041811", "FAILED", "ACCOUNT_CORRECTION"),
        ("4031803", "FAILED", "STUCK"),
        ("4001802", "FAILED", "STUCK"),
        ("4041818", "UNKNOWN", "AUTHORISED"),
        ("4091800", "UNKNOWN", "AUTHORISED"),
        ("4091801", "UNKNOWN", "AUTHORISED"),
        ("5041800", "UNKNOWN", "AUTHORISED"),
        ("4181899", "UNKNOWN", "AUTHORISED"),
    ],
)
def test_each_kind_of_code_leads_where_the_table_says(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms, code: str, status: str, payout_status: str
) -> None:
    simulator.fail("answer_code", code=code)
    transfer = make_transfer(terms)

    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)

    transfer.refresh_from_db()
    assert (transfer.status, transfer.payout.status, transfer.last_code) == (status, payout_status, code)


def test_a_bank_that_cannot_be_reached_is_tried_later_with_the_same_reference(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    nowhere = simulator.connect(clock, url="http://127.0.0.1:9")
    transfer = make_transfer(terms)

    transfers.advance(transfer.pk, nowhere, terms=terms, clock=clock)
    too_early = transfers.advance(transfer.pk, bank, terms=terms, clock=clock)
    clock.move(timedelta(seconds=6))
    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)

    transfer.refresh_from_db()
    assert (too_early, transfer.status) == (False, "PAID")
    assert simulator.read_book() == {transfer.reference: 1}
    nowhere.close()


def test_a_bank_that_never_answers_clearly_ends_with_a_person_after_all_attempts(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    simulator.fail("accept_then_drop")
    simulator.fail("pending", at="inquiry", times=-1)
    transfer = make_transfer(terms)

    advance_until_closed(transfer, bank, terms=terms, clock=clock)

    assert (transfer.status, transfer.attempts) == ("STUCK", 9)
    assert simulator.read_book() == {transfer.reference: 1}


class Interrupted:
    """The real bank, with something that happens while the worker is about to send."""

    def __init__(self, bank: SnapBank, meanwhile: Callable[[], object]) -> None:
        self.bank, self.meanwhile = bank, meanwhile

    def inquire_account(self, account: Account, *, rail: str) -> Answer:
        return self.bank.inquire_account(account, rail=rail)

    def inquire_transfer(self, order: Order) -> Answer:
        return self.bank.inquire_transfer(order)

    def transfer(self, order: Order, *, not_after: datetime) -> Answer:
        self.meanwhile()
        return self.bank.transfer(order, not_after=not_after)


def test_a_worker_that_was_frozen_too_long_sends_nothing_and_writes_nothing(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    transfer = make_transfer(terms)

    def another_worker_takes_over() -> None:
        clock.move(25 * HOUR)
        assert transfers.advance(transfer.pk, bank, terms=terms, clock=clock)

    transfers.advance(transfer.pk, Interrupted(bank, another_worker_takes_over), terms=terms, clock=clock)

    transfer.refresh_from_db()
    assert statuses_of(transfer) == ["READY", "SUBMITTED", "UNKNOWN", "SUBMITTED", "PAID"]
    assert simulator.read_book() == {transfer.reference: 1}


def test_a_worker_that_freezes_behind_its_last_look_at_the_clock_is_not_overtaken_by_a_second_order(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    """It looks as late as it may, sleeps as long as the grace allows for, and its order leaves all the same."""
    simulator.set_mode(deduplicates=False)
    transfer = make_transfer(terms)
    other = simulator.connect(clock)

    def freeze(request: httpx.Request) -> None:
        if "/transfer-" in request.url.path:
            clock.move(terms.grace_of(transfer.rail) - terms.http_timeout)
            assert transfers.advance(transfer.pk, other, terms=terms, clock=clock)

    bank.http.event_hooks = {"request": [freeze]}
    hesitant = Interrupted(bank, lambda: clock.move(terms.leaves_within))
    transfers.advance(transfer.pk, hesitant, terms=terms, clock=clock)
    advance_until_closed(transfer, other, terms=terms, clock=clock)
    other.close()

    transfer.refresh_from_db()
    assert (transfer.status, simulator.read_book()) == ("PAID", {transfer.reference: 1})


def test_a_late_writer_is_refused_after_another_took_the_lease(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    simulator.fail("drop_before")
    transfer = make_transfer(terms)

    def another_worker_asks_meanwhile() -> None:
        later = Clock(clock() + 2 * terms.lease)
        assert transfers.advance(transfer.pk, bank, terms=terms, clock=later)

    transfers.advance(transfer.pk, Interrupted(bank, another_worker_asks_meanwhile), terms=terms, clock=clock)

    transfer.refresh_from_db()
    assert (transfer.status, transfer.last_code) == ("UNKNOWN", "4043601")
    assert statuses_of(transfer) == ["READY", "SUBMITTED", "UNKNOWN"]


def test_nothing_of_the_person_is_logged_when_a_transfer_gets_stuck(
    bank: SnapBank, simulator: Simulator, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    terms = Terms(deduplicates=False)
    simulator.fail("drop_before")
    transfer = make_transfer(terms)

    advance_until_closed(transfer, bank, terms=terms, clock=clock)

    assert "needs a person" in caplog.text
    assert transfer.account_number not in caplog.text
    assert transfer.holder_name not in caplog.text
