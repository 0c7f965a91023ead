"""Every message between web and media, typed and checked at both ends; knows neither Channels nor Redis."""

import re
from typing import Annotated, Any, Literal, Self, TypeVar, overload

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from .arrange import Kind, Mode, Scene
from .health import LineFigures
from .lines import PLACES, Role

NAME = r"[A-Za-z0-9_.-]{1,60}"
Name = Annotated[str, Field(pattern=rf"^{NAME}$")]
Channel = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.!-]{1,99}$")]
Place = Annotated[int, Field(ge=PLACES.start, lt=PLACES.stop)]


class BadMessage(ValueError):
    """The message is not one that web and media agreed upon."""

    code = "bad_message"


class Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str

    def to_dict(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


# web -> media.<node>


class Join(Message):
    type: Literal["join"] = "join"
    room: Name
    peer: Name
    role: Role
    place: Place | None = None
    reply_to: Channel

    @model_validator(mode="after")
    def _only_a_booth_has_a_place(self) -> Self:
        if (self.role == "booth") != (self.place is not None):
            raise ValueError("a booth joins with a place, nobody else does")
        return self


class Answer(Message):
    type: Literal["answer"] = "answer"
    room: Name
    peer: Name
    sdp: str
    reply_to: Channel


class Leave(Message):
    type: Literal["leave"] = "leave"
    room: Name
    peer: Name


class Arrange(Message):
    type: Literal["arrange"] = "arrange"
    room: Name
    version: Annotated[int, Field(ge=0)]
    scene: Scene

    @model_validator(mode="after")
    def _everybody_is_a_peer_of_its_own(self) -> Self:
        scene = self.scene
        peers = [seat.peer for seat in scene.places.values()] + [scene.desk]
        guests = [scene.supervisor] if scene.supervisor else []
        peers += [guest.peer for guest in guests]
        named = {*scene.places, *scene.subset, *(guest.place for guest in guests)}
        if len(set(peers)) != len(peers) or not named <= set(PLACES):
            raise ValueError("each place 1 to 6, the desk and a supervisor have a peer of their own")
        kept = [seat.recording for seat in scene.places.values() if seat.recording]
        if len(set(kept)) != len(kept) or not all(re.fullmatch(NAME, name) for name in kept):
            raise ValueError("each place has a recording of its own")
        return self


class CloseRoom(Message):
    type: Literal["close_room"] = "close_room"
    room: Name


class AskCounts(Message):
    type: Literal["counts"] = "counts"
    room: Name
    reply_to: Channel


class Echo(Message):
    """A node's word to itself: when it comes back, the node listens."""

    type: Literal["echo"] = "echo"
    boot: Name


# media -> reply_to of the join or of the question


class WindowLines(BaseModel):
    """The mids of one window of the page; `place` is 0 where the desk is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: int
    audio_mid: str
    video_mid: str


class Offer(Message):
    type: Literal["media.offer"] = "media.offer"
    room: Name
    peer: Name
    sdp: str
    boot: str
    windows: tuple[WindowLines, ...]
    spare_audio_mid: str


class Refused(Message):
    """Codes: no_address, room_full, offer_failed, bad_sdp, unknown_peer, already_answered."""

    type: Literal["media.refused"] = "media.refused"
    room: Name
    peer: Name
    code: str
    boot: str


class Connected(Message):
    type: Literal["media.connected"] = "media.connected"
    room: Name
    peer: Name
    boot: str


class Gone(Message):
    """Reasons: superseded, left, timeout, failed, closed, room_closed, shutdown."""

    type: Literal["media.gone"] = "media.gone"
    room: Name
    peer: Name
    reason: str
    boot: str


class Counts(Message):
    """Forwarded packets as (from peer, to peer, kind, packets); `total` is counted apart, where packets leave."""

    type: Literal["media.counts"] = "media.counts"
    room: Name
    rows: tuple[tuple[str, str, Kind, int], ...]
    total: int
    boot: str


# media -> group room.<room>


class Arranged(Message):
    type: Literal["media.arranged"] = "media.arranged"
    room: Name
    version: int
    boot: str
    hears: tuple[int, ...]
    heard: tuple[int, ...]
    supervisor: str | None
    supervision: Mode | None


class LinkState(Message):
    """`silent`: no packet of this page for 3 s; `missing` names the kinds that are silent while others flow."""

    type: Literal["media.link"] = "media.link"
    room: Name
    peer: Name
    place: int | None
    state: Literal["flowing", "silent"]
    missing: tuple[Kind, ...]
    boot: str


class RecordingFailed(Message):
    """Not another packet of it is kept: the disk is full, or gone."""

    type: Literal["media.recording_failed"] = "media.recording_failed"
    room: Name
    recording: Name
    boot: str


# media -> reply_to of a booth


class Health(Message):
    """How this booth's way to us did in the last 5 s."""

    type: Literal["media.health"] = "media.health"
    room: Name
    peer: Name
    figures: LineFigures
    boot: str


# media -> reply_to of the desk


class Voices(Message):
    """Who speaks, whether anybody hears it or not: 1 to 3 bars by place, without those who are silent."""

    type: Literal["media.voices"] = "media.voices"
    room: Name
    peer: Name
    bars: dict[int, int]
    boot: str


# media -> group media.beat.<node>


class Beat(Message):
    """`at` is the sender's clock, for people; who listens measures by the time of arrival.

    A node that `is_draining` is about to end: its pages are to join again on another one.
    """

    type: Literal["media.beat"] = "media.beat"
    node: Name
    boot: str
    at: float
    is_draining: bool = False


Command = Join | Answer | Leave | Arrange | CloseRoom | AskCounts | Echo
Notice = Offer | Refused | Connected | Gone | Counts | Arranged | LinkState | RecordingFailed | Health | Voices | Beat

One = TypeVar("One", bound=Message)

_COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="type")])
_NOTICES: TypeAdapter[Notice] = TypeAdapter(Annotated[Notice, Field(discriminator="type")])


def read_command(raw: Any) -> Command:
    """Return what web asks of media. Raises BadMessage."""
    return _read(_COMMANDS, raw)


@overload
def read_notice(raw: Any) -> Notice: ...
@overload
def read_notice(raw: Any, kind: type[One]) -> One: ...
def read_notice(raw: Any, kind: Any = None) -> Any:
    """Return what media tells web, if given only this kind of it. Raises BadMessage."""
    notice = _read(_NOTICES, raw)
    if kind is not None and not isinstance(notice, kind):
        raise BadMessage("type")
    return notice


def node_channel(node: str) -> str:
    return f"media.{node}"


def room_group(room: str) -> str:
    return f"room.{room}"


def beat_group(node: str) -> str:
    return f"media.beat.{node}"


def _read(adapter: TypeAdapter, raw: Any) -> Any:
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        # The text of the error repeats the input, which may be an SDP with addresses: keep the places only.
        raise BadMessage(", ".join(".".join(map(str, e["loc"])) or "type" for e in error.errors())) from None
