"""Somebody who was called and does not come: recalled twice, given up by the officer, and the place is filled again."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.office import BRANCH, Office
from tests.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def office(live_stack: LiveStack, browser: "Browser") -> Iterator[Office]:
    office = Office(live_stack, browser)
    yield office
    office.close()


def test_after_two_recalls_the_officer_confirms_the_no_show_and_the_next_one_is_called(office: Office):
    desk, booth = office.open_desk(), office.open_booth(1)
    display = office.desk_context.new_page()
    display.goto(f"{office.stack.base_url}/display/{BRANCH}/")
    forget_other_screens(office, booth.screen.booth_id)
    office.queue(2, skip=18)
    booth.wait_for("called")
    missing = called_number(booth.page)
    desk.page.bring_to_front()
    tile = desk.tile(1)
    recall, no_show = tile.locator(".tile__ask button").first, tile.locator(".tile__ask button").last

    desk.wait_for_state(1, "call")
    assert recall.is_disabled(), "nobody walks to a booth in no time"
    assert "dalam" in recall.inner_text()
    for number in (1, 2):
        assert no_show.is_disabled()
        let_45_seconds_pass(office)
        desk.wait(recall.is_enabled, otherwise=tile.inner_html)
        desk.press("r")
        desk.wait(lambda number=number: f"{number}/2" in recall.inner_text() or "dalam" in recall.inner_text())
    let_45_seconds_pass(office)
    desk.wait(no_show.is_enabled)
    assert recall.is_disabled(), "two recalls are all there are"

    no_show.click()
    tile.locator(".btn--danger").click()

    booth.wait(lambda: called_number(booth.page) not in ("", missing))
    assert statuses(office, missing) == ("NO_SHOW", "NO_SHOW")
    following = called_number(booth.page)
    desk.wait(lambda: following in tile.inner_text() and missing not in tile.inner_text())
    display.bring_to_front()
    display.wait_for_function("(number) => document.body.innerText.includes(number)", arg=following)


def forget_other_screens(office: Office, booth_id: int) -> None:
    """Screens that another test has just closed count as present for some seconds, and the next one would go there."""
    sql = "UPDATE booths_device SET last_seen_at = last_seen_at - interval '1 minute' WHERE booth_id <> %s"
    office.stack.query(sql, [booth_id])


def called_number(page: "Page") -> str:
    found = page.locator(".called__no")
    return found.first.inner_text().strip() if found.count() else ""


def let_45_seconds_pass(office: Office) -> None:
    """Make the calls older, as if the officer had waited, and look at the desk anew."""
    for table, column in (("verification_seat", "called_at"), ("queue_ticketcall", "at")):
        office.stack.query(f"UPDATE {table} SET {column} = {column} - interval '45 seconds'")
    office.desk.page.reload()


def statuses(office: Office, number: str) -> tuple[str, str]:
    sql = """SELECT t.status, s.status FROM queue_ticket t JOIN verification_seat s ON s.ticket_id = t.id
             WHERE s.session_id = %s AND t.serial = %s"""
    rows = office.stack.query(sql, [office.session, int(number.split("-")[1])])
    return rows[0][0], rows[0][1]
