"""The four sockets: desk, booth, board, display. Each translates messages into rules and decides nothing."""

import time
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists
from django.utils import timezone

from booths import access, devices, presence, topics
from booths.access import Role
from booths.errors import NotAllowed, NotFound, NotOnDuty, Refusal
from booths.models import Branch
from booths.threads import in_database
from verification import line_measures, seating, seats, sessions, signalling, supervisions, upkeep
from verification.access import session_for, supervised_seat
from verification.errors import RecordingBroken
from verification.evidence import recordings
from verification.held_sockets import NewestWins, StaffSocket
from verification.media.messages import Health, RecordingFailed
from verification.media.messages import Voices as VoicesNotice
from verification.media_side import MediaSocket
from verification.medialink import read_notice, room_group
from verification.models import Supervision, VerificationSession
from verification.signalling import (
    CLOSE_DEVICE,
    CLOSE_FORBIDDEN,
    Arranged,
    Line,
    Link,
    Supervising,
    Voices,
)
from verification.socket import PageSocket, Turned

CONDITION_HOLDS_SECONDS = 12.0


def desk_group(session_id: int | None) -> str:
    """Return the group of the pages that show this officer's desk; only the newest of them stays."""
    return f"desk-{session_id}"


class DeskSocket(NewestWins, StaffSocket, MediaSocket):
    role = "desk"
    applies_at_once = True

    async def enter(self) -> None:
        self.session = await in_database(self._session)()
        self.topics = (topics.of_session(self.session.pk), topics.of_branch(self.session.shift.branch_id))
        await self.supersede_others(desk_group(self.session.pk))
        await self.on_beat()

    def _session(self) -> VerificationSession:
        try:
            return session_for(self.officer())
        except (NotAllowed, NotOnDuty) as refusal:
            raise Turned(CLOSE_FORBIDDEN) from refusal

    def _check_at_once(self) -> None:
        """Ask in one query for all that gives this page its right; the long way says what is missing. Raises Turned."""
        officer, key = self.session.shift.officer, self.scope["session"].session_key
        login = Session.objects.filter(pk=key, expire_date__gt=timezone.now())
        unchanged = {"is_active": True, "role": officer.role, "branch": officer.branch_id, "password": officer.password}
        mine = VerificationSession.objects.filter(
            pk=self.session.pk,
            ended_at=None,
            shift__ended_at=None,
            **{f"shift__officer__{name}": value for name, value in unchanged.items()},
        )
        if not mine.filter(Exists(login)).exists():
            self._session()

    async def check(self) -> None:
        await in_database(self._session)()

    async def on_beat(self) -> None:
        now = timezone.now()
        await in_database(presence.beat_shift)(self.session.shift_id, at=now)
        await in_database(upkeep.keep_branch)(self.session.shift.branch_id, at=now)

    async def enter_room(self) -> tuple[int, str, int | None]:
        return self.session.pk, await in_database(sessions.enter)(self.session), None

    async def on_focus(self, message: signalling.Focus) -> None:
        await self._change(sessions.focus, message.place, by=self.session.shift.officer)

    async def on_subset(self, message: signalling.Subset) -> None:
        await self._change(sessions.talk_with, message.places, by=self.session.shift.officer)

    async def on_to_all(self, message: signalling.ToAll) -> None:
        await self._change(sessions.talk_to_all, message.on)

    async def on_hold(self, message: signalling.Hold) -> None:
        await self._change(sessions.hold, message.place, message.on, by=self.session.shift.officer)

    async def on_record(self, message: signalling.Record) -> None:
        await self._change(recordings.at_place, message.place, message.to, by=self.session.shift.officer)

    async def media_recording_failed(self, event: dict[str, Any]) -> None:
        notice = read_notice(event, RecordingFailed)
        if await in_database(recordings.fail)(notice.recording, at=timezone.now()):
            with self.spoken():
                refusal = RecordingBroken()
                await self.say(signalling.Error(code=refusal.code, sentence=refusal.sentence, about="record"))

    async def _change(self, rule: Callable[..., None], *wishes: Any, **about: Any) -> None:
        """Check, change and send the scene in one go: the officer waits for it with a finger on the key.

        The scene goes out before the hints, which make every page of the room fetch its snapshot from this process.
        """

        def obey() -> None:
            self._check_at_once()
            wanted: list[sessions.WantedScene] = []
            with transaction.atomic():
                transaction.on_commit(lambda: async_to_sync(self.apply_scene)(*wanted))
                rule(self.session, *wishes, at=timezone.now(), **about)
                wanted.append(sessions.scene(self.session.pk))

        await in_database(obey)()
        # whoever is attended does not wait any more: a pause in calling may be over
        await in_database(seating.fill)(self.session.shift.branch_id, at=timezone.now())

    async def on_arranged(self, arranged: Arranged) -> None:
        await self.say(arranged)

    async def on_link(self, link: Link) -> None:
        await self.say(link)

    async def media_voices(self, event: dict[str, Any]) -> None:
        notice = read_notice(event, VoicesNotice)
        if notice.peer == self.peer:
            await self.say(Voices(bars=notice.bars))

    async def line_measured(self, event: dict[str, Any]) -> None:
        await self.say(Line.model_validate(event["line"]))


