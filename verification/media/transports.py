"""How a peer's packets come in and go out: encryption and the path that ICE chose; knows nothing of who may hear whom.

`Transport` is what the rest of the house knows. `SocketTransport` uses the socket that aioice made for each peer,
`PortTransport` the port that all peers of this process share.
"""

import asyncio
from typing import Any, Protocol

import pylibsrtp
from aiortc import RTCPeerConnection

from .aiortc_seams import Tap, srtp
from .datagrams import SENT_AT_ONCE, memory, pack_name
from .retransmission import unwrap
from .shared_port import Door, Lane
from .sources import Source

LARGEST_PACKET_BYTES = 1500 - 144
"""The buffer of pylibsrtp less the longest trailer of libsrtp (SRTP_MAX_TRAILER_LEN)."""
LAST_SLOT = SENT_AT_ONCE - 1

_protect, _protect_report = srtp.srtp_protect, srtp.srtp_protect_rtcp


class Transport(Protocol):
    sent: int
    rejected: int
    unannounced: int

    def open(self, connection: RTCPeerConnection) -> None: ...
    def add_source(self, source: Source, repeats_ssrc: int | None) -> None: ...
    def send(self, packet: bytearray) -> None: ...
    def send_report(self, report: bytes) -> None: ...
    def close(self) -> None: ...


class SocketTransport:
    """One socket per peer.

    Counts what it `sent`, what it `rejected` since it could not be encrypted or authenticated, and what was of an
    `unannounced` stream (probes).
    """

    def __init__(self) -> None:
        self.sent = self.rejected = self.unannounced = 0
        self.sources: dict[int, Source] = {}
        self._repeats: dict[int, Source] = {}
        self._loop = asyncio.get_running_loop()
        self._tap: Tap | None = None
        self._path: Any = None
        self._address: tuple[str, int] = ("", 0)

    def open(self, connection: RTCPeerConnection) -> None:
        """Take over the packets of a connection whose keys are agreed."""
        if self._tap is None:
            self._tap = Tap(connection, self.receive_other)
            self._tap.follow_path(self._use_path)

    def add_source(self, source: Source, repeats_ssrc: int | None) -> None:
        """`repeats_ssrc` is the stream on which the page sends again what was lost, if it has one."""
        self.sources[source.ssrc] = source
        if repeats_ssrc is not None:
            self._repeats[repeats_ssrc] = source

    def send(self, packet: bytearray | bytes) -> None:
        if self._tap is None or self._path is None:
            return
        try:
            self._path.sendto(self._tap.protect(bytes(packet)), self._address)
        except (pylibsrtp.Error, ValueError, OSError, RuntimeError):
            # too large for the buffer, or the socket is just closing: one packet lost, as on any network
            self.rejected += 1
            return
        self.sent += 1

    def send_report(self, report: bytes) -> None:
        if self._tap is None or self._path is None or not report:
            return
        try:
            self._path.sendto(self._tap.protect_report(report), self._address)
        except (pylibsrtp.Error, ValueError, OSError, RuntimeError):
            self.rejected += 1

    def close(self) -> None:
        self._path = None
        self.sources.clear()
        self._repeats.clear()
        if self._tap is not None:
            self._tap.close()

    def receive_other(self, datagram: bytes) -> None:
        """Streams nobody announced are dropped before they cost a decryption."""
        ssrc = int.from_bytes(datagram[8:12])
        source, repeated = self.sources.get(ssrc), self._repeats.get(ssrc)
        if self._tap is None or (source is None and repeated is None):
            self.unannounced += 1
            return
        try:
            packet = self._tap.unprotect(datagram)
        except (pylibsrtp.Error, ValueError):
            self.rejected += 1
            return
        if source is not None:
            source.take(bytearray(packet), self._loop.time())
        elif repeated is not None and (original := unwrap(packet, repeated.ssrc)) is not None:
            repeated.take_repeated(original, self._loop.time())

    def _use_path(self, path: Any, address: tuple[str, int]) -> None:
        self._path, self._address = path, address


class PortTransport(SocketTransport):
    """The shared port's way for one peer: announced streams are encrypted and decrypted in place, in batches."""

    def __init__(self) -> None:
        super().__init__()
        self.incoming: Any = None
        self._outgoing: Any = None
        self._lane: Lane | None = None
        self._name = b""
        self._packed_name: Any = None

    def send(self, packet: bytearray | bytes, protect: Any = _protect, counted: int = 1) -> None:
        """Encrypt a copy in a slot of the lane, which leaves with the others.

        In one piece, since every packet to every window goes through here and each further call costs 2 % of it.
        """
        lane, size = self._lane, len(packet)
        if lane is None:
            super().send(packet)
            return
        if size > LARGEST_PACKET_BYTES:
            self.rejected += 1
            return
        slot = lane.queued
        if not slot:
            lane.begin()
        start, pointer, part, head = lane.slots[slot]
        length = lane.length
        lane.data[start : start + size] = packet
        length[0] = size
        if protect(self._outgoing, pointer, length):
            self.rejected += 1
            return
        part.iov_len = length[0]
        head.msg_name = self._packed_name
        lane.queued = slot + 1
        if slot == LAST_SLOT:
            lane.flush()
        self.sent += counted

    def send_report(self, report: bytes) -> None:
        if self._lane is None:
            super().send_report(report)
        elif report:
            self.send(report, _protect_report, 0)

    def close(self) -> None:
        super().close()
        if self._lane is not None:
            self._lane.dismiss(self._name, self)
            self._lane = None

    def _use_path(self, path: Any, address: tuple[str, int]) -> None:
        super()._use_path(path, address)
        if self._lane is not None:
            self._lane.dismiss(self._name, self)
            self._lane = None
        if isinstance(path, Door) and self._tap is not None:
            self.incoming, self._outgoing = self._tap.incoming, self._tap.outgoing
            self._name = pack_name(*address)
            self._packed_name = memory.new("unsigned char[]", self._name)
            self._lane = path.lane
            self._lane.admit(self._name, self)
