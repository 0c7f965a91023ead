"""One page in a room: its single negotiation, its sources and windows, and their end; who may hear whom is not here."""

import asyncio
import logging
from functools import partial
from typing import Protocol

from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCRtpTransceiver, RTCSessionDescription
from aiortc.codecs import get_capabilities

from .aiortc_seams import gather_on
from .arrange import Kind
from .arrivals import Arrivals
from .budget import Delivery
from .feedback import REPORT_INTERVAL_S, SourceFeedback, hear_page
from .keeper import Keeper
from .lines import SPARE, Line, Role, lines_of
from .messages import WindowLines
from .own_ports import Ports
from .sdp import BadAnswer, clean_answer, slim_offer
from .shared_port import SharedPort
from .sources import Source
from .transports import PortTransport, SocketTransport, Transport
from .windows import Window

CONNECT_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 5.0
ARRIVALS_INTERVAL_S = 0.2
"""Between two transport-wide reports, as browsers do it (they vary it from 50 to 250 ms)."""

_CODECS = {"audio": ("audio/opus",), "video": ("video/VP8", "video/rtx")}

logger = logging.getLogger(__name__)


class NoAddress(RuntimeError):
    """This machine has only a loopback address, over which browsers do not send."""

    code = "no_address"


class AlreadyAnswered(RuntimeError):
    """A page answers its one offer once."""

    code = "already_answered"


class PeerWatcher(Protocol):
    """Whom a peer tells what happens to it."""

    def peer_connected(self, peer: "Peer") -> None: ...
    def peer_opened_source(self, peer: "Peer", source: Source) -> None: ...
    def peer_opened_window(self, peer: "Peer", window: Window) -> None: ...
    def peer_estimated(self, peer: "Peer", rate_bps: int) -> None: ...
    def peer_ended(self, peer: "Peer", reason: str) -> None: ...


