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
    """Collects since the last report. `ssrc` is ours, `media_ssrc` one that the page sends."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._times: dict[int, float] = {}
        self._reports = 0

    def __bool__(self) -> bool:
        return bool(self._times)

    def note(self, sequence: int, at_s: float) -> None:
        """`sequence` is the 16-bit number of the packet."""
        self._times[self._unwrap(sequence)] = at_s

    def report(self, ssrc: int, media_ssrc: int) -> bytes:
        """Return the feedback packet for all that arrived since the last report; b"" when nothing did."""
        if not self._times:
            return b""
        last = max(self._times)
        first = max(min(self._times), last - MOST_PACKETS + 1)
        times = [self._times.get(position) for position in range(first, last + 1)]
        self._times.clear()
        body = struct.pack("!LLHH", ssrc, media_ssrc, first & 0xFFFF, len(times)) + self._pack(times)
        body += bytes(-len(body) % 4)
        return struct.pack("!BBH", 0x80 | TRANSPORT_FEEDBACK, RTPFB, len(body) // 4) + body

    def _pack(self, times: list[float | None]) -> bytes:
        reference = int(next(time for time in times if time is not None) / REFERENCE_S)
        before = round(reference * REFERENCE_S / DELTA_S)
        symbols, deltas = [], b""
        for time in times:
            if time is None:
                symbols.append(0)
                continue
            delta = max(-0x8000, min(round(time / DELTA_S) - before, 0x7FFF))
            before += delta
            symbols.append(_SMALL if 0 <= delta <= 0xFF else _LARGE)
            deltas += struct.pack("!B" if symbols[-1] == _SMALL else "!h", delta)
        head = struct.pack("!L", (reference & 0xFFFFFF) << 8 | self._reports & 0xFF)
        self._reports += 1
        return head + _chunks(symbols) + deltas

    def _unwrap(self, sequence: int) -> int:
        if self._last is None:
            self._last = sequence + 0x10000  # so that one from before the first is still positive
        else:
            ahead = (sequence - self._last) & 0xFFFF
            position = self._last + (ahead if ahead < 0x8000 else ahead - 0x10000)
            self._last = max(self._last, position)
            return position
        return self._last


def _chunks(symbols: list[int]) -> bytes:
    if len(set(symbols)) == 1:
        return struct.pack("!H", symbols[0] << 13 | len(symbols))
    chunks = b""
    for start in range(0, len(symbols), _PER_CHUNK):
        chunk = 0b11 << 14
        for index, symbol in enumerate(symbols[start : start + _PER_CHUNK]):
            chunk |= symbol << (12 - 2 * index)
        chunks += struct.pack("!H", chunk)
    return chunks
