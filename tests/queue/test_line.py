"""The line of a branch: order, parking, coming back, undo, priority, pauses, waiting ranges, a number on a phone."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from booths import demo
from booths.models import Branch, Officer
from lapak.claims.states import ClaimStatus
from lapak.people.models import Participant
from lapak.queue import estimates, pauses, tickets
from lapak.queue.errors import NotWaiting, UndoOver
from lapak.queue.estimates import WaitRange, wait_range
from lapak.queue.models import Ticket
from lapak.queue.states import TicketStatus
from tests.cast import NOON, cikarang, open_stage, queue

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def branch() -> Branch:
    return cikarang()


@pytest.fixture
def sari(branch: Branch) -> Officer:
    return Officer.objects.get(username="sari")


@pytest.fixture
def reception(client: Client, branch: Branch) -> Client:
    client.cookies["django_language"] = "id"
    assert client.login(username="sari", password=demo.PASSWORD)
    return client


def line(branch: Branch, *, at=NOON) -> list[str]:
    return [ticket.number for ticket in tickets.in_order(tickets.waiting_line(branch), at=at)]


def test_a_parked_person_is_not_called_and_comes_back_to_the_old_place(branch: Branch, sari: Officer) -> None:
    first, _second = queue(branch, 2)
    tickets.park(first, by=sari, at=NOON)
    assert line(branch) == ["A-002"]

    tickets.take_back(first, by=sari, at=NOON + timedelta(minutes=5))
    assert line(branch) == ["A-001", "A-002"]
    with pytest.raises(NotWaiting):
        tickets.take_back(first, by=sari, at=NOON)


def test_a_cancellation_is_undone_within_ten_seconds_and_not_later(branch: Branch, sari: Officer) -> None:
    first, second = queue(branch, 2)
    for ticket in (first, second):
        tickets.cancel(ticket, by=sari, at=NOON)

    tickets.take_back(first, by=sari, at=NOON + 9 * SECOND)
    with pytest.raises(UndoOver):
        tickets.take_back(second, by=sari, at=NOON + 10 * SECOND)

    first.claim.refresh_from_db()
    second.claim.refresh_from_db()
    assert (first.claim.status, second.claim.status) == (ClaimStatus.SUBMITTED, ClaimStatus.WITHDRAWN)
    assert line(branch) == ["A-001"]


def test_a_number_of_yesterday_does_not_come_back(branch: Branch, sari: Officer) -> None:
    (ticket,) = queue(branch, 1)
    tickets.park(ticket, by=sari, at=NOON)
    with pytest.raises(UndoOver):
        tickets.take_back(ticket, by=sari, at=NOON + timedelta(days=1))


def test_who_is_sixty_has_priority_without_asking(branch: Branch) -> None:
    (ticket,) = queue(branch, 1)
    assert ticket.priority == ""
    Participant.objects.update(birth_date=date(1966, 11, 23))
    ticket.claim.refresh_from_db()

    from lapak.queue.filing import _by_age

    ticket.claim.participant.refresh_from_db()
    assert _by_age(ticket.claim, at=NOON) == "ELDERLY"
    assert _by_age(ticket.claim, at=NOON - timedelta(days=1)) == ""


def test_the_reception_changes_priority_parks_and_takes_back(reception: Client, branch: Branch) -> None:
    _first, second = queue(branch, 2, at=timezone.now())
    reception.post(f"/reception/tickets/{second.pk}/priority/", {"priority": "DISABLED"})
    assert line(branch, at=timezone.now()) == ["A-002", "A-001"]

    answer = reception.post(f"/reception/tickets/{second.pk}/park/", follow=True)
    assert "A-002 ditunda" in answer.content.decode()
    answer = reception.post(f"/reception/tickets/{second.pk}/back/", follow=True)
    assert "A-002 kembali ke antrean" in answer.content.decode()

    answer = reception.post(f"/reception/tickets/{second.pk}/cancel/", follow=True)
    assert f"/reception/tickets/{second.pk}/back/" in answer.content.decode(), "an undo is offered"


def test_a_paused_ticket_page_says_why_and_gives_no_number(reception: Client, branch: Branch) -> None:
    reception.post("/reception/pause/", {"reason": "Printer sedang diganti"})
    page = Client().get(f"/ticket/{branch.code}/").content.decode()
    assert "Printer sedang diganti" in page
    assert 'name="reason"' not in page

    reception.post("/reception/pause/", {"resume": "1"})
    assert pauses.current(branch) is None
    assert 'name="reason"' in Client().get(f"/ticket/{branch.code}/").content.decode()


def test_a_pause_needs_a_reason(reception: Client, branch: Branch) -> None:
    page = reception.post("/reception/pause/", {"reason": "  "}, follow=True).content.decode()
    assert "Tulis alasan" in page
    assert pauses.current(branch) is None


@given(some.integers(0, 400), some.integers(1, 48), some.floats(300, 3600))
def test_a_range_is_in_steps_of_five_and_never_upside_down(ahead: int, places: int, cycle: float) -> None:
    found = wait_range(ahead, places, cycle_seconds=cycle)
    assert found and 0 <= found.low < found.high
    assert found.low % 5 == found.high % 5 == 0
    assert wait_range(ahead + 1, places, cycle_seconds=cycle).high >= found.high


def test_a_wait_is_unknown_while_nobody_is_on_duty_and_follows_the_staffing() -> None:
    branch = cikarang()
    queue(branch, 1)
    assert estimates.of_place(branch, 1, at=NOON) is None

    stage = open_stage(places=6)
    assert estimates.staffed_places(stage.branch, at=NOON) == 6
    assert estimates.of_place(stage.branch, 12, at=NOON) == WaitRange(20, 50)
    assert estimates.of_place(stage.branch, 12, at=NOON + timedelta(minutes=1)) is None, "the desk is silent"


def test_a_number_is_followed_on_a_phone_without_a_person_on_the_page(client: Client, branch: Branch) -> None:
    first, second = queue(branch, 2, at=timezone.now())
    page = client.get(f"/antrean/{second.follow_key}/").content.decode()

    assert "A-002" in page and "1 orang" in page
    assert second.code not in page
    assert second.claim.participant.short_name not in page
    assert "<html" not in client.get(f"/antrean/{second.follow_key}/?part=1").content.decode()
    assert client.get("/antrean/nothing-here/").status_code == 404
    Ticket.objects.filter(pk=first.pk).update(status=TicketStatus.NO_SHOW)
    assert "temui resepsionis" in client.get(f"/antrean/{first.follow_key}/").content.decode()
    Ticket.objects.filter(pk=first.pk).update(service_day=date(2020, 1, 1))
    assert client.get(f"/antrean/{first.follow_key}/").status_code == 404
