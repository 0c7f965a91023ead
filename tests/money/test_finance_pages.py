"""The pages of finance and of the second look: what they show and what their buttons do, in how many queries."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.utils import timezone

from booths.models import Officer
from lapak.money import approvals, payouts, sheets
from lapak.money.bank.signatures import JAKARTA
from lapak.money.models import Difference, Payout, Transfer
from lapak.money.states import DifferenceKind, PayoutStatus, Step, TransferStatus
from lapak.money.terms import Terms
from lapak.people.models import Participant
from tests.cast import attend, open_stage, queue, seat_next, tick_all
from tests.money.cast import make_payout, make_transfer
from verification import decisions

pytestmark = pytest.mark.django_db


def client_of(name: str) -> Client:
    client = Client()
    client.cookies["django_language"] = "id"
    client.force_login(Officer.objects.get(username=name))
    return client


@pytest.fixture
def stage():
    return open_stage(at=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def fitri(stage) -> Client:
    return client_of("fitri")


@pytest.fixture
def hadi(stage) -> Client:
    return client_of("hadi")


@pytest.fixture
def verified(stage, settings) -> Payout:
    """Siti's claim of 63 million, verified through the desk a minute ago."""
    settings.SECOND_LOOK = {"gross_above": 50_000_000, "release_above": 60_000_000, "percent": 0}
    at = timezone.now() - timedelta(minutes=1)
    queue(stage.branch, 1, at=at)
    seat = attend(stage, seat_next(stage, at=at), at=at)
    tick_all(seat, by=stage.dewi, at=at)
    decisions.decide(seat, "VERIFIED", "", by=stage.dewi, at=at)
    return Payout.objects.get()


def test_the_first_page_of_finance_is_its_work_list(fitri):
    answer = fitri.get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/finance/" and "Daftar ini kosong" in answer.content.decode()


def test_a_large_payout_goes_from_the_supervisor_to_finance_and_out(hadi, fitri, verified):
    page = hadi.get("/approvals/").content.decode()
    assert verified.claim.receipt_number in page and "Jumlah besar" in page
    case = hadi.get(f"/approvals/{verified.pk}/").content.decode()
    for seen in ("Siti Rahmawati", "Rp 63.240.000", "−Rp 662.000", "Rp 62.578.000", "Wajah sama dengan KTP", "Dewi"):
        assert seen in case, seen
    assert verified.claim.participant.nik not in case

    assert hadi.post(f"/approvals/{verified.pk}/change/", {"approve": "1"}).url == "/approvals/"
    verified.refresh_from_db()
    assert verified.awaits == Step.RELEASE
    assert verified.claim.receipt_number in fitri.get("/finance/").content.decode(), "what waits comes first"
    fitri.post(f"/finance/payouts/{verified.pk}/change/", {"release": "1"})
    assert payouts.authorise(verified.pk, terms=Terms(), at=timezone.now())
    shown = fitri.get(f"/finance/payouts/{verified.pk}/").content.decode()
    for seen in ("Periksa: Disetujui", "Lepas: Disetujui", "Hadi Purnomo", "Fitri Handayani", "Siap dikirim", "LPK"):
        assert seen in shown, seen
    assert verified.claim.bank_account.number not in shown


def test_who_sends_back_says_why(hadi, verified):
    hadi.post(f"/approvals/{verified.pk}/change/", {"send-back": "1"})
    assert "Tuliskan alasannya." in hadi.get(f"/approvals/{verified.pk}/").content.decode()
    hadi.post(f"/approvals/{verified.pk}/change/", {"send-back": "1", "note": "Foto buram"})
    verified.refresh_from_db()
    assert verified.status == PayoutStatus.WITHDRAWN


def test_who_is_related_keeps_out(hadi, verified):
    hadi.post(f"/approvals/{verified.pk}/change/", {"recuse": "1"})
    assert 'name="approve"' not in hadi.get(f"/approvals/{verified.pk}/").content.decode()
    hadi.post(f"/approvals/{verified.pk}/change/", {"approve": "1"})
    verified.refresh_from_db()
    assert verified.awaits == Step.CHECK


def test_a_stuck_payout_asks_a_person_and_its_answer_needs_evidence(fitri):
    payout = make_payout(at=timezone.now() - timedelta(hours=1))
    payouts.authorise(payout.pk, terms=Terms(), at=timezone.now())
    Transfer.objects.update(status="STUCK")
    Payout.objects.update(status=PayoutStatus.STUCK)
    address = f"/finance/payouts/{payout.pk}/"
    assert 'name="paid"' in fitri.get(address).content.decode()
    fitri.post(f"{address}change/", {"unpaid": "1"})
    assert Payout.objects.get().status == PayoutStatus.STUCK
    fitri.post(f"{address}change/", {"unpaid": "1", "note": "Rekening koran 24/11: tidak ada"})
    again = Payout.objects.get()
    assert (again.status, again.awaits) == (PayoutStatus.AWAITING_AUTHORISATION, Step.RELEASE)
    fitri.post(f"{address}change/", {"release": "1"})
    assert "Anda sendiri yang memutuskan" in fitri.get(address).content.decode()
    other = Officer.objects.create(username="gita", role=Officer.Role.FINANCE)
    approvals.approve(Payout.objects.select_related("claim__membership").get(), by=other, at=timezone.now())
    assert payouts.authorise(payout.pk, terms=Terms(), at=timezone.now())


