"""A row that cannot be read keeps no other from its turn and is named in the log, without what it says."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from booths.one_by_one import one_by_one
from lapak.money import inquiries, payouts, transfers
from lapak.money.bank.snap import SnapBank
from lapak.money.models import AccountInquiry, Payout, Transfer
from lapak.money.terms import MOST_ATTEMPTS, Terms
from tests.cast import spoil
from tests.money.cast import MORNING, make_payout, make_transfer

pytestmark = pytest.mark.django_db
UNDO_OVER = MORNING + payouts.UNDO_FOR


def test_a_payout_that_cannot_be_read_keeps_no_other_from_being_authorised(terms: Terms, caplog):
    spoiled, good = make_payout(), make_payout()
    spoil(spoiled.claim.bank_account, "number")
    assert payouts.authorise_due(terms=terms, at=UNDO_OVER) == 1
    assert list(Payout.objects.filter(status="AUTHORISED")) == [good]
    assert f"payout {spoiled.pk}: ValueError" in caplog.text


def test_a_transfer_that_cannot_be_read_has_its_attempts_and_then_needs_a_person(
    bank: SnapBank, terms: Terms, clock, caplog
):
    spoiled, good = make_transfer(terms, at=clock()), make_transfer(terms, at=clock())
    spoil(spoiled, "account_number")
    transfers.pay_due(bank, terms=terms, clock=clock, until=clock() + timedelta(seconds=4))
    assert Transfer.objects.defer("account_number").get(pk=good.pk).status == "PAID"
    assert f"transfer {spoiled.pk}: ValueError" in caplog.text
    for _ in range(MOST_ATTEMPTS + 1):
        clock.move(terms.lease + timedelta(seconds=1))
        transfers.pay_due(bank, terms=terms, clock=clock, until=clock() + timedelta(seconds=4))
    assert Transfer.objects.defer("account_number").get(pk=spoiled.pk).status == "STUCK"
    assert f"transfer {spoiled.pk} needs a person" in caplog.text


def test_an_account_that_cannot_be_read_keeps_no_other_from_being_asked_about(bank: SnapBank, terms: Terms, clock):
    spoiled, good = make_payout().claim, make_payout().claim
    for claim in (spoiled, good):
        type(claim).objects.filter(pk=claim.pk).update(status="IN_SESSION")
    spoil(spoiled.bank_account, "number")
    assert inquiries.ask_due(bank, terms=terms, clock=clock, until=clock() + timedelta(seconds=2)) == 1
    assert AccountInquiry.objects.get().bank_account_id == good.bank_account_id


def test_the_log_says_what_failed_where_and_never_the_errors_own_words(caplog):
    def step(number: int) -> bool:
        if number == 2:
            raise RuntimeError("SITI RAHMAWATI 3204110609970001")
        return True

    assert one_by_one(step, [1, 2, 3], what="row") == 2
    assert "row 2: RuntimeError in step:" in caplog.text and "SITI" not in caplog.text


def test_a_database_that_is_away_fails_for_every_row_and_ends_the_round():
    asked = []

    def step(number: int) -> bool:
        asked.append(number)
        raise OperationalError

    with pytest.raises(OperationalError):
        one_by_one(step, [1, 2], what="row")
    assert asked == [1]
