"""Notices of the bank: believed as signed, in time and once; a changed byte, an old time, a replay change nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from bin.support import bank_notices
from lapak.money import ledger
from lapak.money.models import BankCallback, Payout, Transfer
from lapak.money.states import LedgerAccount, PayoutStatus, TransferStatus
from lapak.money.terms import Terms
from lapak.money.views import notify
from tests.money.cast import make_transfer
from tests.money.simulator import Simulator

pytestmark = pytest.mark.django_db
PATH = "/bank/notify/"


@pytest.fixture
def folder(running_simulator: Simulator, settings) -> Iterator[Path]:
    path = running_simulator.credentials["LAPAK_BANK_PUBLIC_KEY"]
    settings.BANK = {**settings.BANK, "public_key": Path(path)}
    notify._bank_key.cache_clear()
    yield Path(path).parent
    notify._bank_key.cache_clear()


@pytest.fixture
def transfer() -> Transfer:
    """Sent ten minutes ago, and not known what became of it; asked about in an hour."""
    at = timezone.now() - timedelta(minutes=10)
    make_transfer(Terms(), at=at)
    Transfer.objects.update(status="UNKNOWN", submitted_at=at, next_at=at + timedelta(hours=1))
    return Transfer.objects.get()


def notice(folder, transfer: Transfer, **wish):
    told = {"status": "00", "signed_at": timezone.now(), "amount_rupiah": transfer.amount_rupiah, **wish}
    return bank_notices.write(folder, path=PATH, reference=transfer.reference, **told)


def send(body: bytes, headers: dict[str, str]) -> int:
    answer = Client().post(PATH, body, content_type="application/json", headers=headers)
    assert answer.json()["responseCode"].startswith(str(answer.status_code))
    return answer.status_code


def test_a_signed_notice_has_the_transfer_asked_about_at_once_and_settles_nothing_itself(folder, transfer):
    assert send(*notice(folder, transfer)) == 200
    transfer.refresh_from_db()
    assert transfer.status == TransferStatus.UNKNOWN and transfer.next_at <= timezone.now()
    assert transfer.exchanges.get().code == "notice-00"


def test_a_replay_is_refused(folder, transfer):
    body, headers = notice(folder, transfer)
    assert [send(body, headers) for _ in range(3)] == [200, 409, 409]
    assert send(body, {**headers, "X-EXTERNAL-ID": "7"}) == 409, "its number is not signed"
    assert BankCallback.objects.count() == 1


def test_a_notice_from_before_or_after_the_window_is_refused(folder, transfer):
    for minutes in (-6, 6):
        signed_at = timezone.now() + timedelta(minutes=minutes)
        assert send(*notice(folder, transfer, signed_at=signed_at)) == 401
    assert not BankCallback.objects.exists()


def test_every_changed_byte_of_the_body_is_refused(folder, transfer):
    body, headers = notice(folder, transfer)
    for place in range(0, len(body), 7):
        changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        assert send(changed, headers) == 401, place
    assert send(body, headers) == 200


@pytest.mark.parametrize("header", ["X-TIMESTAMP", "X-SIGNATURE"])
def test_a_changed_or_missing_header_is_refused(folder, transfer, header):
    body, headers = notice(folder, transfer)
    for value in ("", "x", headers[header][:-2] + "AA"):
        assert send(body, {**headers, header: value}) == 401


def test_a_notice_signed_for_another_address_is_refused(folder, transfer):
    told = {"reference": transfer.reference, "amount_rupiah": 1, "status": "00", "signed_at": timezone.now()}
    assert send(*bank_notices.write(folder, path="/elsewhere/", **told)) == 401


def test_another_amount_changes_nothing(folder, transfer):
    assert send(*notice(folder, transfer, amount_rupiah=1)) == 200
    transfer.refresh_from_db()
    assert transfer.next_at > timezone.now() and not transfer.exchanges.exists()


def test_paid_never_leaves_paid_but_by_a_return(folder, transfer):
    ledger.post_paid(transfer, at=timezone.now())
    Transfer.objects.update(status="PAID")
    Payout.objects.update(status="PAID", paid_at=timezone.now())
    type(transfer.payout.claim).objects.update(status="PAID")
    for status in ("00", "01", "03", "05", "06", "07"):
        assert send(*notice(folder, transfer, status=status)) == 200
        transfer.refresh_from_db()
        assert transfer.status == TransferStatus.PAID
    assert send(*notice(folder, transfer, status="04")) == 200
    transfer.refresh_from_db()
    assert transfer.status == TransferStatus.RETURNED
    assert Payout.objects.get().status == PayoutStatus.ACCOUNT_CORRECTION
    assert ledger.balances()[LedgerAccount.BANK] == 0
    later = timezone.now() + timedelta(seconds=1)
    assert send(*notice(folder, transfer, status="04", signed_at=later)) == 200, "told by two notices, returned once"
    assert ledger.balances()[LedgerAccount.BANK] == 0


def test_without_a_bank_there_is_no_such_page(settings):
    settings.BANK = {**settings.BANK, "public_key": None}
    notify._bank_key.cache_clear()
    assert Client().post(PATH).status_code == 404
