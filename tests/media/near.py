"""Peers whose packets stay in memory: lines, sources and windows as of real ones, without sockets, keys and ICE."""

import itertools
import struct
from dataclasses import dataclass

from verification.media.arrange import Kind
from verification.media.lines import Role, lines_of
from verification.media.peer import AlreadyAnswered, Peer, PeerWatcher
from verification.media.sources import Source
from verification.media.windows import Window

PAYLOAD_TYPE = {"audio": 96, "video": 97}

_write_header = struct.Struct("!BBHLL").pack
_numbers = itertools.count(1000)


@dataclass(frozen=True)
class Delivery:
    """One packet that left for a page: whose it was, by the name inside it, and by which line of the page."""

    source: str
    kind: Kind
    target: str
    window: int
    sequence: int
    body: bytes


class NearWay:
    """Where the packets of one page end up; has what a room asks of a transport."""

    rejected = unannounced = 0

    def __init__(self, page: str) -> None:
        self.page = page
        self.deliveries: list[Delivery] = []
        self.windows: dict[int, Window] = {}

    @property
    def sent(self) -> int:
        return len(self.deliveries)

    def send(self, packet: bytearray) -> None:
        sequence, ssrc = struct.unpack_from("!H", packet, 2)[0], struct.unpack_from("!L", packet, 8)[0]
        line, body = self.windows[ssrc], bytes(packet[12:])
        name = body.split(b"|")[0].decode()
        self.deliveries.append(Delivery(name, line.kind, self.page, line.window, sequence, body))

    def send_report(self, report: bytes) -> None:
        """Nobody here reads reports."""


class NearPeer(Peer):
    def __init__(  # the network of the real one is what this one does without
        self, name: str, role: Role, place: int | None, reply_to: str, watcher: PeerWatcher, port: object = None
    ) -> None:
        self.name, self.role, self.place, self.reply_to = name, role, place, reply_to
        self.lines = lines_of(role)
        self.transport = NearWay(name)
        self.sources: dict[Kind, Source] = {}
        self.is_connected = False
        self._watcher = watcher
        self._feedback = {}
        self._sent: dict[Kind, int] = {"audio": 65_530, "video": 65_530}  # the numbers roll over on the way

    async def offer(self) -> str:
        return "nothing to negotiate"

    async def accept(self, sdp: str) -> None:
        if self.is_connected:
            raise AlreadyAnswered
        self.is_connected = True
        for line in self.lines:
            if line.is_sent_by_page:
                self.sources[line.kind] = Source(self.name, line.kind, next(_numbers))
                self._watcher.peer_opened_source(self, self.sources[line.kind])
            else:
                window = Window(self.name, line.window, line.kind, next(_numbers), self.transport)
                self.transport.windows[window.ssrc] = window
                self._watcher.peer_opened_window(self, window)
        self._watcher.peer_connected(self)

    async def close(self) -> None:
        """Its page goes on sending, as pages do that have not noticed."""

    def speak(self, kind: Kind) -> None:
        """Let one packet of this page arrive."""
        source = self.sources[kind]
        number = self._sent[kind] = self._sent[kind] + 1
        header = _write_header(0x80, PAYLOAD_TYPE[kind], number & 0xFFFF, 960 * number & 0xFFFFFFFF, source.ssrc)
        source.take(bytearray(header + f"{self.name}|{number}".encode()), 0.0)
