"""How a peer's packets come in and go out: encryption and the path that ICE chose; knows nothing of who may hear whom.

`Transport` is what the rest of the house knows. `SocketTransport` uses the socket that aioice made for each peer;
a transport that serves all peers on one port fits behind the same methods.
"""

from collections.abc import Callable
from typing import Protocol

import pylibsrtp
from aiortc import RTCPeerConnection

from .aiortc_seams import Tap
from .forward import Source


class Transport(Protocol):
    sent: int
    rejected: int
    unannounced: int

    def open(self, connection: RTCPeerConnection) -> None: ...
    def add_source(self, source: Source) -> None: ...
    def send(self, packet: bytes) -> None: ...
    def send_report(self, report: bytes) -> None: ...
    def close(self) -> None: ...


class SocketTransport:
    """One socket per peer.

    Counts what it `sent`, what it `rejected` since it could not be encrypted or authenticated, and what was of an
    `unannounced` stream (retransmissions, probes).
    """

    def __init__(self) -> None:
        self.sent = self.rejected = self.unannounced = 0
        self._sources: dict[bytes, Source] = {}
        self._tap: Tap | None = None
        self._sendto: Callable[[bytes, tuple[str, int]], None] | None = None
        self._protect: Callable[[bytes], bytes] = _refuse
        self._protect_report: Callable[[bytes], bytes] = _refuse
        self._unprotect: Callable[[bytes], bytes] = _refuse
        self._address: tuple[str, int] = ("", 0)

    def open(self, connection: RTCPeerConnection) -> None:
        """Take over the packets of a connection whose keys are agreed."""
        if self._tap is not None:
            return
        self._tap = Tap(connection, self._receive)
        self._protect, self._protect_report = self._tap.protect, self._tap.protect_report
        self._unprotect = self._tap.unprotect
        self._tap.follow_path(self._use_path)

    def add_source(self, source: Source) -> None:
        self._sources[source.ssrc.to_bytes(4, "big")] = source

    def send(self, packet: bytes) -> None:
        if self._sendto is None:
            return
        try:
            self._sendto(self._protect(packet), self._address)
        except (pylibsrtp.Error, ValueError, OSError, RuntimeError):
            # too large for the buffer, or the socket is just closing: one packet lost, as on any network
            self.rejected += 1
            return
        self.sent += 1

    def send_report(self, report: bytes) -> None:
        if self._sendto is None or not report:
            return
        try:
            self._sendto(self._protect_report(report), self._address)
        except (pylibsrtp.Error, ValueError, OSError, RuntimeError):
            self.rejected += 1

    def close(self) -> None:
        self._sendto = None
        self._sources.clear()
        if self._tap is not None:
            self._tap.close()

    def _use_path(self, sendto: Callable[[bytes, tuple[str, int]], None], address: tuple[str, int]) -> None:
        self._sendto, self._address = sendto, address

    def _receive(self, datagram: bytes) -> None:
        """Streams nobody announced are dropped before they cost a decryption."""
        source = self._sources.get(datagram[8:12])
        if source is None:
            self.unannounced += 1
            return
        try:
            packet = self._unprotect(datagram)
        except (pylibsrtp.Error, ValueError):
            self.rejected += 1
            return
        source.take(packet)


def _refuse(packet: bytes) -> bytes:
    raise ValueError("no keys are agreed yet")
