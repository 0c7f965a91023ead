"""Which packets of a camera are missing and when to ask for them (again); pure: positions and times in, wishes out."""

REORDERING_S = 0.010
"""A packet that only took another way is given this long before it is asked for."""
RETRY_S = 0.060
MOST_TRIES = 8
LARGEST_GAP = 256
"""More missing packets than this are a camera that paused or began anew: a new picture helps, repeats do not."""
LONGEST_MEMORY = 512
"""Packets; what is further back could no longer be passed on (sources.RING_PACKETS)."""


class Losses:
    """Missing positions of one source. `is_hopeless` is raised when something was given up: a new picture is needed."""

    def __init__(self) -> None:
        self.is_hopeless = False
        self._missing: dict[int, tuple[int, float]] = {}
        """position -> (times asked for, when to ask next)"""

    def __bool__(self) -> bool:
        return bool(self._missing)

    def note_gap(self, first: int, count: int, at_s: float) -> None:
        if count > LARGEST_GAP:
            self._give_up(list(self._missing))
            self.is_hopeless = True
            return
        for position in range(first, first + count):
            self._missing[position] = (0, at_s + REORDERING_S)
        self._give_up([position for position in self._missing if position < first + count - LONGEST_MEMORY])

    def note_filled(self, position: int) -> None:
        self._missing.pop(position, None)

    def due(self, at_s: float) -> list[int]:
        """Return the positions to ask for now, in order; each is counted as asked for."""
        wanted = sorted(position for position, (_, due_at_s) in self._missing.items() if due_at_s <= at_s)
        self._give_up([position for position in wanted if self._missing[position][0] >= MOST_TRIES])
        asked = [position for position in wanted if position in self._missing]
        for position in asked:
            self._missing[position] = (self._missing[position][0] + 1, at_s + RETRY_S)
        return asked

    def next_at_s(self) -> float | None:
        """Return when something is due, None while nothing is missing."""
        return min((due_at_s for _, due_at_s in self._missing.values()), default=None)

    def _give_up(self, positions: list[int]) -> None:
        for position in positions:
            del self._missing[position]
        self.is_hopeless = self.is_hopeless or bool(positions)
