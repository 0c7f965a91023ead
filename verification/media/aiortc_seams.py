"""Every private name of aiortc, aioice and pylibsrtp that we lean on, and a self-test that says which pin broke.

Nothing else in the house may touch a name with a leading underscore of these three libraries.
"""

import asyncio
import importlib.metadata
import inspect
from collections.abc import Callable
from typing import Any

import aioice.ice
import aiortc.rtcpeerconnection
import pylibsrtp
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCRtpReceiver, RTCRtpSender
from aiortc.rtcdtlstransport import RTCDtlsTransport, RtpRouter
from aiortc.rtcicetransport import RTCIceTransport

PINS = {"aiortc": "1.16.*", "aioice": "0.13.*", "pylibsrtp": "1.0.*"}
LARGEST_DATAGRAM_BYTES = 1500
"""The buffers of pylibsrtp; aiortc's reader would die of the ValueError that a larger datagram raises."""

_COMPONENT = 1
_StockSender, _StockReceiver = RTCRtpSender, RTCRtpReceiver
_stock_host_addresses = aioice.ice.get_host_addresses
_StockStunProtocol = aioice.ice.StunProtocol


class SeamBroken(RuntimeError):
    """An installed version of aiortc, aioice or pylibsrtp differs inside from the one this was built on."""

    code = "seam_broken"


class RawSender(_StockSender):
    """A line to the page that encodes nothing: no task, no thread; the forwarder writes its packets."""

    on_open: Callable[[], None] | None = None
    on_rtcp: Callable[[Any], None] | None = None
    _is_open = False

    @property
    def ssrc(self) -> int:
        return self._ssrc

    async def send(self, parameters: Any) -> None:
        if not self._is_open:
            self._is_open = True
            self.transport._register_rtp_sender(self, parameters)
            if self.on_open:
                self.on_open()

    async def stop(self) -> None:
        if self._is_open:
            self.transport._unregister_rtp_sender(self)

    async def _handle_rtcp_packet(self, packet: Any) -> None:
        if self.on_rtcp:
            self.on_rtcp(packet)


class RawReceiver(_StockReceiver):
    """A line from the page that decodes nothing: no task, no thread; it only hears the page's reports."""

    on_open: Callable[[int], None] | None = None
    on_rtcp: Callable[[Any], None] | None = None
    _is_open = False

    async def receive(self, parameters: Any) -> None:
        if not self._is_open:
            self._is_open = True
            self.transport._register_rtp_receiver(self, parameters)
            if self.on_open and parameters.encodings:
                self.on_open(parameters.encodings[0].ssrc)

    async def stop(self) -> None:
        if self._is_open:
            self.transport._unregister_rtp_receiver(self)

    def _handle_disconnect(self) -> None:
        """The stock receiver joins its decoder thread here; there is none."""

    async def _handle_rtcp_packet(self, packet: Any) -> None:
        if self.on_rtcp:
            self.on_rtcp(packet)

    async def _handle_rtp_packet(self, packet: Any, arrival_time_ms: int) -> None:
        """Only packets that arrive before the tap is in place come here: nobody may see them yet."""


class GuardedStunProtocol(_StockStunProtocol):
    """Drops what strangers send: aioice passes any datagram of anyone up, and an empty one ends the session."""

    def __init__(self, receiver: Any) -> None:
        super().__init__(receiver)
        self._validated: set[tuple[str, int]] = set()

    def datagram_received(self, data: Any, addr: tuple[Any, ...]) -> None:
        if not data or len(data) > LARGEST_DATAGRAM_BYTES:
            return
        if data[0] < 4:
            self._receive_stun(data, addr)
        elif (addr[0], addr[1]) in self._validated or self._is_validated((addr[0], addr[1])):
            self.receiver.data_received(data, _COMPONENT)

    def _receive_stun(self, data: bytes, addr: tuple[Any, ...]) -> None:
        try:
            aioice.stun.parse_message(data)
        except Exception:  # noqa: BLE001 - its parser lets struct.error and others escape; anyone can send this
            return
        super().datagram_received(data, addr)

    def _is_validated(self, address: tuple[str, int]) -> bool:
        """A source counts once a connectivity check with it, which needs the password, has succeeded."""
        for pair in self.receiver._check_list:
            succeeded = pair.nominated or pair.state == aioice.ice.CandidatePair.State.SUCCEEDED
            if succeeded and pair.protocol is self and pair.remote_addr == address:
                self._validated.add(address)
                return True
        return False


