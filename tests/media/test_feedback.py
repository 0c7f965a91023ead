"""What pages and we report to each other: key frames, losses, clocks."""

import asyncio

import pytest
from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    unpack_remb_fci,
)

from tests.media.test_forward import Wire, rtp
from verification.media.arrange import Flow
from verification.media.budget import TILE_BPS
from verification.media.feedback import SourceFeedback, hear_page
from verification.media.forward import Forwarder
from verification.media.sources import Source
from verification.media.windows import Window

pytestmark = pytest.mark.timed


@pytest.fixture
async def scene():
    """A booth's camera behind window 3 of the desk; `sent` is what goes to the booth."""

    class Scene:
        def __init__(self) -> None:
            self.wire, self.sent = Wire(), []
            self.source = Source("booth", "video", 7)
            self.feedback = SourceFeedback(self.source, 55, self.sent.append)
            self.window = Window("desk", 3, "video", 99, self.wire)
            self.forwarder = Forwarder(asyncio.get_running_loop().time)
            self.forwarder.add_source(self.source)
            self.forwarder.add_window(self.window)

        def show(self) -> None:
            self.forwarder.converge([Flow("booth", "desk", "video", 3)])

        def pictures(self) -> int:
            packets = [packet for data in self.sent for packet in RtcpPacket.parse(data)]
            return sum(isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_PLI for packet in packets)

    made = Scene()
    yield made
    made.feedback.close()


async def test_a_picture_is_asked_for_at_once_and_many_wishes_cost_one_more_half_a_second_later(scene):
    scene.show()
    at_once = scene.pictures()
    for _ in range(20):
        hear_page(scene.window, print, RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=99))
    still = scene.pictures()
    await asyncio.sleep(0.6)

    assert (at_once, still, scene.pictures()) == (1, 1, 2)


async def test_a_wish_at_the_end_leaves_no_timer_behind(scene):
    scene.show()
    scene.feedback.ask_for_picture()
    scene.feedback.close()
    await asyncio.sleep(0.6)

    assert scene.pictures() == 1


async def test_a_lost_packet_is_sent_again_to_the_page_that_misses_it(scene):
    scene.show()
    for number in range(5):
        scene.source.take(rtp(number), 100.0)
    nack = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=99, lost=[scene.wire.numbers[3]])

    hear_page(scene.window, print, nack)

    assert scene.wire.packets[5:] == [scene.wire.packets[3]]


async def test_no_more_is_repeated_in_a_second_than_a_full_line_can_bear(scene):
    scene.show()
    for number in range(200):
        scene.source.take(rtp(number), 100.0)
    scene.window.look()
    everything = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=99, lost=scene.wire.numbers[:200])

    hear_page(scene.window, print, everything)
    repeated = len(scene.wire.packets) - 200
    scene.window.look()
    hear_page(scene.window, print, everything)

    assert (repeated, len(scene.wire.packets)) == (100, 350)


async def test_what_a_page_misses_is_noted(scene):
    info = RtcpReceiverInfo(ssrc=99, fraction_lost=64, packets_lost=5, highest_sequence=1, jitter=0, lsr=0, dlsr=0)
    scene.show()
    for number in range(8):
        scene.source.take(rtp(number), 100.0)
    hear_page(scene.window, print, RtcpRrPacket(ssrc=1, reports=[info]))

    assert scene.window.look()[2] == 2


async def test_the_report_tells_losses_of_the_last_interval_and_the_rate_cap(scene):
    for number in (0, 1, 2, 3, 5, 6, 7, 9):
        scene.source.take(rtp(65_534 + number), 100.0)
    report, cap = RtcpPacket.parse(scene.feedback.report())

    info = report.reports[0]
    assert (info.ssrc, info.packets_lost, info.fraction_lost) == (7, 2, 2 * 256 // 10)
    assert info.highest_sequence == 65_534 + 9
    assert unpack_remb_fci(cap.fci)[0] == pytest.approx(TILE_BPS, rel=0.01)


async def test_before_any_packet_there_is_nothing_to_report(scene):
    assert scene.feedback.report() == b""


async def test_the_senders_clock_comes_through_with_the_windows_timestamps(scene):
    scene.show()
    scene.source.take(rtp(1, 90_000), 100.0)
    info = RtcpSenderInfo(ntp_timestamp=1 << 40, rtp_timestamp=93_000, packet_count=1, octet_count=1)

    scene.feedback.hear(RtcpSrPacket(ssrc=7, sender_info=info))

    mapped = RtcpPacket.parse(scene.wire.reports[0])[0]
    assert mapped.ssrc == 99
    assert mapped.sender_info.ntp_timestamp == 1 << 40
    assert (mapped.sender_info.rtp_timestamp - scene.wire.timestamps[0]) & 0xFFFFFFFF == 3_000
