"""A media node dies under four rooms: every desk and every booth sees pictures again, from the other node."""

import os
import signal
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.office import LivePage, Office
from tests.faults.test_media_nodes import second_node
from tests.live import LiveStack
from tests.pace import allowed, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.live, pytest.mark.video, pytest.mark.chaos, pytest.mark.timeout(240)]
PICTURES_BACK_SECONDS = 8
COLLEAGUES = ("", "rangga", "wulan", "tono")
HIRE = (
    "from booths.models import Officer; dewi = Officer.objects.get(username='dewi');"
    "[Officer.objects.get_or_create(username=name, defaults={'role': dewi.role, 'branch': dewi.branch,"
    " 'password': dewi.password, 'first_name': name}) for name in ('wulan', 'tono')]"
)


@pytest.fixture
def offices(live_stack: LiveStack, browser: "Browser") -> Iterator[list[Office]]:
    """Four officers of one branch on duty, with one place each."""
    live_stack.manage("shell", "-v", "0", "-c", HIRE)
    offices = [Office(live_stack, browser, colleague=name, places=1) for name in COLLEAGUES]
    yield offices
    for office in offices:
        office.close()


def seat_somebody(office: Office) -> None:
    number = int(office.dewi.desk()["places"][0]["booth"]["number"])
    office.sit_down(number, by_hand=False)


def open_pages(office: Office) -> None:
    office.open_desk()
    office.open_booth(int(office.dewi.desk()["places"][0]["booth"]["number"]))


def is_playing(office: Office) -> bool:
    (booth,) = office.booths.values()
    return frames(office.desk, 1) > 0 and frames(booth, 0) > 0


def frames(page: LivePage, place: int) -> int:
    return page.received().get(place, {}).get("frames", 0)


def connections(office: Office) -> list[int]:
    pages = [office.desk, *office.booths.values()]
    return [page.page.evaluate("__spy.connections.length") for page in pages]


def wait_for_new_pictures(office: Office, before: list[int]) -> None:
    """Wait until each page has another connection than before, and plays."""
    office.desk.wait(lambda: all(now > then for now, then in zip(connections(office), before, strict=True)))
    office.desk.wait(lambda: is_playing(office))


def nodes_of(offices: list[Office]) -> set[str]:
    sql = "SELECT DISTINCT media_node FROM verification_verificationsession WHERE id = ANY(%s)"
    return {str(row[0]) for row in offices[0].stack.query(sql, [[office.session for office in offices]])}


def test_four_rooms_of_a_killed_node_play_again_on_the_other_one(live_stack: LiveStack, offices: list[Office]):
    with second_node(live_stack) as process:
        for office in offices:
            open_pages(office)
        offices[0].queue(4, skip=8)
        for office in offices:
            seat_somebody(office)
        wait_until(lambda: all(is_playing(office) for office in offices), patience_seconds=30)
        assert nodes_of(offices) == {"media-2"}
        before = [connections(office) for office in offices]

        since = time.monotonic()
        os.kill(process.pid, signal.SIGKILL)
        for office, counts in zip(offices, before, strict=True):
            wait_for_new_pictures(office, counts)
        took = time.monotonic() - since

    print(f"all pictures of four rooms were back after {took:.1f} s")
    assert took < allowed(PICTURES_BACK_SECONDS)
    assert nodes_of(offices) == {"media-1"}