class NominatedPairs(dict):
    """Tells of every change: aioice may nominate another pair after the connection stands.

    A remembered address would then send media on one path and reports on the other, and Chromium resets its bandwidth
    estimate with every packet.
    """

    on_change: Callable[[], None] | None = None

    def __setitem__(self, component: int, pair: Any) -> None:
        super().__setitem__(component, pair)
        if self.on_change:
            self.on_change()


class Tap:
    """The packets of one connected RTCPeerConnection below DTLS: RTP comes to us, all else stays on the stock way."""

    def __init__(self, connection: RTCPeerConnection, receive: Callable[[bytes], None]) -> None:
        transport = connection.getTransceivers()[0].receiver.transport
        self.protect: Callable[[bytes], bytes] = transport._tx_srtp.protect
        self.protect_report: Callable[[bytes], bytes] = transport._tx_srtp.protect_rtcp
        self.unprotect: Callable[[bytes], bytes] = transport._rx_srtp.unprotect
        self._ice = transport.transport._connection
        self._divert(receive)
        self._nominated = NominatedPairs(self._ice._nominated)
        self._ice._nominated = self._nominated

    def follow_path(self, on_path: Callable[[Callable[..., None], tuple[str, int]], None]) -> None:
        """Call with (sendto, address) now and whenever ICE chooses another pair."""

        def tell() -> None:
            pair = self._nominated[_COMPONENT]
            on_path(pair.protocol.transport.sendto, pair.remote_addr)

        self._nominated.on_change = tell
        tell()

    def close(self) -> None:
        self._nominated.on_change = None

    def _divert(self, receive: Callable[[bytes], None]) -> None:
        stock = self._ice.data_received

        def data_received(data: bytes, component: int) -> None:
            # RFC 7983 and 5761: RTP and not RTCP
            if 127 < data[0] < 192 and len(data) > 12 and not 191 < data[1] < 209:
                receive(data)
            else:
                stock(data, component)

        self._ice.data_received = data_received


def install(address: str = "") -> None:
    """Put our parts where aiortc and aioice look for theirs, for every later connection of this process.

    `address` restricts gathering to one local address; empty: all but loopback and link-local.
    """
    aiortc.rtcpeerconnection.RTCRtpSender = RawSender
    aiortc.rtcpeerconnection.RTCRtpReceiver = RawReceiver
    aioice.ice.StunProtocol = GuardedStunProtocol

    def get_host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        if address:
            return [address]
        return [a for a in _stock_host_addresses(use_ipv4, use_ipv6) if not a.startswith("127.")]

    aioice.ice.get_host_addresses = get_host_addresses


def host_addresses() -> list[str]:
    """Return the addresses on which a browser could reach this process; [] with loopback only."""
    return aioice.ice.get_host_addresses(use_ipv4=True, use_ipv6=True)


async def check_seams() -> None:
    """Assert each private name and signature used above. Raises SeamBroken naming the pin."""
    _check_aiortc()
    _check_aioice()
    _check_pylibsrtp()
    await _check_instances()


def _expect(holds: bool, pin: str, what: str) -> None:
    if not holds:
        installed = importlib.metadata.version(pin)
        raise SeamBroken(f"{pin} {installed} is installed, built on {pin}=={PINS[pin]}: {what} is missing or changed")


