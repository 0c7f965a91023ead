"""Real browser pages around call.js, in a room of tests.media.pages; they hold nothing else of the product."""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, NoReturn, Self

import pytest

from tests.browser import chromium
from tests.media.pages import House
from tests.media.relay import Relay
from tests.pace import PATIENCE_SECONDS
from verification.media.messages import Answer, Join, Message, Offer

STATIC = Path(__file__).parents[2] / "verification" / "static" / "verification"
PAGE = """<!doctype html><title>call</title><body><script type="module">
import { Call, openCameraAndMicrophone } from "/call.js";
import { SHARP, SMALL } from "/call-limits.js";
window.states = [];
window.call = new Call({
  send: (message) => window.toMedia(message),
  onWindow: (place, stream) => {
    let video = document.getElementById(`w${place}`);
    if (!video) {
      video = Object.assign(document.createElement("video"), { id: `w${place}`, autoplay: true, playsInline: true });
      document.body.append(video);
      video.requestVideoFrameCallback(() => { window.firstFrame ??= performance.now(); });
    }
    if (video.srcObject !== stream) { video.srcObject = stream; window.attached = (window.attached ?? 0) + 1; }
  },
  onState: (state) => window.states.push(state),
  relayOnly: location.search === "?relay",
});
const open = (isLarge) => openCameraAndMicrophone(isLarge ? SHARP : SMALL);
window.begin = async (camera, isLarge) => call.start(camera ? (await open(isLarge)).stream : null);
window.ready = true;
</script>"""


class Tab:
    """A browser page with the interface of tests.media.pages.Page, as far as a House needs it."""

    def __init__(
        self,
        house: House,
        name: str,
        role: str,
        place: int | None,
        page: Any,
        relay: Relay | None = None,
        ice_servers: Any = (),
    ) -> None:
        self.relay = relay
        self.ice_servers = ice_servers
        self.house, self.name, self.role, self.place, self.page = house, name, role, place, page
        self.is_closed = False
        self.received: dict[Any, int] = {}
        self.messages: list[Message] = []
        self.answers: list[str] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    async def open(self, *, camera: bool, is_large: bool = False) -> None:
        await self.page.expose_function("toMedia", self._send)
        await self.page.route("**/*", _serve)
        await self.page.goto(f"http://localhost/page{'?relay' if self.ice_servers else ''}")
        await self.page.wait_for_function("window.ready")
        await self.page.evaluate("([camera, isLarge]) => begin(camera, isLarge)", [camera, is_large])

    def join(self, name: str | None = None) -> None:
        self.house.pages.pop(self.name, None)
        self.name = name or self.name
        self.house.pages[self.name] = self  # type: ignore[assignment]
        self.house.room.join(
            Join(room="s12", peer=self.name, role=self.role, place=self.place, reply_to=self.name)  # type: ignore[arg-type]
        )

    def hear(self, message: Message) -> None:
        self.messages.append(message)
        if isinstance(message, Offer):
            task = asyncio.ensure_future(self._take(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        self.is_closed = True
        await self.page.close()
        if self.relay:
            self.relay.close()

    async def stats(self) -> dict[str, Any]:
        """Return the page's own statistics; `windows` by place, zeros where there is nothing yet."""
        stats = await self.page.evaluate("call.stats()")
        nothing = {"frames": 0, "videoPackets": 0, "audioPackets": 0, "level": 0}
        return {**stats, "windows": {place: stats["windows"].get(str(place), nothing) for place in range(7)}}

    async def until(
        self, condition: Callable[[dict[str, Any]], bool], within_s: float = PATIENCE_SECONDS
    ) -> dict[str, Any]:
        """Wait until the page's own statistics fulfil the condition. AssertionError with the last ones."""
        deadline = asyncio.get_running_loop().time() + within_s
        while True:
            stats = await self.stats()
            if condition(stats):
                return stats
            assert asyncio.get_running_loop().time() < deadline, stats
            await asyncio.sleep(0.05)

    async def _take(self, message: Offer) -> None:
        sdp = await self.relay.stand_before(message.sdp) if self.relay else message.sdp
        offer = {**message.to_dict(), "type": "offer", "sdp": sdp, "ice_servers": self.ice_servers}
        await self.page.evaluate("(offer) => call.handle(offer)", offer)

    def _send(self, message: dict[str, str]) -> None:
        sdp = self.relay.hide(message["sdp"]) if self.relay else message["sdp"]
        self.answers.append(sdp)
        self.house.room.answer(Answer(room="s12", peer=message["peer"], sdp=sdp, reply_to=self.name))


class Browser:
    def __init__(self, chrome: Any, house: House) -> None:
        self.chrome, self.house = chrome, house

    async def tab(
        self,
        name: str,
        role: str,
        place: int | None = None,
        *,
        camera: bool = True,
        is_large: bool = False,
        **network: Any,
    ) -> Tab:
        context = await self.chrome.new_context(permissions=["camera", "microphone"] if camera else [])
        tab = Tab(self.house, name, role, place, await context.new_page(), **network)
        await tab.open(camera=camera, is_large=is_large)
        tab.join()
        return tab

    async def desk(self, name: str = "desk-1", **how: Any) -> Tab:
        return await self.tab(name, "desk", **how)

    async def booth(self, place: int, **how: Any) -> Tab:
        return await self.tab(f"booth-{place}-1", "booth", place, **how)


class Stage:
    """A Chromium that plays scenarios, in a thread and loop of its own: another playwright may own this thread's."""

    def __enter__(self) -> Self:
        try:
            self._options = chromium.find().launch_options()
            chromium.repair_playwright()
        except chromium.NoChromium as reason:
            _do_without_chromium(str(reason))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._await(self._launch())
        return self

    def __exit__(self, *_: object) -> None:
        self._await(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def play(self, scenario: Callable[[Browser], Awaitable[None]]) -> None:
        """Run the scenario in a room of its own; its failure is the test's."""
        self._await(self._play(scenario))

    def _await(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(100)

    async def _launch(self) -> None:
        from playwright.async_api import async_playwright  # after the repair, which it reads at import

        # Without permission a page shows no address of its own; this switch would permit every page everything.
        arguments = [word for word in self._options["args"] if word != "--use-fake-ui-for-media-stream"]
        self._playwright = await async_playwright().start()
        self._chrome = await self._playwright.chromium.launch(**{**self._options, "args": arguments})

    async def _stop(self) -> None:
        await self._chrome.close()
        await self._playwright.stop()

    async def _play(self, scenario: Callable[[Browser], Awaitable[None]]) -> None:
        house = House()
        try:
            await scenario(Browser(self._chrome, house))
        finally:
            await house.close()
            for context in self._chrome.contexts:
                await context.close()


def _do_without_chromium(reason: str) -> NoReturn:
    if os.environ.get("LAPAK_REQUIRE_BROWSER") == "1":
        pytest.fail(f"LAPAK_REQUIRE_BROWSER is set: {reason}", pytrace=False)
    pytest.skip(reason)


async def _serve(route: Any) -> None:
    if route.request.url.endswith(".js"):
        script = STATIC / route.request.url.rsplit("/", 1)[1]
        await route.fulfill(body=script.read_text(), content_type="text/javascript")
    else:
        await route.fulfill(body=PAGE, content_type="text/html")
