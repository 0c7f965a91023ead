"""How the line of each booth does: kept every five seconds for the supervisor, told to the officer at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from verification import signalling
from verification.media.health import LineFigures
from verification.models import LineMeasure, Seat

KEPT_FOR = timedelta(days=30)
SHOWN_FOR = timedelta(minutes=3)
SHOWN_BARS = 24
BARS_BY_LOST_PERMILLE = ((30, 4), (100, 3), (150, 2))
"""A loss from 10 % on is weak, from 15 % on bad (ui.md)."""

FIGURES = {*LineFigures.model_fields, *signalling.Condition.model_fields} - {"type"}


def keep(
    peer: str, figures: LineFigures, condition: signalling.Condition | None, *, at: datetime
) -> LineMeasure | None:
    """Keep what we measured of this booth's page and what it says of itself; None when its seat is gone."""
    seat = Seat.objects.filter(peer=peer).only("pk", "place").first()
    if seat is None:
        return None
    said = condition.model_dump(exclude={"type"}) if condition else {}
    return LineMeasure.objects.create(seat=seat, at=at, **figures.model_dump(), **said)


def bars(measure: LineMeasure) -> int:
    """Return 1 to 4, as many bars as the signal of this measure has."""
    return next((count for below, count in BARS_BY_LOST_PERMILLE if measure.lost_permille < below), 1)


def recent(seats: Iterable[Seat], *, at: datetime) -> dict[int, list[LineMeasure]]:
    """Return seat id -> its measures of the last three minutes, oldest first; a seat without any is left out."""
    found: dict[int, list[LineMeasure]] = {}
    for measure in LineMeasure.objects.filter(seat__in=list(seats), at__gt=at - SHOWN_FOR).order_by("at"):
        found.setdefault(measure.seat_id, []).append(measure)
    return found


def shown(measures: list[LineMeasure]) -> dict[str, Any] | None:
    """Return the last figures and the bars so far, None without any."""
    if not measures:
        return None
    last = measures[-1]
    return {
        "bars": bars(last),
        "history": [bars(measure) for measure in measures[-SHOWN_BARS:]],
        **figures_of(last),
    }


def figures_of(measure: LineMeasure) -> dict[str, Any]:
    """Return all that was measured or said, by its name in the protocol."""
    return {name: getattr(measure, name) for name in FIGURES}


def forget_old(*, at: datetime) -> int:
    """Delete what is older than thirty days; return how many."""
    return LineMeasure.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
