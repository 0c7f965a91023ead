"""Who hears and sees whom in one room: a pure rule over the wanted scene; knows no packets and no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["audio", "video"]
Mode = Literal["listen", "whisper", "join"]

DESK_WINDOW = 0
"""The window of a booth's page, behind which the officer stands; windows 1 to 6 of the desk's page are places."""
BOOTH_WINDOW = 0
"""The one window of a supervisor's page, behind which the booth stands."""
SPARE = -1
"""The further sound line of each page: of the supervisor at the desk and in a booth, of the officer at a supervisor."""


@dataclass(frozen=True)
class Seat:
    """`recording` names what this person agreed to and the officer began; "" while nothing is to be kept."""

    peer: str
    held: bool = False
    recording: str = ""


@dataclass(frozen=True)
class Supervisor:
    """Who is with the officer and one booth: `listen` only hears, `whisper` is heard by the officer, `join` by both."""

    peer: str
    place: int
    mode: Mode = "listen"


@dataclass(frozen=True)
class Scene:
    """The whole wanted state of a room, as web decided it.

    The officer talks, both ways, with the one place in `focus` or with each of several in `subset`; `to_all` is heard
    by every booth that is not held and hears none.
    """

    places: Mapping[int, Seat] = field(default_factory=dict)
    desk: str | None = None
    focus: int | None = None
    to_all: bool = False
    subset: frozenset[int] = frozenset()
    supervisor: Supervisor | None = None


@dataclass(frozen=True)
class Flow:
    """One allowed stream: packets of `source` may leave to `target`, into this window of its page."""

    source: str
    target: str
    kind: Kind
    window: int


@dataclass(frozen=True)
class Track:
    """One stream that a recording keeps: of the person, or what officer and supervisor say to this person."""

    recording: str
    source: str
    kind: Kind
    sender: Literal["booth", "desk", "supervisor"]


def allowed(scene: Scene) -> frozenset[Flow]:
    """Return every stream that may flow; what is not in the set must not leave the forwarder."""
    if scene.desk is None:
        return frozenset()
    desk = scene.desk
    return frozenset([*_pictures(scene, desk), *_voices(scene, desk), *_supervision(scene, desk)])


def hears(scene: Scene) -> tuple[int, ...]:
    """Return the places that hear the desk, in order."""
    if scene.desk is None:
        return ()
    return tuple(place for place in _free(scene) if scene.to_all or _is_talked_with(scene, place))


def heard(scene: Scene) -> tuple[int, ...]:
    """Return the places that the desk hears: those it talks with, unless they are held."""
    if scene.desk is None:
        return ()
    return tuple(place for place in _free(scene) if _is_talked_with(scene, place))


def recorded(scene: Scene) -> frozenset[Track]:
    """Return every stream that may be kept: the talk itself, and nothing of who waits or is held."""
    return frozenset(track for place in heard(scene) for track in _talk(scene, place, scene.places[place]))


def _talk(scene: Scene, place: int, seat: Seat) -> Iterator[Track]:
    if not seat.recording or scene.desk is None:
        return
    yield Track(seat.recording, seat.peer, "video", "booth")
    yield Track(seat.recording, seat.peer, "audio", "booth")
    yield Track(seat.recording, scene.desk, "audio", "desk")
    guest = scene.supervisor
    if guest and guest.place == place and guest.mode == "join":
        yield Track(seat.recording, guest.peer, "audio", "supervisor")


def _free(scene: Scene) -> list[int]:
    return sorted(place for place, seat in scene.places.items() if not seat.held)


def _is_talked_with(scene: Scene, place: int) -> bool:
    return place == scene.focus or place in scene.subset


def _pictures(scene: Scene, desk: str) -> Iterator[Flow]:
    for place, seat in scene.places.items():
        yield Flow(seat.peer, desk, "video", place)
        yield Flow(desk, seat.peer, "video", DESK_WINDOW)


def _voices(scene: Scene, desk: str) -> Iterator[Flow]:
    for place in hears(scene):
        yield Flow(desk, scene.places[place].peer, "audio", DESK_WINDOW)
    for place in heard(scene):
        yield Flow(scene.places[place].peer, desk, "audio", place)


def _supervision(scene: Scene, desk: str) -> Iterator[Flow]:
    """A supervisor sees the booth and hears what passes between it and the officer; once joined, both at any time.

    So a booth that is told "the officer does not hear you" is heard by nobody else, and a held one by nobody at all.
    """
    guest = scene.supervisor
    seat = scene.places.get(guest.place) if guest else None
    if guest is None or seat is None:
        return
    has_joined = guest.mode == "join"
    yield Flow(seat.peer, guest.peer, "video", BOOTH_WINDOW)
    if guest.place in heard(scene) or (has_joined and not seat.held):
        yield Flow(seat.peer, guest.peer, "audio", BOOTH_WINDOW)
    if guest.place in hears(scene) or has_joined:
        yield Flow(desk, guest.peer, "audio", SPARE)
    if guest.mode != "listen":
        yield Flow(guest.peer, desk, "audio", SPARE)
    if has_joined and not seat.held:
        yield Flow(guest.peer, seat.peer, "audio", SPARE)
