"""When each packet of a page arrived, told to it as transport-wide feedback, from which it estimates its way to us.

The form is that of draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1. Pure: times in, bytes out.
"""

import struct

RTPFB, TRANSPORT_FEEDBACK = 205, 15
REFERENCE_S = 0.064
DELTA_S = 0.000_25
MOST_PACKETS = 400
"""In one report; a page sends a tenth of this between two reports, and the status field would hold far more."""

_SMALL, _LARGE = 1, 2
_PER_CHUNK = 7


class Arrivals:
    """Collects since the last report. `note(sequence, at_s)` takes the 16-bit number of a packet as it arrives."""

    def __init__(self) -> None:
        self._noted: list[tuple[int, float]] = []
        self._last: int | None = None
        self._reports = 0

    def note(self, sequence: int, at_s: float) -> None:
        """Called for every packet: what can wait is left to the report."""
        self._noted.append((sequence, at_s))

    def report(self, ssrc: int, media_ssrc: int) -> bytes:
        """Return the feedback packet for all that arrived since the last report; b"" when nothing did.

        `ssrc` is ours, `media_ssrc` one that the page sends.
        """
        if not self._noted:
            return b""
        times = self._take_times()
        last = max(times)
        first = max(min(times), last - MOST_PACKETS + 1)
        count = last - first + 1
        body = struct.pack("!LLHH", ssrc, media_ssrc, first & 0xFFFF, count) + self._pack(times, first, count)
        body += bytes(-len(body) % 4)
        return struct.pack("!BBH", 0x80 | TRANSPORT_FEEDBACK, RTPFB, len(body) // 4) + body

    def _pack(self, times: dict[int, float], first: int, count: int) -> bytes:
        reference = int(next(times[at] for at in range(first, first + count) if at in times) / REFERENCE_S)
        before = round(reference * REFERENCE_S / DELTA_S)
        symbols, deltas = bytearray(count), bytearray()
        for index in range(count):
            time = times.get(first + index)
            if time is None:
                continue
            delta = round(time / DELTA_S) - before
            if 0 <= delta <= 0xFF:
                symbols[index] = _SMALL
                deltas.append(delta)
            else:
                delta = max(-0x8000, min(delta, 0x7FFF))
                symbols[index] = _LARGE
                deltas += delta.to_bytes(2, signed=True)
            before += delta
        head = struct.pack("!L", (reference & 0xFFFFFF) << 8 | self._reports & 0xFF)
        self._reports += 1
        return head + _chunks(symbols) + deltas

    def _take_times(self) -> dict[int, float]:
        """Return unwrapped number -> time of what was noted; each is the nearest to the highest before."""
        if self._last is None:
            self._last = self._noted[0][0] + 0x10000  # so that one from before the first is still positive
        lowest = self._last - 0x8000
        times = {lowest + ((sequence - lowest) & 0xFFFF): at_s for sequence, at_s in self._noted}
        self._noted.clear()
        self._last = max(self._last, *times)
        return times


def _chunks(symbols: bytearray) -> bytes:
    if symbols.count(symbols[0]) == len(symbols):
        return struct.pack("!H", symbols[0] << 13 | len(symbols))
    chunks = b""
    for start in range(0, len(symbols), _PER_CHUNK):
        chunk = 0b11 << 14
        for index, symbol in enumerate(symbols[start : start + _PER_CHUNK]):
            chunk |= symbol << (12 - 2 * index)
        chunks += struct.pack("!H", chunk)
    return chunks
