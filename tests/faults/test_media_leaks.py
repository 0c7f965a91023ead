"""Five hundred pages that come and go leave the media plane as it was."""

import asyncio
import gc
import os
import threading

import psutil
import pytest

from tests.media.pages import House

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]

WARM, COUNTED, AT_ONCE = 100, 500, 5
MOST_GROWTH = 1.05


@pytest.mark.parametrize("transport", ["port", "socket"])
async def test_500_joins_and_leaves_leave_files_tasks_threads_and_memory_as_before(transport):
    house = House(transport=transport)
    await house.desk()
    await come_and_go(house, range(WARM))
    before = await look()

    await come_and_go(house, range(WARM, WARM + COUNTED))
    after = await look()
    await house.close()

    assert after[:3] == before[:3]
    assert after[3] <= MOST_GROWTH * before[3], f"{before[3] / 2**20:.0f} -> {after[3] / 2**20:.0f} MiB"


async def come_and_go(house: House, numbers: range) -> None:
    for first in numbers[::AT_ONCE]:
        pages = await asyncio.gather(
            *(house.booth(place, f"booth-{place}-{first + place}") for place in range(1, AT_ONCE + 1))
        )
        house.arrange(subset=(1, 2, 3))
        await asyncio.sleep(0.02)
        for page in pages:
            house.room.leave(page.name)
            await page.close()
            del house.pages[page.name]


async def look() -> tuple[int, int, int, int]:
    """Return open files, tasks, threads and resident bytes, once what was closing has closed."""
    await asyncio.sleep(1)
    gc.collect()
    tasks = len(asyncio.all_tasks())
    return len(os.listdir("/proc/self/fd")), tasks, threading.active_count(), psutil.Process().memory_info().rss
