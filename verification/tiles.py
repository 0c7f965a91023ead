"""Which state a tile, a floor card and a booth's strip show: pure, one word for all pages (ui.md C1)."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext, gettext_noop

from verification.states import SeatStatus

LATE_AFTER = timedelta(seconds=180)

LABELS = {
    "call": gettext_noop("Dipanggil"),
    "test": gettext_noop("Bersiap di bilik"),
    "wait": gettext_noop("Menunggu Anda"),
    "late": gettext_noop("Terlalu lama menunggu"),
    "talk": gettext_noop("Anda bicara"),
    "hold": gettext_noop("Ditahan"),
    "hand": gettext_noop("Minta perhatian"),
    "lost": gettext_noop("Terputus"),
    "done": gettext_noop("Selesai"),
    "off": gettext_noop("Tidak berfungsi"),
    "empty": gettext_noop("Kosong"),
}


@dataclass(frozen=True)
class Tile:
    """`waited`: how long since the officer last talked with this seat, or since it was ready for him."""

    status: str
    focused: bool
    present: bool
    hand: bool
    waited: timedelta


def tile_state(tile: Tile) -> str:
    """Return the one word that drives colour, icon and text."""
    if tile.status == SeatStatus.CALLED:
        return "call"
    if tile.status == SeatStatus.DECIDED:
        return "done"
    if tile.status == SeatStatus.INTERRUPTED or not tile.present:
        return "lost"
    if tile.status == SeatStatus.CONNECTING:
        return "test"
    return _attention_state(tile)


def _attention_state(tile: Tile) -> str:
    if tile.focused:
        return "talk"
    if tile.hand:
        return "hand"
    if tile.status == SeatStatus.ON_HOLD:
        return "hold"
    return "late" if tile.waited > LATE_AFTER else "wait"


def state_label(state: str) -> str:
    return gettext(LABELS[state])
