"""The data folder of one checkout: its lock, its keys, its sockets, and the note of what runs. Starts nothing."""

import base64
import fcntl
import hashlib
import json
import os
import re
import secrets
import stat
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
SOCKET_FOLDER_LIMIT = 80  # a socket's path has at most 107 bytes on Linux, 103 on macOS; the longest name of ours is 14
PLAIN = re.compile(r"[A-Za-z0-9_./-]+")


class AlreadyRunning(Exception):
    """Lapak is already running in this folder: stop it first, or set LAPAK_DATA and PORT to run a second one."""

    code = "already_running"


class ForeignSocketFolder(Exception):
    """The folder for sockets under the temporary directory belongs to somebody else."""

    code = "foreign_socket_folder"


@dataclass
class Running:
    """What `running.json` tells bin/manage and the tests about a running stack. Holds no secrets."""

    supervisor: int
    database_url: str = ""
    redis_url: str = ""
    web_url: str = ""
    bank_url: str = ""
    public_origins: str = ""
    demo: bool = True
    ready: bool = False
    processes: dict[str, int] = field(default_factory=dict)


def find_folder() -> Path:
    """Return the data folder, absolute; LAPAK_DATA moves it."""
    return (ROOT / os.environ.get("LAPAK_DATA", ".data")).resolve()


def lock(folder: Path) -> IO[str]:
    """Take the folder for this process until the returned file is closed. Raises AlreadyRunning."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (folder / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise AlreadyRunning(AlreadyRunning.__doc__) from None
    return file


def read_or_create_keys(folder: Path) -> dict[str, str]:
    """Return LAPAK_FIELD_KEYS, LAPAK_INDEX_KEY and LAPAK_SECRET_KEY; made once, readable by the owner only."""
    path = folder / "keys"
    if not path.exists():
        _write_private(path, "".join(f"{name}={value}\n" for name, value in create_keys().items()))
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def create_keys() -> dict[str, str]:
    """Return fresh random keys as environment variables."""
    return {
        "LAPAK_FIELD_KEYS": f"1:{_random_base64(32)}",
        "LAPAK_INDEX_KEY": _random_base64(32),
        "LAPAK_SECRET_KEY": _random_base64(48),
    }


def find_socket_folder(folder: Path) -> Path:
    """Return a private folder whose path is short and plain enough for a socket."""
    inside = folder / "sockets"
    if len(os.fsencode(inside)) <= SOCKET_FOLDER_LIMIT and PLAIN.fullmatch(str(inside)):
        inside.mkdir(exist_ok=True, mode=0o700)
        return inside
    temporary = tempfile.gettempdir()
    if len(temporary) > 40 or not PLAIN.fullmatch(temporary):
        temporary = "/tmp"
    short = Path(temporary, f"lapak-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}")
    short.mkdir(exist_ok=True, mode=0o700)
    status = short.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o077:
        raise ForeignSocketFolder(f"{ForeignSocketFolder.__doc__} ({short})")
    return short


def write_running(folder: Path, running: Running) -> None:
    """Replace the note of what runs, so that a reader never sees half of it."""
    _write_private(folder / "running.json", json.dumps(asdict(running)))


def read_running(folder: Path) -> Running | None:
    """Return what runs in the folder, or None; a note left behind by a kill counts for nothing."""
    try:
        running = Running(**json.loads((folder / "running.json").read_text()))
        os.kill(running.supervisor, 0)
    except (FileNotFoundError, ProcessLookupError):
        return None
    return running


def _write_private(path: Path, text: str) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    unfinished.replace(path)


def _random_base64(size_bytes: int) -> str:
    return base64.b64encode(secrets.token_bytes(size_bytes)).decode()
