"""A branch at work in a real browser: the desk and up to six booths, each drawing and sounding its number."""

import colorsys
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.homeward import send_everybody_home
from tests.live import LiveStack
from tests.pace import PATIENCE_SECONDS, wait_until
from tests.visitors import Screen, Staff

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SPY = Path(__file__).with_name("spy.js").read_text()
OFFICER_HERTZ = 250.0
BRANCH = "bekasi-cikarang"


def colour_of(number: int) -> tuple[int, int, int]:
    """Return the code colour that booth `number` draws; 0 is the officer's grey."""
    if number == 0:
        return (128, 128, 128)
    red, green, blue = colorsys.hls_to_rgb((number * 55 % 360) / 360, 0.5, 0.8)
    return round(red * 255), round(green * 255), round(blue * 255)


def nearest_number(colour: list[int]) -> int:
    """Return whose colour this is."""
    return min(range(7), key=lambda n: sum((a - b) ** 2 for a, b in zip(colour_of(n), colour, strict=True)))


def hertz_of(number: int) -> float:
    return OFFICER_HERTZ if number == 0 else 300.0 + 100 * number


class LivePage:
    """What desk and booth have in common: the page and the spy in it."""

    def __init__(self, page: "Page") -> None:
        self.page = page

    def received(self) -> dict[int, dict[str, int]]:
        return {int(place): counts for place, counts in self.page.evaluate("__spy.received()").items()}

    def tone(self, place: int, *, patience_seconds: float = PATIENCE_SECONDS) -> float:
        """Return the hertz of what is heard from this window, 0 where nothing is heard in time."""
        return float(self.page.evaluate("([place, ms]) => __spy.tone(place, ms)", [place, patience_seconds * 1000]))

    def is_silent(self, place: int) -> bool:
        return self.tone(place, patience_seconds=1) == 0

    def wait(
        self,
        condition: Callable[[], Any],
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        otherwise: Callable[[], Any] = lambda: "",
    ) -> Any:
        """Like tests.pace.wait_until, but lets the browser work meanwhile; a failure says `otherwise`."""
        deadline = time.monotonic() + patience_seconds
        while True:
            found = condition()
            if found:
                return found
            assert time.monotonic() < deadline, f"not within {patience_seconds} s: {self.page.url} {otherwise()}"
            self.page.wait_for_timeout(100)


