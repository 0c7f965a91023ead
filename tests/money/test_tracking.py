"""The owner of a claim follows it, gets a receipt, and names another account when the bank refused the first."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from lapak.claims.models import Claim
from lapak.money import payouts
from lapak.money.models import Payout
from lapak.money.states import PayoutStatus, Step
from lapak.money.terms import Terms
from tests.money.cast import MORNING, make_payout

pytestmark = pytest.mark.django_db
LATER = MORNING + payouts.UNDO_FOR


@pytest.fixture
def payout() -> Payout:
    return make_payout()


@pytest.fixture
def phone(client: Client) -> Client:
    client.cookies["django_language"] = "id"
    return client


def page(phone: Client, claim: Claim) -> str:
    return phone.get(f"/klaim/{claim.follow_key}/").content.decode()


def test_a_claim_is_found_by_its_number_and_the_birth_date(phone, payout):
    claim = payout.claim
    answer = phone.post("/klaim/", {"receipt_number": f" {claim.receipt_number.lower()} ", "birth_date": "1997-09-06"})
    assert answer.status_code == 302 and answer.url == f"/klaim/{claim.follow_key}/"


@pytest.mark.parametrize("wrong", [{"birth_date": "1997-09-07"}, {"receipt_number": "JHT-0"}, {"birth_date": ""}])
def test_a_wrong_pair_finds_nothing_and_says_not_which(phone, payout, wrong):
    typed = {"receipt_number": payout.claim.receipt_number, "birth_date": "1997-09-06", **wrong}
    assert phone.post("/klaim/", typed).status_code == 422


def test_the_page_tells_each_step_and_shows_no_number(phone, payout):
    claim = payout.claim
    shown = page(phone, claim)
    assert "sedang disetujui" in shown and "Rp 59.500.000" in shown
    assert payouts.authorise(payout.pk, terms=Terms(), at=LATER)
    assert "sedang diproses bank" in page(phone, claim)
    for secret in (claim.participant.nik, claim.bank_account.number, claim.participant.phone, claim.participant.name):
        assert secret not in page(phone, claim)


def test_the_receipt_states_the_tax_line_by_line(phone, payout):
    answer = phone.get(f"/klaim/{payout.claim.follow_key}/receipt.pdf")
    text = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    for seen in (
        "Tanda terima klaim JHT",
        payout.claim.receipt_number,
        "Rp 60.000.000",
        "-Rp 500.000",
        "Rp 59.500.000",
    ):
        assert seen in text, seen
    assert payout.claim.participant.nik not in text and payout.claim.bank_account.number not in text


def test_another_account_needs_nik_and_card_and_then_a_second_look(phone, payout):
    claim = payout.claim
    Payout.objects.update(status=PayoutStatus.ACCOUNT_CORRECTION)
    assert "Kirim rekening ini" in page(phone, claim)
    stated = {
        "nik": claim.participant.nik,
        "kpj_number": "99999999999",
        "bank_code": "014",
        "account_number": "5550001112",
    }
    assert phone.post(f"/klaim/{claim.follow_key}/", stated).status_code == 422
    assert phone.post(f"/klaim/{claim.follow_key}/", {**stated, "account_number": "x"}).status_code == 422
    right = {**stated, "kpj_number": claim.membership.kpj_number}
    assert phone.post(f"/klaim/{claim.follow_key}/", right).status_code == 302
    payout.refresh_from_db()
    assert (payout.status, payout.awaits) == (PayoutStatus.AWAITING_AUTHORISATION, Step.CHECK)
    assert phone.post(f"/klaim/{claim.follow_key}/", right).status_code == 422, "a second press changes nothing"