class Peer:
    """`port` is the one that all peers share, or whence the peer's own comes; None: from the system's range."""

    def __init__(
        self,
        name: str,
        role: Role,
        place: int | None,
        reply_to: str,
        watcher: PeerWatcher,
        port: Ports | None = None,
    ) -> None:
        self.name, self.role, self.place, self.reply_to = name, role, place, reply_to
        self.lines = lines_of(role)
        self.transport: Transport = PortTransport() if isinstance(port, SharedPort) else SocketTransport()
        self.sources: dict[Kind, Source] = {}
        self.is_connected = False
        self.delivery = Delivery()
        self._windows: list[Window] = []
        self._watcher = watcher
        self._port = port
        self._feedback: dict[Kind, SourceFeedback] = {}
        self._arrivals = Arrivals()
        self._telling: asyncio.TimerHandle | None = None
        self._tasks = Keeper()
        self._is_answered = False
        self._is_closed = False
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._connection.on("connectionstatechange", self._follow_state)
        self._watchdog = asyncio.get_running_loop().call_later(CONNECT_TIMEOUT_S, self._give_up)

    async def offer(self) -> str:
        """Return the offer for every line this page will ever need. Raises NoAddress."""
        for line in self.lines:
            self._add_line(line)
        if self._port:
            gather_on(self._connection, self._port.gather)
        await self._connection.setLocalDescription(await self._connection.createOffer())
        text = slim_offer(self._connection.localDescription.sdp, self.lines)
        if "a=candidate:" not in text:
            raise NoAddress
        return text

    async def accept(self, sdp: str) -> None:
        """Take the page's answer. Raises AlreadyAnswered, or BadAnswer, after which the peer is of no use."""
        if self._is_answered:
            raise AlreadyAnswered
        answer = clean_answer(sdp, self.lines)
        self._is_answered = True
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
        except Exception as error:  # aiortc's parser raises whatever comes to it (AssertionError, KeyError, ...)
            raise BadAnswer(type(error).__name__) from error

    def windows(self) -> tuple[WindowLines, ...]:
        mids = {(line.window, line.kind): line.mid for line in self.lines if line.is_shown}
        places = sorted({window for window, _ in mids})
        return tuple(
            WindowLines(place=place, audio_mid=mids[place, "audio"], video_mid=mids[place, "video"]) for place in places
        )

    def spare_audio_mid(self) -> str:
        return next(line.mid for line in self.lines if line.window == SPARE)

    async def close(self) -> None:
        """Close what this peer owns; may be called twice."""
        if self._is_closed:
            return
        self._is_closed = True
        self._watchdog.cancel()
        if self._telling is not None:
            self._telling.cancel()
        for feedback in self._feedback.values():
            feedback.close()
        self.transport.close()
        await self._tasks.close()
        try:
            await asyncio.wait_for(self._connection.close(), CLOSE_TIMEOUT_S)
        except TimeoutError:
            logger.warning("peer %s: closing took over %s s", self.name, CLOSE_TIMEOUT_S)

    def _add_line(self, line: Line) -> None:
        transceiver = self._connection.addTransceiver(line.kind, "recvonly" if line.is_sent_by_page else "sendonly")
        known = get_capabilities(line.kind).codecs
        transceiver.setCodecPreferences([codec for codec in known if codec.mimeType in _CODECS[line.kind]])
        if line.is_sent_by_page:
            transceiver.receiver.on_open = partial(self._open_source, line, transceiver)
        else:
            transceiver.sender.on_open = partial(self._open_window, line, transceiver)

    def cap(self, rate_bps: int) -> None:
        """Let the page's camera send so much at most."""
        if feedback := self._feedback.get("video"):
            feedback.cap(rate_bps)

    def _open_source(self, line: Line, transceiver: RTCRtpTransceiver, ssrc: int, repeats_ssrc: int | None) -> None:
        source = Source(self.name, line.kind, ssrc)
        feedback = SourceFeedback(source, transceiver.sender.ssrc, self.transport.send_report)
        transceiver.receiver.on_rtcp = feedback.hear
        source.on_arrival = partial(self._begin_arrivals, transceiver.sender.ssrc, ssrc)
        self.sources[line.kind] = source
        self._feedback[line.kind] = feedback
        self.transport.add_source(source, repeats_ssrc)
        self._watcher.peer_opened_source(self, source)

    def _open_window(self, line: Line, transceiver: RTCRtpTransceiver) -> None:
        window = Window(self.name, line.window, line.kind, transceiver.sender.ssrc, self.transport)
        transceiver.sender.on_rtcp = partial(hear_page, window, self._note_estimate)
        self._windows.append(window)
        self._watcher.peer_opened_window(self, window)

    def _follow_state(self) -> None:
        state = self._connection.connectionState
        if state == "connected" and not self.is_connected:
            self._become_connected()
        elif state in ("failed", "closed"):
            self._watcher.peer_ended(self, state)

    def _become_connected(self) -> None:
        self.is_connected = True
        self._watchdog.cancel()
        self.transport.open(self._connection)
        self._tasks.start(self._report(), f"reports of {self.name}")
        self._watcher.peer_connected(self)

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(REPORT_INTERVAL_S)
            self._measure_delivery()
            for feedback in self._feedback.values():
                self.transport.send_report(feedback.report())

    def _measure_delivery(self) -> None:
        looks = [window.look() for window in self._windows]
        packets = sum(packets for packets, _, _ in looks)
        sent_bps = 8 * sum(octets for _, octets, _ in looks) / REPORT_INTERVAL_S
        self.delivery = Delivery(sent_bps, sum(lost for _, _, lost in looks) / packets if packets else 0.0)

    def _begin_arrivals(self, own_ssrc: int, ssrc: int, sequence: int, at_s: float) -> None:
        """With the first numbered packet the reports begin; from then on packets are only noted."""
        for source in self.sources.values():
            source.on_arrival = self._arrivals.note
        self._arrivals.note(sequence, at_s)
        if self._telling is None:
            self._tell_arrivals(own_ssrc, ssrc)

    def _tell_arrivals(self, own_ssrc: int, ssrc: int) -> None:
        self.transport.send_report(self._arrivals.report(own_ssrc, ssrc))
        loop = asyncio.get_running_loop()
        self._telling = loop.call_later(ARRIVALS_INTERVAL_S, self._tell_arrivals, own_ssrc, ssrc)

    def _note_estimate(self, rate_bps: int) -> None:
        self._watcher.peer_estimated(self, rate_bps)

    def _give_up(self) -> None:
        self._watcher.peer_ended(self, "timeout")
