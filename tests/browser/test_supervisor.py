"""A supervisor at the board, in a real browser: listens to booth 1, whispers, joins, leaves; then several places."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.office import BoardPage, Office
from tests.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.video, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def office(live_stack: LiveStack, browser: "Browser") -> Iterator[Office]:
    """Two people seated with Dewi, who talks with the first; the tests go through the visit in order."""
    office = Office(live_stack, browser)
    office.open_desk()
    for number in (1, 2):
        office.open_booth(number)
    office.queue(2, skip=16)
    for number in (1, 2):
        office.sit_down(number, by_hand=False)
    office.desk.wait_for_state(1, "wait")
    office.desk.press("1")
    office.desk.wait_for_state(1, "talk")
    yield office
    office.close()


@pytest.fixture(scope="module")
def board(office: Office) -> BoardPage:
    board = office.open_board()
    board.page.bring_to_front()
    board.wait(lambda: board.page.locator(".bx__listen").count() == 2)
    return board


def voices(office: Office, board: BoardPage) -> set[str]:
    """Return who receives sound that concerns the supervisor within 0.8 s: the listener after a >."""

    def packets() -> dict[str, int]:
        return {
            "supervisor > desk": office.desk.page.evaluate("__spy.voice()"),
            "supervisor > booth 1": office.booths[1].page.evaluate("__spy.voice()"),
            "supervisor > booth 2": office.booths[2].page.evaluate("__spy.voice()"),
            "desk > supervisor": board.page.evaluate("__spy.voice()"),
            "booth > supervisor": board.received().get(0, {}).get("audio", 0),
        }

    board.page.wait_for_timeout(150)
    before = packets()
    board.page.wait_for_timeout(800)
    after = packets()
    return {name for name in after if after[name] > before[name]}


def test_who_listens_sees_the_booth_hears_both_and_is_announced_to_the_officer_alone(office: Office, board: BoardPage):
    board.listen_to(1)
    board.wait_for_mode("listen")
    board.wait(lambda: board.received()[0]["frames"] > 3)

    assert voices(office, board) == {"desk > supervisor", "booth > supervisor"}
    chip = office.desk.page.locator(".supervisor")
    assert chip.get_attribute("data-mode") == "listen"
    assert chip.inner_text().strip() == "Penyelia mendengarkan: bilik 1"
    assert office.desk.page.inner_text(".hears").strip() == "Yang mendengar Anda: bilik 1, penyelia"
    assert "Penyelia" not in office.booths[1].page.inner_text("main")


def test_a_whisper_reaches_the_officer_alone(office: Office, board: BoardPage):
    board.choose("whisper")

    assert voices(office, board) == {"desk > supervisor", "booth > supervisor", "supervisor > desk"}
    assert office.desk.page.locator(".supervisor").get_attribute("data-mode") == "whisper"


def test_who_has_joined_talks_with_both_and_the_booth_reads_the_name(office: Office, board: BoardPage):
    board.choose("join")

    expected = {"desk > supervisor", "booth > supervisor", "supervisor > desk", "supervisor > booth 1"}
    assert voices(office, board) == expected
    strip = office.booths[1].page.locator(".strip [role=status]")
    board.wait(lambda: strip.inner_text() == "Penyelia Hadi Purnomo ikut berbicara dengan Anda")


def test_after_the_end_nothing_flows_and_each_way_has_left_its_span(office: Office, board: BoardPage):
    board.end()

    board.wait(lambda: board.page.locator(".listen").count() == 0)
    board.wait(lambda: office.desk.page.locator(".supervisor").count() == 0)
    assert voices(office, board) == set()
    sql = """SELECT s.mode, o.username, s.ended_at > s.started_at FROM verification_supervision s
             JOIN booths_officer o ON o.id = s.by_id WHERE s.session_id = %s ORDER BY s.id"""
    spans = office.stack.query(sql, [office.session])
    assert spans == [(mode, "hadi", True) for mode in ("listen", "whisper", "join")]
    wrong = {key for key in office.forwarded() if key[:2] in {("supervisor", "booth 2"), ("booth 2", "supervisor")}}
    assert wrong == set()


def test_shift_and_a_number_take_a_place_into_the_talk_and_out_of_it(office: Office):
    desk = office.desk
    desk.page.bring_to_front()
    desk.press("Shift+Digit2")
    desk.wait_for_state(2, "talk")
    assert desk.state(1) == "talk"
    assert {place: desk.tone(place) > 0 for place in (1, 2)} == {1: True, 2: True}

    desk.press("Shift+Digit1")
    desk.wait(lambda: desk.state(1) != "talk")
    assert desk.state(2) == "talk"
    assert ("booth 1", "booth 2", "audio") not in office.forwarded()


@pytest.mark.chaos
def test_after_the_media_process_was_killed_a_joined_supervisor_talks_on(office: Office, board: BoardPage):
    office.desk.page.bring_to_front()
    office.desk.press("1")
    office.desk.wait_for_state(1, "talk")
    board.page.bring_to_front()
    board.listen_to(1)
    board.wait_for_mode("listen")
    board.choose("join")
    before = board.page.evaluate("__spy.connections.length")

    office.stack.kill("media")

    board.wait(lambda: board.page.evaluate("__spy.connections.length") > before)
    board.wait_for_mode("join")
    board.wait(lambda: len(voices(office, board)) == 4)
    board.end()
