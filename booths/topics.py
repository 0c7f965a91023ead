"""Raises the sequence of live topics as the last step of a transaction; sends the hint on commit."""

from collections.abc import Iterable

from django.db import connection, transaction

from booths import live
from booths.models import Topic


def of_branch(branch_id: int) -> str:
    return f"branch-{branch_id}"


def of_session(session_id: int) -> str:
    return f"session-{session_id}"


def of_booth(booth_id: int) -> str:
    return f"booth-{booth_id}"


def raise_all(names: Iterable[str]) -> None:
    """Raise each topic once, in sorted order so that two transactions never wait for each other in a circle."""
    raised = _raise(sorted(set(names)))
    transaction.on_commit(lambda: live.hint(raised))


def _raise(names: list[str]) -> dict[str, int]:
    """One statement for all: an officer waits for it with a finger on the key. Rows are locked in the given order."""
    table = Topic._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, sequence) SELECT name, 1 FROM unnest(%s::text[])"
            " WITH ORDINALITY wanted (name, place)"
            " ORDER BY place ON CONFLICT (name) DO UPDATE"
            f" SET sequence = {table}.sequence + 1 RETURNING name, sequence",
            [names],
        )
        return dict(cursor.fetchall())


def sequences(names: Iterable[str]) -> dict[str, int]:
    """Return the current sequence of each topic; 0 for one that never changed."""
    found = dict(Topic.objects.filter(name__in=list(names)).values_list("name", "sequence"))
    return {name: found.get(name, 0) for name in names}
