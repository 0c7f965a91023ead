"""How much each camera may send, so that the officer's line carries all of them: pure, rates in bit/s.

Sound is set aside before anything else. Pictures that are not in focus are reduced first, down to a third of the
focused one's share; then all shrink together; what would be left with too little is paused, highest place first.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

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

KEEPS_UP = 0.75
"""A page that falls to a smaller share of what is sent to it does not get all of it; one that was only busy for a
moment falls to 0.85 of what arrives (libwebrtc's AimdRateControl)."""
DOUBT_AFTER_S, RAREST_DOUBT_S = 5.0, 40.0
"""On a full line the estimate falls again every few seconds; where it does not, it only follows what is sent."""
DOUBT = 1.5
"""What a doubted limit grows by; more would find a line full of which half is free."""
FULL_LOSS_SHARE = 0.1
"""So much is lost on a full line; less may be the air's fault (libwebrtc's loss based control takes the same)."""

_FALL = 0.9
_RISE = 1.1


class Delivery(NamedTuple):
    """What went to a page in the last second, and which share of it the page missed."""

    sent_bps: float = 0.0
    lost_share: float = 0.0


class Need(NamedTuple):
    """What a line is wanted for in bit/s, sound included: all at its best, and the least with no picture paused."""

    best_bps: int
    least_bps: int


class Downlink:
    """What one page's line carries, from the estimates (REMB) it sends; `limit_bps` is None while nothing limits it.

    An estimate is bounded by what is being received, so a low one alone means nothing: only a fall shows that the line
    was full. From then on the estimate is believed until it allows all that is wanted. Two things keep a still scene,
    which sends little, from being paused for ever: no picture pauses while what is sent arrives, and a limit that no
    fall confirms grows by half, and again.
    """

    def __init__(self) -> None:
        self.limit_bps: int | None = None
        self._last_bps: int | None = None
        self._confirmed_at_s = 0.0
        self._doubt_after_s = DOUBT_AFTER_S
        self._is_doubted = False

    def note(self, estimate_bps: int, need: Need, delivery: Delivery, *, at_s: float) -> bool:
        """Return True when the limit has changed by enough to share anew."""
        before = self.limit_bps
        arrives = estimate_bps >= delivery.sent_bps * KEEPS_UP
        has_fallen = self._last_bps is not None and estimate_bps < self._last_bps * _FALL
        self._last_bps = estimate_bps
        if has_fallen or (before is not None and delivery.lost_share >= FULL_LOSS_SHARE):
            self._confirm(at_s)
            limit_bps: int | None = self._after_fall(max(estimate_bps, need.least_bps) if arrives else estimate_bps)
        else:
            limit_bps = self._after_quiet(estimate_bps, delivery, at_s)
        self.limit_bps = limit_bps if limit_bps is not None and limit_bps < need.best_bps else None
        if self.limit_bps is None:
            self._doubt_after_s = DOUBT_AFTER_S
        return self.limit_bps != before

    def _confirm(self, at_s: float) -> None:
        """Doubt less often where doubt was wrong: each time costs the officer a moment of a full line."""
        self._confirmed_at_s = at_s
        if self._is_doubted:
            self._doubt_after_s = min(2 * self._doubt_after_s, RAREST_DOUBT_S)
        self._is_doubted = False

    def _after_fall(self, believed_bps: int) -> int:
        before = self.limit_bps
        return believed_bps if before is None or believed_bps < before * _FALL else before

    def _after_quiet(self, estimate_bps: int, delivery: Delivery, at_s: float) -> int | None:
        before = self.limit_bps
        if before is None:
            return None
        if estimate_bps > before * _RISE:
            return estimate_bps
        if at_s - self._confirmed_at_s < self._doubt_after_s:
            return before
        self._confirmed_at_s, self._is_doubted = at_s, True
        return round(DOUBT * max(before, delivery.sent_bps))


def needed(places: Collection[int], focused: Collection[int]) -> Need:
    """Return what a line is wanted for that carries these pictures."""
    best_bps = sum(FOCUSED_BPS if place in focused else TILE_BPS for place in places)
    return Need(SOUND_BPS + best_bps, SOUND_BPS + LEAST_TILE_BPS * _weight(places, focused))


def share(places: Collection[int], focused: Collection[int], limit_bps: int | None) -> dict[int, int]:
    """Return the rate of each place's camera; PAUSED where the picture is to stay away."""
    shown = sorted(places, key=lambda place: (place not in focused, place))
    if limit_bps is None or limit_bps >= needed(places, focused).best_bps:
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


def _weight(shown: Collection[int], focused: Collection[int]) -> int:
    return sum(FOCUS_WEIGHT if place in focused else 1 for place in shown)
