"""The media process: messages of web in, rooms kept, a beat each second; which packets go where is not here."""

import asyncio
import gc
import logging
import secrets
import time
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from .aiortc_check import check_seams
from .aiortc_seams import Family, host_addresses, install
from .keeper import Keeper
from .messages import (
    Answer,
    Arrange,
    AskCounts,
    BadMessage,
    Beat,
    CloseRoom,
    Command,
    Counts,
    Echo,
    Join,
    Leave,
    beat_group,
    node_channel,
    read_command,
    room_group,
)
from .nodes import Node
from .outbox import Outbox
from .own_ports import PortRange, Ports
from .recorder import OpenPart
from .registry import Registry
from .room import Room
from .shared_port import PortUnusable, open_shared_port

BEAT_INTERVAL_S = 1.0
ECHO_INTERVAL_S = 0.1
WATCH_INTERVAL_S = 0.5
EMPTY_ROOM_KEPT_S = 60.0

DRAIN_PATIENCE_S = 10.0
DRAIN_LOOK_S = 0.2


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NodePlace:
    """Where a node stands and what it may carry; `address` "" means every local one of the family, `port` 0 a free one.

    `public_address` is offered beside them: a NAT passes each port of it on to the same port here. `own_ports` is the
    range, first and last, from which peers get sockets of their own; None: the system's.
    """

    name: str
    address: str = ""
    family: Family = "any"
    public_address: str = ""
    transport: Literal["port", "socket"] = "port"
    port: int = 0
    own_ports: tuple[int, int] | None = None
    capacity: int = 20
    branches: tuple[str, ...] = ()


class MediaServer:
    """All rooms of one node. `boot` is new with each start: whoever hears another one knows that all was forgotten."""

    def __init__(self, place: NodePlace, layer: Any, registry: Registry, open_part: OpenPart | None = None) -> None:
        self.node, self.boot = place.name, secrets.token_hex(6)
        self.rooms: dict[str, Room] = {}
        self._place, self._layer, self._registry, self._open_part = place, layer, registry, open_part
        self._port: Ports | None = PortRange(*place.own_ports) if place.own_ports else None
        self._outbox = Outbox(layer)
        self._tasks = Keeper()
        self._hears = asyncio.Event()
        self._is_draining = False

    async def start(self) -> None:
        """Raises SeamBroken when an installed library is not the one this was built on."""
        install(self._place.address, self._place.family)
        await check_seams()
        self._open_port()
        _say_whether_reachable()
        self._outbox.start()
        self._tasks.start(self._listen(), "listen")
        self._tasks.start(self._beat(), "beat")
        self._tasks.start(self._watch(), "watch")
        _calm_collector()
        logger.info("media node %s is up, boot %s", self.node, self.boot)

    async def drain(self) -> None:
        """Hand the rooms over where another node can take them: their pages join there and leave here by themselves."""
        self._is_draining = True
        others = [node for node in await self._registry.nodes() if node.name != self.node and not node.is_draining]
        if not others:
            return
        logger.info("draining %d rooms", len(self.rooms))
        await self._tell_how_it_is()
        deadline_s = time.monotonic() + DRAIN_PATIENCE_S
        while any(room.peers for room in self.rooms.values()) and time.monotonic() < deadline_s:
            await asyncio.sleep(DRAIN_LOOK_S)

    async def close(self) -> None:
        """Send everybody away, tell them, and end; may be called twice."""
        await self._tasks.close()
        await asyncio.gather(*(room.close("shutdown") for room in self.rooms.values()))
        self.rooms.clear()
        if self._port:
            self._port.close()
        await self._outbox.close()
        await self._registry.remove(self.node)
        await self._registry.close()

    def handle(self, raw: Any) -> None:
        """Do what one message asks; a broken one is logged by the names of its wrong fields and costs nothing else."""
        try:
            self._obey(read_command(raw))
        except BadMessage as error:
            logger.warning("message dropped: %s (%s)", error.code, error)
        except Exception:
            logger.exception("message failed")

    def _obey(self, command: Command) -> None:
        match command:
            case Join():
                self._room(command.room).join(command)
            case Answer():
                self._room(command.room).answer(command)
            case Arrange():
                self._room(command.room).arrange(command)
            case Leave():
                if room := self.rooms.get(command.room):
                    room.leave(command.peer)
            case CloseRoom():
                self._close_room(command.room, "room_closed")
            case Echo():
                self._hears.set()
            case AskCounts():
                self._outbox.tell(command.reply_to, self._counts(command.room))

    def _open_port(self) -> None:
        if self._place.transport != "port":
            return
        try:
            shared = self._port = open_shared_port(host_addresses(), self._place.port)
        except PortUnusable as error:
            logger.warning("one socket for each peer instead of a shared port: %s", error)
        else:
            logger.info("all peers share UDP port %s", shared.lanes[0].port)
            if any(lane.is_narrow for lane in shared.lanes):
                logger.warning("its buffer is small: packets are lost while this process pauses (net.core.rmem_max)")

    def _room(self, name: str) -> Room:
        if name not in self.rooms:
            announce = partial(self._outbox.announce, room_group(name))
            self.rooms[name] = Room(
                name,
                self.boot,
                self._outbox.tell,
                announce,
                port=self._port,
                public_address=self._place.public_address,
                open_part=self._open_part,
            )
        return self.rooms[name]

    def _close_room(self, name: str, reason: str) -> None:
        if room := self.rooms.pop(name, None):
            self._tasks.start(room.close(reason), f"close of room {name}")

    def _counts(self, name: str) -> Counts:
        if room := self.rooms.get(name):
            return room.counts()
        return Counts(room=name, rows=(), total=0, boot=self.boot)

    async def _listen(self) -> None:
        channel = node_channel(self.node)
        # A subscription that failed once counts as made in the layer and is never tried again.
        while not await self._registry.answers():
            await asyncio.sleep(BEAT_INTERVAL_S)
        while True:
            try:
                self.handle(await self._layer.receive(channel))
            except Exception as error:  # noqa: BLE001 - Redis away: the layer subscribes again by itself
                logger.warning("nothing received (%s)", type(error).__name__)
                await asyncio.sleep(1)

    async def _beat(self) -> None:
        """Who beats is asked to do things, and what is said to a node that does not listen yet is lost."""
        while not self._hears.is_set():
            if await self._registry.answers():
                self._outbox.tell(node_channel(self.node), Echo(boot=self.boot))
            await asyncio.sleep(ECHO_INTERVAL_S)
        while True:
            await self._tell_how_it_is()
            await asyncio.sleep(BEAT_INTERVAL_S)

    async def _tell_how_it_is(self) -> None:
        """First the registry: a page that hears that this node is being drained looks there for another one."""
        used = sum(bool(room.peers) for room in self.rooms.values())
        place = self._place
        await self._registry.announce(
            Node(self.node, self.boot, used, place.capacity, place.branches, self._is_draining)
        )
        beat = Beat(node=self.node, boot=self.boot, at=time.time(), is_draining=self._is_draining)
        self._outbox.announce(beat_group(self.node), beat)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(WATCH_INTERVAL_S)
            for name, room in list(self.rooms.items()):
                room.watch(loop.time())
                if room.empty_since_s is not None and loop.time() - room.empty_since_s > EMPTY_ROOM_KEPT_S:
                    self._close_room(name, "room_closed")


def _say_whether_reachable() -> None:
    if not host_addresses():
        logger.error("no network address besides loopback: browsers send no video over it, so every join is refused")


def _calm_collector() -> None:
    """A full collection takes tens of milliseconds, during which no packet is forwarded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
