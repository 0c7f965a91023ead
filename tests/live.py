"""The real processes for tests: bin/run on a throw-away folder and free ports, with handles to kill and to look."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg2

from bin.support import children, data
from bin.support.stack import environment_of
from tests.interpreter import Interpreter
from tests.pace import PATIENCE_SECONDS, wait_until
from tests.services import NO_SECOND_LOOK

START_PATIENCE_SECONDS = 120
OF_ONE_STACK = ("LAPAK_", "DATABASE_URL", "REDIS_URL", "PORT", "TZ")  # Django sets TZ in the tests' own process


_stacks_of_this_run: list[object] = []


class LiveStack:
    """A running Lapak. Everything is read afresh, since the supervisor gives a restarted process a new number."""

    def __init__(self, folder: Path, given: Mapping[str, str]) -> None:
        self.folder, self.given = folder, given
        self._interpreter: Interpreter | None = None

    @property
    def running(self) -> data.Running:
        found = data.read_running(self.folder)
        assert found is not None, f"nothing runs any more:\n{self.log('supervisor')}"
        return found

    @property
    def base_url(self) -> str:
        return self.running.web_url

    @property
    def bank_url(self) -> str:
        return self.running.bank_url

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes, for commands that are to join it."""
        return environment_of(self.folder, self.running, self.given)

    def pid(self, name: str) -> int:
        """Return the number of web, media, worker, beat, bank, postgres or valkey. KeyError while it is down."""
        return self.running.processes[name]

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal, by default the one nobody can refuse; returns the number of the process that got it."""
        pid = self.pid(name)
        os.kill(pid, number)
        return pid

    def wait_for_restart(self, name: str, *, other_than: int, patience_seconds: float = PATIENCE_SECONDS) -> int:
        """Wait until the supervisor has started a program again; returns its new process number."""
        wait_until(
            lambda: self.running.processes.get(name, other_than) != other_than, patience_seconds=patience_seconds
        )
        return self.pid(name)

    def restart_valkey(self) -> None:
        """Kill Valkey and wait until its successor runs; what it held is gone."""
        self.wait_for_restart("valkey", other_than=self.kill("valkey"))

    def log(self, name: str) -> str:
        """Return what a program has written since the stack was started."""
        path = self.folder / "logs" / f"{name}.log"
        return path.read_text() if path.exists() else ""

    def run(self, code: str) -> str:
        """Carry out Python in it and return what it printed; a failure shows its traceback."""
        if self._interpreter is None:
            self._interpreter = Interpreter(self.environment)
        return self._interpreter.run(code)

    def close(self) -> None:
        if self._interpreter:
            self._interpreter.close()

    def manage(self, *arguments: str, patience_seconds: float = PATIENCE_SECONDS) -> str:
        """Run a manage.py command in it and return what it printed; a failure shows all of it."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=data.ROOT, env=self.environment, capture_output=True, text=True, timeout=patience_seconds
        )
        assert done.returncode == 0, f"manage.py {arguments[0]} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question to its database."""
        with contextlib.closing(psycopg2.connect(self.running.database_url)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def start_stack(*, demo: bool = True, environment: Mapping[str, str] | None = None) -> Iterator[LiveStack]:
    """Start a fresh stack, wait until its pages can be opened, and throw it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lapak-live-"))
    own = {name: value for name, value in os.environ.items() if not name.startswith(OF_ONE_STACK)}
    given = {**own, "LAPAK_DEBUG": "0", **NO_SECOND_LOOK, **(environment or {})}
    stack = LiveStack(folder, given)
    with _alone_on_this_machine():
        process = _start_supervisor(folder, given, ["--throwaway", *([] if demo else ["--no-demo"])])
        try:
            _wait_until_ready(stack, process)
            yield stack
        finally:
            stack.close()
            children.stop(process, by=signal.SIGTERM, patience_seconds=30)
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _alone_on_this_machine() -> Iterator[None]:
    """Stacks of two test runs would spoil each other's times: the second run waits. One run may have several."""
    if _stacks_of_this_run:
        yield
        return
    with (Path(tempfile.gettempdir()) / "lapak-live-stack.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _stacks_of_this_run.append(lock)
        yield
        _stacks_of_this_run.clear()


def _start_supervisor(folder: Path, given: Mapping[str, str], options: Sequence[str]) -> subprocess.Popen[bytes]:
    (folder / "logs").mkdir()
    with (folder / "logs" / "supervisor.log").open("wb") as output:
        return children.spawn(
            [sys.executable, "-m", "bin.support.run", *options],
            environment={**given, "LAPAK_DATA": str(folder), "PORT": "0", "PYTHONUNBUFFERED": "1"},
            output=output,
            folder=data.ROOT,
        )


def _wait_until_ready(stack: LiveStack, process: subprocess.Popen[bytes]) -> None:
    def settled() -> bool:
        running = data.read_running(stack.folder)
        return process.poll() is not None or bool(running and running.ready)

    try:
        wait_until(settled, patience_seconds=START_PATIENCE_SECONDS)
        assert process.poll() is None
    except AssertionError:
        raise AssertionError(f"the stack did not start:\n{stack.log('supervisor')[-6000:]}") from None
