"""Who of a room may send how much at this moment: the scene and the lines' limits in, rates by peer out; no sockets."""

from .arrange import Scene, heard
from .budget import PAUSED, Delivery, Downlink, desk_share, needed, share


class Rates:
    """Remembers what each page's line carries."""

    def __init__(self) -> None:
        self._downlinks: dict[str, Downlink] = {}

    def note(self, peer: str, estimate_bps: int, scene: Scene, delivery: Delivery, *, at_s: float) -> bool:
        """Take a page's estimate of its line, and what went to it lately; True when the rates are to be shared anew."""
        need = needed(scene.places, heard(scene)) if peer == scene.desk else needed((0,), ())
        return self._downlinks.setdefault(peer, Downlink()).note(estimate_bps, need, delivery, at_s=at_s)

    def forget(self, peer: str) -> None:
        self._downlinks.pop(peer, None)

    def shares(self, scene: Scene) -> dict[str, int]:
        """Return the rate of each camera of the scene by its peer, in bit/s; PAUSED for a picture that has to wait."""
        if scene.desk is None:
            return {}
        limits = share(scene.places, heard(scene), self._limit(scene.desk))
        rates = {seat.peer: limits[place] for place, seat in scene.places.items()}
        rates[scene.desk] = desk_share(self._limit(seat.peer) for seat in scene.places.values())
        return rates

    def paused(self, scene: Scene) -> frozenset[str]:
        """Return the peers whose pictures the officer's line cannot carry beside the others."""
        return frozenset(peer for peer, rate_bps in self.shares(scene).items() if rate_bps == PAUSED)

    def _limit(self, peer: str) -> int | None:
        downlink = self._downlinks.get(peer)
        return downlink.limit_bps if downlink else None
