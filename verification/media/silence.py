"""When a page counts as silent: nothing of it arrived for 3 s. Pure: counters and times in, changes out."""

from collections.abc import Iterable
from typing import Literal

from .arrange import Kind
from .sources import Source

SILENT_AFTER_S = 3.0

LinkWord = Literal["flowing", "silent"]


class Silence:
    """Watches the sources of one page. A page that sends nothing by choice has no source and is never silent."""

    def __init__(self, connected_at_s: float) -> None:
        self._connected_at_s = connected_at_s
        self._seen: dict[Kind, tuple[int, float]] = {}
        self._told: tuple[LinkWord, tuple[Kind, ...]] | None = None

    def look(self, sources: Iterable[Source], now_s: float) -> tuple[LinkWord, tuple[Kind, ...]] | None:
        """Return (state, silent kinds) if that changed since it was last returned, else None."""
        quiet = {source.kind: self._is_quiet(source, now_s) for source in sources}
        if not quiet or not self._is_known(now_s):
            return None
        missing = tuple(sorted(kind for kind, is_quiet in quiet.items() if is_quiet))
        state: LinkWord = "silent" if all(quiet.values()) else "flowing"
        now = (state, missing)
        if now == self._told:
            return None
        self._told = now
        return now

    def _is_known(self, now_s: float) -> bool:
        """In the first 3 s a source that has sent nothing yet is neither."""
        return any(count for count, _ in self._seen.values()) or now_s - self._connected_at_s > SILENT_AFTER_S

    def _is_quiet(self, source: Source, now_s: float) -> bool:
        count, since_s = self._seen.get(source.kind, (0, self._connected_at_s))
        if source.received != count:
            self._seen[source.kind] = (source.received, now_s)
            return False
        return now_s - since_s > SILENT_AFTER_S
