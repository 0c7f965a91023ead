"""A pytest plugin: throw-away PostgreSQL and Valkey before Django's settings are read. Starts nothing of ours."""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

from bin.support import children, data
from bin.support.servers import PATIENCE_SECONDS, NotStarted, PostgreSQL, Valkey

NO_SECOND_LOOK = {
    "LAPAK_SECOND_LOOK_ABOVE_RUPIAH": str(10**12),
    "LAPAK_RELEASE_ABOVE_RUPIAH": str(10**12),
    "LAPAK_SECOND_LOOK_PERCENT": "0",
}
"""A test that wants another person to look at a payout says so."""
NOWHERE = "postgresql:///nowhere"
"""Of a process that hands tests out to workers and runs none itself."""
OURS = "LAPAK_TEST_SERVICES"
"""Names the variables that this plugin has set."""


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Run around pytest-django's hook of the same name, which loads the settings."""
    has_workers = bool(getattr(early_config.known_args_namespace, "numprocesses", None))
    only_hands_out = has_workers and "PYTEST_XDIST_WORKER" not in os.environ
    _set_environment({"DATABASE_URL": NOWHERE, "REDIS_URL": "unix:///nowhere"} if only_hands_out else {})
    yield


def _set_environment(instead: Mapping[str, str]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="lapak-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sockets = data.find_socket_folder(folder)
    for name in os.environ.pop(OURS, "").split():
        del os.environ[name]  # of the run that started this worker: each worker has servers of its own
    given = set(os.environ)
    for name, value in instead.items():
        os.environ.setdefault(name, value)
    if "DATABASE_URL" not in os.environ:
        postgres = PostgreSQL(folder / "postgres", sockets=sockets, throwaway=True, max_connections=100)
        start(postgres, log=folder / "postgres.log")
        postgres.create_database("lapak")
        os.environ["DATABASE_URL"] = postgres.url()
    if "REDIS_URL" not in os.environ:
        valkey = Valkey(sockets=sockets)
        start(valkey, log=folder / "valkey.log")
        os.environ["REDIS_URL"] = valkey.url()
    made_up = {**data.create_keys(), "LAPAK_DEBUG": "0", "LAPAK_DEMO": "1", "LAPAK_DATA": str(folder), **NO_SECOND_LOOK}
    for name, value in made_up.items():
        os.environ.setdefault(name, value)
    os.environ[OURS] = " ".join(sorted(set(os.environ) - given))


def start(server: PostgreSQL | Valkey, *, log: Path) -> subprocess.Popen[bytes]:
    """Start a server that ends with this process and wait until it answers. Raises NotStarted with its log."""
    server.prepare()
    with log.open("wb") as output:
        process = children.spawn(
            server.command(), environment=os.environ, output=output, death_signal=server.death_signal
        )
    atexit.register(children.stop, process, by=server.stop_signal, patience_seconds=5)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not server.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(f"{server.name}: {NotStarted.__doc__}\n{log.read_text()}")
        time.sleep(0.02)
    return process
