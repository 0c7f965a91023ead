"""The real processes under the supervisor: all are up, all come back, none outlives it."""

import os
import signal
import subprocess
import urllib.request

import psutil
import pytest

from bin.support import data
from tests.live import LiveStack, start_stack
from tests.pace import PATIENCE_SECONDS, wait_until

PROCESSES = {"postgres", "valkey", "web", "media", "worker", "beat"}


def _opens(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_all_processes_run_and_the_login_page_opens(live_stack: LiveStack) -> None:
    assert set(live_stack.running.processes) >= PROCESSES
    assert _opens(live_stack.base_url + "/admin/login/")


def test_a_command_joins_the_stack_with_its_database(live_stack: LiveStack) -> None:
    printed = live_stack.manage("shell", "-v", "0", "-c", "from django.db import connection; print(connection.vendor)")

    assert printed.strip().endswith("postgresql")
    assert live_stack.query("select count(*) > 0 from django_migrations") == [(True,)]


def test_bin_manage_joins_it_too(live_stack: LiveStack) -> None:
    foreign = ("DATABASE_URL", "REDIS_URL", "LAPAK_")
    own = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}

    done = subprocess.run(
        [data.ROOT / "bin" / "manage", "showmigrations", "--plan", "booths"],
        env={**own, "LAPAK_DATA": str(live_stack.folder)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "[X]  booths.0001_initial" in done.stdout


def test_web_that_was_killed_comes_back(live_stack: LiveStack) -> None:
    live_stack.wait_for_restart("web", other_than=live_stack.kill("web"))

    wait_until(lambda: _opens(live_stack.base_url + "/admin/login/"), patience_seconds=PATIENCE_SECONDS)


def test_valkey_that_was_killed_comes_back(live_stack: LiveStack) -> None:
    before = live_stack.pid("valkey")

    live_stack.restart_valkey()

    assert live_stack.pid("valkey") != before


@pytest.mark.live
@pytest.mark.chaos
def test_kill_of_the_supervisor_leaves_nothing_of_the_whole_stack() -> None:
    with start_stack(demo=False) as stack:
        offspring = psutil.Process(stack.running.supervisor).children(recursive=True)
        names = set(stack.running.processes)

        os.kill(stack.running.supervisor, signal.SIGKILL)

        _, alive = psutil.wait_procs(offspring, timeout=PATIENCE_SECONDS)
        assert names >= PROCESSES
        assert alive == []
