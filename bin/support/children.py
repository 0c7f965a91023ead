"""Starts child processes that die with us, whatever happens to us; knows nothing about what they do."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    output: int | IO[bytes],
    folder: Path | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that Ctrl-C reaches us alone, and bind its life to ours.

    Call it from the main thread only: Linux sends `death_signal` when the *thread* that started the child ends.
    """
    return subprocess.Popen(
        command,
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_die_with_parent(death_signal),
    )


def stop(process: subprocess.Popen[bytes], *, by: signal.Signals, patience_seconds: float) -> int:
    """Ask a child to end, wait, then kill it. Returns its exit code. May be called on one that has ended."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(by)
    try:
        return process.wait(timeout=patience_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return bind
