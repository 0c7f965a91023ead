"""Which lines the one offer of each role has; pure. The order is the order of the m-lines, the index is the mid."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .arrange import DESK_WINDOW, Kind

Role = Literal["desk", "booth", "supervisor"]

PLACES = range(1, 7)
SPARE = -1
"""The window number of the audio line that is kept for a later use, since nothing is ever negotiated again."""


SENDING = -2
"""The number of the two lines by which the page itself sends."""


@dataclass(frozen=True)
class Line:
    """One m-line; `window` says what of the page it serves: a place, the desk, SPARE or SENDING."""

    mid: str
    kind: Kind
    window: int

    @property
    def is_sent_by_page(self) -> bool:
        return self.window == SENDING

    @property
    def is_shown(self) -> bool:
        return self.window >= DESK_WINDOW


def lines_of(role: Role) -> tuple[Line, ...]:
    return tuple(Line(str(index), kind, window) for index, (kind, window) in enumerate(_plan(role)))


def windows_of(role: Role) -> tuple[int, ...]:
    return tuple(PLACES) if role == "desk" else (DESK_WINDOW,)


def _plan(role: Role) -> Iterator[tuple[Kind, int]]:
    if role != "supervisor":
        yield "audio", SENDING
        yield "video", SENDING
    for window in windows_of(role):
        yield "audio", window
        yield "video", window
    yield "audio", SPARE
