"""Simulated pages: real WebRTC clients that send packets with their name in them and count what they receive."""

import asyncio
import random
import struct
from collections import Counter
from collections.abc import Callable
from itertools import groupby
from typing import Any

from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from tests.pace import PATIENCE_SECONDS
from verification.media.aiortc_seams import Tap, host_addresses, install
from verification.media.arrange import Kind, Scene, Seat, Supervisor, allowed
from verification.media.forward import Forwarder
from verification.media.lines import lines_of
from verification.media.messages import Answer, Arrange, Connected, Gone, Join, LinkState, Message, Offer
from verification.media.room import Room
from verification.media.shared_port import open_shared_port

install()

_header = struct.Struct("!BBHLL")
PAYLOAD_TYPE = {"audio": 96, "video": 97}
TICKS = {"audio": (0.02, 960), "video": (0.033, 3000)}
# A machine that runs other tests beside this one may need seconds for a handshake.


class House:
    """One room and the pages in it; without a `room` of another kind its messages go straight, without Redis."""

    def __init__(
        self, forwarder: Forwarder | None = None, room: Any = None, transport: str = "port", port: Any = None
    ) -> None:
        self.announced: list[Message] = []
        self.pages: dict[str, Page] = {}
        self.version = 0
        self.port = port or (open_shared_port(host_addresses()) if transport == "port" and not room else None)
        self.room = room or Room("s12", "boot1", self.tell, self.announced.append, forwarder, self.port)

    def tell(self, channel: str, message: Message) -> None:
        if channel in self.pages:
            self.pages[channel].hear(message)

    async def desk(self, name: str = "desk-1", **how: Any) -> "Page":
        return await self.enter(Page(self, name, "desk", None), **how)

    async def booth(self, place: int, name: str | None = None, **how: Any) -> "Page":
        return await self.enter(Page(self, name or f"booth-{place}-1", "booth", place), **how)

    async def enter(self, page: "Page", **how: Any) -> "Page":
        self.pages[page.name] = page
        await page.join(**how)
        return page

    def arrange(
        self,
        desk: str | None = "desk-1",
        focus: int | None = None,
        to_all: bool = False,
        held: tuple[int, ...] = (),
        subset: tuple[int, ...] = (),
        supervisor: Supervisor | None = None,
    ) -> Scene:
        """Arrange every booth page that is open, by its place."""
        seats = {p.place: Seat(p.name, p.place in held) for p in self.pages.values() if p.place and not p.is_closed}
        scene = Scene(
            places=seats, desk=desk, focus=focus, to_all=to_all, subset=frozenset(subset), supervisor=supervisor
        )
        self.version += 1
        self.room.arrange(Arrange(room="s12", version=self.version, scene=scene))
        return scene

    async def close(self) -> None:
        await asyncio.gather(*(page.close() for page in self.pages.values()))
        await self.room.close("shutdown")
        if self.port:
            self.port.close()

    async def seen_during(self, seconds: float) -> set[tuple[str, str, Kind]]:
        """Return who received whose packets, by the names inside the packets, in the next seconds."""
        for page in self.pages.values():
            page.received.clear()
        await asyncio.sleep(seconds)
        return {(source, page.name, kind) for page in self.pages.values() for (source, kind, _window) in page.received}

    async def counted_during(self, seconds: float) -> set[tuple[str, str, Kind]]:
        """Return whose packets the forwarder counted towards whom in the next seconds."""
        before = {tuple(row[:3]): row[3] for row in self.room.counts().rows}
        await asyncio.sleep(seconds)
        return {tuple(row[:3]) for row in self.room.counts().rows if row[3] > before.get(tuple(row[:3]), 0)}

    def links(self, page: "Page") -> list[str]:
        """Return each change of the state; sound and picture may fall silent one after the other, which is none."""
        states = (m.state for m in self.announced if isinstance(m, LinkState) and m.peer == page.name)
        return [state for state, _ in groupby(states)]


def matrix(scene: Scene) -> set[tuple[str, str, Kind]]:
    return {(flow.source, flow.target, flow.kind) for flow in allowed(scene)}


