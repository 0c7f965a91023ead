"""A simulated page of the load: real ICE and DTLS, then encoded payloads at a browser's pace; counts what arrives."""

import asyncio
import itertools
import random
import struct
import time
from collections.abc import Callable
from typing import Any

import pylibsrtp
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection
from aiortc.rtp import RtcpReceiverInfo, RtcpRrPacket, RtcpSenderInfo, RtcpSrPacket

from bin.support.bench.clip import AUDIO_TICKS, VIDEO_TICKS, Clip
from verification.media.aiortc_seams import TRANSPORT_SEQUENCE_URI, Tap

DECRYPTED_EVERY = 8
STAMP = struct.Struct("!LLQ")
"""The last bytes of each payload: source, number, time of sending in monotonic nanoseconds."""
TWO_WORDS = b"\xbe\xde\x00\x02"
"""The head of the extensions (RFC 8285); what follows has 8 bytes in each packet."""
SEND_TIME, LEVEL, TRANSPORT_NUMBER = b"\x32", b"\x20\x12", b"\x41"
EXTENDED, MARKER = 0x90, 0x80
PAYLOAD_TYPES = {"audio": 96, "video": 97}
NTP_EPOCH_S = 2_208_988_800

_header = struct.Struct("!BBHLL")
_sequence = struct.Struct("!H").unpack_from


class Received:
    """One stream as it arrives: how many packets, out of which range of numbers."""

    __slots__ = ("count", "first", "highest", "rounds", "sources")

    def __init__(self, sequence: int) -> None:
        self.first = self.highest = sequence
        self.rounds = self.count = 0
        self.sources: set[int] = set()

    def note(self, sequence: int) -> None:
        self.count += 1
        if (sequence - self.highest) & 0xFFFF < 0x8000:
            self.rounds += sequence < self.highest
            self.highest = sequence

    def lost(self) -> int:
        return self.rounds * 65_536 + self.highest - self.first + 1 - self.count


class Page:
    """`expected` are the sources whose packets it is to get, by the SSRC under which their pages send."""

    def __init__(self, clip: Clip) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self.connection.on("connectionstatechange", self._follow)
        self.received: dict[bytes, Received] = {}
        self.delays_ns: list[int] = []
        self.senders: list[Sender] = []
        self.expected: set[int] = set()
        self.tap: Any = None
        self._clip, self._ready = clip, asyncio.Event()
        self._path: Any = None
        self._address: tuple[str, int] = ("", 0)
        self._numbers = itertools.count(random.randrange(1 << 16))

    async def connected(self) -> None:
        await asyncio.wait_for(self._ready.wait(), 30)

    def add_sender(self, line: Any, fan_out: int, answer: str) -> None:
        """`fan_out` is to how many pages each packet is passed on; `answer` tells what the server wants numbered."""
        next_number = self._next_number if TRANSPORT_SEQUENCE_URI in answer else None
        self.senders.append(Sender(self, line.kind, line.sender.ssrc, self._clip, fan_out, next_number))

    def strays(self) -> int:
        """Return how many streams are missing or are of somebody whom this page must not get."""
        streams = [stream.sources for stream in self.received.values()]
        found = set().union(*streams)
        return len(found ^ self.expected) + sum(len(sources) > 1 for sources in streams)

    def protect(self, packet: bytes) -> bytes:
        return bytes(self.tap.protect(packet))

    def send(self, datagram: bytes) -> None:
        self._path.sendto(datagram, self._address)

    def forget(self) -> None:
        """Begin to count anew."""
        self.received.clear()
        self.delays_ns.clear()

    async def report(self) -> None:
        """Send the reports that browsers send, about once a second."""
        while True:
            await asyncio.sleep(random.uniform(0.8, 1.2))
            own = self.senders[0].ssrc if self.senders else 1
            known = [
                RtcpReceiverInfo(int.from_bytes(ssrc), 0, 0, one.rounds * 65_536 + one.highest, 20, 0, 0)
                for ssrc, one in self.received.items()
            ]
            report = b"".join(sender.report() for sender in self.senders)
            report += b"".join(bytes(RtcpRrPacket(own, known[at : at + 30])) for at in range(0, len(known), 30))
            if report:
                self._path.sendto(self.tap.protect_report(report), self._address)

    def _follow(self) -> None:
        if self.connection.connectionState == "connected" and self.tap is None:
            self.tap = Tap(self.connection, self._receive)
            self.tap.follow_path(self._use)
            self._ready.set()

    def _next_number(self) -> int:
        return next(self._numbers) & 0xFFFF

    def _use(self, path: Any, address: tuple[str, int]) -> None:
        self._path, self._address = path, address

    def _receive(self, datagram: bytes) -> None:
        arrived_ns = time.monotonic_ns()
        (sequence,) = _sequence(datagram, 2)
        stream = self.received.get(datagram[8:12])
        if stream is None:
            stream = self.received[datagram[8:12]] = Received(sequence)
        stream.note(sequence)
        if sequence % DECRYPTED_EVERY == 0:
            try:
                packet = self.tap.unprotect(datagram)
            except pylibsrtp.Error:
                return
            source, _, sent_ns = STAMP.unpack(packet[-STAMP.size :])
            stream.sources.add(source)
            self.delays_ns.append(arrived_ns - sent_ns)


