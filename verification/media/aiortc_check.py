"""The self-test of the seams: asserts each private name and signature that aiortc_seams.py uses, and names the pin."""

import asyncio
import importlib.metadata
import inspect
from typing import Any

import aioice.ice
import aiortc.codecs
import aiortc.rtcpeerconnection
import pylibsrtp
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection
from aiortc.rtcdtlstransport import RTCDtlsTransport, RtpRouter

from .aiortc_seams import GuardedStunProtocol, RawReceiver, RawSender, srtp, srtp_memory

PINS = {"aiortc": "1.16.*", "aioice": "0.13.*", "pylibsrtp": "1.0.*"}


_StockSender, _StockReceiver, _StockStunProtocol = (
    RawSender.__base__,
    RawReceiver.__base__,
    GuardedStunProtocol.__base__,
)


class SeamBroken(RuntimeError):
    """An installed version of aiortc, aioice or pylibsrtp differs inside from the one this was built on."""

    code = "seam_broken"


async def check_seams() -> None:
    """Assert each private name and signature that the seams use. Raises SeamBroken naming the pin."""
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
    _expect_call("aiortc", RTCDtlsTransport, "_handle_rtcp_data", "self", "data")
    for name in ("HEADER_EXTENSIONS", "CODECS"):
        _expect(set(getattr(aiortc.codecs, name, ())) == {"audio", "video"}, "aiortc", f"codecs.{name}")


def _check_aioice() -> None:
    _expect_call("aioice", aioice.ice, "get_host_addresses", "use_ipv4", "use_ipv6")
    _expect_call("aioice", _StockStunProtocol, "datagram_received", "self", "data", "addr")
    _expect_call("aioice", aioice.ice.Connection, "data_received", "self", "data", "component")
    _expect_call("aioice", aioice.stun, "parse_message", "data")
    _expect_call(
        "aioice", aioice.ice.Connection, "get_component_candidates", "self", "component", "addresses", "timeout"
    )
    _expect(hasattr(aioice.stun.Message, "check_message_integrity"), "aioice", "Message.check_message_integrity")
    _expect(hasattr(aioice.ice.CandidatePair, "remote_addr"), "aioice", "CandidatePair.remote_addr")
    _expect_call("aioice", aioice.ice.StunProtocol, "send_stun", "self", "message", "addr")
    _expect(hasattr(aioice.stun.Class, "RESPONSE"), "aioice", "stun.Class.RESPONSE")


def _check_pylibsrtp() -> None:
    for name in ("protect", "unprotect", "protect_rtcp"):
        _expect_call("pylibsrtp", pylibsrtp.Session, name, "self", "packet")
    for name in ("srtp_protect", "srtp_protect_rtcp", "srtp_unprotect"):
        _expect(callable(getattr(srtp, name, None)), "pylibsrtp", f"_binding.lib.{name}")
    _expect(callable(getattr(srtp_memory, "cast", None)), "pylibsrtp", "_binding.ffi")
    _expect(hasattr(pylibsrtp.Session(), "_srtp"), "pylibsrtp", "Session._srtp")
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
        for name, kind in (("_local_username", str), ("_protocols", list)):
            _expect(isinstance(getattr(ice, name, None), kind), "aioice", f"Connection.{name}")
        protocol = aioice.ice.StunProtocol(ice)
        _expect(isinstance(protocol, GuardedStunProtocol), "aioice", "the look-up of StunProtocol")
        _expect(protocol.receiver is ice, "aioice", "StunProtocol.receiver")
        _expect(isinstance(protocol.transactions, dict), "aioice", "StunProtocol.transactions")
    finally:
        await asyncio.wait_for(connection.close(), 5)
