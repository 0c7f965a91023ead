"""How packets are passed on: sources, windows and the table between them; knows no sockets, no keys and no rule."""

import random
import struct
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol

from .arrange import Flow, Kind

RING_PACKETS = 512
MID_EXTENSION = 1
CLOCK_HZ = {"audio": 48_000, "video": 90_000}
ONE_FRAME = {"audio": 960, "video": 3_000}
"""Timestamp units between two frames of Opus (20 ms) and of video at 30 per second."""

_read_sequence_and_timestamp = struct.Struct("!HL").unpack_from
_header = struct.Struct("!BBHLL").pack
_ONE_BYTE_EXTENSIONS = b"\xbe\xde"


class Way(Protocol):
    """What a window needs of its peer's transport."""

    def send(self, packet: bytes) -> None: ...
    def send_report(self, report: bytes) -> None: ...


class Window:
    """One stream to one page. It keeps its SSRC and its numbering whoever stands behind it."""

    def __init__(self, peer: str, window: int, kind: Kind, ssrc: int, way: Way) -> None:
        self.peer, self.window, self.kind, self.ssrc = peer, window, kind, ssrc
        self.send, self.tell = way.send, way.send_report
        self.route: Route | None = None
        self.packets = self.octets = 0
        # A first number in the lower half: a page that joins late guesses the SRTP roll-over count as 0.
        self._sequence = random.randrange(1, 20_000)
        self._timestamp = random.randrange(1 << 31)
        self._stopped_at_s: float | None = None

    @property
    def key(self) -> tuple[str, int, Kind]:
        return self.peer, self.window, self.kind

    @property
    def source(self) -> "Source | None":
        return self.route.source if self.route else None

    def next_numbers(self, now_s: float) -> tuple[int, int]:
        """Return sequence number and timestamp for the first packet of another source: time goes on in a gap."""
        gap_s = now_s - self._stopped_at_s if self._stopped_at_s is not None else 0.0
        step = max(ONE_FRAME[self.kind], int(gap_s * CLOCK_HZ[self.kind]))
        return (self._sequence + 1) & 0xFFFF, (self._timestamp + step) & 0xFFFFFFFF

    def stop(self, sequence: int, timestamp: int, now_s: float) -> None:
        self._sequence, self._timestamp, self._stopped_at_s = sequence, timestamp, now_s


class Route:
    """One source standing behind one window, with the offsets between their numberings."""

    def __init__(self, source: "Source", window: Window, clock: Callable[[], float]) -> None:
        self.source, self.window = source, window
        self.packets = 0
        self.timestamp_offset = 0
        self._clock = clock
        self._sequence_offset = 0
        self._first: int | None = None

    @property
    def is_started(self) -> bool:
        return self._first is not None

    def start(self, position: int, timestamp: int) -> None:
        """`position` is the unwrapped sequence number of the first packet that is passed on."""
        sequence, own_timestamp = self.window.next_numbers(self._clock())
        self._sequence_offset = (sequence - position) & 0xFFFF
        self.timestamp_offset = (own_timestamp - timestamp) & 0xFFFFFFFF
        self._first = position

    def covers(self, position: int) -> bool:
        """Earlier packets would get numbers that another source has used: the same key stream twice."""
        return self._first is not None and position >= self._first

    def pass_on(self, packet: bytes, sequence: int, timestamp: int) -> None:
        window = self.window
        header = _header(
            packet[0],
            packet[1],
            (sequence + self._sequence_offset) & 0xFFFF,
            (timestamp + self.timestamp_offset) & 0xFFFFFFFF,
            window.ssrc,
        )
        window.send(header + packet[12:])
        self.packets += 1
        window.packets += 1
        window.octets += len(packet) - 12

    def repeat(self, window_sequence: int) -> bool:
        """Send again what the page has lost; False when it is no longer in the ring."""
        sequence = (window_sequence - self._sequence_offset) & 0xFFFF
        found = self.source.remembered(sequence)
        if found is None or not self.covers(found[0]):
            return False
        packet = found[1]
        self.pass_on(packet, *_read_sequence_and_timestamp(packet, 2))
        return True

    def end(self) -> None:
        if self.is_started:
            last = self.source.last_position + self._sequence_offset
            timestamp = self.source.last_timestamp + self.timestamp_offset
            self.window.stop(last & 0xFFFF, timestamp & 0xFFFFFFFF, self._clock())