class Page:
    def __init__(self, house: House, name: str, role: str, place: int | None) -> None:
        self.house, self.name, self.role, self.place = house, name, role, place
        self.received: Counter[tuple[str, Kind, str]] = Counter()
        self.sent: Counter[Kind] = Counter()
        self.numbers: dict[str, list[tuple[int, int]]] = {}
        self.messages: list[Message] = []
        self.is_closed = self.is_quiet = False
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self.connection.on("connectionstatechange", self._follow_state)
        self._offered, self._connected, self._ready = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._tap: Tap | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._mids: dict[int, str] = {}

    def hear(self, message: Message) -> None:
        self.messages.append(message)
        if isinstance(message, Offer):
            self.offer = message
            self._offered.set()
        elif isinstance(message, Connected):
            self._connected.set()

    def heard(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.messages if isinstance(message, kind)]

    @property
    def gone(self) -> str | None:
        return next((message.reason for message in self.heard(Gone)), None)

    def ask_to_join(self) -> None:
        self.house.room.join(
            Join(room="s12", peer=self.name, role=self.role, place=self.place, reply_to=self.name)  # type: ignore[arg-type]
        )

    async def join(self, *, camera: bool = True, alter: Callable[[str], str] = str) -> None:
        """Go through the negotiation; `alter` changes the answer on its way."""
        self.ask_to_join()
        await asyncio.wait_for(self._offered.wait(), PATIENCE_SECONDS)
        self.answer(alter(await self.make_answer(camera=camera)))
        await asyncio.wait_for(self._connected.wait(), PATIENCE_SECONDS)
        await asyncio.wait_for(self._ready.wait(), PATIENCE_SECONDS)

    async def make_answer(self, *, camera: bool = True) -> str:
        self._read_mids(self.offer.sdp)
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp=_for_aiortc(self.offer.sdp), type="offer"))
        sending = [line for line in lines_of(self.role) if line.is_sent_by_page]
        for line in self.connection.getTransceivers()[: len(sending)]:
            line.direction = "sendonly" if camera else "inactive"
            line.sender.on_open = lambda line=line: self._send_from(line)
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        return self.connection.localDescription.sdp

    def answer(self, sdp: str) -> None:
        self.house.room.answer(Answer(room="s12", peer=self.name, sdp=sdp, reply_to=self.name))

    async def close(self) -> None:
        self.is_closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.wait_for(self.connection.close(), 5)

    def vanish(self) -> None:
        """Stop sending without a word, as a page does whose machine lost its power."""
        self.is_quiet = True

    def send_raw(self, datagram: bytes) -> None:
        """Send this as it is on the page's own path."""
        self._tap.follow_path(lambda way, address: way.sendto(datagram, address))

    def _read_mids(self, sdp: str) -> None:
        mid = ""
        for line in sdp.splitlines():
            if line.startswith("a=mid:"):
                mid = line[6:]
            elif line.startswith("a=ssrc:"):
                self._mids[int(line[7:].split(" ")[0])] = mid

    def _follow_state(self) -> None:
        if self.connection.connectionState == "connected" and self._tap is None:
            self._tap = Tap(self.connection, self._receive)
            self._ready.set()

    def _receive(self, datagram: bytes) -> None:
        packet = self._tap.unprotect(datagram)
        _first, second, sequence, timestamp, ssrc = _header.unpack_from(packet)
        kind: Kind = "audio" if second & 0x7F == PAYLOAD_TYPE["audio"] else "video"
        words = packet[12:].split(b"|")
        if len(words) < 3:
            return  # junk of another page
        source, mid = words[1].decode(), self._mids[ssrc]
        self.received[source, kind, mid] += 1
        self.numbers.setdefault(mid, []).append((sequence, timestamp))

    def _send_from(self, line: Any) -> None:
        self._tasks.append(asyncio.ensure_future(self._send(line.kind, line.sender.ssrc)))

    async def _send(self, kind: Kind, ssrc: int) -> None:
        await self._ready.wait()
        path: list[Any] = []
        self._tap.follow_path(lambda way, address: path.__setitem__(slice(None), [way.sendto, address]))
        pause, step = TICKS[kind]
        sequence, timestamp = random.randrange(1, 30000), random.randrange(1 << 30)
        while True:
            if not self.is_quiet:
                header = _header.pack(0x80, PAYLOAD_TYPE[kind], sequence, timestamp, ssrc)
                path[0](self._tap.protect(header + b"|" + self.name.encode() + b"|" + bytes(60)), path[1])
                self.sent[kind] += 1
            sequence, timestamp = (sequence + 1) & 0xFFFF, (timestamp + step) & 0xFFFFFFFF
            await asyncio.sleep(pause)


def _for_aiortc(sdp: str) -> str:
    """Return the offer with its addresses on the last line: a browser takes them from the first, aiortc from there."""
    return sdp + "".join(f"{line}\r\n" for line in sdp.splitlines() if line.startswith("a=candidate:"))
