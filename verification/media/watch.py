"""What a room says of its pages by itself: who is silent, who speaks, how the lines do. It changes nothing."""

from collections.abc import Callable, Mapping

from .health import MEASURED_EVERY_S, LineMeter, Voices
from .messages import Health, LinkState, Message
from .messages import Voices as VoicesNotice
from .peer import Peer
from .silence import Silence


class Watch:
    """`tell(channel, message)` reaches one page's consumer, `announce(message)` everybody of the room."""

    def __init__(
        self, room: str, boot: str, tell: Callable[[str, Message], None], announce: Callable[[Message], None]
    ) -> None:
        self._room, self._boot, self._tell, self._announce = room, boot, tell, announce
        self._silence: dict[str, Silence] = {}
        self._meters: dict[str, LineMeter] = {}
        self._voices = Voices()
        self._measured_at_s = 0.0

    def begin(self, peer: Peer, now_s: float) -> None:
        if peer.role == "booth":
            self._meters[peer.name] = LineMeter()
        if peer.role != "supervisor":  # who only listens is silent by right
            self._silence[peer.name] = Silence(now_s)

    def forget(self, name: str) -> None:
        self._silence.pop(name, None)
        self._meters.pop(name, None)

    def look(self, peers: Mapping[str, Peer], desk: Peer | None, now_s: float) -> None:
        """To be called twice a second."""
        self._look_for_silence(peers, now_s)
        self._look_for_voices(peers, desk)
        if now_s - self._measured_at_s >= MEASURED_EVERY_S:
            self._measured_at_s = now_s
            self._measure(peers, now_s)

    def _look_for_silence(self, peers: Mapping[str, Peer], now_s: float) -> None:
        for name, silence in self._silence.items():
            peer = peers[name]
            if change := silence.look(peer.sources.values(), now_s):
                state, missing = change
                self._announce(
                    LinkState(
                        room=self._room, peer=name, place=peer.place, state=state, missing=missing, boot=self._boot
                    )
                )

    def _look_for_voices(self, peers: Mapping[str, Peer], desk: Peer | None) -> None:
        microphones = {
            peer.place: peer.sources["audio"]
            for peer in peers.values()
            if peer.place is not None and "audio" in peer.sources
        }
        bars = self._voices.look(microphones)
        if bars is not None and desk is not None:
            self._tell(desk.reply_to, VoicesNotice(room=self._room, peer=desk.name, bars=bars, boot=self._boot))

    def _measure(self, peers: Mapping[str, Peer], now_s: float) -> None:
        for name, meter in self._meters.items():
            figures = meter.look(peers[name].sources.values(), now_s)
            if figures is not None:
                notice = Health(room=self._room, peer=name, figures=figures, boot=self._boot)
                self._tell(peers[name].reply_to, notice)
