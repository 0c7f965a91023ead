"""What every simulated page sends: three seconds of a drawn picture and a tone, encoded once for each run."""

import fractions
from dataclasses import dataclass

import av
import numpy as np
from aiortc.codecs.vpx import Vp8Encoder

WIDTH, HEIGHT, FRAMES = 640, 480, 90
VIDEO_TICKS, AUDIO_TICKS = 3_000, 960
SOUND_PACKETS = 150
SOUND_BITS_PER_SECOND = 40_000


@dataclass(frozen=True)
class Clip:
    video: list[list[bytes]]
    """Payloads by frame, 30 frames per second."""
    audio: list[bytes]
    """One payload for each 20 ms."""


def encode() -> Clip:
    """Return about 480 kbit/s of VP8 in some 63 packets per second, and 50 packets of Opus per second."""
    return Clip(video=_encode_video(), audio=_encode_audio())


def _encode_video() -> list[list[bytes]]:
    encoder, chance = Vp8Encoder(), np.random.default_rng(1)
    ground = (np.add.outer(np.arange(HEIGHT) // 3, np.arange(WIDTH) // 3) % 200 + 20).astype(np.uint8)
    noise = chance.integers(90, 150, (120, 120), dtype=np.uint8)
    frames = []
    for number in range(FRAMES):
        turn = 2 * np.pi * number / FRAMES
        luma = np.roll(ground, 3 * number, axis=1)
        x, y = int(260 + 250 * np.sin(turn)), int(180 + 150 * np.cos(turn))
        luma[y : y + 120, x : x + 120] = noise
        plane = np.concatenate([luma, np.full((HEIGHT // 2, WIDTH), 128, np.uint8)])
        frame = av.VideoFrame.from_ndarray(plane, format="yuv420p")
        frame.pts, frame.time_base = number * VIDEO_TICKS, fractions.Fraction(1, 90_000)
        frames.append(encoder.encode(frame, force_keyframe=number == 0)[0])
    return frames


def _encode_audio() -> list[bytes]:
    context = av.CodecContext.create("libopus", "w")
    context.sample_rate, context.layout, context.format = 48_000, "stereo", "s16"
    context.bit_rate, context.options = SOUND_BITS_PER_SECOND, {"vbr": "off"}
    context.time_base = fractions.Fraction(1, 48_000)
    packets: list[bytes] = []
    for number in range(SOUND_PACKETS):
        at = np.arange(AUDIO_TICKS) / 48_000 + number * 0.02
        tone = (np.sin(2 * np.pi * 440 * at) * 8_000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(np.repeat(tone, 2)[None, :], format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, number * AUDIO_TICKS, fractions.Fraction(1, 48_000)
        packets += [bytes(packet) for packet in context.encode(frame)]
    return packets
