"""The books: what each event posts, that it is posted once, and that the database lets nothing else in."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from lapak.money import corrections, ledger
from lapak.money.models import LedgerEntry, LedgerPosting
from lapak.money.states import LedgerAccount, PayoutStatus
from lapak.money.terms import Terms
from tests.money.cast import MORNING, make_officer, make_transfer

pytestmark = pytest.mark.django_db
A = LedgerAccount


def test_what_is_owed_is_cost_tax_and_debt():
    make_transfer(Terms())
    assert ledger.balances() == {
        A.BENEFIT: 60_000_000,
        A.TAX_WITHHELD: -500_000,
        A.PARTICIPANTS: -59_500_000,
        A.BANK: 0,
    }


def test_an_event_is_posted_once_however_often_it_is_told():
    transfer = make_transfer(Terms())
    for _ in range(3):
        ledger.post_owed(transfer.payout, at=MORNING)
        ledger.post_paid(transfer, at=MORNING)
    assert LedgerPosting.objects.count() == 2
    assert ledger.balances()[A.PARTICIPANTS] == 0 and ledger.balances()[A.BANK] == -59_500_000


def test_money_that_came_back_is_owed_again():
    transfer = make_transfer(Terms())
    type(transfer).objects.filter(pk=transfer.pk).update(status="STUCK")
    type(transfer.payout).objects.filter(pk=transfer.payout.pk).update(status=PayoutStatus.STUCK)
    corrections.confirm_paid(transfer, evidence="rekening koran 23/11", by=make_officer(), at=MORNING)
    assert ledger.balances()[A.BANK] == -59_500_000
    corrections.record_return(transfer, by=None, at=MORNING, note="retur")
    transfer.payout.refresh_from_db()
    assert (transfer.payout.status, transfer.payout.claim.status) == (PayoutStatus.ACCOUNT_CORRECTION, "VERIFIED")
    assert ledger.balances()[A.BANK] == 0 and ledger.balances()[A.PARTICIPANTS] == -59_500_000


def test_the_database_refuses_a_posting_that_does_not_balance():
    posting = LedgerPosting.objects.get(payout=make_transfer(Terms()).payout)
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        LedgerEntry.objects.create(posting=posting, account=A.BANK, amount_rupiah=1)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", ["money_ledgerentry", "money_ledgerposting"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_changes_nothing_in_the_books(table, change):
    make_transfer(Terms())
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))
