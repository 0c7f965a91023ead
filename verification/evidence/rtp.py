"""From RTP packets, as they came, to the frames inside them: order restored, what is incomplete left out. Pure."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from aiortc.codecs.vpx import VpxPayloadDescriptor
from aiortc.rtp import RtpPacket

from verification.media.arrange import Kind
from verification.media.recorder import HEAD, LANES
from verification.media.windows import CLOCK_HZ

KINDS: dict[int, Kind] = {lane: kind for (_, kind), lane in LANES.items()}


@dataclass(frozen=True)
class Frame:
    """`at_ms` since the part began; `is_key`: can be shown without any before it."""

    lane: int
    at_ms: int
    data: bytes
    is_key: bool = True


@dataclass(frozen=True)
class _Arrived:
    ssrc: int
    at_ms: int
    packet: RtpPacket


def frames_of(records: bytes) -> list[Frame]:
    """Return all frames of one part, in the order of their times."""
    lanes: dict[int, list[_Arrived]] = {}
    for lane, arrived in _packets(records):
        lanes.setdefault(lane, []).append(arrived)
    found = [frame for lane, arrived in lanes.items() for frame in _of_lane(lane, arrived)]
    return sorted(found, key=lambda frame: frame.at_ms)


def _packets(records: bytes) -> Iterator[tuple[int, _Arrived]]:
    at = 0
    while at + HEAD.size <= len(records):
        lane, at_ms, length = HEAD.unpack_from(records, at)
        at += HEAD.size
        with suppress(ValueError):  # a page may send anything
            packet = RtpPacket.parse(records[at : at + length])
            yield lane, _Arrived(packet.ssrc, at_ms, packet)
        at += length


def _of_lane(lane: int, arrived: Iterable[_Arrived]) -> Iterator[Frame]:
    """A page that was loaded again sends a new stream with clocks of its own."""
    for _, stream in groupby(arrived, key=lambda one: one.ssrc):
        packets = list(stream)
        yield from _video(lane, packets) if KINDS[lane] == "video" else _audio(lane, packets)


def _audio(lane: int, arrived: list[_Arrived]) -> Iterator[Frame]:
    ordered, times = _in_order(arrived), _Times("audio", arrived[0])
    for _, one in ordered:
        if one.packet.payload:
            yield Frame(lane, times.of(one), one.packet.payload)


def _video(lane: int, arrived: list[_Arrived]) -> Iterator[Frame]:
    """A picture needs all before it, back to a whole one: after a hole nothing is shown until the next of those."""
    times = _Times("video", arrived[0])
    expected: int | None = None
    for _, packets in groupby(_in_order(arrived), key=lambda pair: pair[1].packet.timestamp):
        pieces = list(packets)
        data = _joined(pieces)
        is_key = bool(data) and not data[0] & 1  # RFC 6386, 9.1
        if data and (is_key or pieces[0][0] == expected):
            expected = pieces[-1][0] + 1
            yield Frame(lane, times.of(pieces[0][1]), data, is_key)
        elif data or expected != pieces[0][0]:
            expected = None


def _joined(pieces: list[tuple[int, _Arrived]]) -> bytes:
    """Return the picture of these packets, nothing when one of them is missing."""
    first, last = pieces[0], pieces[-1]
    if last[0] - first[0] != len(pieces) - 1 or not last[1].packet.marker:
        return b""
    data = b""
    for number, (_, one) in enumerate(pieces):
        try:
            descriptor, rest = VpxPayloadDescriptor.parse(one.packet.payload)
        except ValueError:
            return b""
        if (number == 0) != (descriptor.partition_start == 1 and descriptor.partition_id == 0):
            return b""
        data += rest
    return data


def _in_order(arrived: list[_Arrived]) -> list[tuple[int, _Arrived]]:
    """Return (position, packet), each position once: numbers of 16 bits counted on."""
    found: dict[int, _Arrived] = {}
    position = arrived[0].packet.sequence_number
    for one in arrived:
        ahead = (one.packet.sequence_number - position) & 0xFFFF
        now = position + (ahead if ahead < 0x8000 else ahead - 0x10000)
        found.setdefault(now, one)
        position = max(position, now)
    return sorted(found.items(), key=lambda pair: pair[0])


class _Times:
    """From the sender's clock of 32 bits to milliseconds of the part: the first packet says where it begins."""

    def __init__(self, kind: Kind, first: _Arrived) -> None:
        self._hz, self._first = CLOCK_HZ[kind], first

    def of(self, one: _Arrived) -> int:
        since = (one.packet.timestamp - self._first.packet.timestamp) & 0xFFFFFFFF
        since -= 0x100000000 if since >= 0x80000000 else 0
        return max(0, self._first.at_ms + since * 1000 // self._hz)
