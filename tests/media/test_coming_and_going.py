"""How pages come and go: refusals, time limits, silence, closing, and what is left behind."""

import asyncio
import os
import time
from collections.abc import AsyncIterator

import pytest

from tests.media.pages import House, Page
from tests.media.test_room import fill, flows_exactly
from tests.pace import PATIENCE_SECONDS, allowed, until
from verification.media import peer as peers
from verification.media.messages import Refused

pytestmark = pytest.mark.timed

SHOWN_WITHIN_S = 4
"""A booth that is dead stands on the desk by then."""


@pytest.fixture
async def house() -> AsyncIterator[House]:
    made = House()
    yield made
    await made.close()


async def test_a_broken_answer_is_refused_with_a_code_and_the_room_lives(house):
    await fill(house, booths=1)
    scene = house.arrange(focus=1)

    for number, sdp in enumerate(("", "v=0", "\0" * 50, "m=audio 9 X 96\r\n" * 400)):
        page = Page(house, f"booth-2-{number}", "booth", 2)
        house.pages[page.name] = page
        page.ask_to_join()
        await asyncio.wait_for(page._offered.wait(), PATIENCE_SECONDS)
        page.answer(sdp)
        await until(lambda page=page: page.heard(Refused))
        assert [refused.code for refused in page.heard(Refused)] == ["bad_sdp"]
        assert page.name not in house.room.peers
        page.is_closed = True

    assert await flows_exactly(house, scene)


async def test_an_answer_that_only_aiortc_chokes_on_is_refused_too(house):
    page = Page(house, "booth-2-1", "booth", 2)
    house.pages[page.name] = page
    page.ask_to_join()
    await asyncio.wait_for(page._offered.wait(), PATIENCE_SECONDS)

    sdp = (await page.make_answer()).replace("a=fmtp:98 apt=97", "a=fmtp:98 apt=x=y;;=")
    page.answer(sdp.replace("a=rtpmap:97 VP8/90000\r\n", "").replace("a=rtpmap:96 opus/48000/2\r\n", ""))
    await until(lambda: page.heard(Refused))

    assert [refused.code for refused in page.heard(Refused)] == ["bad_sdp"]


async def test_a_second_answer_and_an_answer_of_a_stranger_are_refused(house):
    desk = await house.desk()
    desk.answer(await_sdp := desk.connection.localDescription.sdp)
    stranger = Page(house, "booth-9", "booth", 1)
    house.pages["booth-9"] = stranger
    stranger.answer(await_sdp)
    await until(lambda: desk.heard(Refused) and stranger.heard(Refused))

    assert [refused.code for refused in desk.heard(Refused)] == ["already_answered"]
    assert [refused.code for refused in stranger.heard(Refused)] == ["unknown_peer"]
    assert desk.name in house.room.peers


async def test_only_hidden_addresses_still_connect_by_the_pages_own_checks(house):
    def hide(sdp: str) -> str:
        lines = sdp.split("\r\n")
        hidden = [line.split(" ") for line in lines if line.startswith("a=candidate")]
        kept = [line for line in lines if not line.startswith(("a=candidate", "a=end-of-candidates"))]
        words = [[*w[:4], "3c2e1f5a-91ab-4b6f-8a52-0d2d6a2a7c11.local", *w[5:]] for w in hidden]
        return "\r\n".join([*kept[:-1], *(" ".join(w) for w in words), "a=end-of-candidates", ""])

    limit_s = allowed(0.5)
    began = time.monotonic()
    await house.desk(alter=hide)
    await house.booth(1, alter=hide)

    assert time.monotonic() - began < limit_s
    assert await flows_exactly(house, house.arrange(focus=1))


async def test_who_does_not_connect_in_time_is_sent_away(house, monkeypatch):
    monkeypatch.setattr(peers, "CONNECT_TIMEOUT_S", 0.3)
    page = Page(house, "booth-1-1", "booth", 1)
    house.pages[page.name] = page
    limit_s = allowed(0.3)

    page.ask_to_join()
    await until(lambda: page.gone, limit_s)

    assert page.gone == "timeout"
    assert not house.room.peers


async def test_a_page_that_closes_is_gone_at_once_and_one_that_leaves_too(house):
    await fill(house, booths=2)
    closing, leaving = house.pages["booth-1-1"], house.pages["booth-2-1"]
    limit_s = allowed(0.1)

    await closing.close()
    house.room.leave(leaving.name)
    await until(lambda: closing.gone and leaving.gone, limit_s)

    assert (closing.gone, leaving.gone) == ("closed", "left")
    assert list(house.room.peers) == ["desk-1"]


async def test_a_page_that_falls_silent_is_announced_after_3_s_and_again_when_it_is_back(house):
    booth = await house.booth(1)
    loop, limit_s = asyncio.get_running_loop(), allowed(SHOWN_WITHIN_S)

    async def watch(seconds: float) -> None:
        for _ in range(int(seconds / 0.1)):
            house.room.watch(loop.time())
            await asyncio.sleep(0.1)

    await watch(0.5)
    assert house.links(booth) == ["flowing"]
    booth.vanish()
    silent_since = loop.time()
    while house.links(booth)[-1] != "silent":
        await watch(0.1)
        assert loop.time() - silent_since < limit_s
    assert loop.time() - silent_since > 2.9
    booth.is_quiet = False
    await watch(0.4)
    assert house.links(booth) == ["flowing", "silent", "flowing"]


async def test_twenty_joins_and_leaves_leave_no_task_and_no_socket_behind(house):
    async def once(number: int) -> None:
        page = await house.booth(1, f"booth-1-{number}")
        house.room.leave(page.name)
        await page.close()

    await once(0)
    await asyncio.sleep(0.3)
    tasks, files = len(asyncio.all_tasks()), _open_files()
    for number in range(1, 21):
        await once(number)
    await asyncio.sleep(0.3)

    assert len(asyncio.all_tasks()) <= tasks
    assert _open_files() <= files, "the first page's socket may have been open yet when they were counted"


async def test_a_full_room_refuses(house):
    for number in range(20):
        page = Page(house, f"supervisor-{number}", "supervisor", None)
        house.pages[page.name] = page
        page.ask_to_join()
    await until(lambda: house.pages["supervisor-19"].heard(Refused))

    assert len(house.room.peers) == 16
    assert [refused.code for refused in house.pages["supervisor-19"].heard(Refused)] == ["room_full"]


async def test_closing_a_room_twice_sends_everybody_away_once(house):
    await fill(house, booths=1)

    await house.room.close("room_closed")
    await house.room.close("room_closed")

    assert [page.gone for page in house.pages.values()] == ["room_closed"] * 2


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))
