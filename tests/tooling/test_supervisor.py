"""The supervisor with programs of one line: restarts, back-off, order of the end, and why a server did not start."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bin.support.servers import NotStarted, PostgreSQL
from bin.support.supervisor import Program, Supervisor
from tests.pace import PATIENCE_SECONDS
from tests.services import start


def _program(name: str, code: str, **options: object) -> Program:
    return Program(name, [sys.executable, "-c", code], os.environ, **options)  # type: ignore[arg-type]


def test_a_program_that_dies_is_started_again_after_a_second(tmp_path: Path) -> None:
    supervisor = Supervisor(logs=tmp_path)
    supervisor.start(_program("brief", "print('alive', flush=True)"))
    begun = time.monotonic()

    again = supervisor.wait(
        lambda: (tmp_path / "brief.log").read_text().count("alive") == 2, patience_seconds=PATIENCE_SECONDS
    )

    waited_seconds = time.monotonic() - begun
    supervisor.stop()
    assert again
    assert waited_seconds > 1


def test_back_off_doubles_while_a_program_keeps_dying(tmp_path: Path) -> None:
    supervisor = Supervisor(logs=tmp_path)
    supervisor.start(_program("brief", "raise SystemExit(3)"))

    supervisor.wait(lambda: supervisor.children["brief"].delay_seconds == 4, patience_seconds=PATIENCE_SECONDS)

    delay_seconds = supervisor.children["brief"].delay_seconds
    supervisor.stop()
    assert delay_seconds == 4


def test_the_end_comes_in_order_of_rank(tmp_path: Path) -> None:
    note = tmp_path / "order"
    code = f"""
import signal, time
def end(*_):
    time.sleep(0.2)
    open({str(note)!r}, "a").write("NAME ")
    raise SystemExit
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(60)
"""
    supervisor = Supervisor(logs=tmp_path / "logs")
    supervisor.start(_program("last", code.replace("NAME", "last"), stop_rank=2))
    supervisor.start(_program("first", code.replace("NAME", "first"), stop_rank=1))
    ready = supervisor.wait(
        lambda: "ready" in supervisor.tail("last") + supervisor.tail("first"), patience_seconds=PATIENCE_SECONDS
    )
    supervisor.wait(
        lambda: supervisor.tail("last") == supervisor.tail("first") == "ready", patience_seconds=PATIENCE_SECONDS
    )

    supervisor.stop()

    assert ready
    assert note.read_text().split() == ["first", "last"]


def test_a_program_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    )
    supervisor = Supervisor(logs=tmp_path)
    supervisor.start(_program("deaf", code, patience_seconds=0.3))
    supervisor.wait(lambda: supervisor.tail("deaf") == "ready", patience_seconds=PATIENCE_SECONDS)

    supervisor.stop()

    assert supervisor.children["deaf"].exit_code == -signal.SIGKILL


def test_a_server_that_does_not_start_shows_its_own_log(tmp_path: Path) -> None:
    server = PostgreSQL(tmp_path / "postgres", sockets=tmp_path / "no-such-folder", throwaway=True)

    with pytest.raises(NotStarted, match="no-such-folder"):
        start(server, log=tmp_path / "postgres.log")
