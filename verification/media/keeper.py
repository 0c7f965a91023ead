"""Keeps every task that was started until it ends; the owner closes the keeper and with it all of them."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

CANCELLATIONS = 10
CANCELLATION_PATIENCE_S = 0.5

logger = logging.getLogger(__name__)


class Keeper:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    async def close(self) -> None:
        """Cancel what still runs and wait for its end; may be called twice.

        A cancellation that meets a time-out inside redis-py gets lost there, so it is repeated.
        """
        for _ in range(CANCELLATIONS):
            if not self._tasks:
                return
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(list(self._tasks), timeout=CANCELLATION_PATIENCE_S)
        if self._tasks:
            logger.error("still running: %s", ", ".join(sorted(task.get_name() for task in self._tasks)))

    async def finish(self, timeout_s: float) -> None:
        """Wait for what runs, at most so long."""
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=timeout_s)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("task %s failed", task.get_name(), exc_info=task.exception())
