"""How late a promise may be kept here. Promises are stated for an ordinary machine; tests also run on slower ones."""

import asyncio
import statistics
import time
from collections.abc import Callable
from typing import Any

TOLERANCE = 3
"""Machines are shared and noisy: a test allows three times what is promised."""
PATIENCE_SECONDS = 60
"""How long a test waits for what must come and was promised no time: only a failure waits so long."""
MOST_SLOWNESS = 4
"""On a machine slower than this no promise about time means anything, and its tests may fail."""
LOOP_COUNT = 1_000_000
ORDINARY_LOOP_SECONDS = 0.02
"""What adding up the first million numbers takes on the machine that the promises are stated for."""


def allowed(promise: float) -> float:
    """Return how long, in the promise's own unit, a test may wait for it: three times, on slow machines more."""
    factor = slowness()
    print(f"promised {promise:g}; this machine takes {factor:.1f} times as long as an ordinary one")
    return promise * TOLERANCE * factor


async def until(condition: Callable[[], object], within_s: float = PATIENCE_SECONDS) -> None:
    """Wait for a true answer. AssertionError when there is none in time."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {within_s} s"
        await asyncio.sleep(0.01)


def wait_until(
    condition: Callable[[], Any], *, patience_seconds: float = PATIENCE_SECONDS, every_s: float = 0.05
) -> Any:
    """Return the first true answer. AssertionError when there is none in time."""
    deadline = time.monotonic() + patience_seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {patience_seconds} s"
        time.sleep(every_s)
    return found


def time_until(condition: Callable[[], Any], *, patience_seconds: float) -> float:
    """Return the seconds until the condition holds. AssertionError when it does not in time."""
    began = time.monotonic()
    wait_until(condition, patience_seconds=patience_seconds, every_s=0.02)
    return time.monotonic() - began


def slowness() -> float:
    """Return how many times longer this machine takes now than an ordinary one, at least 1 and at most 4.

    Asked anew each time: what else runs on the hardware underneath changes it from one minute to the next.
    """
    loop_seconds = statistics.median(_loop_seconds() for _ in range(5))
    return min(max(1.0, loop_seconds / ORDINARY_LOOP_SECONDS), MOST_SLOWNESS)


def _loop_seconds() -> float:
    """Processor time alone: waiting for other processes of this machine is no part of it."""
    began = time.thread_time()
    total = 0
    for number in range(LOOP_COUNT):
        total += number
    return time.thread_time() - began
