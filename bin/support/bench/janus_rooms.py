"""The same rooms in Janus (videoroom plugin, WebSocket API): each page publishes once and subscribes once."""

import asyncio
import contextlib
import json
import secrets
from typing import Any

from aiortc import RTCSessionDescription
from aiortc.codecs import get_capabilities
from websockets.asyncio.client import connect

from bin.support.bench.clip import Clip
from bin.support.bench.page import Page

PATIENCE_S = 30
RETRY_S = 0.1
NO_SUCH_FEED = 428
"""A page that has just connected is not there for others yet."""
OFFICER_FEED, FIRST_BOOTH_FEED = 100, 101
CODECS = {"audio": ("audio/opus",), "video": ("video/VP8", "video/rtx")}


class JanusRooms:
    def __init__(self, url: str, clip: Clip, first_number: int) -> None:
        self._url, self._clip, self._number = url, clip, first_number

    async def open(self, name: str, booths: int) -> list[Page]:
        """Fill a room in which the officer gets every booth and each booth the officer; return its pages."""
        self._number += 1
        sessions = [await JanusSession.open(self._url) for _ in range(booths + 1)]
        await sessions[0].create_room(self._number)
        feeds = [OFFICER_FEED, *range(FIRST_BOOTH_FEED, FIRST_BOOTH_FEED + booths)]
        pages = []
        for session, feed in zip(sessions, feeds, strict=True):
            pages.append(await self._publish(session, feed, booths if feed == OFFICER_FEED else 1))
        officer, *others = ({sender.ssrc for sender in page.senders} for page in pages)
        pages.append(await self._subscribe(sessions[0], feeds[1:], set().union(*others)))
        pages += [await self._subscribe(session, [OFFICER_FEED], officer) for session in sessions[1:]]
        return pages

    async def _publish(self, session: "JanusSession", feed: int, fan_out: int) -> Page:
        handle, page = await session.attach(), Page(self._clip)
        await session.ask(handle, {"request": "join", "ptype": "publisher", "room": self._number, "id": feed})
        lines = [page.connection.addTransceiver(kind, "sendonly") for kind in ("audio", "video")]
        for line in lines:
            known = get_capabilities(line.kind).codecs
            line.setCodecPreferences([codec for codec in known if codec.mimeType in CODECS[line.kind]])
        await page.connection.setLocalDescription(await page.connection.createOffer())
        offer = {"type": "offer", "sdp": page.connection.localDescription.sdp}
        answer = await session.ask(handle, {"request": "publish"}, offer)
        await page.connection.setRemoteDescription(RTCSessionDescription(sdp=answer["jsep"]["sdp"], type="answer"))
        await page.connected()
        for line in lines:
            page.add_sender(line, fan_out, answer["jsep"]["sdp"])
        return page

    async def _subscribe(self, session: "JanusSession", feeds: list[int], expected: set[int]) -> Page:
        handle, page = await session.attach(), Page(self._clip)
        page.expected = expected
        streams = [{"feed": feed} for feed in feeds]
        wish = {"request": "join", "ptype": "subscriber", "room": self._number, "streams": streams}
        offer = await session.ask_until_there(handle, wish)
        await page.connection.setRemoteDescription(RTCSessionDescription(sdp=offer["jsep"]["sdp"], type="offer"))
        await page.connection.setLocalDescription(await page.connection.createAnswer())
        answer = {"type": "answer", "sdp": page.connection.localDescription.sdp}
        await session.ask(handle, {"request": "start"}, answer)
        await page.connected()
        return page


class JanusRefused(RuntimeError):
    """Janus answered with an error."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(json.dumps(answer))
        self.number = answer.get("plugindata", {}).get("data", {}).get("error_code")


class JanusSession:
    """One session of the WebSocket API: requests with transactions, kept alive."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._open: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._number: int | None = None
        self._tasks = [asyncio.ensure_future(self._read())]

    @classmethod
    async def open(cls, url: str) -> "JanusSession":
        session = cls(await connect(url, subprotocols=["janus-protocol"], max_size=1 << 20))  # type: ignore[list-item]
        session._number = (await session._request({"janus": "create"}))["data"]["id"]
        session._tasks.append(asyncio.ensure_future(session._keep_alive()))
        return session

    async def attach(self) -> int:
        answer = await self._request({"janus": "attach", "plugin": "janus.plugin.videoroom"})
        return int(answer["data"]["id"])

    async def create_room(self, number: int) -> None:
        wish = {"request": "create", "room": number, "publishers": 10, "audiocodec": "opus", "videocodec": "vp8"}
        await self.ask(await self.attach(), {**wish, "bitrate": 0, "notify_joining": False})

    async def ask(self, handle: int, body: dict[str, Any], jsep: dict[str, str] | None = None) -> dict[str, Any]:
        request = {"janus": "message", "handle_id": handle, "body": body}
        return await self._request({**request, **({"jsep": jsep} if jsep else {})})

    async def ask_until_there(self, handle: int, body: dict[str, Any]) -> dict[str, Any]:
        """Like `ask` for what needs the feeds of others."""
        deadline_s = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            try:
                return await self.ask(handle, body)
            except JanusRefused as error:
                if error.number != NO_SUCH_FEED or asyncio.get_running_loop().time() > deadline_s:
                    raise
            await asyncio.sleep(RETRY_S)

    async def _request(self, request: dict[str, Any]) -> dict[str, Any]:
        transaction = secrets.token_hex(6)
        waiting = self._open[transaction] = asyncio.get_running_loop().create_future()
        known = {"session_id": self._number} if self._number else {}
        await self._socket.send(json.dumps({**request, **known, "transaction": transaction}))
        try:
            answer = await asyncio.wait_for(waiting, PATIENCE_S)
        finally:
            del self._open[transaction]
        if answer["janus"] == "error" or "error_code" in answer.get("plugindata", {}).get("data", {}):
            raise JanusRefused(answer)
        return answer

    async def _read(self) -> None:
        async for text in self._socket:
            answer = json.loads(text)
            waiting = self._open.get(answer.get("transaction", ""))
            if waiting and not waiting.done() and answer["janus"] != "ack":
                waiting.set_result(answer)

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(20)
            with contextlib.suppress(TimeoutError):
                await self._request({"janus": "keepalive"})
