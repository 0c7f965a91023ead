"""Keeps programs running: starts, prefixes their logs, restarts with back-off, stops in order. Knows no program."""

import contextlib
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from bin.support import children

FIRST_DELAY_SECONDS = 1.0
# An experiment that kills on purpose does not wait so long.
LONGEST_DELAY_SECONDS = float(os.environ.get("LAPAK_LONGEST_DELAY_SECONDS", "30"))
STEADY_SECONDS = 30.0  # a program that lived this long starts again with the first delay
TAIL_LINES = 40
LONGEST_LINE_BYTES = 16_384
COLOURS = (36, 33, 35, 32, 34, 96, 93, 95)


class Stopped(Exception):
    """Somebody asked us to stop."""

    code = "stopped"


@dataclass(frozen=True)
class Program:
    """What to run. `stop_rank` orders the end: lowest first, equals together."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    stop_rank: int = 0
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    patience_seconds: float = 8
    restart: bool = True


@dataclass
class _Child:
    program: Program
    colour: int
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    restart_at: float | None = None
    delay_seconds: float = FIRST_DELAY_SECONDS
    exit_code: int | None = None
    rest: bytes = b""
    tail: deque[str] = field(default_factory=lambda: deque(maxlen=TAIL_LINES))


class Supervisor:
    """One loop in one thread: children's output, their deaths, restarts that are due, and signals to us."""

    def __init__(self, *, logs: Path, on_change: Callable[[dict[str, int]], None] = lambda _: None) -> None:
        self.children: dict[str, _Child] = {}
        self.logs, self.on_change = logs, on_change
        self.stop_requests = 0
        self.stopping = False
        self.selector = selectors.DefaultSelector()
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)

    def listen_to_signals(self) -> None:
        """Let Ctrl-C, SIGTERM and the end of the terminal ask for an orderly stop."""
        reader, self.waker = socket.socketpair()
        reader.setblocking(False)
        self.waker.setblocking(False)
        signal.set_wakeup_fd(self.waker.fileno(), warn_on_full_buffer=False)
        self.selector.register(reader, selectors.EVENT_READ, None)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._request_stop)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asked for no end with the terminal
            signal.signal(signal.SIGHUP, self._request_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # it only has to wake the loop

    def start(self, program: Program) -> None:
        """Start a program and keep it running from now on."""
        colour = COLOURS[len(self.children) % len(COLOURS)]
        child = self.children[program.name] = _Child(program, colour)
        (self.logs / f"{program.name}.log").write_bytes(b"")
        self._spawn(child)

    def run(self, program: Program) -> int:
        """Run a program to its end and return its exit code. Raises Stopped."""
        self.start(program)
        child = self.children[program.name]
        self.wait(lambda: child.exit_code is not None, patience_seconds=600)
        assert child.exit_code is not None
        return child.exit_code

    def wait(self, condition: Callable[[], bool], *, patience_seconds: float) -> bool:
        """Keep everything going until the condition holds; False when it did not in time. Raises Stopped."""
        deadline = time.monotonic() + patience_seconds
        while not condition():
            if self.stop_requests:
                raise Stopped(Stopped.__doc__)
            if time.monotonic() > deadline:
                return False
            self._turn(0.05)
        return True

    def has_died(self, name: str) -> bool:
        """Tell whether a program has ended at least once since its last start by us."""
        return self.children[name].exit_code is not None

    def tail(self, name: str) -> str:
        """Return the last lines a program wrote."""
        return "\n".join(self.children[name].tail)

    def run_until_stopped(self) -> None:
        """Keep everything going until somebody asks us to stop."""
        while not self.stop_requests:
            self._turn(self._seconds_to_next_restart())

    def stop(self) -> None:
        """Stop everything, rank by rank; a second request meanwhile kills what is left at once."""
        self.stopping = True
        for child in self.children.values():
            child.restart_at = None
        for rank in sorted({child.program.stop_rank for child in self.children.values()}):
            self._stop_rank([child for child in self.children.values() if child.program.stop_rank == rank])

    def say(self, text: str) -> None:
        """Print lines of our own."""
        for line in text.splitlines():
            self._print("lapak", 97, line)

    def _stop_rank(self, rank: Iterable[_Child]) -> None:
        running = [child for child in rank if child.process]
        requests = self.stop_requests
        for child in running:
            self._signal(child, child.program.stop_signal)
        deadline = time.monotonic() + max((child.program.patience_seconds for child in running), default=0)
        while any(child.process for child in running):
            if time.monotonic() > deadline or self.stop_requests > max(requests, 1):
                for child in running:
                    self._signal(child, signal.SIGKILL)
            self._turn(0.05)

    @staticmethod
    def _signal(child: _Child, number: signal.Signals) -> None:
        if child.process:
            with contextlib.suppress(ProcessLookupError):
                child.process.send_signal(number)

    def _request_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_requests += 1

    def _spawn(self, child: _Child) -> None:
        child.restart_at, child.started_at = None, time.monotonic()
        reader, writer = os.pipe()
        child.process = children.spawn(
            child.program.command,
            environment=child.program.environment,
            output=writer,
            death_signal=child.program.death_signal,
        )
        os.close(writer)
        os.set_blocking(reader, False)
        self.selector.register(reader, selectors.EVENT_READ, child)
        self._note_change()

    def _turn(self, timeout_seconds: float | None) -> None:
        for key, _ in self.selector.select(timeout_seconds):
            if isinstance(key.fileobj, int):
                self._read(key.fileobj, key.data)
            else:
                self._drain_wakeups(key.fileobj)
        self._reap()
        for child in self.children.values():
            if child.restart_at is not None and child.restart_at <= time.monotonic():
                self._spawn(child)

    @staticmethod
    def _drain_wakeups(waker: object) -> None:
        with contextlib.suppress(BlockingIOError):
            while isinstance(waker, socket.socket) and waker.recv(4096):
                pass

    def _read(self, reader: int, child: _Child) -> None:
        try:
            data = os.read(reader, 65_536)
        except BlockingIOError:
            return
        if not data:
            self.selector.unregister(reader)
            os.close(reader)
            data = b"\n" if child.rest else b""
        *lines, child.rest = (child.rest + data).split(b"\n")
        if len(child.rest) > LONGEST_LINE_BYTES:
            lines, child.rest = [*lines, child.rest], b""
        for line in lines:
            self._log(child, line.decode(errors="replace").rstrip("\r"))

    def _log(self, child: _Child, line: str) -> None:
        child.tail.append(line)
        with (self.logs / f"{child.program.name}.log").open("a") as file:
            file.write(line + "\n")
        self._print(child.program.name, child.colour, line)

    def _reap(self) -> None:
        for child in self.children.values():
            if child.process is None or child.process.poll() is None:
                continue
            child.exit_code, child.process = child.process.returncode, None
            if child.program.restart and not (self.stopping or self.stop_requests):
                self._plan_restart(child)
            self._note_change()

    def _plan_restart(self, child: _Child) -> None:
        if time.monotonic() - child.started_at >= STEADY_SECONDS:
            child.delay_seconds = FIRST_DELAY_SECONDS
        child.restart_at = time.monotonic() + child.delay_seconds
        self.say(f"{child.program.name} ended ({child.exit_code}), starting again in {child.delay_seconds:.0f} s")
        child.delay_seconds = min(child.delay_seconds * 2, LONGEST_DELAY_SECONDS)

    def _seconds_to_next_restart(self) -> float | None:
        due = [child.restart_at for child in self.children.values() if child.restart_at is not None]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _note_change(self) -> None:
        self.on_change({name: child.process.pid for name, child in self.children.items() if child.process})

    def _print(self, name: str, colour: int, line: str) -> None:
        head = f"{name:<8} |"
        if sys.stdout.isatty():
            head = f"\x1b[{colour}m{head}\x1b[0m"
        try:
            print(head, line, flush=True)
        except OSError:  # nobody reads us any more (`bin/run | head`)
            self.stop_requests += 1
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
