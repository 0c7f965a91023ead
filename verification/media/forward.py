"""Who stands behind which window: the table of one room, converging to what is allowed; knows no sockets, no rule."""

from collections import Counter
from collections.abc import Callable, Iterable

from .arrange import Flow, Kind
from .sources import Source
from .windows import Route, Window


class Forwarder:
    """The table of one room: behind each window at most one source. It converges to what is wanted, never patches."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sources: dict[tuple[str, Kind], Source] = {}
        self._windows: dict[tuple[str, int, Kind], Window] = {}
        self._ended: Counter[tuple[str, str, Kind]] = Counter()

    def add_source(self, source: Source) -> None:
        self._sources[source.peer, source.kind] = source

    def add_window(self, window: Window) -> None:
        self._windows[window.key] = window

    def remove_peer(self, peer: str) -> None:
        for key in [key for key, window in self._windows.items() if peer in (key[0], _peer_behind(window))]:
            self._show(self._windows[key], None)
            if key[0] == peer:
                del self._windows[key]
        self._sources = {key: source for key, source in self._sources.items() if source.peer != peer}

    def converge(self, flows: Iterable[Flow]) -> None:
        """Let exactly these streams flow. To be asked again when a peer that was named has come."""
        wanted = {(flow.target, flow.window, flow.kind): (flow.source, flow.kind) for flow in flows}
        for key, window in self._windows.items():
            source_key = wanted.get(key)
            self._show(window, self._sources.get(source_key) if source_key else None)

    def counts(self) -> Counter[tuple[str, str, Kind]]:
        """Return forwarded packets by (from peer, to peer, kind) since the room opened."""
        counts = Counter(self._ended)
        for window in self._windows.values():
            if window.route:
                counts[_count_key(window.route)] += window.route.packets
        return +counts

    def _show(self, window: Window, source: Source | None) -> None:
        if window.source is source:
            return
        if window.route:
            self._end(window.route)
        if source:
            window.route = Route(source, window, self._clock)
            source.attach(window.route)

    def _end(self, route: Route) -> None:
        route.source.detach(route)
        route.end()
        route.window.route = None
        self._ended[_count_key(route)] += route.packets


def _peer_behind(window: Window) -> str | None:
    return window.source.peer if window.source else None


def _count_key(route: Route) -> tuple[str, str, Kind]:
    return route.source.peer, route.window.peer, route.source.kind
