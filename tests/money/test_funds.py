"""Our account is empty: everything stops but asking, one try in five minutes goes, and with money all goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from booths.models import Officer
from lapak.money import funds, judgement, transfers
from lapak.money.bank.protocol import Outcome
from lapak.money.bank.snap import SnapBank
from lapak.money.judgement import Course
from lapak.money.models import FundsShortage, Transfer
from lapak.money.terms import MOST_ATTEMPTS, Terms
from tests.money.cast import Clock, make_transfer
from tests.money.simulator import Simulator

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NO_FUNDS = {"code": "4031814", "times": -1}


def pay(bank: SnapBank, terms: Terms, clock: Clock) -> int:
    return transfers.pay_due(bank, terms=terms, clock=clock, until=clock() + MINUTE)


@pytest.fixture
def three(terms: Terms) -> list[Transfer]:
    return [make_transfer(terms) for _ in range(3)]


def test_after_the_first_refusal_nothing_else_is_sent_and_one_tries_every_five_minutes(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms, three: list[Transfer]
) -> None:
    simulator.fail("answer_code", **NO_FUNDS)
    steps = []
    for _ in range(4):
        steps.append(pay(bank, terms, clock))
        clock.move(3 * MINUTE)

    assert steps[0] == 1 and sum(steps) == 2, steps
    assert simulator.read_book() == {}
    assert set(Transfer.objects.values_list("status", flat=True)) == {"READY"}


def test_with_money_again_all_are_paid_once_and_the_shortage_is_over(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms, three: list[Transfer]
) -> None:
    simulator.fail("answer_code", **NO_FUNDS)
    pay(bank, terms, clock)
    simulator.forgive()
    funds.try_now(at=clock())
    clock.move(MINUTE)
    pay(bank, terms, clock)

    assert funds.shortage() is None and FundsShortage.objects.get().ended_at == clock()
    assert simulator.read_book() == {one.reference: 1 for one in three}


def test_no_transfer_is_given_up_because_we_had_no_money(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    transfer = make_transfer(terms)
    simulator.fail("answer_code", **NO_FUNDS)
    for _ in range(3 * MOST_ATTEMPTS):
        pay(bank, terms, clock)
        clock.move(funds.TRY_EVERY)
    transfer.refresh_from_db()

    assert (transfer.status, transfer.last_code) == ("READY", "4031814")
    assert transfer.attempts == 0 and FundsShortage.objects.get().tries > MOST_ATTEMPTS


def test_what_may_have_been_sent_is_asked_about_meanwhile(
    bank: SnapBank, simulator: Simulator, clock: Clock, terms: Terms
) -> None:
    unknown = make_transfer(terms)
    simulator.fail("accept_then_drop")
    pay(bank, terms, clock)
    broke = make_transfer(terms)
    simulator.fail("answer_code", reference=broke.reference, **NO_FUNDS)
    pay(bank, terms, clock)
    clock.move(timedelta(seconds=10))
    pay(bank, terms, clock)

    unknown.refresh_from_db()
    assert unknown.status == "PAID" and funds.shortage() is not None


def test_a_second_refusal_says_nothing_about_the_first_sending():
    assert judgement.after_sending(Outcome.NO_FUNDS, sent_before=True, attempts=1) is Course.ASK_LATER
    assert judgement.after_sending(Outcome.NO_FUNDS, sent_before=False, attempts=99) is Course.TRY_LATER


def test_two_workers_that_hear_it_at_once_note_one_shortage(clock: Clock) -> None:
    funds.note(Outcome.NO_FUNDS, at=clock())
    funds.note(Outcome.NO_FUNDS, at=clock())

    assert FundsShortage.objects.get().tries == 2


def test_finance_is_told_and_tries_again_with_one_button(client, clock: Clock) -> None:
    funds.note(Outcome.NO_FUNDS, at=clock())
    client.force_login(Officer.objects.create(username="fitri2", role=Officer.Role.FINANCE))
    page = client.get(reverse("finance")).content.decode()
    after = client.post(reverse("finance-try"), follow=True).content.decode()

    assert "Saldo rekening sumber tidak cukup" in page and "dicoba lagi sekarang" in after
    assert FundsShortage.objects.get().next_try_at > clock()
