"""Rooms of the load in Lapak's media process, through its own messages over the channel layer; no HTTP, no database."""

import asyncio
from typing import Any

from aiortc import RTCSessionDescription
from channels_redis.pubsub import RedisPubSubChannelLayer

from bin.support.bench.clip import Clip
from bin.support.bench.page import Page
from verification.media.lines import PLACES, Role
from verification.media.messages import (
    Answer,
    Arrange,
    Arranged,
    Connected,
    Join,
    Offer,
    node_channel,
    read_notice,
    room_group,
)

PATIENCE_S = 30
NODE = "bench"


class LapakRooms:
    def __init__(self, url: str, clip: Clip) -> None:
        self._layer = RedisPubSubChannelLayer(hosts=[{"address": url, "socket_timeout": None}])
        self._clip = clip

    async def open(self, name: str, booths: int) -> list[Page]:
        """Fill a room in which the officer talks with every booth, both ways; return its pages."""
        places = list(PLACES)[:booths]
        desk = await self._enter(name, "desk", None, fan_out=booths)
        seated = [await self._enter(name, "booth", place, fan_out=1) for place in places]
        desk.expected = {sender.ssrc for page in seated for sender in page.senders}
        for page in seated:
            page.expected = {sender.ssrc for sender in desk.senders}
        await self._arrange(name, places)
        return [desk, *seated]

    async def _enter(self, room: str, role: Role, place: int | None, fan_out: int) -> Page:
        channel, peer, page = await self._layer.new_channel(), f"{role}-{place or 0}", Page(self._clip)
        await self._ask(Join(room=room, peer=peer, role=role, place=place, reply_to=channel))
        offer = await self._hear(channel, Offer)
        await page.connection.setRemoteDescription(RTCSessionDescription(sdp=_with_candidates(offer.sdp), type="offer"))
        lines = page.connection.getTransceivers()[:2]
        for line in lines:
            line.direction = "sendonly"
        await page.connection.setLocalDescription(await page.connection.createAnswer())
        answer = page.connection.localDescription.sdp
        await self._ask(Answer(room=room, peer=peer, sdp=answer, reply_to=channel))
        await self._hear(channel, Connected)
        await page.connected()
        for line in lines:
            page.add_sender(line, fan_out, answer)
        return page

    async def _arrange(self, room: str, places: list[int]) -> None:
        channel = await self._layer.new_channel()
        await self._layer.group_add(room_group(room), channel)
        seats = {place: {"peer": f"booth-{place}"} for place in places}
        scene = {"places": seats, "desk": "desk-0", "subset": places}
        await self._ask(Arrange.model_validate({"room": room, "version": 1, "scene": scene}))
        arranged = await self._hear(channel, Arranged)
        assert list(arranged.heard) == places, "the officer hears not everybody"
        await self._layer.group_discard(room_group(room), channel)

    async def _ask(self, message: Any) -> None:
        await self._layer.send(node_channel(NODE), message.to_dict())

    async def _hear(self, channel: str, kind: Any) -> Any:
        while True:
            raw = await asyncio.wait_for(self._layer.receive(channel), PATIENCE_S)
            notice = read_notice(raw)
            if isinstance(notice, kind):
                return notice


def _with_candidates(sdp: str) -> str:
    """aiortc reads the candidates of the last line only, browsers those of the first of a bundle."""
    found = [line for line in sdp.splitlines() if line.startswith("a=candidate:")]
    return sdp + "\r\n".join(found) + "\r\n"
