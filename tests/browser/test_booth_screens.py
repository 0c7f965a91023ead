"""The booth's screens in a real browser: one person from call to wiped screen, both ways up; the simulated source."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.office import Office, colour_of
from tests.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.video

WAYS_UP = ({"width": 1920, "height": 1080}, {"width": 1080, "height": 1920})
# Text under 28 px, a button under 96 px, words outside the screen: nothing of it on a screen of the booth.
FAULTS = """() => {
  const faults = [];
  for (const element of document.querySelectorAll("#booth *")) {
    if (element.closest(".sr, svg, option")) continue;
    const box = element.getBoundingClientRect();
    if (!box.width) continue;
    const texts = [...element.childNodes].filter((node) => node.nodeType === 3);
    const words = texts.map((node) => node.textContent.trim()).join("");
    if (words && parseFloat(getComputedStyle(element).fontSize) < 27.9) faults.push(`small: ${words}`);
    const isOutside = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1;
    if (words && isOutside) faults.push(`outside: ${words}`);
    if (element.tagName === "BUTTON" && box.height < 95.5) faults.push(`low: ${element.textContent.trim()}`);
  }
  return faults;
}"""
KEPT = """() => ({
  dom: document.body.innerText, local: {...localStorage}, session: {...sessionStorage}, history: history.state,
})"""


@pytest.fixture
def office(live_stack: LiveStack, browser: "Browser") -> Iterator[Office]:
    office = Office(live_stack, browser)
    yield office
    office.close()


def faults_of(page: "Page", screen: str) -> list[str]:
    """Return what is too small or outside, lying and upright, and what is not accessible."""
    found = []
    for size in WAYS_UP:
        page.set_viewport_size(size)
        page.wait_for_timeout(250)  # the picture slides to its new place
        found += [f"{screen} {size['width']}: {fault}" for fault in page.evaluate(FAULTS)]
    violations = Axe().run(page, context="#booth").response["violations"]
    serious = [one for one in violations if one["impact"] in {"serious", "critical"}]
    return found + [f"{screen}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in serious]


def decide(office: Office, number: int) -> str:
    """The officer attends, ticks everything, verifies; return the receipt number."""
    sql = "SELECT max(id) FROM verification_seat WHERE booth_id = %s"
    seat = office.stack.query(sql, [office.booths[number].screen.booth_id])[0][0]
    place = next(one["place"] for one in office.dewi.desk()["places"] if one["seat"] and one["seat"]["id"] == seat)
    office.desk.press(str(place))
    case = office.dewi.http.get(f"/api/desk/seats/{seat}/case").json()
    answers = {row["item"]: "MATCH" for row in case["checklist"]}
    office.dewi.post(f"/api/desk/seats/{seat}/mark", {"answers": answers})
    decided = office.dewi.post(f"/api/desk/seats/{seat}/decide", {"outcome": "VERIFIED", "reason": ""})
    assert decided.status_code == 200, decided.text
    return str(case["receipt_number"])


def test_one_person_from_the_call_to_a_screen_that_knows_nothing_any_more(office: Office) -> None:
    booth = office.open_booth(1)
    page = booth.page
    office.open_desk()
    booth.wait_for("idle")
    faults = faults_of(page, "idle")

    office.queue(1, skip=20)
    booth.wait_for("called")
    faults += faults_of(page, "called")
    booth.type_code("22222222")
    page.wait_for_selector('.answer[data-code="wrong_code"]')
    faults += faults_of(page, "wrong code")
    booth.type_code(office.code_at(1))
    booth.wait_for("consent")
    faults += faults_of(page, "consent")
    assert page.evaluate("__spy.received()") == {}, "something was joined before the person agreed"
    booth.agree()
    booth.wait_for("room")
    page.wait_for_selector("[data-mood=waiting]")
    assert "Petugas melihat Anda, tidak mendengar Anda." in page.inner_text("#booth")
    assert "ditahan" not in page.inner_text("#booth").lower()
    faults += faults_of(page, "waiting")
    receipt = decide(office, 1)
    booth.wait_for("result", patience_seconds=40)
    faults += faults_of(page, "result")
    assert receipt in page.inner_text("#booth")
    booth.leave()
    page.wait_for_selector('[data-screen="idle"]')

    kept = page.evaluate(KEPT)
    assert receipt not in kept["dom"]
    assert (kept["local"], kept["session"], kept["history"]) == ({}, {}, None)
    assert page.locator("video").count() == 0
    assert faults == []


def test_a_screen_that_is_not_enrolled_asks_for_a_code_and_says_nothing_of_its_booth(
    live_stack: LiveStack, browser: "Browser"
) -> None:
    page = browser.new_page()
    page.goto(f"{live_stack.base_url}/booth/1/")

    page.wait_for_selector('[data-screen="enrolment"]')
    for letter in "22222222":
        page.click(f'[data-key="{letter}"]')

    page.wait_for_selector('.answer[data-code="enrolment_refused"]')
    assert page.get_attribute("#booth", "data-number") == ""
    page.close()


def test_a_revoked_screen_is_told_so_and_stops(office: Office) -> None:
    booth = office.open_booth(2)
    booth.page.wait_for_selector('[data-connection="live"]')

    code = (
        "from booths import devices; from booths.models import Booth; from django.utils import timezone;"
        f"devices.revoke(Booth.objects.get(pk={booth.screen.booth_id}), at=timezone.now())"
    )
    office.stack.run(code)

    booth.wait_for("revoked", patience_seconds=10)


def test_the_page_opened_last_serves_the_booth(office: Office) -> None:
    first = office.open_booth(3).page
    first.wait_for_selector('[data-connection="live"]')

    second = first.context.new_page()
    second.goto(first.url)

    first.wait_for_selector('[data-screen="superseded"]', timeout=10_000)
    second.wait_for_selector('[data-connection="live"]')


OPEN = """async (number) => {
  const { openSimulatedSource } = await import("/static/verification/booth/source-simulated.js");
  const source = await openSimulatedSource({ number });
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = source.stream;
  await video.play();
  const track = source.stream.getVideoTracks()[0].clone();
  const frames = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < 2000) { (await frames.read()).value.close(); count += 1; }
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  const pixel = [...context.getImageData(canvas.width / 4, canvas.height * 3 / 4, 1, 1).data].slice(0, 3);
  source.close();
  const ended = source.stream.getTracks().every((track) => track.readyState === "ended");
  return { pixel, frames_per_second: count / 2, ended };
}"""


@pytest.fixture
def demo_page(live_stack: LiveStack, browser: "Browser") -> Iterator["Page"]:
    """Any page whose policy lets our modules be imported."""
    page = browser.new_page()
    page.goto(f"{live_stack.base_url}/demo/")
    yield page
    page.close()


@pytest.mark.parametrize("number", [0, 3])
def test_the_simulated_source_shows_its_colour_ten_times_a_second(demo_page: "Page", number: int) -> None:
    drawn: dict[str, Any] = demo_page.evaluate(OPEN, number)

    assert all(abs(seen - meant) < 12 for seen, meant in zip(drawn["pixel"], colour_of(number), strict=True)), drawn
    assert drawn["frames_per_second"] >= 10
    assert drawn["ended"]


def test_only_a_ticket_code_is_read_from_a_qr_code(demo_page: "Page") -> None:
    texts = [
        "ABCD-2345",
        "abcd2345",
        "https://lapak.example/t/ABCD-2345",
        "A-012",
        "ABCD-2O45",
        "https://elsewhere.example/",
    ]

    read = demo_page.evaluate(
        """async (texts) => {
          const { codeIn } = await import("/static/verification/booth/scanner.js");
          return texts.map(codeIn);
        }""",
        texts,
    )

    assert read == ["ABCD2345", "ABCD2345", "ABCD2345", None, None, None]
