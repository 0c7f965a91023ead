"""Runs rules for sockets in a few threads that keep their database connection; views and tasks go without.

Channels' own database_sync_to_async opens a new connection for every call, and its shared thread would make all sockets
wait for one slow query (measured: a ping took 2.9 s beside a 3 s query).
"""

import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import local
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 8
# A connection that lay idle longer is asked first whether the server still knows it.
TRUSTED_FOR_SECONDS = 5.0

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="socket-rules")
_this_thread = local()


def in_database(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Return an awaitable twin of a rule."""
    return sync_to_async(partial(_with_connection, function), thread_sensitive=False, executor=_pool)


def _with_connection(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    _drop_a_dead_connection()
    try:
        return function(*args, **kwargs)
    finally:
        _this_thread.used_at = time.monotonic()


def _drop_a_dead_connection() -> None:
    idle = time.monotonic() - getattr(_this_thread, "used_at", 0.0) > TRUSTED_FOR_SECONDS
    if connection.connection is not None and (idle or connection.errors_occurred) and not connection.is_usable():
        connection.close()
    connection.errors_occurred = False
