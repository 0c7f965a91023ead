"""A talk that is recorded and pictured, in a real browser: agreed to at the booth, kept by the desk, played by Hadi."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.office import LivePage, Office, nearest_number
from tests.live import LiveStack
from tests.pace import wait_until
from tests.visitors import Staff

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.video, pytest.mark.timeout(180)]
NUMBER = 1
"""Whoever is alone is called to the first booth, whatever screens were there a moment ago."""
COLOUR = """(picture) => {
  const [width, height] = [picture.videoWidth ?? picture.naturalWidth, picture.videoHeight ?? picture.naturalHeight];
  const drawing = new OffscreenCanvas(width, height).getContext("2d");
  drawing.drawImage(picture, 0, 0);
  return [...drawing.getImageData(width * 0.25, height * 0.85, 1, 1).data].slice(0, 3);
}"""
"""The middle of the code band, as spy.js reads it of what is live."""


@pytest.fixture(scope="module")
def office(live_stack: LiveStack, browser: "Browser") -> Iterator[Office]:
    """One person talks with Dewi and has ticked both boxes on the booth's screen."""
    office = Office(live_stack, browser)
    office.open_desk()
    booth = office.open_booth(NUMBER)
    office.queue(1, skip=21)
    booth.wait_for("called")
    booth.type_code(office.code_at(NUMBER))
    booth.wait_for("consent")
    for box in booth.page.locator("input[name=purpose]").all():
        assert not box.is_checked(), "nobody is made to agree"
        box.check()
    booth.agree()
    booth.wait_for("room")
    office.desk.wait_for_state(NUMBER, "wait")
    office.desk.press(str(NUMBER))
    office.desk.wait_for_state(NUMBER, "talk")
    yield office
    office.close()


def shown_at_the_booth(office: Office) -> str:
    kept = office.booths[NUMBER].page.locator(".kept")
    return str(kept.evaluate_all("(all) => all[0]?.dataset.kept ?? ''"))


def wait_for_recording(office: Office, desk: str, booth: str) -> None:
    """Wait until the tile and the booth's screen show these words."""

    def shown() -> tuple[str, str]:
        sign = office.desk.page.locator(".rec")
        return str(sign.evaluate_all("(all) => all[0]?.dataset.recording ?? ''")), shown_at_the_booth(office)

    office.desk.wait(lambda: shown() == (desk, booth), otherwise=shown)


def test_a_recording_runs_is_paused_and_ends_and_both_screens_say_so(office: Office):
    desk = office.desk
    desk.page.bring_to_front()
    desk.page.wait_for_selector(".evidence")
    desk.press("k")
    wait_for_recording(office, "RUNNING", "on")
    desk.page.wait_for_timeout(4000)
    desk.press("k")
    wait_for_recording(office, "PAUSED", "paused")
    desk.press("k")
    wait_for_recording(office, "RUNNING", "on")
    desk.page.get_by_role("button", name="Berhenti").click()
    wait_for_recording(office, "", "")


def test_a_still_comes_from_the_booths_camera_and_stands_in_the_case(office: Office):
    desk = office.desk
    desk.page.get_by_role("button", name="Ambil foto").click()
    picture = desk.page.locator(".evidence__shots img")
    picture.wait_for()

    desk.wait(lambda: picture.evaluate("(image) => image.complete && image.naturalWidth > 0"))
    assert picture.evaluate("(image) => image.naturalWidth") == 320  # all that the simulated camera has
    assert nearest_number(picture.evaluate(COLOUR)) == NUMBER


def test_the_booths_browser_stores_nothing_of_it(office: Office):
    storage = office.booths[NUMBER].page.evaluate("[localStorage.length, sessionStorage.length]")

    assert storage == [0, 0]


def test_the_supervisor_plays_what_was_seen_and_heard(office: Office):
    for watched in (office.desk, office.booths[NUMBER]):
        watched.page.close()  # a recording takes 20 s to be put together: nobody has to send pictures meanwhile
    kept = wait_until(
        lambda: office.stack.query(
            """SELECT r.id, r.milliseconds FROM verification_recording r JOIN verification_seat s ON s.id = r.seat_id
               WHERE s.session_id = %s AND r.status = 'KEPT'""",
            [office.session],
        ),
        patience_seconds=60,
    )
    number, milliseconds = kept[0]
    page: Page = office._context(Staff(office.stack, "hadi")).new_page()
    page.goto(f"{office.stack.base_url}/evidence/recordings/{number}/")
    with page.expect_response(lambda answer: answer.url.endswith("/officer/")) as voice:
        page.reload()
    page.evaluate("() => { const one = document.querySelector('#player'); one.muted = true; return one.play(); }")
    player = page.locator("#player")
    LivePage(page).wait(lambda: player.evaluate("(one) => one.currentTime") > 1.5)

    assert milliseconds > 3000 and voice.value.status == 200
    assert nearest_number(player.evaluate(COLOUR)) == NUMBER
    assert player.evaluate("(one) => one.webkitAudioDecodedByteCount") > 0
    assert page.locator("h1").inner_text().startswith("Rekaman")
    page.context.close()
    assert office.stack.query("SELECT count(*) FROM verification_evidencelook")[0][0] >= 1
