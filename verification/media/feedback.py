"""What we report to pages and do about their reports (RTCP): pictures wanted, losses, rates, clocks; no sockets."""

import asyncio
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
)

from .forward import Route, Source, Window

PICTURE_INTERVAL_S = 0.5
"""Between two requests for a key frame: six booths that join together must not cost the officer six of them."""
REPORT_INTERVAL_S = 1.0
MAX_RATE_BPS = 700_000
"""Told to every camera next to each report; a constant cap and start value, not yet an estimate."""

_CNAME, _CNAME_ITEM = b"lapak", 1


class SourceFeedback:
    """Our side of one source's control traffic. Its owner calls close()."""

    def __init__(self, source: Source, own_ssrc: int, send: Callable[[bytes], None]) -> None:
        self.source = source
        self._own_ssrc, self._send = own_ssrc, send
        self._loop = asyncio.get_running_loop()
        self._last_picture_at_s = -PICTURE_INTERVAL_S
        self._later: asyncio.TimerHandle | None = None
        self._sender_report: tuple[int, float] | None = None
        self._expected_before = self._received_before = 0
        if source.kind == "video":
            source.on_picture_wanted = self.ask_for_picture

    def ask_for_picture(self) -> None:
        """Ask the page for a key frame now, or once as soon as the last request is half a second old."""
        if self._later is not None:
            return
        wait_s = self._last_picture_at_s + PICTURE_INTERVAL_S - self._loop.time()
        if wait_s > 0:
            self._later = self._loop.call_later(wait_s, self._request_picture)
        else:
            self._request_picture()

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
        if source.kind == "video":
            cap = pack_remb_fci(MAX_RATE_BPS, [source.ssrc])
            report += bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=self._own_ssrc, media_ssrc=0, fci=cap))
        return report

    def close(self) -> None:
        self.source.on_picture_wanted = None
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _request_picture(self) -> None:
        self._later = None
        self._last_picture_at_s = self._loop.time()
        self._send(bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=self._own_ssrc, media_ssrc=self.source.ssrc)))

    def _receiver_info(self, expected: int) -> RtcpReceiverInfo:
        source = self.source
        lsr, age_s = self._last_sender_report()
        info = RtcpReceiverInfo(
            ssrc=source.ssrc,
            fraction_lost=_fraction(expected - self._expected_before, source.received - self._received_before),
            packets_lost=max(0, min(expected - source.received, 0x7FFFFF)),
            highest_sequence=source.last_position & 0xFFFFFFFF,
            jitter=0,
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


def hear_page(window: Window, packet: Any) -> None:
    """Do what a page asks about one of its windows: a key frame from whoever stands there, or lost packets again."""
    route = window.route
    if route is None:
        return
    if isinstance(packet, RtcpPsfbPacket) and packet.fmt in (RTCP_PSFB_PLI, RTCP_PSFB_FIR):
        route.source.ask_for_picture()
    elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
        for sequence in packet.lost:
            route.repeat(sequence)


def _mapped_sender_report(route: Route, info: RtcpSenderInfo) -> bytes:
    window = route.window
    mapped = RtcpSenderInfo(
        ntp_timestamp=info.ntp_timestamp,
        rtp_timestamp=(info.rtp_timestamp + route.timestamp_offset) & 0xFFFFFFFF,
        packet_count=window.packets & 0xFFFFFFFF,
        octet_count=window.octets & 0xFFFFFFFF,
    )
    name = RtcpSourceInfo(ssrc=window.ssrc, items=[(_CNAME_ITEM, _CNAME)])
    return bytes(RtcpSrPacket(ssrc=window.ssrc, sender_info=mapped)) + bytes(RtcpSdesPacket(chunks=[name]))


def _fraction(expected: int, received: int) -> int:
    """Return the lost share in 1/256, as a receiver report carries it."""
    return max(0, min(255, ((expected - received) << 8) // expected)) if expected > 0 else 0