class BoothPage(LivePage):
    def __init__(self, page: "Page", screen: Screen, number: int) -> None:
        super().__init__(page)
        self.screen, self.number = screen, number

    @property
    def shown(self) -> str:
        return self.page.locator("[data-screen]").first.get_attribute("data-screen") or ""

    def wait_for(self, shown: str, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.wait(lambda: self.shown == shown, patience_seconds=patience_seconds, otherwise=lambda: self.shown)

    def camera_limit(self) -> int:
        """Return how many bits a second this booth's camera sends at most."""
        script = """() => __spy.connections.at(-1).getSenders().find((one) => one.track?.kind === "video")
          .getParameters().encodings[0].maxBitrate"""
        return int(self.page.evaluate(script))

    def type_code(self, code: str) -> None:
        self._step_up()
        for letter in code:
            self.page.locator(f'[data-key="{letter}"]').click()

    def agree(self) -> None:
        self._step_up()
        self.page.locator("[data-action=agree]").click()

    def leave(self) -> None:
        """The person has read the result and goes."""
        self._step_up()
        self.page.locator("[data-action=done]").click()

    def _step_up(self) -> None:
        """In a tab behind others a click takes a second, since nothing is drawn there."""
        self.page.bring_to_front()


class DeskPage(LivePage):
    def tile(self, place: int) -> Any:
        return self.page.locator(f'.tile[data-place="{place}"]')

    def state(self, place: int) -> str:
        return self.tile(place).get_attribute("data-state") or ""

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def wait_for_state(self, place: int, state: str, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.wait(lambda: self.state(place) == state, patience_seconds=patience_seconds, otherwise=self.describe)

    def describe(self) -> str:
        """What the officer reads of the tiles, the messages and the case."""
        tiles = self.page.locator(".tile").evaluate_all("(tiles) => tiles.map((tile) => tile.dataset.state)")
        words = [self.page.locator(part).all_inner_texts() for part in (".toast", ".case__head", ".finish")]
        return f"{tiles} {words}"

    def milliseconds_until_acknowledged(self, act: Callable[[], None], *, kind: str) -> float:
        """Return the time from the page's message `kind` to the forwarder's acknowledgement of what it changed."""
        before = self.page.evaluate("__spy.log.length")
        act()
        script = """([from, kind]) => {
          const log = __spy.log.slice(from);
          const sent = log.find((one) => one.direction === "out" && one.type === kind);
          const acknowledged = sent && log.find((one) => one.type === "arranged" && one.at > sent.at);
          return acknowledged ? acknowledged.at - sent.at : 0;
        }"""
        return float(self.wait(lambda: self.page.evaluate(script, [before, kind])))

    def answer_checklist(self) -> None:
        """Answer every open item of the chosen case with "sesuai"."""
        self.page.wait_for_selector(".check__row")
        self.page.locator(".check__row .tri__answer:first-of-type").evaluate_all(
            "(all) => all.forEach((one) => one.click())"
        )
        self.wait(lambda: self.page.locator('.check__row[data-answer=""]').count() == 0)

    def verify(self) -> None:
        self.wait(lambda: self.page.locator(".finish:not([aria-disabled])").count() == 1)
        self.page.locator(".finish").click()


class BoardPage(LivePage):
    """Used by keyboard alone."""

    def listen_to(self, number: int) -> None:
        self.page.locator(f'.bx[data-booth="{number}"] .bx__listen').press("Enter")

    def choose(self, mode: str) -> None:
        """Press the button of this mode and wait until it is in effect."""
        self.page.locator(f'[data-choose="{mode}"]').press("Enter")
        self.wait_for_mode(mode)

    def wait_for_mode(self, mode: str) -> None:
        self.wait(lambda: self.mode == mode, otherwise=self.describe)

    @property
    def mode(self) -> str:
        """The way of being there that the forwarder acknowledged, with the connection up; "" without."""
        panel = self.page.locator(".listen")
        is_live = panel.count() and panel.get_attribute("data-listen") == "live"
        return (panel.get_attribute("data-mode") or "") if is_live else ""

    def describe(self) -> str:
        return " ".join(self.page.locator(".listen").all_inner_texts())

    def end(self) -> None:
        self.page.keyboard.press("Escape")


class Office:
    """Dewi's desk, or a colleague's beside hers, and the screens of the branch's booths."""

    def __init__(self, stack: LiveStack, browser: "Browser", *, colleague: str = "", places: int = 6) -> None:
        self.stack, self.browser = stack, browser
        if not colleague:
            send_everybody_home(stack, BRANCH)
        self.dewi = Staff(stack, colleague or "dewi")
        if self.dewi.is_on_duty():
            self.dewi.end_shift()  # of another test, perhaps with other places
        self.dewi.begin_shift(places)
        self.session = int(stack.query("SELECT max(id) FROM verification_verificationsession")[0][0])
        self.booths: dict[int, BoothPage] = {}
        self.board_context: Any = None
        self.desk_context = self._context(self.dewi)
        self.booth_context = browser.new_context(
            viewport={"width": 640, "height": 360}, permissions=["camera", "microphone"]
        )
        self.booth_context.add_init_script(SPY)

    def _context(self, person: Staff) -> Any:
        context = self.browser.new_context(
            viewport={"width": 1366, "height": 768}, permissions=["camera", "microphone"]
        )
        context.add_init_script(SPY)
        self._give_cookies(context, person)
        return context

    def _give_cookies(self, context: Any, person: Any) -> None:
        context.add_cookies(
            [
                {"name": cookie.name, "value": cookie.value or "", "domain": "127.0.0.1", "path": cookie.path}
                for cookie in person.http.cookies.jar
            ]
        )

    def open_desk(self, *, simulated: bool = True) -> DeskPage:
        page = self.desk_context.new_page()
        page.goto(f"{self.stack.base_url}/desk/{'?source=simulated' if simulated else ''}")
        self.desk = DeskPage(page)
        return self.desk

    def open_board(self) -> "BoardPage":
        hadi = Staff(self.stack, "hadi")
        self.board_context = self._context(hadi)
        page = self.board_context.new_page()
        page.goto(f"{self.stack.base_url}/board/{BRANCH}/")
        return BoardPage(page)

    def open_booth(self, number: int) -> BoothPage:
        sql = """SELECT b.id FROM booths_booth b JOIN booths_branch r ON r.id = b.branch_id
                 WHERE r.code = %s AND b.number = %s"""
        screen = Screen(self.stack, int(self.stack.query(sql, [BRANCH, number])[0][0]))
        self._give_cookies(self.booth_context, screen)
        page = self.booth_context.new_page()
        page.goto(f"{self.stack.base_url}/booth/{screen.booth_id}/?source=simulated")
        self.booths[number] = BoothPage(page, screen, number)
        return self.booths[number]

    def queue(self, count: int, *, skip: int = 0) -> None:
        code = (
            "from tests.cast import queue; from booths.models import Branch; from django.utils import timezone;"
            f"queue(Branch.objects.get(code='{BRANCH}'), {count}, at=timezone.now(), skip={skip})"
        )
        self.stack.run(code)

    def code_at(self, number: int) -> str:
        """Return the code of the ticket that was called to this booth, as the person reads it off the ticket."""
        sql = """SELECT t.code FROM verification_seat s JOIN queue_ticket t ON t.id = s.ticket_id
                 WHERE s.booth_id = %s AND s.status = 'CALLED'"""
        booth_id = self.booths[number].screen.booth_id
        return str(wait_until(lambda: self.stack.query(sql, [booth_id]))[0][0])

    def sit_down(self, number: int, *, by_hand: bool = True) -> None:
        """The person at booth `number` confirms the ticket and agrees, `by_hand` on the screen itself."""
        booth = self.booths[number]
        booth.wait_for("called")
        if by_hand:
            booth.type_code(self.code_at(number))
            booth.wait_for("consent")
            booth.agree()
        else:
            booth.screen.say("confirm", {"code": self.code_at(number)})
            version = booth.screen.state()["consent"]["version"]
            booth.screen.say("consent", {"version": version, "agree": True})
        booth.wait_for("room")

    def forwarded(self) -> dict[tuple[str, str, str], int]:
        """Return (from, to, kind) -> packets, with peers named by role and booth number."""
        names = {f"booth-{seat}": f"booth {number}" for seat, number in self._seats()}
        command = f"from django.core.management import call_command; call_command('mediacounts', {self.session})"
        rows = json.loads(self.stack.run(command))
        found: dict[tuple[str, str, str], int] = {}
        for source, target, kind, packets in rows:
            key = (_name(source, names), _name(target, names), kind)
            found[key] = found.get(key, 0) + packets
        return found

    def _seats(self) -> list[tuple[int, int]]:
        sql = """SELECT s.id, b.number FROM verification_seat s JOIN booths_booth b ON b.id = s.booth_id
                 WHERE s.session_id = %s"""
        return [(int(seat), int(number)) for seat, number in self.stack.query(sql, [self.session])]

    def close(self) -> None:
        """Everybody goes home, Dewi too: the next test's room has forwarded nothing yet."""
        if self.board_context:
            self.board_context.close()
        self.desk_context.close()
        self.booth_context.close()
        send_everybody_home(self.stack, BRANCH)
        self.dewi.end_shift()


def _name(peer: str, names: dict[str, str]) -> str:
    role = peer.split("-")[0]
    return role if role in {"desk", "supervisor"} else names[peer.rsplit("-", 1)[0]]
