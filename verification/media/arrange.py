"""Who hears and sees whom in one room: a pure rule over the wanted scene; knows no packets and no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["audio", "video"]

DESK_WINDOW = 0
"""The window of a booth's page, behind which the officer stands; windows 1 to 6 of the desk's page are places."""


@dataclass(frozen=True)
class Seat:
    peer: str
    held: bool = False


@dataclass(frozen=True)
class Scene:
    """The whole wanted state of a room, as web decided it."""

    places: Mapping[int, Seat] = field(default_factory=dict)
    desk: str | None = None
    focus: int | None = None
    to_all: bool = False


@dataclass(frozen=True)
class Flow:
    """One allowed stream: packets of `source` may leave to `target`, into this window of its page."""

    source: str
    target: str
    kind: Kind
    window: int


def allowed(scene: Scene) -> frozenset[Flow]:
    """Return every stream that may flow; what is not in the set must not leave the forwarder."""
    if scene.desk is None:
        return frozenset()
    return frozenset([*_pictures(scene, scene.desk), *_voices(scene, scene.desk)])


def hears(scene: Scene) -> tuple[int, ...]:
    """Return the places that hear the desk, in order."""
    if scene.desk is None:
        return ()
    return tuple(sorted(place for place, seat in scene.places.items() if _is_spoken_to(scene, place, seat)))


def heard(scene: Scene) -> tuple[int, ...]:
    """Return the places that the desk hears: the focused one, unless it is held, or none."""
    if scene.desk is None or scene.focus is None:
        return ()
    seat = scene.places.get(scene.focus)
    return (scene.focus,) if seat and not seat.held else ()


def _is_spoken_to(scene: Scene, place: int, seat: Seat) -> bool:
    return not seat.held and (scene.to_all or place == scene.focus)


def _pictures(scene: Scene, desk: str) -> Iterator[Flow]:
    for place, seat in scene.places.items():
        yield Flow(seat.peer, desk, "video", place)
        yield Flow(desk, seat.peer, "video", DESK_WINDOW)


def _voices(scene: Scene, desk: str) -> Iterator[Flow]:
    for place in hears(scene):
        yield Flow(desk, scene.places[place].peer, "audio", DESK_WINDOW)
    for place in heard(scene):
        yield Flow(scene.places[place].peer, desk, "audio", place)
