"""Holds the camera: pages with their cookies, the languages and sizes of a picture, its file. Knows no scene."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bin.support.screenshots.branch import Branch
from tests.visitors import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LYING, UPRIGHT, SMALL = (1920, 1080), (1080, 1920), (1366, 768)
PHONE = (360, 780)
SCREEN = (LYING, UPRIGHT)
STAFF = (LYING, SMALL)
SETTLE_MS = 250
# A video that was just moved or shown is blank until its next frame; one that stands still is not waited for.
NEXT_FRAMES = """Promise.all([...document.querySelectorAll("video")].filter((one) => one.videoWidth).map(
  (one) => new Promise((done) => {
    one.requestVideoFrameCallback(done);
    setTimeout(done, 1500);
  }),
)).then(() => 0)"""

Act = Callable[["Page"], None]
Size = tuple[int, int]


@dataclass(frozen=True)
class Scene:
    """One or more pictures; `needs` are done once, before the first scene that wants them."""

    name: str
    take: Callable[["Studio"], None]
    needs: tuple[Callable[["Studio"], None], ...] = ()


class Studio:
    def __init__(self, branch: Branch, browser: "Browser", folder: Path, languages: tuple[str, ...]) -> None:
        self.branch, self.browser, self.folder, self.languages = branch, browser, folder, languages
        self.contexts: dict[str, BrowserContext] = {}
        self.booths: dict[int, Page] = {}
        self.prepared: set[str] = set()
        self.desk: Page

    def prepare(self, needs: tuple[Callable[["Studio"], None], ...]) -> None:
        for need in needs:
            if need.__name__ not in self.prepared:
                need(self)
                self.prepared.add(need.__name__)

    # ---- pages

    def context(self, name: str) -> "BrowserContext":
        if name not in self.contexts:
            self.contexts[name] = self.browser.new_context(
                viewport={"width": LYING[0], "height": LYING[1]},
                permissions=["camera", "microphone"],
                timezone_id="Asia/Jakarta",
                locale="id-ID",
            )
        return self.contexts[name]

    def open(self, path: str, *, person: Person | None = None, context: str = "public") -> "Page":
        """Open a page as this person; each context is a browser profile of its own."""
        if person:
            self.give_cookies(context, person)
        page = self.context(context).new_page()
        page.goto(self.branch.stack.base_url + path)
        return page

    def give_cookies(self, context: str, person: Person) -> None:
        jar = [(one.name, one.value or "", one.path) for one in person.http.cookies.jar]
        self.context(context).add_cookies(
            [{"name": name, "value": value, "domain": "127.0.0.1", "path": path} for name, value, path in jar]
        )

    def set_cookie(self, page: "Page", name: str, value: str) -> None:
        page.context.add_cookies([{"name": name, "value": value, "url": self.branch.stack.base_url}])

    # ---- pictures

    def shoot(
        self,
        name: str,
        page: "Page",
        *,
        sizes: tuple[Size, ...] = SCREEN,
        before: Act | None = None,
        reload: bool = True,
    ) -> None:
        """Take the page in every language and size; `before` brings the loaded page into its state."""
        for language in self.languages:
            self.speak(page, language, reload=reload)
            if before:
                before(page)
            for size in sizes:
                self.snap(f"{name}-{size[0]}x{size[1]}-{language}", page, size)
        page.set_viewport_size({"width": LYING[0], "height": LYING[1]})

    def speak(self, page: "Page", language: str, *, reload: bool = True) -> None:
        self.set_cookie(page, "django_language", language)
        page.bring_to_front()
        if reload:
            page.reload()

    def snap(self, name: str, page: "Page", size: Size) -> None:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate("document.fonts.ready.then(() => 0)")
        page.wait_for_timeout(SETTLE_MS)
        page.evaluate(NEXT_FRAMES)
        page.screenshot(path=self.folder / f"{name}.png")

    def snap_zoomed(self, name: str, page: "Page", *, size: Size, zoom: int) -> None:
        """Take the page as a browser shows it at `zoom` times: fewer, larger pixels; also what is scrolled to."""
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_timeout(2 * SETTLE_MS)
        height = page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": size[0], "height": height, "scale": zoom}
        session = page.context.new_cdp_session(page)
        taken = session.send("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True})
        session.detach()
        (self.folder / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))


def wait(page: "Page", condition: Callable[[], Any], *, patience_seconds: float = 30) -> Any:
    """Return the first true answer; the browser works meanwhile. AssertionError when there is none in time."""
    deadline = time.monotonic() + patience_seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {patience_seconds} s: {page.url}"
        page.wait_for_timeout(100)
    return found


def wait_for(page: "Page", script: str, *, patience_seconds: float = 30) -> Any:
    """Like `wait`, for an expression in the page; Playwright's own way needs what our pages forbid (eval)."""
    return wait(page, lambda: page.evaluate(script), patience_seconds=patience_seconds)
