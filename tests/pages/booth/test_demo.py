"""The demonstration's page: open to anybody, its commands for its officer, the only page that frames a booth."""

import pytest
from django.test import Client
from django.utils import timezone

from booths.devices import COOKIE
from booths.models import Booth, Branch, Device
from lapak.queue.models import Ticket
from lapak.queue.states import TicketStatus
from tests.cast import cikarang, open_stage
from verification.demo import stage
from verification.models import Seat, VerificationSession
from verification.states import OPEN_SEAT

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Branch:
    return cikarang()


@pytest.fixture
def officer(branch: Branch) -> Client:
    """A browser in which somebody pressed the first button."""
    browser = Client()
    browser.post("/demo/login/")
    return browser


def frame_source(browser: Client, path: str) -> str:
    policy = browser.get(path).headers["Content-Security-Policy"]
    return next(rule.strip() for rule in policy.split(";") if rule.strip().startswith("frame-src"))


def test_the_demonstration_opens_in_a_fresh_browser(branch: Branch, client: Client) -> None:
    answer = client.get("/demo/")

    assert answer.status_code == 200
    assert "/demo/login/" in answer.content.decode()


def test_only_the_demonstration_may_frame_anything(branch: Branch, client: Client) -> None:
    assert frame_source(client, "/demo/") == "frame-src 'self'"
    assert frame_source(client, "/login/") == "frame-src 'none'"


@pytest.mark.parametrize("path", ["/demo/booths/", "/demo/tickets/", "/demo/reset/"])
def test_commands_are_refused_without_the_officer(branch: Branch, client: Client, path: str) -> None:
    answer = client.post(path)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_codes_of_tickets_are_refused_without_the_officer(branch: Branch, client: Client) -> None:
    assert client.get("/demo/codes/").status_code == 403


def test_a_booth_gets_a_fresh_screen_with_its_own_cookie(officer: Client) -> None:
    booth = Booth.objects.get(branch=stage.branch(), number=3)

    answer = officer.post("/demo/booths/", {"number": "3"})

    assert answer.json() == {"id": booth.pk, "number": 3, "url": f"/booth/{booth.pk}/?source=simulated"}
    assert answer.cookies[COOKIE]["path"] == f"/booth/{booth.pk}/"
    assert answer.cookies[COOKIE]["httponly"]
    assert Device.objects.filter(booth=booth, revoked_at=None).count() == 1


@pytest.mark.parametrize("number", ["", "0", "7", "99", "x", "-1"])
def test_a_booth_that_does_not_exist_is_not_found(officer: Client, number: str) -> None:
    assert officer.post("/demo/booths/", {"number": number}).status_code == 404


def test_six_people_get_a_ticket_until_the_register_is_used_up(officer: Client) -> None:
    first = officer.post("/demo/tickets/").json()
    while officer.post("/demo/tickets/").json()["issued"]:
        pass

    assert first == {"issued": 6, "waiting": 6}
    assert Ticket.objects.count() == Ticket.objects.values("claim__participant").distinct().count()


def test_the_code_of_a_called_ticket_is_told_by_booth(officer: Client) -> None:
    open_stage(at=timezone.now())
    officer.post("/demo/tickets/")

    codes = officer.get("/demo/codes/").json()["codes"]

    called = {str(seat.booth_id): seat.ticket.code for seat in Seat.objects.select_related("ticket")}
    assert len(called) == 6
    assert codes == called


def test_starting_anew_empties_the_line_and_ends_the_shift(officer: Client) -> None:
    open_stage(at=timezone.now())
    officer.post("/demo/tickets/")
    officer.post("/demo/tickets/")

    officer.post("/demo/reset/")

    assert not Seat.objects.filter(status__in=OPEN_SEAT).exists()
    assert not Ticket.objects.filter(status=TicketStatus.WAITING).exists()
    assert not VerificationSession.objects.filter(ended_at=None).exists()
