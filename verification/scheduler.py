"""Who is called next, to which booth of which officer: pure decisions with reasons, no database and no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

NEXT_IN_LINE = "next_in_line"


@dataclass(frozen=True)
class Waiting:
    ticket: int
    since: datetime


@dataclass(frozen=True)
class FreePlace:
    """A place of an officer on duty that has nobody, and whose booth is free."""

    session: int
    place: int
    booth: int


@dataclass(frozen=True)
class Desk:
    """An officer on duty: how many places are in use, and which are free."""

    session: int
    used: int
    free: tuple[FreePlace, ...]


@dataclass(frozen=True)
class Call:
    ticket: int
    place: FreePlace
    reason: str


def admit(line: Iterable[Waiting], desks: Iterable[Desk]) -> list[Call]:
    """Match the longest waiting with free places, one by one (rolling, never in groups).

    The officer with the fewest people gets the next one, so that work spreads; then the lowest place number.
    """
    used = {desk.session: desk.used for desk in desks}
    free = [place for desk in desks for place in desk.free]
    calls = []
    for waiting in sorted(line, key=lambda one: (one.since, one.ticket)):
        if not free:
            break
        place = min(free, key=lambda one: (used[one.session], one.session, one.place))
        free.remove(place)
        used[place.session] += 1
        calls.append(Call(waiting.ticket, place, NEXT_IN_LINE))
    return calls
