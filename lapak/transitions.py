"""The one writer of a stored status: checks the table, updates only from the old status, writes the history row."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from booths.errors import StaleState

Moves = dict[str, frozenset[str]]


class ImpossibleMove(Exception):
    """A caller asked for a move that the table of the model does not know: a mistake of ours, not of the user."""


def move(row: Any, to: str, *, by: Any | None, at: datetime, note: str = "", **also: Any) -> None:
    """Change `row.status` to `to` and set the fields in `also`, in one conditional UPDATE.

    `row` is a model with `status`, a class attribute `moves` (from -> set of to) and a `history` of StatusChange.
    Raises ImpossibleMove for a move outside the table, StaleState where another transaction was faster.
    """
    came_from = row.status
    if to not in type(row).moves.get(came_from, frozenset()):
        raise ImpossibleMove(f"{type(row).__name__}: {came_from} -> {to}")
    with transaction.atomic():
        manager: models.Manager[Any] = type(row)._default_manager
        if not manager.filter(pk=row.pk, status=came_from).update(status=to, **also):
            raise StaleState
        row.history.create(from_status=came_from, to_status=to, by=by, at=at, note=note)
    row.status = to
    for name, value in also.items():
        setattr(row, name, value)


def begin(row: Any, *, by: Any | None, at: datetime, note: str = "") -> None:
    """Write the first history row of a record that was just created."""
    row.history.create(from_status="", to_status=row.status, by=by, at=at, note=note)
