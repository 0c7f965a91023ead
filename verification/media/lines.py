"""Which lines the one offer of each role has; pure. The order is the order of the m-lines, the index is the mid."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .arrange import DESK_WINDOW, SPARE, Kind

Role = Literal["desk", "booth", "supervisor"]

PLACES = range(1, 7)
SENDING = -2
"""The number of the lines by which the page itself sends."""
INTERPRETER = -3
"""The number of a supervisor's second further sound line: nobody uses it yet, and nothing is ever negotiated again."""


@dataclass(frozen=True)
class Line:
    """One m-line; `window` says what of the page it serves: a place, the desk, or one of the numbers above."""

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
    """A supervisor has a line for the own voice from the start, and whether it goes anywhere the forwarder decides."""
    yield "audio", SENDING
    if role != "supervisor":
        yield "video", SENDING
    for window in windows_of(role):
        yield "audio", window
        yield "video", window
    yield "audio", SPARE
    if role == "supervisor":
        yield "audio", INTERPRETER