def test_a_payout_is_found_by_receipt_number_and_by_reference(fitri):
    payout = make_payout(at=timezone.now() - timedelta(hours=1))
    make_payout(at=timezone.now() - timedelta(hours=1))
    payouts.authorise(payout.pk, terms=Terms(), at=timezone.now())
    for wanted in (payout.claim.receipt_number, Transfer.objects.get().reference[:12].lower()):
        assert fitri.get("/finance/", {"q": wanted}).content.decode().count("/finance/payouts/") == 1
    assert "Tidak ditemukan" in fitri.get("/finance/", {"q": "JHT-nobody"}).content.decode()


def test_the_withholding_list_names_person_code_and_tax(fitri):
    payout = make_payout(at=timezone.now() - timedelta(hours=1))
    Payout.objects.update(status=PayoutStatus.PAID, paid_at=timezone.now())
    month = timezone.now().strftime("%Y-%m")
    answer = fitri.get(f"/finance/withheld/{month}.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = list(csv.DictReader(io.StringIO(text)))
    assert row["NIK/NPWP"].lstrip("'") == payout.claim.participant.nik
    assert (row["Kode objek pajak"], row["Bruto"], row["PPh 21"]) == ("21-401-02", "60000000", "500000")
    book = fitri.get(f"/finance/withheld/{month}.xlsx").content
    assert cells_of(book)[7:] == [
        timezone.localdate(timezone=JAKARTA).isoformat(), payout.claim.receipt_number,
        payout.claim.participant.nik, payout.claim.participant.name, "21-401-02", "60000000", "500000",
    ]  # fmt: skip
    Participant.objects.update(npwp="013121660091000")
    assert "013121660091000" in b"".join(fitri.get(f"/finance/withheld/{month}.csv").streaming_content).decode()
    assert fitri.get("/finance/withheld/2026-13.csv").status_code == 404
    assert "60.000.000" in fitri.get("/finance/days/").content.decode()


def test_a_spreadsheet_takes_nothing_for_a_formula():
    text = "".join(sheets.rows_as_csv(["a"], [["=1+1"], ["@x"], [-5], ["+62"]]))
    assert text.splitlines()[1:] == ["'=1+1", "'@x", "-5", "'+62"]
    book = sheets.rows_as_xlsx(["a"], [["=1+1", "@x", -5, "3201010101900001", "https://x.id"]])
    assert cells_of(book) == ["a", "=1+1", "@x", "-5", "3201010101900001", "https://x.id"]


def cells_of(book: bytes) -> list[str]:
    """Return the cells of a workbook's one sheet; it may hold no formula and no link."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        words = [one.findtext(".//{*}t") for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))]
    assert sheet.find(".//{*}f") is None and sheet.find(".//{*}hyperlink") is None
    cells = [(cell.get("t"), cell.findtext("{*}v")) for cell in sheet.iter() if cell.tag.endswith("}c")]
    return [str(words[int(value)]) if kind == "s" else str(value) for kind, value in cells]


@pytest.mark.parametrize("count", [3, 12])
def test_the_work_list_takes_the_same_queries_for_few_and_many(fitri, count, django_assert_max_num_queries):
    for _ in range(count):
        make_payout(at=timezone.now() - timedelta(hours=1))
    payouts.authorise_due(terms=Terms(), at=timezone.now())
    with django_assert_max_num_queries(11):
        assert fitri.get("/finance/?show=moving").status_code == 200


@pytest.mark.parametrize("attempts", [1, 6])
def test_a_payouts_page_takes_the_same_queries_for_one_attempt_and_for_six(
    fitri, attempts, django_assert_max_num_queries
):
    transfer = make_transfer(Terms(), at=timezone.now())
    for number in range(1, attempts):
        failed = Transfer.objects.get(pk=transfer.pk)
        failed.pk, failed.reference, failed.status = None, f"TRY{number}", TransferStatus.FAILED
        failed.save(force_insert=True)
        failed.history.create(
            to_status=TransferStatus.READY, by=Officer.objects.get(username="fitri"), at=timezone.now()
        )
    with django_assert_max_num_queries(12):
        page = fitri.get(f"/finance/payouts/{transfer.payout_id}/").content.decode()
    assert all(f"TRY{number}" in page for number in range(1, attempts))


@pytest.mark.parametrize("count", [2, 40])
def test_the_differences_take_the_same_queries_for_few_and_many(fitri, count, django_assert_max_num_queries):
    for number in range(count):
        for settled_at in (None, timezone.now()):
            Difference.objects.create(
                reference=f"{number} {settled_at is None}", kind=DifferenceKind.NOT_AT_BANK,
                day=timezone.now().date(), ours_rupiah=1, bank_rupiah=0, found_at=timezone.now(),
                settled_at=settled_at, settled_by=settled_at and Officer.objects.get(username="fitri"),
            )  # fmt: skip
    with django_assert_max_num_queries(5):
        assert fitri.get("/finance/reconciliation/").status_code == 200
