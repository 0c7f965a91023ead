"""Puts the frames of a recording into one Matroska file as they are: nothing is decoded or encoded (RFC 9559)."""

from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO
from typing import BinaryIO

import av
from av.packet import Packet
from av.stream import Stream

from verification.evidence.rtp import KINDS, Frame, frames_of
from verification.media.recorder import LANES

MILLISECOND = Fraction(1, 1000)
OPUS_HZ = 48_000
BETWEEN_PARTS_MS = 100
PERSON, OFFICER, SUPERVISOR = "peserta", "petugas", "pengawas"
TITLES = {"booth": PERSON, "desk": OFFICER, "supervisor": SUPERVISOR}
SMALLEST_KEY_FRAME = 10
_FALLBACK_SIZE = (640, 480)
_TITLE_OF_LANE = {lane: TITLES[sender] for (sender, _), lane in LANES.items()}


def put_together(parts: Iterable[bytes]) -> tuple[BinaryIO, int] | None:
    """Return (file, milliseconds) of all parts one after the other, None when there is nothing to see or hear."""
    frames = _on_one_line(parts)
    if not frames:
        return None
    file = BytesIO()
    with av.open(file, "w", format="matroska") as container:
        streams = {lane: _stream(container, lane, frames) for lane in sorted({frame.lane for frame in frames})}
        last = dict.fromkeys(streams, -1)
        for frame in frames:
            at_ms = last[frame.lane] = max(frame.at_ms, last[frame.lane] + 1)
            container.mux(_packet(frame, streams[frame.lane], at_ms))
    file.seek(0)
    return file, max(last.values())


def _on_one_line(parts: Iterable[bytes]) -> list[Frame]:
    """Return the frames of all parts, each part right after the one before: pauses are cut out."""
    found: list[Frame] = []
    begins_ms = 0
    for records in parts:
        frames = frames_of(records)
        if not frames:
            continue
        first_ms = frames[0].at_ms
        found += [Frame(one.lane, begins_ms + one.at_ms - first_ms, one.data, one.is_key) for one in frames]
        begins_ms = found[-1].at_ms + BETWEEN_PARTS_MS
    return found


def _stream(container: av.container.OutputContainer, lane: int, frames: list[Frame]) -> Stream:
    if KINDS[lane] == "video":
        width, height = _size(frames, lane)
        stream = container.add_mux_stream("vp8", time_base=MILLISECOND, width=width, height=height)
    else:
        # the encoder is asked for the head that players need (RFC 7845, 5.1), and for nothing else
        stream = container.add_stream("libopus", OPUS_HZ, layout="stereo")
    stream.metadata["title"] = _TITLE_OF_LANE[lane]
    return stream


def _size(frames: list[Frame], lane: int) -> tuple[int, int]:
    """Return (width, height) of the largest picture, from the heads of the whole ones (RFC 6386, 9.1)."""
    whole = (frame.data for frame in frames if frame.lane == lane and frame.is_key)
    sizes = [
        (int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF)
        for data in whole
        if len(data) >= SMALLEST_KEY_FRAME
    ]
    return max(sizes, default=_FALLBACK_SIZE)


def _packet(frame: Frame, stream: Stream, at_ms: int) -> Packet:
    packet = Packet(frame.data)
    packet.stream = stream
    packet.time_base = MILLISECOND
    packet.pts = packet.dts = at_ms
    packet.is_keyframe = frame.is_key
    return packet


def voice_alone(file: BinaryIO, title: str) -> BinaryIO | None:
    """Return the voice of this title, which browsers do not play from a second track; None where there is none."""
    alone = BytesIO()
    with av.open(file, "r") as whole, av.open(alone, "w", format="matroska") as container:
        found = next((one for one in whole.streams if one.metadata.get("title") == title), None)
        if found is None:
            return None
        stream = container.add_stream_from_template(found)
        for packet in whole.demux(found):
            if packet.dts is not None:
                packet.stream = stream
                container.mux(packet)
    alone.seek(0)
    return alone
