"""Every private name of aiortc, aioice and pylibsrtp that we lean on; aiortc_check.py asserts each at the start.

Nothing else in the house may touch a name with a leading underscore of these three libraries.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import aioice.ice
import aioice.stun
import aiortc.codecs
import aiortc.rtcpeerconnection
import pylibsrtp
from aiortc import RTCPeerConnection, RTCRtpReceiver, RTCRtpSender
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtcpFeedback, RTCRtpHeaderExtensionParameters
from pylibsrtp._binding import ffi as srtp_memory
from pylibsrtp._binding import lib as srtp

from .extensions import TRANSPORT_SEQUENCE
from .stun import COMPONENT, parse_stun

__all__ = [
    "GuardedStunProtocol",
    "RawReceiver",
    "RawSender",
    "Tap",
    "gather_on",
    "host_addresses",
    "install",
    "srtp",
    "srtp_memory",
]

LARGEST_DATAGRAM_BYTES = 1500
"""The buffers of pylibsrtp; aiortc's reader would die of the ValueError that a larger datagram raises."""

TRANSPORT_SEQUENCE_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

Family = Literal["any", "ipv4", "ipv6"]
Gather = Callable[[aioice.ice.Connection], Awaitable[list[Any]]]

_StockSender, _StockReceiver = RTCRtpSender, RTCRtpReceiver
logger = logging.getLogger(__name__)

_stock_host_addresses = aioice.ice.get_host_addresses
_StockStunProtocol = aioice.ice.StunProtocol


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

    on_open: Callable[[int, int | None], None] | None = None
    """Called with the SSRC of the stream and, where the page has one, of its repeats."""
    on_rtcp: Callable[[Any], None] | None = None
    _is_open = False

    async def receive(self, parameters: Any) -> None:
        if not self._is_open:
            self._is_open = True
            self.transport._register_rtp_receiver(self, parameters)
            if self.on_open and parameters.encodings:
                encoding = parameters.encodings[0]
                self.on_open(encoding.ssrc, encoding.rtx.ssrc if encoding.rtx else None)

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
    """Drops what strangers send: aioice passes any datagram of anyone up, and an empty one ends the session.

    An address counts from our answer to its own connectivity check on, which needs the password. Whether our check of
    it succeeded too says nothing: aioice gives that up once another pair is nominated, and the page may use either.
    """

    def __init__(self, receiver: Any) -> None:
        super().__init__(receiver)
        self._validated: set[tuple[str, int]] = set()

    def datagram_received(self, data: Any, addr: tuple[Any, ...]) -> None:
        if not data or len(data) > LARGEST_DATAGRAM_BYTES:
            return
        if data[0] < 4:
            if parse_stun(data) is not None:
                super().datagram_received(data, addr)
        elif (addr[0], addr[1]) in self._validated:
            self.receiver.data_received(data, COMPONENT)

    def send_stun(self, message: Any, addr: tuple[str, int]) -> None:
        if message.message_class == aioice.stun.Class.RESPONSE:
            self._validated.add(addr)
        super().send_stun(message, addr)


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
        transport = _transport_of(connection)
        self.protect: Callable[[bytes], bytes] = transport._tx_srtp.protect
        self.protect_report: Callable[[bytes], bytes] = transport._tx_srtp.protect_rtcp
        self.unprotect: Callable[[bytes], bytes] = transport._rx_srtp.unprotect
        self.outgoing, self.incoming = _bare_session(transport._tx_srtp), _bare_session(transport._rx_srtp)
        self._ice = transport.transport._connection
        self._divert(receive)
        _forgive_reports(transport)
        self._nominated = NominatedPairs(self._ice._nominated)
        self._ice._nominated = self._nominated

    def follow_path(self, on_path: Callable[[Any, tuple[str, int]], None]) -> None:
        """Call with (datagram transport, address) now and whenever ICE chooses another pair."""

        def tell() -> None:
            pair = self._nominated[COMPONENT]
            on_path(pair.protocol.transport, pair.remote_addr)

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


def gather_on(connection: RTCPeerConnection, gather: Gather) -> None:
    """Let this connection, whose first line was just added, use what `gather` gives instead of what aioice opens."""
    ice = _transport_of(connection).transport._connection
    ice._local_username = secrets.token_hex(8)  # aioice's four letters are too few where they tell peers apart

    async def get_component_candidates(
        component: int, addresses: list[str], timeout: int = 5
    ) -> list[aioice.Candidate]:
        protocols = await gather(ice)
        ice._protocols += protocols
        return [protocol.local_candidate for protocol in protocols]

    ice.get_component_candidates = get_component_candidates


def install(address: str = "", family: Family = "any") -> None:
    """Put our parts where aiortc and aioice look for theirs, for every later connection of this process.

    `address` restricts gathering to one local address; empty: all of the family but loopback and link-local.
    """
    aiortc.rtcpeerconnection.RTCRtpSender = RawSender
    aiortc.rtcpeerconnection.RTCRtpReceiver = RawReceiver
    aioice.ice.StunProtocol = GuardedStunProtocol

    def get_host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        if address:
            return [address]
        found = _stock_host_addresses(use_ipv4 and family != "ipv6", use_ipv6 and family != "ipv4")
        return [a for a in found if not a.startswith("127.")]

    aioice.ice.get_host_addresses = get_host_addresses
    _offer_transport_feedback()


def host_addresses() -> list[str]:
    """Return the addresses on which a browser could reach this process; [] with loopback only."""
    return aioice.ice.get_host_addresses(use_ipv4=True, use_ipv6=True)


def _offer_transport_feedback() -> None:
    """Put transport-wide numbering into every offer of a picture; slim_offer takes it from lines that are only shown.

    Sound has a twentieth of the rate and is never reduced: its packets are left without a number.
    """
    extensions = aiortc.codecs.HEADER_EXTENSIONS["video"]
    if not any(extension.uri == TRANSPORT_SEQUENCE_URI for extension in extensions):
        extensions.append(RTCRtpHeaderExtensionParameters(id=TRANSPORT_SEQUENCE, uri=TRANSPORT_SEQUENCE_URI))
        for codec in aiortc.codecs.CODECS["video"]:
            if codec.mimeType.lower() == "video/vp8":
                codec.rtcpFeedback.append(RTCRtcpFeedback(type="transport-cc"))


def _transport_of(connection: RTCPeerConnection) -> RTCDtlsTransport:
    """All lines are bundled: there is one."""
    return connection.getTransceivers()[0].receiver.transport


def _bare_session(session: pylibsrtp.Session) -> Any:
    """Return the libsrtp handle, which lives as long as the session."""
    return session._srtp[0]


def _forgive_reports(transport: RTCDtlsTransport) -> None:
    """A report that aiortc's parser stumbles over would end its reader and with it the page's session."""
    stock = transport._handle_rtcp_data

    async def handle_rtcp_data(data: bytes) -> None:
        try:
            await stock(data)
        except Exception as error:  # noqa: BLE001 - struct.error and whatever else its parsers let through
            logger.debug("report dropped (%s)", type(error).__name__)

    transport._handle_rtcp_data = handle_rtcp_data
