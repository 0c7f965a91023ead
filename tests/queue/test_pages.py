"""The ticket page, the reception and the public display, as a browser meets them."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from booths import branches, demo
from booths.models import Branch, OpeningHours
from lapak.claims.models import Claim
from lapak.claims.states import ClaimReason
from lapak.people.register import demo_people
from lapak.queue import display, tickets
from lapak.queue.models import Ticket
from lapak.queue.reception import line_of
from tests.cast import cikarang, queue
from tests.pace import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db

PERSON = demo_people()[0]
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def branch() -> Branch:
    return cikarang()


@pytest.fixture
def kiosk(client: Client) -> Client:
    client.cookies["django_language"] = "id"
    return client


@pytest.fixture
def reception(kiosk: Client, branch: Branch) -> Client:
    assert kiosk.login(username="sari", password=demo.PASSWORD)
    return kiosk


def typed(**changed: str) -> dict[str, str]:
    return {
        "request_key": KEY,
        "reason": ClaimReason.RESIGNATION,
        "nik": PERSON.nik,
        "kpj_number": PERSON.kpj_number,
        "phone": "0812 3456 7890",
        "bank_code": "014",
        "account_number": "123456789",
        **changed,
    }


def address_of(branch: Branch) -> str:
    return f"/ticket/{branch.code}/"


def close(branch: Branch) -> None:
    OpeningHours.objects.filter(branch=branch).delete()
    another_day = (branches.local_day(branch, at=timezone.now()).weekday() + 1) % 7
    OpeningHours.objects.create(branch=branch, weekday=another_day, opens_at=time(8), closes_at=time(15))


def test_a_wrong_nik_keeps_everything_typed_and_says_what_is_wrong(kiosk: Client, branch: Branch) -> None:
    answer = kiosk.post(address_of(branch), typed(nik="3275 99"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "NIK terdiri dari 16 angka" in page
    for value in ("3275 99", PERSON.kpj_number, "0812 3456 7890", "123456789", KEY, ClaimReason.RESIGNATION):
        assert f'value="{value}"' in page
    assert re.search(r'value="014" required checked', page)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("kpj_number", "123", "Nomor KPJ terdiri dari 11 angka"),
        ("phone", "021", "Nomor ponsel tidak benar"),
        ("account_number", "12", "Nomor rekening hanya berisi angka"),
        ("bank_code", "", "Pilih bank dari daftar"),
    ],
)
def test_each_wrong_field_has_its_own_sentence(
    kiosk: Client, branch: Branch, field: str, wrong: str, sentence: str
) -> None:
    page = kiosk.post(address_of(branch), typed(**{field: wrong})).content.decode()

    assert sentence in page


def test_numbers_that_do_not_belong_together_are_refused_without_losing_the_form(kiosk: Client, branch: Branch) -> None:
    answer = kiosk.post(address_of(branch), typed(kpj_number="99999999999"))

    assert answer.status_code == 422
    assert 'value="99999999999"' in answer.content.decode()
    assert not Claim.objects.exists()


def test_a_change_of_language_loses_nothing_that_was_typed(kiosk: Client, branch: Branch) -> None:
    answer = kiosk.post(address_of(branch), typed(nik="3275", language="en"))

    page = answer.content.decode()
    assert answer.cookies["django_language"].value == "en"
    assert '<html lang="en"' in page
    assert 'value="3275"' in page
    assert f'value="{KEY}"' in page
    assert not Ticket.objects.exists()


def test_a_form_that_is_sent_twice_gives_one_ticket(kiosk: Client, branch: Branch) -> None:
    first = kiosk.post(address_of(branch), typed())
    second = kiosk.post(address_of(branch), typed())

    assert first.status_code == second.status_code == 302
    assert Ticket.objects.count() == 1
    assert Claim.objects.count() == 1


def test_the_code_of_a_ticket_is_shown_but_stands_in_no_address(kiosk: Client, branch: Branch) -> None:
    answer = kiosk.post(address_of(branch), typed(), follow=True)

    ticket = Ticket.objects.get()
    page = answer.content.decode()
    assert f"{ticket.code[:4]}-{ticket.code[4:]}" in page
    assert ticket.number in page
    assert "no-store" in answer.headers["Cache-Control"]
    addresses = [address for address, _ in answer.redirect_chain] + re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert not [address for address in addresses if ticket.code in address or str(ticket.pk) in address.split("/")]


def test_done_wipes_the_ticket_from_the_session(kiosk: Client, branch: Branch) -> None:
    kiosk.post(address_of(branch), typed())

    kiosk.post(f"{address_of(branch)}issued/")

    answer = kiosk.get(f"{address_of(branch)}issued/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == address_of(branch)
    assert not dict(kiosk.session)


def test_somebody_elses_browser_sees_no_ticket(kiosk: Client, branch: Branch) -> None:
    kiosk.post(address_of(branch), typed())

    answer = Client().get(f"{address_of(branch)}issued/")

    assert answer.status_code == 302


def test_a_closed_branch_says_when_it_opens_and_issues_nothing(kiosk: Client, branch: Branch) -> None:
    close(branch)

    shown = kiosk.get(address_of(branch)).content.decode()
    sent = kiosk.post(address_of(branch), typed())

    assert "08.00" in shown
    assert "15.00" in shown
    assert sent.status_code == 422
    assert PERSON.nik in sent.content.decode()
    assert not Ticket.objects.exists()


def test_the_display_knows_numbers_and_booths_but_no_name(kiosk: Client, branch: Branch) -> None:
    first, second = queue(branch, 2, at=timezone.now())
    tickets.call(first, branch.booths.get(number=3), by=None, at=timezone.now())

    answer = kiosk.get(f"/api/display/{branch.code}/state")

    body = answer.json()
    assert body["state"]["calls"] == [
        {"number": first.number, "booth": 3, "at": body["state"]["calls"][0]["at"], "recall": 0, "open": True}
    ]
    assert body["state"]["waiting"] == 1
    for ticket in (first, second):
        participant = ticket.claim.participant
        for secret in (participant.name.split()[0], participant.nik, ticket.code, participant.phone):
            assert secret not in answer.content.decode()


def test_a_recall_is_counted_and_a_served_person_is_not_open(branch: Branch) -> None:
    now = timezone.now()
    (ticket,) = queue(branch, 1, at=now)
    booth, officer = branch.booths.get(number=2), branch.officers.get(username="dewi")
    tickets.call(ticket, booth, by=None, at=now)
    tickets.recall(ticket, booth, by=officer, at=now)
    tickets.serve(ticket, at=now)

    (call,) = display.state_of(branch, at=now).calls

    assert (call.number, call.booth, call.recall, call.open) == (ticket.number, 2, 1, False)


@pytest.mark.parametrize("people", [1, 12])
def test_the_read_models_ask_the_same_however_many_people_there_are(
    branch: Branch, people: int, django_assert_num_queries
) -> None:
    now = timezone.now()
    for ticket in queue(branch, people, at=now):
        tickets.call(ticket, branch.booths.get(number=1), by=None, at=now)
    queue(branch, people, at=now, skip=people)

    with django_assert_num_queries(2):
        display.state_of(branch, at=now)
    with django_assert_num_queries(2):
        line_of(branch, at=now)


def test_reception_files_a_claim_and_prints_the_ticket(reception: Client) -> None:
    answer = reception.post("/reception/", typed(), follow=True)

    ticket = Ticket.objects.get()
    assert answer.redirect_chain == [(f"/reception/tickets/{ticket.pk}/", 302)]
    assert ticket.number in answer.content.decode()
    assert ticket.history.get().by.username == "sari"


def test_reception_cancels_a_waiting_number_once(reception: Client, branch: Branch) -> None:
    (ticket,) = queue(branch, 1, at=timezone.now())

    first = reception.post(f"/reception/tickets/{ticket.pk}/cancel/", follow=True).content.decode()
    second = reception.post(f"/reception/tickets/{ticket.pk}/cancel/", follow=True).content.decode()

    assert f"{ticket.number} dibatalkan." in first
    assert "tidak sedang menunggu" in second
    assert line_of(branch, at=timezone.now()).waiting == 0


def test_a_ticket_of_another_branch_is_not_found(reception: Client) -> None:
    other = Branch.objects.get(code=demo.SOFIFI)
    (ticket,) = queue(other, 1, at=timezone.now())

    assert reception.get(f"/reception/tickets/{ticket.pk}/").status_code == 404
    assert reception.post(f"/reception/tickets/{ticket.pk}/cancel/").status_code == 404


def test_an_officer_at_a_desk_has_no_reception_page(kiosk: Client, branch: Branch) -> None:
    assert kiosk.login(username="dewi", password=demo.PASSWORD)

    assert kiosk.get("/reception/").status_code == 403


def test_a_page_that_does_not_exist_has_a_sentence_of_ours(kiosk: Client, branch: Branch) -> None:
    answer = kiosk.get("/display/nowhere/")

    assert answer.status_code == 404
    assert "Tidak ditemukan" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_four_presses_at_the_same_moment_give_one_ticket() -> None:
    branch = cikarang()
    start = threading.Barrier(4)

    def press() -> int:
        start.wait(timeout=PATIENCE_SECONDS)
        try:
            return Client().post(address_of(branch), typed()).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = [pressed.result(timeout=PATIENCE_SECONDS) for pressed in [pool.submit(press) for _ in range(4)]]

    assert answers == [302] * 4
    assert Ticket.objects.count() == 1
