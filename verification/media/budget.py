"""How much each camera may send, so that the officer's line carries all of them: pure, rates in bit/s.

Sound is set aside before anything else. Pictures that are not in focus are reduced first, down to a third of the
focused one's share; then all shrink together; what would be left with too little is paused, highest place first.
"""

from collections.abc import Collection, Iterable

FOCUSED_BPS = 1_700_000
"""1280x720 at 30 frames per second in VP8."""
TILE_BPS = 700_000
"""640x480 at 30 frames per second."""
LEAST_TILE_BPS = 40_000
"""Below this a picture no longer shows a face; none is better than a smear."""
LEAST_DESK_BPS = 250_000
"""One booth on a bad line must not blur the officer for everybody."""
SOUND_BPS = 2 * 64_000
FOCUS_WEIGHT = 3
PAUSED = 0

_FALL = 0.9
_RISE = 1.1


class Downlink:
    """What one page's line carries, from the estimates (REMB) it sends; `limit_bps` is None while nothing limits it.

    An estimate is bounded by what is being received, so a low one alone means nothing: only a fall shows that the line
    was full. From then on the estimate is believed until it allows all that is wanted.
    """

    def __init__(self) -> None:
        self.limit_bps: int | None = None
        self._last_bps: int | None = None

    def note(self, estimate_bps: int, wanted_bps: int) -> bool:
        """Return True when the limit has changed by enough to share anew."""
        before = self.limit_bps
        has_fallen = self._last_bps is not None and estimate_bps < self._last_bps * _FALL
        self._last_bps = estimate_bps
        if before is None:
            self.limit_bps = estimate_bps if has_fallen and estimate_bps < wanted_bps else None
        elif estimate_bps >= wanted_bps:
            self.limit_bps = None
        elif estimate_bps < before * _FALL or estimate_bps > before * _RISE:
            self.limit_bps = estimate_bps
        return self.limit_bps != before


def wanted(places: Collection[int], focused: Collection[int]) -> int:
    """Return the rate of everything at its best, sound included."""
    return SOUND_BPS + sum(FOCUSED_BPS if place in focused else TILE_BPS for place in places)


def share(places: Collection[int], focused: Collection[int], limit_bps: int | None) -> dict[int, int]:
    """Return the rate of each place's camera; PAUSED where the picture is to stay away."""
    shown = sorted(places, key=lambda place: (place not in focused, place))
    if limit_bps is None or limit_bps >= wanted(places, focused):
        return {place: FOCUSED_BPS if place in focused else TILE_BPS for place in shown}
    left_bps = max(1, limit_bps - SOUND_BPS)
    while len(shown) > 1 and left_bps / _weight(shown, focused) < LEAST_TILE_BPS:
        shown.pop()
    rates = _share_among(shown, focused, left_bps)
    return {place: rates.get(place, PAUSED) for place in places}


def desk_share(limits_bps: Iterable[int | None]) -> int:
    """Return the rate of the officer's camera, which all booths watch: what the narrowest line takes."""
    known = [limit - SOUND_BPS for limit in limits_bps if limit is not None]
    return max(LEAST_DESK_BPS, min([TILE_BPS, *known]))


def _share_among(shown: list[int], focused: Collection[int], left_bps: int) -> dict[int, int]:
    large = [place for place in shown if place in focused]
    small = [place for place in shown if place not in focused]
    weighted = left_bps / _weight(shown, focused)
    tile_bps = weighted
    if small:
        beside_full_focus = (left_bps - FOCUSED_BPS * len(large)) / len(small)
        tile_bps = min(TILE_BPS, max(weighted, beside_full_focus))
    focus_bps = min(FOCUSED_BPS, (left_bps - tile_bps * len(small)) / len(large)) if large else 0
    return {place: max(1, int(focus_bps if place in focused else tile_bps)) for place in shown}


def _weight(shown: list[int], focused: Collection[int]) -> int:
    return sum(FOCUS_WEIGHT if place in focused else 1 for place in shown)
