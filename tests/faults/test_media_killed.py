"""The media process dies with people in the booths: pages are told to join again, the case is untouched."""

import signal
import time

import pytest

from tests.faults.live_page import LivePage
from tests.faults.office import Office, bring_in
from tests.live import LiveStack
from tests.pace import allowed, time_until
from verification.media.registry import EXPIRY_S
from verification.media_side import OFFER_WITHIN_SECONDS

pytestmark = [pytest.mark.live, pytest.mark.chaos]
SEAT = """SELECT id, status, place, ticket_id, session_id, occupancy_id FROM verification_seat
          WHERE booth_id = %s ORDER BY id DESC LIMIT 1"""


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
