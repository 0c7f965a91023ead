"""Payments by file: two people, a file that says what is owed, a report that settles what it lists and nothing else."""

from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from booths.models import Officer
from lapak.money import batches, ledger, transfers
from lapak.money.bank.snap import SnapBank
from lapak.money.errors import BatchOver, FileUnreadable, NothingToGather, OwnBatch, ReportElsewhere
from lapak.money.models import PaymentBatch, Transfer
from lapak.money.states import LedgerAccount, PayoutStatus
from lapak.money.terms import Terms
from tests.cast import cikarang
from tests.money.cast import MORNING, Clock, make_transfer
from tests.money.simulator import Simulator

pytestmark = pytest.mark.django_db
SPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
REPORT = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>B1</MsgId><CreDtTm>2026-11-23T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{number}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>{group}</GrpSts>
</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>{number}</OrgnlPmtInfId>{lines}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>"""
LINE = """<TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxSts>{status}</TxSts>{reason}</TxInfAndSts>"""
REASON = "<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>"


def finance(name: str) -> Officer:
    return Officer.objects.create(username=name, role=Officer.Role.FINANCE)


@pytest.fixture
def batch() -> PaymentBatch:
    """Four transfers, gathered by Gita and authorised by Fira."""
    for _ in range(4):
        make_transfer(Terms())
    made = batches.gather(by=finance("gita"), at=MORNING)
    batches.authorise(made, by=finance("fira"), at=MORNING)
    return made


def report(batch: PaymentBatch, *lines: tuple[Transfer, str, str], group: str = "PART") -> bytes:
    written = [
        LINE.format(reference=one.reference, status=status, reason=REASON.format(code=code) if code else "")
        for one, status, code in lines
    ]
    return REPORT.format(number=batch.number, group=group, lines="".join(written)).encode()


def test_nobody_authorises_the_own_batch():
    make_transfer(Terms())
    gita = finance("gita")
    made = batches.gather(by=gita, at=MORNING)
    with pytest.raises(OwnBatch):
        batches.authorise(made, by=gita, at=MORNING)
    with pytest.raises(BatchOver):
        batches.file_of(made)
    with pytest.raises(IntegrityError):
        PaymentBatch.objects.update(authorised_by=gita)


def test_a_gathered_transfer_is_in_one_batch_and_no_worker_sends_it(bank: SnapBank, simulator: Simulator, clock: Clock):
    transfer = make_transfer(Terms())
    made = batches.gather(by=finance("gita"), at=MORNING)
    with pytest.raises(NothingToGather):
        batches.gather(by=made.created_by, at=MORNING)
    assert not transfers.advance(transfer.pk, bank, terms=Terms(), clock=clock)
    batches.cancel(made, at=MORNING)
    assert transfers.advance(transfer.pk, bank, terms=Terms(), clock=clock)
    with pytest.raises(NothingToGather):
        batches.gather(by=made.created_by, at=MORNING)
    assert simulator.read_book() == {transfer.reference: 1}


def test_the_file_names_every_payment_and_its_sum_and_is_the_same_every_time(batch):
    content = batches.file_of(batch)
    assert content == batches.file_of(PaymentBatch.objects.get())
    root: Element = ElementTree.fromstring(content)

    def all_of(path: str) -> list[str]:
        return [one.text or "" for one in root.findall(path, SPACE)]

    assert all_of(".//p:GrpHdr/p:MsgId") == all_of(".//p:PmtInf/p:PmtInfId") == [batch.number]
    assert all_of(".//p:NbOfTxs") == ["4", "4"] and all_of(".//p:CtrlSum") == ["238000000.00"] * 2
    assert all_of(".//p:InstdAmt") == ["59500000.00"] * 4
    assert all_of(".//p:PmtId/p:EndToEndId") == [one.reference for one in batch.transfers.order_by("pk")]
    assert all_of(".//p:CdtrAcct/p:Id/p:Othr/p:Id") == [one.account_number for one in batch.transfers.order_by("pk")]


def test_a_report_settles_what_it_lists_and_guesses_nothing(batch):
    paid, wrong_account, refused, unlisted = batch.transfers.order_by("pk")
    content = report(
        batch, (paid, "ACSC", ""), (wrong_account, "RJCT", "AC04"), (refused, "RJCT", "AM04"), group="ACCP"
    )
    assert batches.take_report(batch, content, at=MORNING) == {"paid": 1, "refused": 2, "pending": 0, "unknown": 0}
    found = {one.pk: (one.status, one.payout.status) for one in Transfer.objects.select_related("payout")}
    assert found == {
        paid.pk: ("PAID", PayoutStatus.PAID),
        wrong_account.pk: ("FAILED", PayoutStatus.ACCOUNT_CORRECTION),
        refused.pk: ("FAILED", PayoutStatus.STUCK),
        unlisted.pk: ("SUBMITTED", PayoutStatus.AUTHORISED),
    }
    assert ledger.balances()[LedgerAccount.BANK] == -59_500_000


def test_a_report_that_is_read_twice_or_contradicts_itself_pays_once_and_unpays_nothing(batch):
    first = batch.transfers.order_by("pk").first()
    for status, code in (("ACSC", ""), ("ACSC", ""), ("RJCT", "AC04")):
        batches.take_report(batch, report(batch, (first, status, code)), at=MORNING)
    assert Transfer.objects.get(pk=first.pk).status == "PAID"
    assert ledger.balances()[LedgerAccount.BANK] == -59_500_000


def test_what_is_on_its_way_or_foreign_changes_nothing(batch):
    first = batch.transfers.order_by("pk").first()
    foreign = Transfer(reference="FOREIGN")
    content = report(batch, (first, "PDNG", ""), (foreign, "ACSC", ""), (first, "XXXX", ""))
    assert batches.take_report(batch, content, at=MORNING) == {"paid": 0, "refused": 0, "pending": 1, "unknown": 2}
    assert set(batch.transfers.values_list("status", flat=True)) == {"SUBMITTED"}


def test_a_report_of_another_batch_or_no_report_is_refused(batch):
    with pytest.raises(ReportElsewhere):
        batches.take_report(batch, REPORT.format(number="X", group="ACCP", lines="").encode(), at=MORNING)
    with pytest.raises(FileUnreadable) as refused:
        batches.take_report(batch, batches.file_of(batch), at=MORNING)
    assert "pain.002" in refused.value.sentence


def test_two_finance_officers_do_it_through_the_pages():
    cikarang()
    make_transfer(Terms(), at=timezone.now())
    gita, fira = Client(), Client()
    gita.force_login(finance("gita"))
    fira.force_login(finance("fira"))
    address = gita.post("/finance/batches/").url
    batch = PaymentBatch.objects.get()
    gita.post(address, {"authorise": "1"})
    batch.refresh_from_db()
    assert batch.authorised_at is None and 'name="authorise"' not in gita.get(address).content.decode()
    assert gita.get(f"{address}file/").status_code == 409
    fira.post(address, {"authorise": "1"})
    content = fira.get(f"{address}file/")
    assert content["Content-Disposition"].endswith(f'{batch.number}.xml"')
    assert fira.post(address, {"read": "1"}).status_code == 422
    answer = SimpleUploadedFile("r.xml", report(batch, (batch.transfers.get(), "ACSC", "")))
    assert fira.post(address, {"read": "1", "report": answer}).status_code == 302
    assert Transfer.objects.get().status == "PAID"
    assert batch.number in fira.get("/finance/batches/").content.decode()