def _expect_call(pin: str, owner: Any, name: str, *parameters: str) -> None:
    method = getattr(owner, name, None)
    found = tuple(inspect.signature(method).parameters) if callable(method) else None
    _expect(found is not None and found[: len(parameters)] == parameters, pin, f"{owner.__name__}.{name}{parameters}")


def _check_aiortc() -> None:
    _expect(hasattr(aiortc.rtcpeerconnection, "RTCRtpSender"), "aiortc", "rtcpeerconnection.RTCRtpSender")
    _expect(hasattr(aiortc.rtcpeerconnection, "RTCRtpReceiver"), "aiortc", "rtcpeerconnection.RTCRtpReceiver")
    _expect_call("aiortc", RTCDtlsTransport, "_register_rtp_sender", "self", "sender", "parameters")
    _expect_call("aiortc", RTCDtlsTransport, "_register_rtp_receiver", "self", "receiver", "parameters")
    _expect_call("aiortc", RTCDtlsTransport, "_unregister_rtp_sender", "self", "sender")
    _expect_call("aiortc", RTCDtlsTransport, "_unregister_rtp_receiver", "self", "receiver")
    _expect_call("aiortc", RtpRouter, "route_rtcp", "self", "packet")
    _expect_call("aiortc", _StockSender, "send", "self", "parameters")
    _expect_call("aiortc", _StockReceiver, "receive", "self", "parameters")
    _expect_call("aiortc", _StockReceiver, "_handle_rtp_packet", "self", "packet", "arrival_time_ms")
    _expect_call("aiortc", _StockReceiver, "_handle_rtcp_packet", "self", "packet")
    _expect_call("aiortc", _StockReceiver, "_handle_disconnect", "self")
    _expect(callable(RTCIceTransport), "aiortc", "RTCIceTransport")


def _check_aioice() -> None:
    _expect_call("aioice", aioice.ice, "get_host_addresses", "use_ipv4", "use_ipv6")
    _expect_call("aioice", _StockStunProtocol, "datagram_received", "self", "data", "addr")
    _expect_call("aioice", aioice.ice.Connection, "data_received", "self", "data", "component")
    _expect_call("aioice", aioice.stun, "parse_message", "data")
    _expect(hasattr(aioice.ice.CandidatePair, "remote_addr"), "aioice", "CandidatePair.remote_addr")
    _expect(hasattr(aioice.ice.CandidatePair.State, "SUCCEEDED"), "aioice", "CandidatePair.State.SUCCEEDED")


def _check_pylibsrtp() -> None:
    for name in ("protect", "unprotect", "protect_rtcp"):
        _expect_call("pylibsrtp", pylibsrtp.Session, name, "self", "packet")
    _expect(issubclass(pylibsrtp.Error, Exception), "pylibsrtp", "Error")


async def _check_instances() -> None:
    """A connection that is never used shows whether the constructors still build what the tap reads."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
    try:
        line = connection.addTransceiver("video", "sendonly")
        transport = line.receiver.transport
        ice = transport.transport._connection
        _expect(isinstance(line.sender, RawSender), "aiortc", "the look-up of RTCRtpSender")
        _expect(isinstance(line.receiver, RawReceiver), "aiortc", "the look-up of RTCRtpReceiver")
        _expect(isinstance(line.sender.ssrc, int), "aiortc", "RTCRtpSender._ssrc")
        for name in ("_rx_srtp", "_tx_srtp"):
            _expect(hasattr(transport, name), "aiortc", f"RTCDtlsTransport.{name}")
        _expect(isinstance(getattr(ice, "_nominated", None), dict), "aioice", "Connection._nominated")
        _expect(isinstance(getattr(ice, "_check_list", None), list), "aioice", "Connection._check_list")
        protocol = aioice.ice.StunProtocol(ice)
        _expect(isinstance(protocol, GuardedStunProtocol), "aioice", "the look-up of StunProtocol")
        _expect(protocol.receiver is ice, "aioice", "StunProtocol.receiver")
    finally:
        await asyncio.wait_for(connection.close(), 5)
