"""The officer's desk and the supervisor's board, in every state of a morning."""

from typing import TYPE_CHECKING

from bin.support.screenshots import stage
from bin.support.screenshots.branch import CODE
from bin.support.screenshots.studio import LYING, STAFF, Studio, wait, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

ZOOMED = (683, 384)
LOST = 6  # its screen goes dark


def begin(studio: Studio) -> None:
    page = studio.open("/desk/", person=studio.branch.dewi, context="dewi")
    studio.shoot("desk-begin", page, sizes=STAFF)
    page.close()


def empty(studio: Studio) -> None:
    with studio.branch.broken(5):
        studio.shoot("desk-empty", studio.desk, sizes=STAFF, before=_tiles)


def _tiles(page: "Page") -> None:
    page.wait_for_selector(".tile")


def called(studio: Studio) -> None:
    studio.shoot("desk-called", studio.desk, sizes=(LYING,), before=_tiles)


def six(studio: Studio) -> None:
    """Six live people: Dewi talks with the third, holds the fifth, the second raised a hand. Then what opens."""
    branch, desk = studio.branch, studio.desk
    _simulate_all(studio)
    stage.attend(studio, 5)
    desk.keyboard.press("h")
    branch.screens[2].say("hand", {"on": True})
    branch.tick(1, leave_open=7)
    for language in studio.languages:
        branch.tick(3, leave_open=4)
        studio.speak(desk, language)
        stage.wait_for_pictures(studio, 6)
        stage.attend(studio, 3)
        desk.wait_for_selector(".check__row")
        desk.wait_for_timeout(1500)
        _snap(studio, "six", language)
        studio.snap_zoomed(f"desk-zoom200-{ZOOMED[0]}-{language}", desk, size=ZOOMED, zoom=2)
        _open_layers(studio, language)


def _simulate_all(studio: Studio) -> None:
    """The booth with the camera becomes one like the others, as in the demonstration."""
    page = studio.booths[stage.WITH_CAMERA]
    if "simulated" not in page.url:
        page.goto(f"{page.url}?source=simulated")


def _open_layers(studio: Studio, language: str) -> None:
    """Enlarged picture, shortcut sheet, light theme, reasons."""
    desk = studio.desk
    desk.keyboard.press("e")
    _snap(studio, "enlarged", language)
    desk.keyboard.press("e")
    desk.keyboard.press("?")
    desk.wait_for_selector("#shortcuts[open]")
    _snap(studio, "shortcuts", language)
    desk.keyboard.press("Escape")
    desk.click("[data-shade-switch]")
    _snap(studio, "light", language)
    desk.click("[data-shade-switch]")
    studio.branch.tick(3)
    desk.locator(".acts .btn--danger:enabled").click()
    desk.wait_for_selector(".popup__list")
    _snap(studio, "reasons", language)
    desk.keyboard.press("Escape")
    _type_tax_numbers(studio, language)


def _type_tax_numbers(studio: Studio, language: str) -> None:
    """The first person's benefit is above the amount that asks for a tax card."""
    desk = studio.desk
    desk.keyboard.press("1")
    for name, number, shown in (
        ("kept", "01.312.166.0-091.000", "[placeholder^='01']:not([aria-invalid])"),
        ("refused", "01.312.166.1-091.000", "[aria-invalid]"),
    ):
        desk.locator("#npwp").fill(number)
        desk.locator("#npwp").press("Enter")
        desk.wait_for_selector(f"#npwp{shown}")
        _snap(studio, f"tax-number-{name}", language)
    desk.locator("#npwp").fill("")
    desk.keyboard.press("Escape")
    stage.attend(studio, 3)


def _snap(studio: Studio, name: str, language: str) -> None:
    for size in STAFF:
        studio.snap(f"desk-{name}-{size[0]}x{size[1]}-{language}", studio.desk, size)


def mixed(studio: Studio) -> None:
    """Every kind of tile: talk, hand, hold, somebody called for a while, a lost booth, a decision to undo."""
    branch, desk = studio.branch, studio.desk
    branch.tick(4)
    studio.speak(desk, studio.languages[0])
    _wait_for_recall(studio)
    for language in studio.languages:
        studio.speak(desk, language)
        stage.wait_for_pictures(studio, 4)
        stage.attend(studio, 4)
        branch.decide(4, "VERIFIED")
        desk.wait_for_selector(".acts--decided")
        studio.snap(f"desk-decided-{LYING[0]}x{LYING[1]}-{language}", desk, LYING)
        stage.attend(studio, 3)
        _snap(studio, "mixed", language)
        branch.ask(4, "undo")
    stage.open_booth(studio, LOST)


def _wait_for_recall(studio: Studio) -> None:
    """Until the one who was called to the first booth may be called again, and the lost booth is known as lost."""
    called = studio.branch.place_of(stage.WITH_CAMERA)
    silent = studio.branch.place_of(LOST)
    studio.desk.wait_for_selector(f'.tile[data-place="{silent}"][data-state="lost"]', timeout=60_000)
    recall = f'.tile[data-place="{called}"] .tile__ask .btn:enabled:not(.btn--ghost)'
    studio.desk.wait_for_selector(recall, timeout=60_000)


def lose_a_booth(studio: Studio) -> None:
    """The first person has left, the next is called; another booth's screen goes dark, which takes a while to show."""
    first = stage.WITH_CAMERA
    if studio.branch.status_of(first) == "LIVE":
        studio.branch.ask(first, "abort", {"reason": "PARTICIPANT_LEFT"})
        studio.branch.leave(first)
        studio.desk.bring_to_front()
        # By itself nobody is called while so many wait inside: the officer asks for the next one.
        wait_for(studio.desk, "document.querySelector('.tile--empty .btn--primary')")
        studio.desk.keyboard.press("n")
    studio.booths[LOST].close()
    wait(studio.desk, lambda: studio.branch.status_of(first) == "CALLED")


def board(studio: Studio) -> None:
    page = studio.open(f"/board/{CODE}/", person=studio.branch.log_in("hadi"), context="hadi")
    for shade in ("dark", "light"):
        studio.set_cookie(page, "shade", shade)
        studio.shoot(f"board-{shade}", page, sizes=STAFF, before=_drawn)
    page.close()


def _drawn(page: "Page") -> None:
    page.wait_for_selector(".floor > *, .card, table")
    page.wait_for_timeout(500)
