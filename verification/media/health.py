"""How each page's way to us does, and who speaks. Pure: the counters of its sources in, figures out."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from .sources import Source
from .windows import CLOCK_HZ

MEASURED_EVERY_S = 5.0
QUIETEST_SPEECH_LEVEL, EACH_BAR_LEVELS, MOST_BARS = 50, 10, 3
"""Levels as in RFC 6464, in dB below the loudest possible: speech into a desk microphone lies between 15 and 45, a
quiet room below 55."""


class LineFigures(BaseModel):
    """One page's way to us in the last five seconds; `lost_permille` is what no repetition brought back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lost_permille: int
    jitter_ms: int
    rate_bps: int


class LineMeter:
    """Measures one page from look to look; the first look only begins."""

    def __init__(self) -> None:
        self._before: tuple[float, int, int, int] | None = None

    def look(self, sources: Iterable[Source], now_s: float) -> LineFigures | None:
        """Return the figures since the last look; None at the first one, and while nothing was ever sent."""
        begun = [source for source in sources if source.first_position is not None]
        expected = sum(source.last_position - (source.first_position or 0) + 1 for source in begun)
        received, octets = sum(source.received for source in begun), sum(source.octets for source in begun)
        before, self._before = self._before, (now_s, expected, received, octets)
        if before is None or not begun or now_s <= before[0]:
            return None
        due = expected - before[1]
        lost = due - (received - before[2])
        return LineFigures(
            lost_permille=max(0, min(1000, round(1000 * lost / due))) if due > 0 else 0,
            jitter_ms=round(max(1000 * source.jitter / CLOCK_HZ[source.kind] for source in begun)),
            rate_bps=round(8 * (octets - before[3]) / (now_s - before[0])),
        )


class Voices:
    """Tells when it changes who speaks how loudly, in bars from 0 to 3 by place."""

    def __init__(self) -> None:
        self._told: dict[int, int] = {}

    def look(self, microphones: Mapping[int, Source]) -> dict[int, int] | None:
        """Return the bars of every place that is not silent, or None when nothing changed."""
        bars = {place: bars_of(source.take_loudest()) for place, source in microphones.items()}
        now = {place: count for place, count in bars.items() if count}
        if now == self._told:
            return None
        self._told = now
        return now


def bars_of(level: int) -> int:
    """Return how many bars this audio level (0 loud, 127 silent) makes."""
    return max(0, min(MOST_BARS, (QUIETEST_SPEECH_LEVEL - level) // EACH_BAR_LEVELS + 1))