class BoothSocket(NewestWins, MediaSocket):
    role = "booth"
    condition: signalling.Condition | None = None
    condition_at = 0.0

    async def enter(self) -> None:
        booth_id = int(self.scope["url_route"]["kwargs"]["booth_id"])
        try:
            self.device = await in_database(devices.recognise)(
                booth_id, self.scope.get("cookies", {}).get(devices.COOKIE)
            )
        except Refusal as refusal:
            raise Turned(CLOSE_DEVICE) from refusal
        self.booth = self.device.booth
        self.topics = (topics.of_booth(self.booth.pk),)
        await self.supersede_others(f"screen-{self.booth.pk}")
        await self.on_beat()
        await in_database(seating.fill)(self.booth.branch_id, at=timezone.now())

    async def check(self) -> None:
        if not await in_database(devices.still_valid)(self.device.pk):
            raise Turned(CLOSE_DEVICE)

    async def device_revoked(self, event: dict[str, Any]) -> None:
        await self.close(CLOSE_DEVICE)

    async def on_beat(self) -> None:
        await in_database(presence.beat_device)(self.device.pk, at=timezone.now())

    async def enter_room(self) -> tuple[int, str, int | None]:
        await self.check()
        self.condition = None  # it was said of the person before
        seat, peer = await in_database(seats.enter)(self.booth.pk)
        return seat.session_id, peer, seat.place

    async def on_connected(self) -> None:
        await in_database(seats.connect)(self.peer, at=timezone.now())

    async def on_condition(self, message: signalling.Condition) -> None:
        self.condition, self.condition_at = message, time.monotonic()

    async def media_health(self, event: dict[str, Any]) -> None:
        """Keep how the line did with what the page has said lately, and let the desk see it."""
        notice = read_notice(event, Health)
        said = self.condition if time.monotonic() - self.condition_at < CONDITION_HOLDS_SECONDS else None
        kept = await in_database(line_measures.keep)(notice.peer, notice.figures, said, at=timezone.now())
        if kept is not None:
            shown = Line(place=kept.seat.place, seat=kept.seat_id, **line_measures.figures_of(kept))
            await self.channel_layer.group_send(
                desk_group(self.session_id), {"type": "line.measured", "line": shown.model_dump()}
            )

    async def on_link(self, link: Link) -> None:
        if link.place is None:
            await self.say(link)


class BoardSocket(StaffSocket, MediaSocket):
    """Also the way of a supervisor into the media room, beside one officer and one booth."""

    role = "supervisor"
    supervision: Supervision | None = None

    async def enter(self) -> None:
        await self.check()
        self.topics = (topics.of_branch(self.branch.pk),)

    async def check(self) -> None:
        self.branch = await in_database(self._branch)()

    def _branch(self) -> Branch:
        officer, code = self.officer(), self.scope["url_route"]["kwargs"]["code"]
        try:
            access.require_role(officer, Role.SUPERVISOR, Role.ADMINISTRATOR)
            return access.branch_for(officer, code)
        except (NotAllowed, NotFound) as refusal:
            raise Turned(CLOSE_FORBIDDEN) from refusal

    async def on_supervise(self, message: signalling.Supervise) -> None:
        before = self.session_id
        self.supervision = await in_database(self._supervise)(message)
        if before not in (None, self.supervision.session_id):
            await self._leave_media()
        await self.say(Supervising(booth=message.booth, mode=message.mode))
        await self.apply_scene()

    def _supervise(self, message: signalling.Supervise) -> Supervision:
        """Who may be with whom is asked at each message."""
        officer, code = self.officer(), self.scope["url_route"]["kwargs"]["code"]
        seat = supervised_seat(officer, code, message.booth)
        after = self.supervision.pk if self.supervision else None
        return supervisions.begin(seat, message.mode, by=officer, at=timezone.now(), after=after)

    async def enter_room(self) -> tuple[int, str, int | None]:
        await self.check()
        session_id, peer = await in_database(supervisions.enter)(self.supervision.pk if self.supervision else None)
        return session_id, peer, None

    async def on_beat(self) -> None:
        if self.supervision and not await in_database(supervisions.beat)(self.supervision.pk, at=timezone.now()):
            await self._lose_supervision()

    def concerns(self, supervisor: str | None) -> bool:
        return supervisor == self.peer

    async def on_arranged(self, arranged: Arranged) -> None:
        """What is in effect; a scene without this supervisor may mean that it is over."""
        if self.supervision is None:
            return
        await self.say(arranged)
        if arranged.supervision is None:
            await self.on_beat()

    async def _lose_supervision(self) -> None:
        """The person has left, or the same supervisor began elsewhere."""
        self.supervision = None
        await self._leave_media()
        await self.say(Supervising(booth=None, mode=None))

    async def leave_room(self) -> None:
        supervision, self.supervision = self.supervision, None
        if supervision:
            await in_database(supervisions.end)(supervision.pk, at=timezone.now())
        await self._leave_media()

    async def _leave_media(self) -> None:
        await super().leave_room()
        if self.session_id is not None:
            await self.channel_layer.group_discard(room_group(self.room), self.channel_name)
        self.session_id, self.acknowledged = None, 0


class DisplaySocket(PageSocket):
    """Public: numbers and booths of one branch, no person."""

    async def enter(self) -> None:
        try:
            branch = await in_database(access.public_branch)(self.scope["url_route"]["kwargs"]["code"])
        except NotFound as refusal:
            raise Turned(CLOSE_FORBIDDEN) from refusal
        self.topics = (topics.of_branch(branch.pk),)