class Sender:
    """One stream of a page at its own pace. `next_number` counts all packets of the page, as transport-wide feedback
    wants it; None where that was not agreed.
    """

    def __init__(
        self, page: Page, kind: str, ssrc: int, clip: Clip, fan_out: int, next_number: Callable[[], int] | None
    ) -> None:
        self.kind, self.ssrc, self.fan_out = kind, ssrc, fan_out
        self.sent = self.octets = 0
        self.page, self._clip, self._next_number = page, clip, next_number
        self._loop = asyncio.get_running_loop()
        self._sequence, self._timestamp = random.randrange(1, 20_000), random.randrange(1 << 31)
        self._pause_s, self._ticks = (1 / 30, VIDEO_TICKS) if kind == "video" else (0.02, AUDIO_TICKS)
        self._number = random.randrange(90)
        self._next_s = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._next_s = self._loop.time() + random.random() * self._pause_s
        self._timer = self._loop.call_at(self._next_s, self._tick)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    @property
    def due_per_s(self) -> float:
        """How many packets a second are to arrive everywhere together."""
        if self.kind == "audio":
            return self.fan_out / self._pause_s
        per_frame = sum(map(len, self._clip.video)) / len(self._clip.video)
        return self.fan_out * per_frame / self._pause_s

    def next_frame(self) -> list[bytes]:
        """Return the packets of one frame, encrypted."""
        if self.kind == "video":
            payloads = self._clip.video[self._number % len(self._clip.video)]
            extension = SEND_TIME + (int(time.time() * (1 << 18)) & 0xFFFFFF).to_bytes(3, "big")
        else:
            payloads, extension = [self._clip.audio[self._number % len(self._clip.audio)]], LEVEL
        last = len(payloads) - 1 if self.kind == "video" else None
        packets = [self._write(extension, payload, MARKER * (at == last)) for at, payload in enumerate(payloads)]
        self._timestamp = (self._timestamp + self._ticks) & 0xFFFFFFFF
        self._number += 1
        return packets

    def report(self) -> bytes:
        ntp = int((time.time() + NTP_EPOCH_S) * (1 << 32))
        info = RtcpSenderInfo(ntp, self._timestamp, self.sent & 0xFFFFFFFF, self.octets & 0xFFFFFFFF)
        return bytes(RtcpSrPacket(self.ssrc, info))

    def _tick(self) -> None:
        for packet in self.next_frame():
            self.page.send(packet)
        self._next_s += self._pause_s
        self._timer = self._loop.call_at(self._next_s, self._tick)

    def _write(self, extension: bytes, payload: bytes, marker: int) -> bytes:
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.sent += 1
        self.octets += len(payload)
        stamped = payload[: -STAMP.size] + STAMP.pack(self.ssrc, self.sent & 0xFFFFFFFF, time.monotonic_ns())
        first = marker | PAYLOAD_TYPES[self.kind]
        header = _header.pack(EXTENDED, first, self._sequence, self._timestamp, self.ssrc)
        if self._next_number is not None:
            extension += TRANSPORT_NUMBER + self._next_number().to_bytes(2, "big")
        return self.page.protect(header + TWO_WORDS + extension.ljust(8, b"\0") + stamped)
