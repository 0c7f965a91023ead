"""The media process dies with people in the booths: pages are told to join again, the case is untouched."""

import signal
import time

import pytest

from tests.faults.live_page import LivePage, time_until
from tests.faults.office import Office, file_someone
from tests.live import LiveStack
from tests.pace import allowed
from tests.visitors import wait_until
from verification.media.registry import EXPIRY_S
from verification.media_side import OFFER_WITHIN_SECONDS

pytestmark = [pytest.mark.live, pytest.mark.chaos]
SEAT = """SELECT id, status, place, ticket_id, session_id, occupancy_id FROM verification_seat
          WHERE booth_id = %s ORDER BY id DESC LIMIT 1"""
CALLED = """SELECT s.booth_id, t.code FROM verification_seat s JOIN queue_ticket t ON t.id = s.ticket_id
            WHERE s.status = 'CALLED'"""


def bring_in(stack: LiveStack, office: Office) -> LivePage:
    """Let somebody take a ticket, go to the booth, consent and join the room; return the booth's page."""
    if not stack.query(CALLED):
        file_someone(stack)
    booth_id, code = wait_until(lambda: stack.query(CALLED))[0]
    page = next(page for page in office.booths if page.person.booth_id == booth_id)
    assert page.person.say("confirm", {"code": code}).status_code == 200
    consent = page.person.state()["consent"]
    assert page.person.say("consent", {"version": consent["version"], "agree": True}).status_code == 200
    return page


def test_a_page_that_finds_no_media_is_told_to_join_once_there_is_some(live_stack: LiveStack, office: Office):
    live_stack.kill("media", signal.SIGSTOP)
    try:
        time.sleep(EXPIRY_S + 1)
        since = time.monotonic()
        office.desk.join_room()
        time_until(lambda: refusals(office.desk, since) == ["media_away"], patience_seconds=10)
    finally:
        live_stack.kill("media", signal.SIGCONT)

    since = time.monotonic()
    took = time_until(lambda: office.desk.heard_since(since, "offer"), patience_seconds=allowed(OFFER_WITHIN_SECONDS))
    print(f"offered {took:.1f} s after media was back")


def refusals(page: LivePage, since: float) -> list[str]:
    return [message["code"] for message in page.heard_since(since, "refused")]


def test_pages_are_told_to_join_again_after_the_media_process_was_killed(live_stack: LiveStack, office: Office):
    booth = bring_in(live_stack, office)
    since = time.monotonic()
    for page in (booth, office.desk):
        page.join_room()
    time_until(
        lambda: booth.heard_since(since, "offer") and office.desk.heard_since(since, "offer"), patience_seconds=10
    )
    seat, boots = live_stack.query(SEAT, [booth.person.booth_id]), live_stack.log("media").count("is up, boot")

    since = time.monotonic()
    live_stack.wait_for_restart("media", other_than=live_stack.kill("media"))
    time_until(lambda: live_stack.log("media").count("is up, boot") > boots, patience_seconds=20)
    told = time_until(
        lambda: booth.heard_since(since, "rejoin") and office.desk.heard_since(since, "rejoin"), patience_seconds=5
    )
    offered = time_until(
        lambda: booth.heard_since(since, "offer") and office.desk.heard_since(since, "offer"), patience_seconds=5
    )

    assert live_stack.query(SEAT, [booth.person.booth_id]) == seat
    assert (booth.is_connected, office.desk.is_connected) == (True, True)
    print(f"told {told:.1f} s after the new boot, offered {offered:.1f} s later")
