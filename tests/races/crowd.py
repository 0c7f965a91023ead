"""Many threads at one moment, each with a connection of its own: what a rule does when everybody calls it at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from booths.errors import Refusal
from tests.pace import PATIENCE_SECONDS

Work = Callable[[], Any]


def all_at_once(works: Sequence[Work]) -> list[Any]:
    """Start all works at the same moment; return what each returned, a refusal in its place.

    Anything but a refusal (a deadlock, a broken constraint, a mistake) is raised: no person may ever see it.
    """
    barrier = Barrier(len(works))

    def run(work: Work) -> Any:
        _connect()
        barrier.wait(timeout=PATIENCE_SECONDS)
        try:
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(timeout=PATIENCE_SECONDS) for done in [pool.submit(run, work) for work in works]]


def _connect() -> None:
    """A crowd on a busy machine may wait longer than a person would; a circle is still found after a second."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '60s'; SET statement_timeout = '60s'")


def refusals(results: Sequence[Any]) -> list[Refusal]:
    return [result for result in results if isinstance(result, Refusal)]


def successes(results: Sequence[Any]) -> list[Any]:
    return [result for result in results if not isinstance(result, Refusal)]