class Source:
    """One stream that a page sends, and the windows behind which it stands at this moment."""

    def __init__(self, peer: str, kind: Kind, ssrc: int) -> None:
        self.peer, self.kind, self.ssrc = peer, kind, ssrc
        self.received = 0
        self.first_position: int | None = None
        self.last_position = 0
        self.last_timestamp = 0
        self.on_picture_wanted: Callable[[], None] | None = None
        self._routes: list[Route] = []
        self._waiting: list[Route] = []
        self._expected: int | None = None
        self._ring: list[tuple[int, bytes] | None] | None = [None] * RING_PACKETS if kind == "video" else None

    @property
    def routes(self) -> list[Route]:
        return self._routes

    def take(self, packet: bytes) -> None:
        """Pass one plain RTP packet on to exactly the windows behind which this source stands."""
        sequence, timestamp = _read_sequence_and_timestamp(packet, 2)
        if packet[0] & 0x10:
            packet = without_mid(packet)
        self.received += 1
        if sequence != self._expected:
            position = self._find_position(sequence)
            if self._expected is not None and position <= self.last_position:
                self._take_late(packet, position, sequence, timestamp)
                return
            self.last_position = position
        else:
            self.last_position += 1
        self._expected = (sequence + 1) & 0xFFFF
        self.last_timestamp = timestamp
        if self._waiting:
            self._start_waiting(timestamp)
        if self._ring is not None:
            self._ring[sequence % RING_PACKETS] = (self.last_position, packet)
        for route in self._routes:
            route.pass_on(packet, sequence, timestamp)

    def attach(self, route: Route) -> None:
        self._waiting.append(route)
        self.ask_for_picture()

    def detach(self, route: Route) -> None:
        for routes in (self._routes, self._waiting):
            if route in routes:
                routes.remove(route)

    def ask_for_picture(self) -> None:
        if self.on_picture_wanted:
            self.on_picture_wanted()

    def remembered(self, sequence: int) -> tuple[int, bytes] | None:
        """Return (position, packet) if this sequence number is among the last 512 packets of a picture."""
        found = self._ring[sequence % RING_PACKETS] if self._ring is not None else None
        return found if found is not None and found[0] & 0xFFFF == sequence else None

    def _find_position(self, sequence: int) -> int:
        if self._expected is None:
            self.first_position = self.last_position = sequence
            return sequence
        ahead = (sequence - self._expected) & 0xFFFF
        return self.last_position + 1 + (ahead if ahead < 0x8000 else ahead - 0x10000)

    def _take_late(self, packet: bytes, position: int, sequence: int, timestamp: int) -> None:
        if self._ring is not None and self.last_position - position < RING_PACKETS:
            self._ring[sequence % RING_PACKETS] = (position, packet)
        for route in self._routes:
            if route.covers(position):
                route.pass_on(packet, sequence, timestamp)

    def _start_waiting(self, timestamp: int) -> None:
        for route in self._waiting:
            route.start(self.last_position, timestamp)
        self._routes += self._waiting
        self._waiting.clear()


class Forwarder:
    """The table of one room: behind each window at most one source. It converges to what is wanted, never patches."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sources: dict[tuple[str, Kind], Source] = {}
        self._windows: dict[tuple[str, int, Kind], Window] = {}
        self._ended: Counter[tuple[str, str, Kind]] = Counter()

    def add_source(self, source: Source) -> None:
        self._sources[source.peer, source.kind] = source

    def add_window(self, window: Window) -> None:
        self._windows[window.key] = window

    def remove_peer(self, peer: str) -> None:
        for key in [key for key, window in self._windows.items() if peer in (key[0], _peer_behind(window))]:
            self._show(self._windows[key], None)
            if key[0] == peer:
                del self._windows[key]
        self._sources = {key: source for key, source in self._sources.items() if source.peer != peer}

    def converge(self, flows: Iterable[Flow]) -> None:
        """Let exactly these streams flow. To be asked again when a peer that was named has come."""
        wanted = {(flow.target, flow.window, flow.kind): (flow.source, flow.kind) for flow in flows}
        for key, window in self._windows.items():
            source_key = wanted.get(key)
            self._show(window, self._sources.get(source_key) if source_key else None)

    def counts(self) -> Counter[tuple[str, str, Kind]]:
        """Return forwarded packets by (from peer, to peer, kind) since the room opened."""
        counts = Counter(self._ended)
        for window in self._windows.values():
            if window.route:
                counts[_count_key(window.route)] += window.route.packets
        return +counts

    def _show(self, window: Window, source: Source | None) -> None:
        if window.source is source:
            return
        if window.route:
            self._end(window.route)
        if source:
            window.route = Route(source, window, self._clock)
            source.attach(window.route)

    def _end(self, route: Route) -> None:
        route.source.detach(route)
        route.end()
        route.window.route = None
        self._ended[_count_key(route)] += route.packets


def without_mid(packet: bytes) -> bytes:
    """Return the packet with the MID of the sender's page zeroed, which means padding: it misleads other pages.

    Extensions of another form than the agreed one are zeroed as a whole.
    """
    start = 12 + 4 * (packet[0] & 0x0F)
    first = start + 4
    end = min(first + 4 * int.from_bytes(packet[start + 2 : first]), len(packet))
    if packet[start : start + 2] != _ONE_BYTE_EXTENSIONS:
        return _zeroed(packet, first, end)
    position = first
    while position < end:
        if packet[position] == 0:
            position += 1
            continue
        length = 2 + (packet[position] & 0x0F)
        if packet[position] >> 4 == MID_EXTENSION:
            return _zeroed(packet, position, min(position + length, end))
        position += length
    return packet


def _zeroed(packet: bytes, start: int, end: int) -> bytes:
    return packet[:start] + bytes(max(0, end - start)) + packet[end:]


def _peer_behind(window: Window) -> str | None:
    return window.source.peer if window.source else None


def _count_key(route: Route) -> tuple[str, str, Kind]:
    return route.source.peer, route.window.peer, route.source.kind
