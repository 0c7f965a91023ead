"""Tasks are kept, ended and spoken of."""

import asyncio
import logging

from tests.pace import PATIENCE_SECONDS, until
from verification.media.keeper import Keeper


async def test_a_task_that_loses_one_cancellation_is_ended_all_the_same():
    keeper = Keeper()
    lost: list[int] = []

    async def work() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if lost:
                    raise
                lost.append(1)

    task = keeper.start(work(), "stubborn")
    await asyncio.sleep(0)
    await asyncio.wait_for(keeper.close(), PATIENCE_SECONDS)

    assert task.cancelled() and len(keeper) == 0 and lost == [1]


async def test_a_task_that_fails_says_so_and_is_forgotten(caplog):
    keeper = Keeper()

    async def work() -> None:
        raise ValueError("broken")

    with caplog.at_level(logging.ERROR):
        keeper.start(work(), "the broken one")
        await until(lambda: len(keeper) == 0)

    assert "the broken one" in caplog.text and len(keeper) == 0
    await keeper.close()
