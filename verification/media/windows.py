"""What leaves for a page: windows with numbers of their own, and the route from the source behind one; no sockets."""

import random
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from .arrange import Kind

if TYPE_CHECKING:
    from .sources import Source

CLOCK_HZ = {"audio": 48_000, "video": 90_000}
ONE_FRAME = {"audio": 960, "video": 3_000}
"""Timestamp units between two frames of Opus (20 ms) and of video at 30 per second."""
HEADER_BYTES = 12
LEAST_REPEATS = 50
"""Of one window in a second, however little it sends."""

_write_numbers = struct.Struct("!HLL").pack_into


class Way(Protocol):
    """What a window needs of its peer's transport. `send` copies the packet, which the next window then reuses."""

    def send(self, packet: bytearray) -> None: ...
    def send_report(self, report: bytes) -> None: ...


class Window:
    """One stream to one page. It keeps its SSRC and its numbering whoever stands behind it."""

    def __init__(self, peer: str, window: int, kind: Kind, ssrc: int, way: Way) -> None:
        self.peer, self.window, self.kind, self.ssrc = peer, window, kind, ssrc
        self.send, self.tell = way.send, way.send_report
        self.route: Route | None = None
        self.lost_share = 0.0
        """As the page's last report says."""
        self.repeats_left = LEAST_REPEATS
        self._packets = self._octets = 0
        self._seen = (0, 0)
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

    def sent(self) -> tuple[int, int]:
        """Return packets and payload octets that have left through this window, repeats included."""
        route = self.route
        return self._packets + (route.packets if route else 0), self._octets + (route.octets if route else 0)

    def look(self) -> tuple[int, int, float]:
        """Return packets, octets and how many packets were lost since the last look, and allow repeats anew.

        On a full line what is lost is asked for again and again: more repeats than packets would fill it for good.
        """
        now, before = self.sent(), self._seen
        self._seen, packets = now, now[0] - before[0]
        self.repeats_left = max(LEAST_REPEATS, packets // 2)
        return packets, now[1] - before[1], packets * self.lost_share

    def next_numbers(self, now_s: float) -> tuple[int, int]:
        """Return sequence number and timestamp for the first packet of another source: time goes on in a gap."""
        gap_s = now_s - self._stopped_at_s if self._stopped_at_s is not None else 0.0
        step = max(ONE_FRAME[self.kind], int(gap_s * CLOCK_HZ[self.kind]))
        return (self._sequence + 1) & 0xFFFF, (self._timestamp + step) & 0xFFFFFFFF

    def stop(self, route: "Route", sequence: int, timestamp: int, now_s: float) -> None:
        self._packets += route.packets
        self._octets += route.octets
        self._sequence, self._timestamp, self._stopped_at_s = sequence, timestamp, now_s


class Route:
    """One source standing behind one window, with the offsets between their numberings."""

    def __init__(self, source: "Source", window: Window, clock: Callable[[], float]) -> None:
        self.source, self.window = source, window
        self.packets = self.octets = 0
        self.timestamp_offset = 0
        self._clock = clock
        self._ssrc, self._send = window.ssrc, window.send
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

    def pass_on(self, packet: bytearray, sequence: int, timestamp: int) -> None:
        """Send the packet under the window's numbers, which are written over the ones it has."""
        _write_numbers(
            packet,
            2,
            (sequence + self._sequence_offset) & 0xFFFF,
            (timestamp + self.timestamp_offset) & 0xFFFFFFFF,
            self._ssrc,
        )
        self._send(packet)
        self.packets += 1
        self.octets += len(packet) - HEADER_BYTES

    def repeat(self, window_sequence: int) -> bool:
        """Send again what the page has lost, bit for bit; False when it is no longer in the ring, or too much was."""
        sequence = (window_sequence - self._sequence_offset) & 0xFFFF
        found = self.source.remembered(sequence)
        if found is None or not self.covers(found[0]) or self.window.repeats_left <= 0:
            return False
        self.window.repeats_left -= 1
        _, timestamp, packet = found
        self.pass_on(packet, sequence, timestamp)
        return True

    def end(self) -> None:
        if self.is_started:
            last = self.source.last_position + self._sequence_offset
            timestamp = self.source.last_timestamp + self.timestamp_offset
            self.window.stop(self, last & 0xFFFF, timestamp & 0xFFFFFFFF, self._clock())
