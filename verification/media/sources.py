"""What a page sends: one stream with its numbering, its last packets and the windows it is passed on to; no sockets."""

import struct
from collections.abc import Callable

from .arrange import Kind
from .extensions import NOT_THERE, Scrubber
from .windows import CLOCK_HZ, Route

RING_PACKETS = 512
SILENT_LEVEL = 127
"""The audio level of RFC 6464 is the loudness below the loudest possible in dB: 0 is loud, 127 is silence."""

_read_numbers = struct.Struct("!HL").unpack_from
_JITTER_SHARE = 1 / 16  # RFC 3550, 6.4.1
_LONGEST_DEVIATION = 90_000 * 10
"""Timestamp units; a larger step is a camera that began anew and says nothing about the network."""


Remembered = tuple[int, int, bytearray]
"""(position, timestamp, packet); a plain tuple, since one is made for every packet of a camera."""


class Source:
    """One stream that a page sends, and the windows behind which it stands at this moment.

    `on_packet` gets a copy of every packet that is new, `on_gap` the position of the first missing packet and how many
    there are, `on_filled` the position of one that came after all, `on_arrival` the transport-wide number and the time
    of each packet that carries one.
    """

    def __init__(self, peer: str, kind: Kind, ssrc: int) -> None:
        self.peer, self.kind, self.ssrc = peer, kind, ssrc
        self.received = self.octets = 0
        self.first_position: int | None = None
        self.last_position = 0
        self.last_timestamp = 0
        self.jitter = 0.0
        """In timestamp units, as a receiver report carries it."""
        self.on_picture_wanted: Callable[[], None] | None = None
        self.on_packet: Callable[[bytes], None] | None = None
        self.on_gap: Callable[[int, int], None] | None = None
        self.on_filled: Callable[[int], None] | None = None
        self.on_arrival: Callable[[int, float], None] | None = None
        self._routes: list[Route] = []
        self._waiting: list[Route] = []
        self._expected: int | None = None
        self._loudest = SILENT_LEVEL
        self._clock_hz = CLOCK_HZ[kind]
        self._scrub = Scrubber().scrub
        self._transit = 0.0
        self._ring: list[Remembered | None] | None = [None] * RING_PACKETS if kind == "video" else None

    @property
    def routes(self) -> list[Route]:
        return self._routes

    def take(self, packet: bytearray, at_s: float) -> None:
        """Pass one plain RTP packet on to exactly the windows behind which this source stands; its memory is ours."""
        sequence, timestamp = _read_numbers(packet, 2)
        if packet[0] & 0x10:
            transport_sequence, level = self._scrub(packet, at_s)
            if transport_sequence != NOT_THERE and self.on_arrival:
                self.on_arrival(transport_sequence, at_s)
            if level != NOT_THERE and level & 0x7F < self._loudest:
                self._loudest = level & 0x7F
        position = self.last_position + 1
        if sequence != self._expected:
            position = self._find_position(sequence)
            if self._expected is not None and position <= self.last_position:
                self._take_late(packet, position, sequence, timestamp)
                return
            self._note_gap(position)
        self.last_position = position
        self._expected = (sequence + 1) & 0xFFFF
        self.last_timestamp = timestamp
        transit = at_s * self._clock_hz - timestamp
        deviation = abs(transit - self._transit)
        if deviation < _LONGEST_DEVIATION:
            self.jitter += (deviation - self.jitter) * _JITTER_SHARE
        self._transit = transit
        if self._waiting:
            self._start_waiting(timestamp)
        self._keep(packet, sequence, timestamp, position)
        for route in self._routes:
            route.pass_on(packet, sequence, timestamp)

    def take_repeated(self, packet: bytearray, at_s: float) -> None:
        """Like `take` for what was asked for again: it only fills a gap, and measures nothing."""
        if self._expected is None:
            return
        sequence, timestamp = _read_numbers(packet, 2)
        position = self._find_position(sequence)
        if position <= self.last_position:
            if packet[0] & 0x10:
                self._scrub(packet, at_s)
            self._take_late(packet, position, sequence, timestamp)

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

    def remembered(self, sequence: int) -> Remembered | None:
        """Return the packet with this sequence number if it is among the last 512 of a picture."""
        found = self._ring[sequence % RING_PACKETS] if self._ring is not None else None
        return found if found is not None and found[0] & 0xFFFF == sequence else None

    def take_loudest(self) -> int:
        """Return the loudest audio level since the last call; 127 when nothing was said."""
        loudest, self._loudest = self._loudest, SILENT_LEVEL
        return loudest

    def _find_position(self, sequence: int) -> int:
        if self._expected is None:
            return sequence
        ahead = (sequence - self._expected) & 0xFFFF
        return self.last_position + 1 + (ahead if ahead < 0x8000 else ahead - 0x10000)

    def _note_gap(self, position: int) -> None:
        if self._expected is None:
            self.first_position = position
        elif self.on_gap and position > self.last_position + 1:
            self.on_gap(self.last_position + 1, position - self.last_position - 1)

    def _keep(self, packet: bytearray, sequence: int, timestamp: int, position: int) -> None:
        self.received += 1
        self.octets += len(packet)
        if self._ring is not None:
            self._ring[sequence % RING_PACKETS] = (position, timestamp, packet)
        if self.on_packet:
            self.on_packet(bytes(packet))

    def _take_late(self, packet: bytearray, position: int, sequence: int, timestamp: int) -> None:
        """A number is passed on once: the same one with other content would give its key stream away."""
        is_too_old = self.last_position - position >= RING_PACKETS
        if self._ring is not None and (is_too_old or self.remembered(sequence)):
            return
        self._keep(packet, sequence, timestamp, position)
        if self.on_filled:
            self.on_filled(position)
        for route in self._routes:
            if route.covers(position):
                route.pass_on(packet, sequence, timestamp)

    def _start_waiting(self, timestamp: int) -> None:
        for route in self._waiting:
            route.start(self.last_position, timestamp)
        self._routes += self._waiting
        self._waiting.clear()
