"""The live side of one officer's session: who is in it, what was arranged, who fell silent; no channel layer."""

import asyncio
import logging
from collections.abc import Callable

from .arrange import Flow, Scene, Track, allowed, heard, hears, recorded
from .budget import LEAST_TILE_BPS
from .forward import Forwarder
from .keeper import Keeper
from .messages import (
    Answer,
    Arrange,
    Arranged,
    Connected,
    Counts,
    Gone,
    Join,
    Message,
    Offer,
    RecordingFailed,
    Refused,
)
from .own_ports import Ports
from .peer import AlreadyAnswered, NoAddress, Peer
from .rates import Rates
from .recorder import OpenPart, Recorder
from .sdp import BadAnswer, advertise
from .sources import Source
from .watch import Watch
from .windows import Window

MAX_PEERS = 16
"""A desk, six booths and a few supervisors, each at most twice while one page replaces another."""

logger = logging.getLogger(__name__)


class Room:
    """`tell(channel, message)` reaches one page's consumer, `announce(message)` everybody of the room.

    `peer_of` makes the peers: with WebRTC, unless somebody brings another way for packets. Without `open_part` nothing
    is recorded, whatever the scene says.
    """

    def __init__(
        self,
        name: str,
        boot: str,
        tell: Callable[[str, Message], None],
        announce: Callable[[Message], None],
        forwarder: Forwarder | None = None,
        port: Ports | None = None,
        peer_of: Callable[..., Peer] = Peer,
        public_address: str = "",
        open_part: OpenPart | None = None,
    ) -> None:
        self.name, self.boot = name, boot
        self.peers: dict[str, Peer] = {}
        self._tell, self._announce = tell, announce
        self._forwarder = forwarder or Forwarder(asyncio.get_running_loop().time)
        self._port, self._rates, self._peer_of = port, Rates(), peer_of
        self._public_address = public_address
        self._scene, self._version = Scene(), -1
        self._watch = Watch(name, boot, tell, announce)
        clock = asyncio.get_running_loop().time
        self._recorder = Recorder(open_part, clock, self._tell_failure) if open_part else None
        self._sent_by_gone_peers = 0
        self._tasks = Keeper()
        self.empty_since_s: float | None = asyncio.get_running_loop().time()

    def join(self, request: Join) -> None:
        """Give the page its offer; another page in the same role and place is superseded."""
        for old in [peer for peer in self.peers.values() if _stands_where(peer, request)]:
            self._remove(old, "superseded")
        if len(self.peers) >= MAX_PEERS:
            self._refuse(request.peer, request.reply_to, "room_full")
            return
        peer = self._peer_of(request.peer, request.role, request.place, request.reply_to, self, self._port)
        self.peers[peer.name] = peer
        self.empty_since_s = None
        self._tasks.start(self._offer(peer), f"offer to {peer.name}")

    def answer(self, message: Answer) -> None:
        peer = self.peers.get(message.peer)
        if peer is None:
            self._refuse(message.peer, message.reply_to, "unknown_peer")
        else:
            self._tasks.start(self._accept(peer, message), f"answer of {peer.name}")

    def leave(self, name: str) -> None:
        if peer := self.peers.get(name):
            self._remove(peer, "left")

    def arrange(self, message: Arrange) -> None:
        """Take over a newer scene; acknowledge in any case what holds now."""
        if message.version > self._version:
            self._scene, self._version = message.scene, message.version
            self._converge()
        guest = self._scene.supervisor
        self._announce(
            Arranged(
                room=self.name,
                version=self._version,
                boot=self.boot,
                hears=hears(self._scene),
                heard=heard(self._scene),
                supervisor=guest.peer if guest else None,
                supervision=guest.mode if guest else None,
            )
        )

    def counts(self) -> Counts:
        rows = tuple((*key, packets) for key, packets in sorted(self._forwarder.counts().items()))
        total = self._sent_by_gone_peers + sum(peer.transport.sent for peer in self.peers.values())
        return Counts(room=self.name, rows=rows, total=total, boot=self.boot)

    def watch(self, now_s: float) -> None:
        """Say who fell silent, who speaks and how the lines do; called twice a second."""
        self._watch.look(self.peers, self.peers.get(self._scene.desk or ""), now_s)
        if self._recorder:
            self._recorder.look()

    async def close(self, reason: str) -> None:
        """Send everybody away and wait until their sockets are closed; may be called twice."""
        for peer in list(self.peers.values()):
            self._remove(peer, reason)
        if self._recorder:
            self._recorder.close()
        await self._tasks.finish(timeout_s=6)
        await self._tasks.close()

    # what peers tell us

    def peer_connected(self, peer: Peer) -> None:
        self._watch.begin(peer, asyncio.get_running_loop().time())
        self._tell(peer.reply_to, Connected(room=self.name, peer=peer.name, boot=self.boot))

    def peer_opened_source(self, peer: Peer, source: Source) -> None:
        self._forwarder.add_source(source)
        self._converge()

    def peer_opened_window(self, peer: Peer, window: Window) -> None:
        self._forwarder.add_window(window)
        self._converge()

    def peer_estimated(self, peer: Peer, rate_bps: int) -> None:
        at_s = asyncio.get_running_loop().time()
        if self._rates.note(peer.name, rate_bps, self._scene, peer.delivery, at_s=at_s):
            self._converge()

    def peer_ended(self, peer: Peer, reason: str) -> None:
        if self.peers.get(peer.name) is peer:
            self._remove(peer, reason)

    # private

    async def _offer(self, peer: Peer) -> None:
        try:
            sdp = await peer.offer()
        except NoAddress as error:
            self._dismiss(peer, error.code)
        except Exception:
            logger.exception("room %s: no offer for %s", self.name, peer.name)
            self._dismiss(peer, "offer_failed")
        else:
            self._tell(
                peer.reply_to,
                Offer(
                    room=self.name,
                    peer=peer.name,
                    sdp=advertise(sdp, self._public_address),
                    boot=self.boot,
                    windows=peer.windows(),
                    spare_audio_mid=peer.spare_audio_mid(),
                ),
            )

    async def _accept(self, peer: Peer, message: Answer) -> None:
        try:
            await peer.accept(message.sdp)
        except AlreadyAnswered as error:
            self._refuse(peer.name, message.reply_to, error.code)
        except BadAnswer as error:
            logger.warning("room %s: answer of %s refused (%s)", self.name, peer.name, error)
            self._dismiss(peer, error.code)

    def _converge(self) -> None:
        paused = self._rates.paused(self._scene)
        self._forwarder.converge(
            flow
            for flow in allowed(self._scene)
            if self._fits(flow) and (flow.kind == "audio" or flow.source not in paused)
        )
        for name, rate_bps in self._rates.shares(self._scene).items():
            if peer := self.peers.get(name):
                peer.cap(max(rate_bps, LEAST_TILE_BPS))
        self._record()

    def _record(self) -> None:
        if self._recorder:
            kept = ((track, self._source_of(track)) for track in recorded(self._scene))
            self._recorder.converge((track, source) for track, source in kept if source)

    def _source_of(self, track: Track) -> Source | None:
        peer = self.peers.get(track.source)
        return peer.sources.get(track.kind) if peer and peer.role == track.sender and self._is_meant(peer) else None

    def _tell_failure(self, recording: str) -> None:
        self._announce(RecordingFailed(room=self.name, recording=recording, boot=self.boot))

    def _fits(self, flow: Flow) -> bool:
        """A scene that names a page in a role or place it did not join with gives it nothing.

        Whatever the scene says: nobody gets anything of another page in the same role.
        """
        source, target = self.peers.get(flow.source), self.peers.get(flow.target)
        if source is None or target is None or source.role == target.role:
            return False
        return self._is_meant(source) and self._is_meant(target)

    def _is_meant(self, peer: Peer) -> bool:
        scene = self._scene
        if peer.role == "desk":
            return scene.desk == peer.name
        if peer.role == "supervisor":
            return scene.supervisor is not None and scene.supervisor.peer == peer.name
        seat = scene.places.get(peer.place) if peer.place is not None else None
        return seat is not None and seat.peer == peer.name

    def _refuse(self, name: str, reply_to: str, code: str) -> None:
        self._tell(reply_to, Refused(room=self.name, peer=name, code=code, boot=self.boot))

    def _dismiss(self, peer: Peer, code: str) -> None:
        """Refuse and forget a peer whose negotiation came to nothing."""
        if self._forget(peer):
            self._refuse(peer.name, peer.reply_to, code)

    def _remove(self, peer: Peer, reason: str) -> None:
        if self._forget(peer):
            self._tell(peer.reply_to, Gone(room=self.name, peer=peer.name, reason=reason, boot=self.boot))

    def _forget(self, peer: Peer) -> bool:
        if self.peers.get(peer.name) is not peer:
            return False
        del self.peers[peer.name]
        self._watch.forget(peer.name)
        self._rates.forget(peer.name)
        self._forwarder.remove_peer(peer.name)
        self._record()
        self._sent_by_gone_peers += peer.transport.sent
        self._tasks.start(peer.close(), f"close of {peer.name}")
        if not self.peers:
            self.empty_since_s = asyncio.get_running_loop().time()
        return True


def _stands_where(peer: Peer, request: Join) -> bool:
    if peer.name == request.peer:
        return True
    if request.role == "supervisor":
        return peer.role == request.role and peer.reply_to == request.reply_to
    return peer.role == request.role and peer.place == request.place
