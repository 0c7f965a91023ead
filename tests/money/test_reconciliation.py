"""The bank's books beside ours: every kind of difference is found, listed, and settled by agreement or by word."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from booths.models import Officer
from lapak.money import camt, reconciliation, statements, transfers
from lapak.money.bank.signatures import JAKARTA
from lapak.money.bank.snap import SnapBank
from lapak.money.errors import FileUnreadable
from lapak.money.models import Difference, ReconciledDay, Transfer
from lapak.money.statements import Booked, Found, Ours
from lapak.money.states import DifferenceKind, StatementSource
from lapak.money.terms import Terms
from tests.cast import cikarang
from tests.money.cast import make_transfer
from tests.money.simulator import Simulator

K = DifferenceKind
HISTORY = StatementSource.HISTORY
TODAY = date(2026, 11, 27)
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
 <GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-27T18:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>
 {entries}
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"""
ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
 <BookgDt><Dt>2026-11-27</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>
 <Amt Ccy="{currency}">{amount}</Amt></TxDtls></NtryDtls></Ntry>"""


def entry(reference: str, amount: str = "59500000.00", side: str = "DBIT", currency: str = "IDR") -> str:
    return ENTRY.format(reference=reference, amount=amount, side=side, currency=currency)


def test_each_kind_of_difference_is_found_and_nothing_else():
    ours = {name: Ours(name, 10, "PAID") for name in ("good", "missing", "twice", "amount")}
    ours |= {"open": Ours("open", 10, "UNKNOWN"), "back": Ours("back", 10, "RETURNED")}
    booked = [Booked(name, 10) for name in ("good", "twice", "twice", "foreign", "open", "back")]
    booked.append(Booked("amount", 11))
    times = Counter(line.reference for line in booked)
    found = statements.compare(ours, booked, paid_that_day=["good", "missing"], times=times)
    assert found == [
        Found("twice", K.TWICE, 10, 20),
        Found("foreign", K.NOT_OURS, 0, 10),
        Found("open", K.STILL_OPEN, 0, 10),
        Found("amount", K.AMOUNT, 10, 11),
        Found("missing", K.NOT_AT_BANK, 10, 0),
    ]


# ---- with the bank's history


@pytest.mark.django_db
def test_a_payment_made_twice_is_found_in_the_banks_history(bank: SnapBank, simulator: Simulator, clock):
    clock.time = timezone.now()
    terms = Terms()
    transfer = make_transfer(terms, at=clock())
    transfers.advance(transfer.pk, bank, terms=terms, clock=clock)
    simulator.set_mode(deduplicates=False)
    today = clock().astimezone(JAKARTA).date()
    assert reconciliation.reconcile(today, bank.list_debits(today) or [], source=HISTORY, at=clock()) == []

    transfer.refresh_from_db()
    bank.transfer(transfers._order_of(transfer), not_after=clock() + timedelta(hours=1))
    (found,) = reconciliation.reconcile(today, bank.list_debits(today) or [], source=HISTORY, at=clock())
    assert (found.kind, found.reference, found.bank_rupiah) == (K.TWICE, transfer.reference, 119_000_000)
    assert ReconciledDay.objects.get().differences == 1


@pytest.mark.django_db
def test_a_long_history_is_read_to_its_end(bank: SnapBank, simulator: Simulator, clock):
    from dataclasses import replace

    from tests.money.test_bank import ORDER

    clock.time = timezone.now()
    for number in range(205):
        bank.transfer(replace(ORDER, reference=f"LPK{number:06}"), not_after=clock() + timedelta(hours=1))
    booked = bank.list_debits(clock().astimezone(JAKARTA).date())
    assert booked is not None and len({one.reference for one in booked}) == 205


def test_a_bank_that_does_not_answer_gives_no_history(bank: SnapBank, simulator: Simulator):
    simulator.fail("error_500", at="history")
    assert bank.list_debits(TODAY) is None


@pytest.mark.django_db
def test_what_the_bank_booked_and_we_do_not_know_is_asked_about_now_and_settles_by_agreeing():
    at = timezone.now()
    transfer = make_transfer(Terms(), at=at)
    Transfer.objects.update(status="UNKNOWN", submitted_at=at, next_at=at + timedelta(hours=4))
    today = at.astimezone(JAKARTA).date()
    booked = [Booked(transfer.reference, transfer.amount_rupiah)]
    (found,) = reconciliation.reconcile(today, booked, source=HISTORY, at=at)
    transfer.refresh_from_db()
    assert found.kind == K.STILL_OPEN and transfer.next_at == at
    Transfer.objects.update(status="PAID", settled_at=at)
    assert reconciliation.reconcile(today, booked, source=HISTORY, at=at) == []
    assert Difference.objects.get().settled_at is not None


# ---- from day to day


def paid_at(at: datetime) -> Transfer:
    transfer = make_transfer(Terms(), at=at)
    Transfer.objects.filter(pk=transfer.pk).update(status="PAID", settled_at=at)
    transfer.refresh_from_db()
    return transfer


def reconciled(day: date, *booked: Booked, source: StatementSource = HISTORY) -> list[tuple[str, int]]:
    found = reconciliation.reconcile(day, booked, source=source, at=timezone.now())
    return [(one.kind, one.bank_rupiah) for one in found]


@pytest.mark.django_db
def test_an_order_that_the_bank_pays_again_on_another_day_was_paid_twice():
    transfer = paid_at(datetime.combine(TODAY, datetime.min.time(), JAKARTA))
    line = Booked(transfer.reference, transfer.amount_rupiah)
    assert reconciled(TODAY, line) == []
    assert reconciled(TODAY, line, source=StatementSource.FILE) == [], "both tell of one payment"
    assert reconciled(TODAY + timedelta(days=1), line) == [(K.TWICE, 2 * transfer.amount_rupiah)]
    assert reconciled(TODAY, line) == [(K.TWICE, 2 * transfer.amount_rupiah)], "whichever day is read again"
    assert reconciled(TODAY + timedelta(days=1)) == [] and reconciled(TODAY, line) == [], "the bank took it back"


@pytest.mark.django_db
def test_a_payment_that_the_bank_books_on_the_other_side_of_midnight_is_no_difference():
    transfer = paid_at(datetime.combine(TODAY, datetime.min.time(), JAKARTA))
    line = Booked(transfer.reference, transfer.amount_rupiah)
    assert reconciled(TODAY) == [(K.NOT_AT_BANK, 0)]
    assert reconciled(TODAY - timedelta(days=1), line) == []
    assert not Difference.objects.filter(settled_at=None).exists()
    assert reconciled(TODAY) == []


@pytest.mark.django_db
def test_what_agreed_for_a_while_is_listed_when_it_comes_back_and_what_was_explained_when_it_is_other_money():
    cikarang()
    line = Booked("FOREIGN", 10)
    assert reconciled(TODAY, line) == [(K.NOT_OURS, 10)]
    assert reconciled(TODAY) == [], "agreed"
    assert reconciled(TODAY, line) == [(K.NOT_OURS, 10)]
    fitri = Officer.objects.get(username="fitri")
    reconciliation.explain(Difference.objects.get(), by=fitri, note="Biaya bank", at=timezone.now())
    assert reconciled(TODAY, line) == [], "explained"
    assert reconciled(TODAY, line, line) == [(K.NOT_OURS, 20)]
    assert Difference.objects.get().note == ""


@pytest.mark.django_db
def test_a_difference_about_an_order_that_has_ended_since_is_settled_whichever_day_is_compared():
    transfer = make_transfer(Terms(), at=timezone.now())
    Transfer.objects.update(status="UNKNOWN")
    line = Booked(transfer.reference, transfer.amount_rupiah)
    assert reconciled(TODAY, line) == [(K.STILL_OPEN, transfer.amount_rupiah)]
    Transfer.objects.update(status="PAID", settled_at=timezone.now())
    reconciled(TODAY + timedelta(days=5))
    assert Difference.objects.get(kind=K.STILL_OPEN).settled_at is not None


@pytest.mark.django_db
def test_days_of_an_outage_are_compared_after_it_and_each_until_it_is_two_days_old():
    week = [TODAY - timedelta(days=back) for back in range(6, -1, -1)]
    noon = datetime.combine(TODAY, datetime.min.time(), JAKARTA) + timedelta(hours=12)
    assert reconciliation.days_due(TODAY) == week[-1:], "no day is ours before the first transfer"
    transfer = make_transfer(Terms(), at=noon - timedelta(days=1))
    assert reconciliation.days_due(TODAY) == week[-2:]
    Transfer.objects.filter(pk=transfer.pk).update(transaction_date=noon - timedelta(days=20))
    assert reconciliation.days_due(TODAY) == week
    for day in week:
        reconciliation.reconcile(day, [], source=HISTORY, at=noon)
    assert reconciliation.days_due(TODAY) == week[-2:]
    assert reconciliation.days_due(TODAY + timedelta(days=3)) == [TODAY + timedelta(days=back) for back in range(-1, 4)]


# ---- with a file


def test_a_notification_is_read_by_our_reference_and_credits_are_left_out():
    days = camt.read(CAMT.format(entries=entry("LPK1") + entry("LPK2", "1") + entry("X", side="CRDT")).encode())
    assert days == {TODAY: [Booked("LPK1", 59_500_000), Booked("LPK2", 1)]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<Document/>",
        CAMT.format(entries=entry("a", currency="USD")).encode(),
        CAMT.format(entries=entry("a", "10.50")).encode(),
        CAMT.format(entries=entry("a", "NaN")).encode(),
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + CAMT.format(entries="&a;").encode(),
    ],
)
def test_what_is_no_notification_in_whole_rupiah_is_refused(content):
    with pytest.raises(FileUnreadable):
        camt.read(content)


@pytest.mark.django_db
def test_finance_reads_a_file_sees_the_difference_and_explains_it():
    cikarang()
    fitri = Client()
    fitri.cookies["django_language"] = "id"
    fitri.force_login(Officer.objects.get(username="fitri"))
    assert "Buku kami dan buku bank sama" in fitri.get("/finance/reconciliation/").content.decode()
    bad = SimpleUploadedFile("x.xml", b"no xml")
    assert fitri.post("/finance/reconciliation/", {"statement": bad}).status_code == 422
    file = SimpleUploadedFile("camt.xml", CAMT.format(entries=entry("FOREIGN")).encode())
    assert fitri.post("/finance/reconciliation/", {"statement": file}).status_code == 302
    difference = Difference.objects.get()
    page = fitri.get("/finance/reconciliation/").content.decode()
    assert "FOREIGN" in page and "Bukan referensi kami" in page
    fitri.post(f"/finance/reconciliation/{difference.pk}/", {"note": ""})
    assert Difference.objects.filter(settled_at=None).exists()
    fitri.post(f"/finance/reconciliation/{difference.pk}/", {"note": "Biaya bank"})
    difference.refresh_from_db()
    assert difference.settled_by.username == "fitri" and difference.note == "Biaya bank"
