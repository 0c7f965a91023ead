"""Two media nodes: a killed one's rooms move to the other, and one that is stopped hands them over before it ends."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bin.support import data
from tests.faults.live_page import LivePage
from tests.faults.office import Office, bring_in
from tests.live import LiveStack
from tests.pace import allowed, time_until, wait_until

pytestmark = [pytest.mark.live, pytest.mark.chaos]
MOVED_WITHIN_SECONDS = 5
HANDED_OVER_WITHIN_SECONDS = 2
NODES = "SELECT media_node FROM verification_verificationsession ORDER BY id DESC LIMIT 1"


@contextlib.contextmanager
def second_node(stack: LiveStack) -> Iterator[subprocess.Popen[bytes]]:
    """A node of the branch itself, so that it is chosen before the stack's own."""
    environment = {**stack.environment, "LAPAK_MEDIA_NODE": "media-2", "LAPAK_MEDIA_BRANCHES": "bekasi-cikarang"}
    command = [sys.executable, "manage.py", "runmedia"]
    process = subprocess.Popen(command, cwd=data.ROOT, env=environment, stdout=subprocess.PIPE)
    try:
        assert process.stdout and b"is up" in process.stdout.readline()
        time.sleep(1.5)  # until it has announced itself
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def join(pages: list[LivePage]) -> None:
    since = time.monotonic()
    for page in pages:
        page.join_room()
    time_until(lambda: all(page.heard_since(since, "offer") for page in pages), patience_seconds=10)


def seconds_until_offered_anew(pages: list[LivePage], since: float) -> float:
    time_until(lambda: all(page.heard_since(since, "offer") for page in pages), patience_seconds=30)
    return time.monotonic() - since


def node_of(stack: LiveStack) -> str:
    return str(stack.query(NODES)[0][0])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_rooms_of_a_node_that_ends_move_to_the_other_one(live_stack: LiveStack, office: Office, number):
    pages = [bring_in(live_stack, office), office.desk]
    live_stack.query("UPDATE verification_verificationsession SET media_node = ''")
    with second_node(live_stack) as process:
        join(pages)
        assert node_of(live_stack) == "media-2"

        since = time.monotonic()
        os.kill(process.pid, number)
        took = seconds_until_offered_anew(pages, since)

        promised = MOVED_WITHIN_SECONDS if number == signal.SIGKILL else HANDED_OVER_WITHIN_SECONDS
        print(f"moved after {took:.1f} s")
        assert took < allowed(promised)
        assert node_of(live_stack) == "media-1"
        wait_until(lambda: process.poll() is not None, patience_seconds=15)
        assert process.returncode == (-9 if number == signal.SIGKILL else 0)
