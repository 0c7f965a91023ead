"""manage.py runmedia as web meets it: through a real channel layer."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator

import pytest
from channels.layers import get_channel_layer

from tests.media.nodes import hear, started
from tests.media.pages import House, matrix
from tests.pace import until
from verification import medialink
from verification.media.messages import Arranged, Beat, Counts, Offer, Refused

pytestmark = pytest.mark.timed

NODE = "media-test"


@pytest.fixture(scope="module")
def lasting() -> Iterator[subprocess.Popen[bytes]]:
    with started(NODE) as process:
        yield process


@pytest.fixture
async def process(lasting: subprocess.Popen[bytes]) -> AsyncIterator[subprocess.Popen[bytes]]:
    """One process for many tests; their room begins anew in each."""
    yield lasting
    await medialink.close_room(NODE, room="s12")


async def test_a_page_gets_its_offer_and_web_hears_the_beat(process):
    layer = get_channel_layer()
    page, beats = await layer.new_channel(), await layer.new_channel()
    await layer.group_add(medialink.beat_group(NODE), beats)

    beat = await hear(layer, beats, Beat)
    assert await medialink.join(NODE, room="s12", peer="desk-4f3a", role="desk", place=None, reply_to=page)
    offer = await hear(layer, page, Offer)

    assert offer.boot == beat.boot
    assert [window.place for window in offer.windows] == [1, 2, 3, 4, 5, 6]
    assert offer.sdp.count("m=video") == 7
    assert await medialink.pick_node() == NODE


async def test_a_scene_is_acknowledged_to_the_room_and_an_older_one_only_again(process):
    layer = get_channel_layer()
    beats, room = await layer.new_channel(), await layer.new_channel()
    await layer.group_add(medialink.beat_group(NODE), beats)
    await layer.group_add(medialink.room_group("s12"), room)
    scene = {"places": {"3": {"peer": "booth-3-9c2e", "held": False}}, "desk": "desk-4f3a", "focus": 3, "to_all": False}
    await hear(layer, beats, Beat)

    await medialink.arrange(NODE, room="s12", version=7, scene=scene)
    newer = await hear(layer, room, Arranged)
    await medialink.arrange(NODE, room="s12", version=6, scene={**scene, "focus": None})
    older = await hear(layer, room, Arranged)

    assert (newer.version, newer.hears, newer.heard) == (7, (3,), (3,))
    assert older == newer


class DistantRoom:
    """The room of another process, with the methods that a House of pages calls."""

    def __init__(self, layer, channel: str) -> None:
        self.layer, self.channel = layer, channel
        self.tasks: list[asyncio.Task[None]] = []

    def join(self, message) -> None:
        self._send(message.model_copy(update={"reply_to": self.channel}))

    def answer(self, message) -> None:
        self._send(message.model_copy(update={"reply_to": self.channel}))

    def arrange(self, message) -> None:
        self._send(message)

    def _send(self, message) -> None:
        self.tasks.append(asyncio.ensure_future(self.layer.send(f"media.{NODE}", message.to_dict())))

    async def deliver(self, house: House) -> None:
        while True:
            notice = medialink.read_notice(await self.layer.receive(self.channel))
            house.tell(notice.peer, notice) if hasattr(notice, "peer") else house.announced.append(notice)

    async def close(self, reason: str) -> None:
        for task in self.tasks:
            task.cancel()


async def test_packets_of_real_pages_pass_the_process_as_the_rule_allows(process):
    layer = get_channel_layer()
    page, beats = await layer.new_channel(), await layer.new_channel()
    await layer.group_add(medialink.beat_group(NODE), beats)
    await hear(layer, beats, Beat)
    house = House(room=DistantRoom(layer, page))
    house.room.tasks.append(asyncio.ensure_future(house.room.deliver(house)))

    try:
        await house.desk()
        await asyncio.gather(house.booth(1), house.booth(2))
        for how in ({"focus": 2}, {"to_all": True, "held": (1,)}):
            scene = house.arrange(**how)
            await asyncio.sleep(0.2)
            assert await house.seen_during(0.4) == matrix(scene)
        await medialink.ask_counts(NODE, room="s12", reply_to=page)
        await until(lambda: any(isinstance(notice, Counts) for notice in house.announced))
        counts = next(notice for notice in house.announced if isinstance(notice, Counts))
        assert {row[:3] for row in counts.rows} <= matrix(house.arrange(focus=2)) | matrix(house.arrange(to_all=True))
        assert counts.total == sum(row[3] for row in counts.rows) > 100
    finally:
        await house.close()


async def test_nonsense_is_dropped_and_a_broken_answer_refused_while_the_process_lives(process):
    layer = get_channel_layer()
    page, beats = await layer.new_channel(), await layer.new_channel()
    await layer.group_add(medialink.beat_group(NODE), beats)
    await hear(layer, beats, Beat)

    for nonsense in ({}, {"type": "join"}, {"type": "arrange", "room": "../x", "version": "y", "scene": []}):
        await layer.send(f"media.{NODE}", nonsense)
    await medialink.answer(NODE, room="s12", peer="stranger", sdp="", reply_to=page)
    unknown = await hear(layer, page, Refused)
    await medialink.join(NODE, room="s12", peer="booth-1-a", role="booth", place=1, reply_to=page)
    await hear(layer, page, Offer)
    await medialink.answer(NODE, room="s12", peer="booth-1-a", sdp="v=0\r\nm=audio", reply_to=page)
    broken = await hear(layer, page, Refused)
    await medialink.ask_counts(NODE, room="s12", reply_to=page)
    counts = await hear(layer, page, Counts)

    assert (unknown.code, broken.code) == ("unknown_peer", "bad_sdp")
    assert counts.rows == () and counts.total == 0
    assert process.poll() is None
