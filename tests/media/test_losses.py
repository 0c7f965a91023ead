"""What is missing of a camera: asked for soon, asked for again, given up at last, and repaired."""

import asyncio
import struct

import pytest
from aiortc.rtp import RTCP_RTPFB_NACK, RtcpPacket, RtcpRtpfbPacket, RtpPacket, wrap_rtx

from tests.media.test_feedback import scene  # noqa: F401 - a fixture
from tests.media.test_forward import rtp
from verification.media.losses import LARGEST_GAP, MOST_TRIES, REORDERING_S, RETRY_S, Losses
from verification.media.retransmission import unwrap

pytestmark = pytest.mark.timed


def asked(sent: list[bytes]) -> list[int]:
    packets = [packet for data in sent for packet in RtcpPacket.parse(data)]
    wishes = [one for one in packets if isinstance(one, RtcpRtpfbPacket) and one.fmt == RTCP_RTPFB_NACK]
    return [sequence for wish in wishes for sequence in wish.lost]


def test_what_only_took_another_way_is_not_asked_for():
    losses = Losses()
    losses.note_gap(10, 2, 1.0)
    losses.note_filled(10)

    assert losses.due(1.0) == []
    assert losses.due(1.0 + REORDERING_S) == [11]


def test_a_missing_packet_is_asked_for_again_and_at_last_given_up():
    losses, at = Losses(), 1.0 + REORDERING_S
    losses.note_gap(7, 1, 1.0)
    for _ in range(MOST_TRIES):
        assert losses.due(at) == [7]
        assert losses.due(at + RETRY_S / 2) == []
        at += RETRY_S

    assert losses.due(at) == []
    assert losses.is_hopeless
    assert losses.next_at_s() is None


def test_a_camera_that_was_away_for_long_is_asked_for_a_picture_and_not_for_each_packet():
    losses = Losses()
    losses.note_gap(100, 3, 1.0)
    losses.note_gap(200, LARGEST_GAP + 1, 1.0)

    assert losses.is_hopeless
    assert not losses


async def test_the_page_is_asked_for_the_missing_packets_and_the_repeat_reaches_the_viewer(scene):  # noqa: F811
    scene.show()
    for number in (65_534, 65_535, 2):
        scene.source.take(rtp(number, 3000 * number, bytes([number & 0xFF])), 100.0)
    while not asked(scene.sent):
        await asyncio.sleep(0)  # and not for a time: on a busy machine the second wish would be out before the repeat
    assert asked(scene.sent) == [0, 1]

    for number in (0, 1):
        scene.source.take_repeated(rtp(number, 3000 * number, bytes([number])), 100.0)
    await asyncio.sleep(2 * RETRY_S)

    assert asked(scene.sent) == [0, 1], "nobody asks for what has come"
    first = scene.wire.numbers[0]
    assert [(number - first) & 0xFFFF for number in scene.wire.numbers] == [0, 1, 4, 2, 3]


async def test_a_number_that_was_passed_on_is_never_used_again_for_another_packet(scene):  # noqa: F811
    scene.show()
    for number in (1, 2, 3):
        scene.source.take(rtp(number, body=b"first"), 100.0)
    scene.source.take_repeated(rtp(2, body=b"other"), 100.0)
    scene.source.take(rtp(2, body=b"other"), 100.0)

    assert scene.wire.bodies == [b"first"] * 3


async def test_the_report_carries_the_jitter_in_timestamp_units(scene):  # noqa: F811
    for number in range(200):
        late_s = 0.010 * (number % 2)
        scene.source.take(rtp(number, 3000 * number), 100.0 + number / 30 + late_s)

    report = RtcpPacket.parse(scene.feedback.report())[0].reports[0]

    assert report.jitter == pytest.approx(900, rel=0.05)  # every packet is 10 ms off the one before


@pytest.mark.parametrize("marker", [0, 1])
def test_a_repeat_is_the_original_again(marker):
    original = RtpPacket(97, marker, 4711, 90_000, 7, b"picture")

    repeat = wrap_rtx(original, payload_type=98, sequence_number=3, ssrc=8).serialize()

    assert bytes(unwrap(repeat, 7)) == original.serialize()


def test_a_probe_carries_nothing():
    probe = struct.pack("!BBHLL", 0xA0, 98, 1, 2, 8) + bytes(9) + b"\x0a"

    assert unwrap(probe, 7) is None
