"""Whose account it is, asked of a real simulator while the person is in the session, and again before money goes."""

from datetime import timedelta

import pytest

from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.money import inquiries, transfers
from lapak.money.bank.snap import SnapBank
from lapak.money.errors import AccountOfAnother, AccountUnknown
from lapak.money.models import AccountInquiry
from lapak.money.terms import Terms
from lapak.people.register import demo_people
from lapak.people.states import NameMatch
from lapak.queue.filing import file_and_queue
from tests.cast import application_of, cikarang
from tests.money.cast import MORNING, Clock, make_transfer
from tests.money.simulator import Simulator

pytestmark = pytest.mark.django_db
TERMS = Terms()


@pytest.fixture
def claim() -> Claim:
    """Siti's, in a session."""
    stated = application_of(demo_people()[0])
    claim = file_and_queue(stated, branch=cikarang(), channel="ONSITE", request_key="a", by=None, at=MORNING).claim
    claims.take(claim, by=None, at=MORNING)
    return claim


def ask(bank: SnapBank, clock: Clock) -> int:
    return inquiries.ask_due(bank, terms=TERMS, clock=clock, until=clock() + timedelta(seconds=5))


def test_the_bank_is_asked_once_and_knows_the_name(claim, bank: SnapBank, clock: Clock):
    assert (ask(bank, clock), ask(bank, clock)) == (1, 0)
    found = AccountInquiry.objects.get()
    assert (found.match, found.holder_name) == (NameMatch.EQUAL, "SITI RAHMAWATI")
    inquiries.check(claim)
    clock.move(timedelta(days=1, seconds=1))
    assert ask(bank, clock) == 1, "an answer of yesterday is asked again"


def test_the_account_of_somebody_else_stops_the_decision(claim, bank, simulator: Simulator, clock: Clock):
    simulator.fail("name_account", code="SRI WAHYUNI")
    ask(bank, clock)
    with pytest.raises(AccountOfAnother):
        inquiries.check(claim)


def test_an_account_that_is_not_there_stops_the_decision(claim, bank, simulator: Simulator, clock: Clock):
    simulator.fail("reject_account")
    ask(bank, clock)
    with pytest.raises(AccountUnknown):
        inquiries.check(claim)


def test_a_similar_name_is_left_to_the_officer(claim, bank, simulator: Simulator, clock: Clock):
    simulator.fail("name_account", code="SITI R")
    ask(bank, clock)
    assert AccountInquiry.objects.get().match == NameMatch.CLOSE
    inquiries.check(claim)


def test_a_bank_that_does_not_answer_is_asked_again_and_holds_nobody_up(claim, bank, simulator, clock: Clock):
    simulator.fail("error_500", at="account")
    ask(bank, clock)
    inquiries.check(claim)
    assert ask(bank, clock) == 0
    clock.move(timedelta(minutes=1))
    assert ask(bank, clock) == 1 and AccountInquiry.objects.get().match == NameMatch.EQUAL


def test_no_money_goes_to_a_name_that_changed_since(bank, simulator: Simulator, clock: Clock):
    transfer = make_transfer(TERMS)
    simulator.fail("name_account", code="SRI WAHYUNI")
    transfers.advance(transfer.pk, bank, terms=TERMS, clock=clock)
    transfer.refresh_from_db()
    assert (transfer.status, transfer.payout.status) == ("FAILED", "ACCOUNT_CORRECTION")
    assert transfer.last_code == "name-differs" and simulator.read_book() == {}
