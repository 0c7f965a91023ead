"""bin/run with its servers only: one per folder, no orphans, healing, private files, awkward folders."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from bin.support import children, data
from tests.pace import PATIENCE_SECONDS, wait_until

COMMAND = [sys.executable, "-m", "bin.support.run", "--services-only", "--throwaway"]


def _environment(folder: Path) -> dict[str, str]:
    foreign = ("DATABASE_URL", "REDIS_URL")
    return {name: value for name, value in os.environ.items() if name not in foreign} | {"LAPAK_DATA": str(folder)}


@contextlib.contextmanager
def _run(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = children.spawn(COMMAND, environment=_environment(folder), output=subprocess.DEVNULL, folder=data.ROOT)
    try:
        wait_until(lambda: process.poll() is not None or _is_ready(folder), patience_seconds=PATIENCE_SECONDS)
        assert process.poll() is None, (folder / "logs" / "postgres.log").read_text()
        yield process
    finally:
        children.stop(process, by=signal.SIGTERM, patience_seconds=PATIENCE_SECONDS)


def _is_ready(folder: Path) -> bool:
    running = data.read_running(folder)
    return bool(running and running.ready)


def _ask(folder: Path, sql: str) -> object:
    running = data.read_running(folder)
    assert running is not None
    with contextlib.closing(psycopg2.connect(running.database_url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchone() if cursor.description else None


def test_a_second_run_in_the_same_folder_is_refused_with_a_friendly_sentence(tmp_path: Path) -> None:
    with _run(tmp_path):
        second = subprocess.run(
            COMMAND, env=_environment(tmp_path), cwd=data.ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )

        assert second.returncode == 1
        assert "already running" in second.stderr
        assert "Traceback" not in second.stderr
        assert _ask(tmp_path, "select 1") == (1,)


def test_kill_of_the_supervisor_leaves_no_child_and_the_next_run_keeps_the_data(tmp_path: Path) -> None:
    with _run(tmp_path) as first:
        _ask(tmp_path, "create table kept (id int)")
        offspring = psutil.Process(first.pid).children(recursive=True)

        first.kill()

        _, alive = psutil.wait_procs(offspring, timeout=PATIENCE_SECONDS)
        assert len(offspring) > 5
        assert alive == []

    assert data.read_running(tmp_path) is None
    with _run(tmp_path):
        assert _ask(tmp_path, "select count(*) from kept") == (0,)


def test_the_servers_listen_on_no_network(tmp_path: Path) -> None:
    with _run(tmp_path) as process:
        opened = [
            connection
            for child in psutil.Process(process.pid).children(recursive=True)
            for connection in child.net_connections(kind="inet")
            if connection.status == psutil.CONN_LISTEN
        ]

        assert opened == []
        assert (tmp_path / "sockets").stat().st_mode & 0o777 == 0o700


def test_sigterm_ends_everything_in_order_and_removes_the_note(tmp_path: Path) -> None:
    with _run(tmp_path) as process:
        offspring = psutil.Process(process.pid).children(recursive=True)

        assert children.stop(process, by=signal.SIGTERM, patience_seconds=PATIENCE_SECONDS) == 0

        assert not any(child.is_running() for child in offspring)
        assert "database system is shut down" in (tmp_path / "logs" / "postgres.log").read_text()
        assert not (tmp_path / "running.json").exists()


def test_a_first_start_that_was_interrupted_heals(tmp_path: Path) -> None:
    unfinished = tmp_path / "postgres-18.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    with _run(tmp_path):
        assert _ask(tmp_path, "select 1") == (1,)

    assert not unfinished.exists()


def test_a_long_path_with_spaces_and_a_closed_folder_above_it_works(tmp_path: Path) -> None:
    closed = tmp_path / "closed to others"
    folder = closed / ("a folder with a long name " * 6).strip() / "data"
    folder.mkdir(parents=True)
    closed.chmod(0o700)

    with _run(folder):
        assert _ask(folder, "select 1") == (1,)
        sockets = data.find_socket_folder(folder)
        assert len(str(sockets)) < 80
        assert sockets.stat().st_mode & 0o777 == 0o700

    sockets.rmdir()


def test_the_keys_are_private_and_made_once(tmp_path: Path) -> None:
    first = data.read_or_create_keys(tmp_path)

    second = data.read_or_create_keys(tmp_path)

    assert first == second
    assert set(first) == {"LAPAK_FIELD_KEYS", "LAPAK_INDEX_KEY", "LAPAK_SECRET_KEY"}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/tmp")
    folder = tmp_path / ("long name " * 12)
    short = data.find_socket_folder(folder)
    short.chmod(0o755)

    with pytest.raises(data.ForeignSocketFolder):
        data.find_socket_folder(folder)

    short.rmdir()
