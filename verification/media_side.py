"""A page's side of the media room: joins, passes offers, keeps the scene applied, notices when media died."""

import asyncio
import logging
import time
from typing import Any

from django.conf import settings
from django.utils import timezone

from booths.errors import Refusal
from booths.threads import in_database
from verification import medialink, sessions, signalling, turn
from verification.errors import MediaAway
from verification.media.messages import Arranged as ArrangedNotice
from verification.media.messages import Beat, Connected, Gone, LinkState
from verification.media.messages import Offer as OfferNotice
from verification.media.messages import Refused as RefusedNotice
from verification.signalling import Arranged, Link, Offer, Refused, Rejoin
from verification.socket import PageSocket, Turned

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
REJOIN_AFTER = {"failed", "closed", "timeout", "shutdown"}
REJOIN_AFTER_REFUSAL = {"unknown_peer", "bad_sdp", "offer_failed"}
MOST_REJOINS = 5
OFFER_WITHIN_SECONDS = 4.0
"""Messages between the processes may be lost and nodes may be away: without an offer by then the page joins again.

Each time in a row it has so much longer, for a node may only be busy.
"""


class MediaSocket(PageSocket):
    """Subclasses say which role the page has and which peer it is (`enter_room`)."""

    role: Any = "booth"
    # The desk applies a changed scene at once; a booth only when nobody else did within a tick.
    applies_at_once = False

    def _begin(self) -> None:
        super()._begin()
        self.session_id: int | None = None
        self.peer = ""
        self.place: int | None = None
        self.node = self._drained = ""
        self.beats: medialink.Beats | None = None
        self.acknowledged = 0
        self._acknowledged_by = ""
        self._scene_is_dirty = False
        self._rejoins = self._joins = 0
        self._rejoin_at: float | None = None
        self._wants_room = False
        self._ticking: asyncio.Task[None] | None = None

    async def enter_room(self) -> tuple[int, str, int | None]:
        """Return (session id, fresh peer name, place or None), or raise a Refusal."""
        raise Turned(signalling.CLOSE_FORBIDDEN)

    async def on_connected(self) -> None:
        """The page's media reaches us."""

    @property
    def room(self) -> str:
        return f"s{self.session_id}"

    # --- from the page

    async def on_join(self, message: signalling.Join) -> None:
        self._wants_room = True
        self._joins = min(self._joins + 1, MOST_REJOINS)
        self._rejoin_at = time.monotonic() + OFFER_WITHIN_SECONDS * self._joins
        self._ticking = self._ticking or asyncio.create_task(self._tick())
        try:
            await self._join()
        except Refusal as refusal:
            if not isinstance(refusal, MediaAway):
                self._wants_room, self._rejoin_at = False, None
            await self.say(Refused(code=refusal.code, sentence=refusal.sentence))

    async def _join(self) -> None:
        session_id, self.peer, self.place = await self.enter_room()
        if session_id != self.session_id:
            self.session_id = session_id
            await self.channel_layer.group_add(medialink.room_group(self.room), self.channel_name)
        await self._choose_node()
        sent = await medialink.join(
            self.node, room=self.room, peer=self.peer, role=self.role, place=self.place, reply_to=self.channel_name
        )
        if not sent:
            raise MediaAway
        self._scene_is_dirty = True

    async def _choose_node(self) -> None:
        """Take the node the session is pinned to while it stays, else the most fitting one, for all its pages."""
        assert self.session_id is not None
        pinned, branch = await in_database(sessions.placement)(self.session_id)
        # The registry keeps a node for some seconds after its last word; who listened to it knows better.
        silent = self.node if self.beats and self.beats.is_lost(at=time.monotonic()) else ""
        node = await medialink.pick_node(pinned=pinned, branch=branch, silent=silent)
        if node is None:
            raise MediaAway
        if node != pinned:
            node = await in_database(sessions.pin)(self.session_id, node, instead_of=pinned)
        if node != self.node or self.beats is None:
            await self._listen_to(node)

    async def _listen_to(self, node: str) -> None:
        if self.node:
            await self.channel_layer.group_discard(medialink.beat_group(self.node), self.channel_name)
        self.node = node
        self.beats = medialink.Beats(at=time.monotonic())
        await self.channel_layer.group_add(medialink.beat_group(node), self.channel_name)

    async def on_answer(self, message: signalling.Answer) -> None:
        if message.peer == self.peer:
            await medialink.answer(
                self.node, room=self.room, peer=message.peer, sdp=message.sdp, reply_to=self.channel_name
            )

    async def on_leave(self, message: signalling.Leave) -> None:
        await self.leave_room()

    async def leave_room(self) -> None:
        if self.peer and self.node:
            await medialink.leave(self.node, room=self.room, peer=self.peer)
        self.peer = ""
        self._wants_room, self._rejoin_at = False, None

    # --- the scene

    async def apply_scene(self, wanted: sessions.WantedScene | None = None) -> None:
        """Send the whole wanted state, read now or just before, unless media has acknowledged it already."""
        if self.session_id is None or not self.node:
            return
        version, _, scene = wanted or await in_database(sessions.scene)(self.session_id)
        if version > self.acknowledged:
            await medialink.arrange(self.node, room=self.room, version=version, scene=scene)
        else:
            self._scene_is_dirty = False

    async def topic_hint(self, event: dict[str, Any]) -> None:
        self._scene_is_dirty = True
        if self.applies_at_once:
            await self.apply_scene()
        await super().topic_hint(event)

    async def _tick(self) -> None:
        while not self.is_closed:
            await asyncio.sleep(TICK_SECONDS)
            try:
                await self._keep_up()
            except Exception as wrong:  # noqa: BLE001 - The database or Redis may be away for a moment; the next tick tries again.
                log.warning("tick failed: %s", type(wrong).__name__)

    async def _keep_up(self) -> None:
        now = time.monotonic()
        if self.beats and self.peer and self.beats.becomes_lost(at=now):
            await self._rejoin("media_lost")
            self._rejoin_at = now + medialink.LOST_AFTER_S  # and again, until a node answers
        elif self._rejoin_at is not None and now >= self._rejoin_at:
            is_lost = self.beats is not None and self.beats.is_lost(at=now)
            await self._rejoin("media_lost" if is_lost else "no_offer")
            self._rejoin_at = now + medialink.LOST_AFTER_S if is_lost else None
        elif self._scene_is_dirty:
            await self.apply_scene()

    async def _rejoin(self, reason: str) -> None:
        self._rejoin_at = None
        self.acknowledged = 0
        self._scene_is_dirty = True
        if self._wants_room:
            await self.say(Rejoin(reason=reason))

    async def _can_move(self) -> bool:
        """Whether there is another node; asked once for each drained one, since the page then joins anew."""
        if self._drained == self.node or not self.peer:
            return False
        self._drained = self.node
        return await medialink.pick_node(pinned=self.node) not in (None, self.node)

    # --- from the media process

    async def media_beat(self, event: dict[str, Any]) -> None:
        beat = medialink.read_notice(event, Beat)
        if self.beats and self.beats.hear(beat.boot, at=time.monotonic()):
            await self._rejoin("media_restarted")
        elif beat.is_draining and beat.node == self.node and await self._can_move():
            await self._rejoin("media_drained")

    async def media_offer(self, event: dict[str, Any]) -> None:
        offer = medialink.read_notice(event, OfferNotice)
        if offer.peer != self.peer:
            return
        self._rejoin_at = None
        if self.beats:
            self.beats.hear(offer.boot, at=time.monotonic())
        windows = [window.model_dump(mode="json") for window in offer.windows]
        await self.say(
            Offer(
                peer=offer.peer,
                sdp=offer.sdp,
                windows=windows,
                spare_audio_mid=offer.spare_audio_mid,
                ice_servers=turn.ice_servers(settings.TURN_URLS, settings.TURN_SECRET, at=timezone.now()),
            )
        )
        await self.apply_scene()

    async def media_refused(self, event: dict[str, Any]) -> None:
        notice = medialink.read_notice(event, RefusedNotice)
        if notice.peer != self.peer:
            return
        with self.spoken():
            await self.say(Refused(code=notice.code, sentence=MediaAway().sentence))
        self._rejoin_at = None
        if notice.code in REJOIN_AFTER_REFUSAL and self._rejoins < MOST_REJOINS:
            self._rejoins += 1
            self._rejoin_at = time.monotonic() + TICK_SECONDS * self._rejoins

    async def media_connected(self, event: dict[str, Any]) -> None:
        notice = medialink.read_notice(event, Connected)
        if notice.peer == self.peer:
            self._rejoins = self._joins = 0
            await self.on_connected()

    async def media_gone(self, event: dict[str, Any]) -> None:
        notice = medialink.read_notice(event, Gone)
        if notice.peer == self.peer and notice.reason in REJOIN_AFTER:
            await self._rejoin(notice.reason)

    async def media_arranged(self, event: dict[str, Any]) -> None:
        notice = medialink.read_notice(event, ArrangedNotice)
        # A process that was born again has forgotten what its predecessor acknowledged.
        is_same = notice.boot == self._acknowledged_by
        self.acknowledged = max(self.acknowledged, notice.version) if is_same else notice.version
        self._acknowledged_by = notice.boot
        await self.on_arranged(
            Arranged(
                version=notice.version,
                hears=list(notice.hears),
                heard=list(notice.heard),
                supervision=notice.supervision if self.concerns(notice.supervisor) else None,
            )
        )

    def concerns(self, supervisor: str | None) -> bool:
        """Whether this page is to know what the supervisor of this peer does."""
        return True

    async def on_arranged(self, arranged: Arranged) -> None:
        """Only a desk and a supervisor's board are told who hears whom."""

    async def media_link(self, event: dict[str, Any]) -> None:
        notice = medialink.read_notice(event, LinkState)
        await self.on_link(Link(place=notice.place, state=notice.state, missing=list(notice.missing)))

    async def media_recording_failed(self, event: dict[str, Any]) -> None:
        """Only the desk does something about it."""

    async def on_link(self, link: Link) -> None:
        """A source fell silent or flows again."""

    async def disconnect(self, code: int) -> None:
        await super().disconnect(code)
        if self._ticking:
            self._ticking.cancel()
        await self.leave_room()
