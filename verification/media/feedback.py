"""What we report to pages and do about their reports (RTCP): pictures wanted, losses, rates, clocks; no sockets."""

import asyncio
import struct
from collections.abc import Callable
from typing import Any

from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
    pack_remb_fci,
    unpack_remb_fci,
)

from .budget import TILE_BPS
from .losses import Losses
from .sources import Source
from .windows import Route, Window

PICTURE_INTERVAL_S = 0.5
"""Between two requests for a key frame: six booths that join together must not cost the officer six of them."""
REPORT_INTERVAL_S = 1.0

_CNAME, _CNAME_ITEM = b"lapak", 1


class SourceFeedback:
    """Our side of one source's control traffic. Its owner calls close()."""

    def __init__(self, source: Source, own_ssrc: int, send: Callable[[bytes], None]) -> None:
        self.source = source
        self.cap_bps = TILE_BPS
        self._own_ssrc, self._send = own_ssrc, send
        self._loop = asyncio.get_running_loop()
        self._last_picture_at_s = -PICTURE_INTERVAL_S
        self._later: asyncio.TimerHandle | None = None
        self._losses = Losses()
        self._asking: asyncio.TimerHandle | None = None
        self._sender_report: tuple[int, float] | None = None
        self._expected_before = self._received_before = 0
        if source.kind == "video":
            source.on_picture_wanted = self.ask_for_picture
            source.on_gap, source.on_filled = self._note_gap, self._losses.note_filled

    def ask_for_picture(self) -> None:
        """Ask the page for a key frame now, or once as soon as the last request is half a second old."""
        if self._later is not None:
            return
        wait_s = self._last_picture_at_s + PICTURE_INTERVAL_S - self._loop.time()
        if wait_s > 0:
            self._later = self._loop.call_later(wait_s, self._request_picture)
        else:
            self._request_picture()

    def cap(self, rate_bps: int) -> None:
        """Let the camera send so much at most; a lower rate is told at once, since a line is full."""
        is_lower = rate_bps < self.cap_bps
        self.cap_bps = rate_bps
        if is_lower and self.source.first_position is not None:
            self._send(self._rate_cap())

    def hear(self, packet: Any) -> None:
        """Take the sender's clock and pass it on with the timestamps of each window, or lips and voice drift."""
        if not isinstance(packet, RtcpSrPacket):
            return
        self._sender_report = ((packet.sender_info.ntp_timestamp >> 16) & 0xFFFFFFFF, self._loop.time())
        for route in self.source.routes:
            route.window.tell(_mapped_sender_report(route, packet.sender_info))

    def report(self) -> bytes:
        """Return the receiver report of the last interval, with the rate cap for a camera; b"" before any packet."""
        source = self.source
        if source.first_position is None:
            return b""
        info = self._receiver_info(expected=source.last_position - source.first_position + 1)
        report = bytes(RtcpRrPacket(ssrc=self._own_ssrc, reports=[info]))
        return report + self._rate_cap() if source.kind == "video" else report

    def close(self) -> None:
        source = self.source
        source.on_picture_wanted = source.on_gap = source.on_filled = None
        for timer in (self._later, self._asking):
            if timer is not None:
                timer.cancel()
        self._later = self._asking = None

    def _rate_cap(self) -> bytes:
        cap = pack_remb_fci(self.cap_bps, [self.source.ssrc])
        return bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=self._own_ssrc, media_ssrc=0, fci=cap))

    def _request_picture(self) -> None:
        self._later = None
        self._last_picture_at_s = self._loop.time()
        self._send(bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=self._own_ssrc, media_ssrc=self.source.ssrc)))

    def _note_gap(self, first: int, count: int) -> None:
        self._losses.note_gap(first, count, self._loop.time())
        self._plan_asking()

    def _plan_asking(self) -> None:
        due_at_s = self._losses.next_at_s()
        if self._asking is None and due_at_s is not None:
            self._asking = self._loop.call_at(due_at_s, self._ask_again)
        if self._losses.is_hopeless:
            self._losses.is_hopeless = False
            self.ask_for_picture()

    def _ask_again(self) -> None:
        self._asking = None
        lost = [position & 0xFFFF for position in self._losses.due(self._loop.time())]
        if lost:
            wish = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=self._own_ssrc, media_ssrc=self.source.ssrc, lost=lost)
            self._send(bytes(wish))
        self._plan_asking()

    def _receiver_info(self, expected: int) -> RtcpReceiverInfo:
        source = self.source
        lsr, age_s = self._last_sender_report()
        info = RtcpReceiverInfo(
            ssrc=source.ssrc,
            fraction_lost=_fraction(expected - self._expected_before, source.received - self._received_before),
            packets_lost=max(0, min(expected - source.received, 0x7FFFFF)),
            highest_sequence=source.last_position & 0xFFFFFFFF,
            jitter=min(int(source.jitter), 0xFFFFFFFF),
            lsr=lsr,
            dlsr=min(int(age_s * 65536), 0xFFFFFFFF),
        )
        self._expected_before, self._received_before = expected, source.received
        return info

    def _last_sender_report(self) -> tuple[int, float]:
        if self._sender_report is None:
            return 0, 0.0
        lsr, heard_at_s = self._sender_report
        return lsr, self._loop.time() - heard_at_s


def hear_page(window: Window, on_estimate: Callable[[int], None], packet: Any) -> None:
    """Do what a page asks about one of its windows: a key frame from whoever stands there, or lost packets again.

    What it reports as lost is noted.
    `on_estimate` is told what the page believes its line carries, in bit/s, whoever stands behind the window.
    """
    if isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_APP:
        _read_estimate(packet, on_estimate)
        return
    if isinstance(packet, RtcpRrPacket | RtcpSrPacket):
        window.lost_share = next((one.fraction_lost / 256 for one in packet.reports if one.ssrc == window.ssrc), 0.0)
        return
    route = window.route
    if route is None:
        return
    if isinstance(packet, RtcpPsfbPacket) and packet.fmt in (RTCP_PSFB_PLI, RTCP_PSFB_FIR):
        route.source.ask_for_picture()
    elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
        for sequence in packet.lost:
            route.repeat(sequence)


def _read_estimate(packet: RtcpPsfbPacket, on_estimate: Callable[[int], None]) -> None:
    try:
        rate_bps, _ = unpack_remb_fci(packet.fci)
    except (ValueError, struct.error):  # another kind of application feedback, or a cut one
        return
    on_estimate(rate_bps)


def _mapped_sender_report(route: Route, info: RtcpSenderInfo) -> bytes:
    window = route.window
    packets, octets = window.sent()
    mapped = RtcpSenderInfo(
        ntp_timestamp=info.ntp_timestamp,
        rtp_timestamp=(info.rtp_timestamp + route.timestamp_offset) & 0xFFFFFFFF,
        packet_count=packets & 0xFFFFFFFF,
        octet_count=octets & 0xFFFFFFFF,
    )
    name = RtcpSourceInfo(ssrc=window.ssrc, items=[(_CNAME_ITEM, _CNAME)])
    return bytes(RtcpSrPacket(ssrc=window.ssrc, sender_info=mapped)) + bytes(RtcpSdesPacket(chunks=[name]))


def _fraction(expected: int, received: int) -> int:
    """Return the lost share in 1/256, as a receiver report carries it."""
    return max(0, min(255, ((expected - received) << 8) // expected)) if expected > 0 else 0
