"""The booth's screen, from enrolment to wiped, both ways up. Booth 1 has a camera, the others are simulated."""

from typing import TYPE_CHECKING

from bin.support.screenshots import stage
from bin.support.screenshots.studio import LYING, SCREEN, SETTLE_MS, Act, Size, Studio, wait, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST = 1
OUTCOMES = ((2, "VERIFIED", ""), (3, "REJECTED", "IDENTITY_MISMATCH"), (4, "FOLLOW_UP", "DOCS_REQUIRED"))
ALL_PLAY = """(() => {
  const videos = [...document.querySelectorAll("video")];
  return videos.length > 0 && videos.every((one) => one.videoWidth > 0);
})()"""


def shown(screen: str, extra: str = "") -> Act:
    """Wait until the page shows this screen."""

    def wait(page: "Page") -> None:
        page.wait_for_selector(f'[data-screen="{screen}"]{extra}')

    return wait


def enrolment(studio: Studio) -> None:
    page = studio.open(f"/booth/{studio.branch.id_of(FIRST)}/")
    studio.shoot("booth-enrolment", page, before=shown("enrolment"))
    page.close()


def unstaffed(studio: Studio) -> None:
    studio.shoot("booth-unstaffed", studio.booths[FIRST], before=shown("unstaffed"))


def idle(studio: Studio) -> None:
    studio.shoot("booth-idle", studio.booths[FIRST], before=shown("idle"))


def out_of_order(studio: Studio) -> None:
    with studio.branch.broken(FIRST):
        studio.shoot("booth-out-of-order", studio.booths[FIRST], before=shown("out_of_order"))


def called(studio: Studio) -> None:
    page = studio.booths[FIRST]
    studio.shoot("booth-called", page, before=_with_camera("called"))
    studio.shoot("booth-wrong-code", page, before=_type_wrongly)


def _with_camera(screen: str) -> Act:
    def wait(page: "Page") -> None:
        shown(screen)(page)
        wait_for(page, ALL_PLAY)

    return wait


def _type_wrongly(page: "Page") -> None:
    _with_camera("called")(page)
    for letter in "22222222":
        page.click(f'[data-key="{letter}"]')
    page.wait_for_selector('.answer[data-code="wrong_code"]')


def consent(studio: Studio) -> None:
    page = studio.booths[FIRST]
    for letter in wait(page, lambda: studio.branch.codes().get(FIRST)):
        page.click(f'[data-key="{letter}"]')
    studio.shoot("booth-consent", page, before=_with_camera("consent"))
    for box in page.locator("input[name=purpose]").all():
        box.check()
    page.click("[data-action=agree]")
    page.wait_for_selector('[data-screen="room"]')


def room(studio: Studio) -> None:
    """The moods of the conversation, one after the other, in each language."""
    page, desk = studio.booths[FIRST], studio.desk
    wait(desk, lambda: studio.branch.status_of(FIRST) == "LIVE")
    place = str(studio.branch.place_of(FIRST))
    for language in studio.languages:
        studio.speak(page, language)
        _mood(studio, language, "waiting", "waiting", SCREEN)
        studio.branch.screens[FIRST].say("hand", {"on": True})
        _mood(studio, language, "hand", "waiting", (LYING,))
        desk.keyboard.press(place)
        _mood(studio, language, "talk", "you", SCREEN)
        desk.keyboard.press("h")
        _mood(studio, language, "held", "waiting", SCREEN, extra='[data-talk="held"]')
        desk.keyboard.press("h")
        desk.keyboard.down("0")
        _mood(studio, language, "all", "all", SCREEN)
        desk.keyboard.up("0")


def _mood(studio: Studio, language: str, name: str, mood: str, sizes: tuple[Size, ...], extra: str = "") -> None:
    page = studio.booths[FIRST]
    _in_room(mood, extra)(page)
    for size in sizes:
        studio.snap(f"booth-{name}-{size[0]}x{size[1]}-{language}", page, size)


def _in_room(mood: str, extra: str = "") -> Act:
    def wait(page: "Page") -> None:
        page.wait_for_selector(f'[data-screen="room"]{extra} [data-mood="{mood}"]')
        wait_for(page, ALL_PLAY)
        page.wait_for_timeout(2 * SETTLE_MS)

    return wait


def outcomes(studio: Studio) -> None:
    """Three people are told how it ended; the next one is decided while the screen of the one before is taken."""
    _decide(studio, *OUTCOMES[0])
    _deciding(studio, OUTCOMES[0][0])
    for index, (number, outcome, _) in enumerate(OUTCOMES):
        page = studio.booths[number]
        page.wait_for_selector('[data-screen="result"]', timeout=40_000)
        if index + 1 < len(OUTCOMES):
            _decide(studio, *OUTCOMES[index + 1])
        studio.shoot(f"booth-result-{outcome.lower().replace('_', '-')}", page, before=shown("result"))
        studio.branch.leave(number)


def _decide(studio: Studio, number: int, outcome: str, reason: str) -> None:
    stage.attend(studio, number)
    studio.branch.tick(number)
    studio.branch.decide(number, outcome, reason)


def _deciding(studio: Studio, number: int) -> None:
    """Its ten seconds are too short for all pictures, so they begin again for every language."""
    page = studio.booths[number]
    for index, language in enumerate(studio.languages):
        studio.speak(page, language)
        if index:
            studio.branch.ask(number, "undo")
            studio.branch.decide(number, "VERIFIED")
        _in_deciding(page)
        for size in SCREEN:
            studio.snap(f"booth-deciding-{size[0]}x{size[1]}-{language}", page, size)


def _in_deciding(page: "Page") -> None:
    page.wait_for_selector('[data-screen="deciding"]')
    wait_for(page, ALL_PLAY)


def aborted(studio: Studio) -> None:
    studio.branch.ask(FIRST, "abort", {"reason": "PARTICIPANT_LEFT"})
    studio.shoot("booth-result-aborted", studio.booths[FIRST], before=shown("result"), sizes=(LYING,))
    studio.branch.leave(FIRST)


def superseded(studio: Studio) -> None:
    first = studio.booths[FIRST]
    for language in studio.languages:
        studio.speak(first, language)
        first.wait_for_selector('[data-connection="live"]')
        second = first.context.new_page()
        second.goto(first.url)
        shown("superseded")(first)
        first.bring_to_front()
        for size in SCREEN:
            studio.snap(f"booth-superseded-{size[0]}x{size[1]}-{language}", first, size)
        second.close()


def lost(studio: Studio) -> None:
    """Each language in a booth of its own, so that both are lost at once."""
    pages = {language: studio.booths[FIRST + index] for index, language in enumerate(studio.languages)}
    for language, page in pages.items():
        studio.speak(page, language)
        page.wait_for_selector('[data-connection="live"]')
    booths = studio.context("booths")
    booths.set_offline(True)
    for language, page in pages.items():
        page.bring_to_front()
        page.wait_for_selector(".lost", timeout=60_000)
        for size in SCREEN:
            studio.snap(f"booth-lost-{size[0]}x{size[1]}-{language}", page, size)
    booths.set_offline(False)


def revoked(studio: Studio) -> None:
    """A screen enrolled elsewhere turns this one away."""
    page = studio.booths[FIRST]
    for language in studio.languages:
        studio.give_cookies("booths", studio.branch.enrol(FIRST))
        studio.speak(page, language)
        page.wait_for_selector('[data-connection="live"]')
        studio.branch.enrol_through_demo(FIRST)
        shown("revoked")(page)
        for size in SCREEN:
            studio.snap(f"booth-revoked-{size[0]}x{size[1]}-{language}", page, size)
