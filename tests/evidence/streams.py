"""Real VP8 and Opus packets, as a browser sends them and media keeps them."""

from fractions import Fraction

import numpy
from aiortc.codecs.opus import OpusEncoder
from aiortc.codecs.vpx import Vp8Encoder
from aiortc.rtp import RtpPacket
from av import AudioFrame, VideoFrame

from verification.media.recorder import HEAD, LANES

FRAMES_A_SECOND = 15
Record = tuple[int, int, RtpPacket]
"""(lane, milliseconds, packet)."""


def pictures(seconds: float, *, first_number: int = 65_530, whole_every: int = 15, ssrc: int = 1) -> list[Record]:
    """Return packets whose numbers pass the end of their 16 bits."""
    encoder, number, made = Vp8Encoder(), first_number, []
    for index in range(round(seconds * FRAMES_A_SECOND)):
        frame = VideoFrame.from_ndarray(numpy.full((240, 320, 3), (index * 9) % 255, numpy.uint8), format="rgb24")
        frame.pts, frame.time_base = index * 90_000 // FRAMES_A_SECOND, Fraction(1, 90_000)
        payloads, timestamp = encoder.encode(frame, force_keyframe=index % whole_every == 0)
        for payload in payloads:
            is_last = payload is payloads[-1]
            packet = _packet(number, (timestamp + 0xFFFFF000) & 0xFFFFFFFF, ssrc, payload, marker=is_last)
            made.append((LANES["booth", "video"], index * 1000 // FRAMES_A_SECOND, packet))
            number += 1
    return made


def voice(seconds: float, *, sender: str = "booth", ssrc: int = 2) -> list[Record]:
    encoder, made = OpusEncoder(), []
    wave = (numpy.sin(numpy.arange(960) * 2 * numpy.pi * 440 / 48_000) * 8000).astype(numpy.int16)
    for index in range(round(seconds * 50)):
        frame = AudioFrame.from_ndarray(numpy.repeat(wave, 2)[None], format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, index * 960, Fraction(1, 48_000)
        payloads, timestamp = encoder.encode(frame)
        for payload in payloads:
            made.append((LANES[sender, "audio"], index * 20, _packet(index, timestamp, ssrc, payload)))
    return made


def _packet(number: int, timestamp: int, ssrc: int, payload: bytes, *, marker: bool = False) -> RtpPacket:
    return RtpPacket(
        sequence_number=number & 0xFFFF, timestamp=timestamp, ssrc=ssrc, payload=payload, marker=int(marker)
    )


def written(records: list[Record]) -> bytes:
    """Return a part with these packets in this order."""
    packed = ((lane, at_ms, packet.serialize()) for lane, at_ms, packet in records)
    return b"".join(HEAD.pack(lane, at_ms, len(data)) + data for lane, at_ms, data in packed)


def a_part(seconds: float) -> bytes:
    everything = [*pictures(seconds), *voice(seconds), *voice(seconds, sender="desk", ssrc=3)]
    return written(sorted(everything, key=lambda record: record[1]))
