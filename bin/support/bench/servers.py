"""The servers that are measured, each started alone and fresh: Lapak's media process, Janus, and the Valkey between."""

import asyncio
import contextlib
import glob
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bin.support import addresses, children, data
from bin.support.bench.lapak_rooms import NODE
from bin.support.servers import Valkey
from verification.media.registry import Registry

UP_WITHIN_S = 20
JANUS_CONFIGURATION = """
general: {{
  configs_folder = "{folder}", plugins_folder = "{library}/plugins", transports_folder = "{library}/transports",
  events_folder = "{library}/events", loggers_folder = "{library}/loggers", debug_level = 3, event_loops = {loops}
}}
media: {{ rtp_port_range = "20000-40000" }}
nat: {{ ice_lite = false, ignore_mdns = true, ice_enforce_list = "{address}", ipv6 = false }}
plugins: {{ disable = "{plugins}" }}
transports: {{ disable = "{transports}" }}
"""
JANUS_WEBSOCKET = """
general: {{ json = "compact", pingpong_trigger = 0, ws = true, ws_port = {port}, ws_ip = "127.0.0.1", wss = false }}
admin: {{ admin_ws = false }}
"""


class NoJanus(RuntimeError):
    """There is no Janus here to compare with; Debian has it: apt install janus"""


class NoAddress(RuntimeError):
    """This machine has no address but loopback, over which no media process sends."""


@dataclass(frozen=True)
class Server:
    kind: str
    pid: int
    url: str


@contextlib.contextmanager
def lapak(transport: str) -> Iterator[Server]:
    """Lapak's media process with a Valkey of its own; no database is there to be asked."""
    with _folder() as folder:
        valkey = Valkey(sockets=folder)
        valkey.prepare()
        environment = {
            **os.environ,
            **data.create_keys(),
            "DATABASE_URL": "postgresql:///nobody",
            "REDIS_URL": valkey.url(),
            "LAPAK_DEBUG": "0",
            "LAPAK_DATA": str(folder),
            "LAPAK_MEDIA_NODE": NODE,
            "LAPAK_MEDIA_ADDRESS": _address(),
            "LAPAK_MEDIA_TRANSPORT": transport,
        }
        with _running(valkey.command(), folder / "valkey.log", dict(os.environ)):
            _wait(valkey.answers)
            log = folder / "media.log"
            with _running([sys.executable, "manage.py", "runmedia"], log, environment) as pid:
                _wait(lambda: asyncio.run(_is_listed(valkey.url())), log)
                yield Server("lapak", pid, valkey.url())


@contextlib.contextmanager
def janus(loops: int) -> Iterator[Server]:
    """Janus with so many event loops (0: a thread for each handle, Debian's default), only videoroom and WebSockets."""
    library = find_janus()
    with _folder() as folder:
        port = addresses.choose_port(0)
        others = {
            kind: ",".join(
                path.name for path in Path(library, kind).glob("*.so") if not path.name.endswith((wanted, ".so.0"))
            )
            for kind, wanted in (("plugins", "videoroom.so"), ("transports", "websockets.so"))
        }
        text = JANUS_CONFIGURATION.format(folder=folder, library=library, loops=loops, address=_address(), **others)
        (folder / "janus.jcfg").write_text(text)
        (folder / "janus.plugin.videoroom.jcfg").write_text("general: { string_ids = false }\n")
        (folder / "janus.transport.websockets.jcfg").write_text(JANUS_WEBSOCKET.format(port=port))
        command = ["janus", "-C", str(folder / "janus.jcfg"), "-F", str(folder)]
        with _running(command, folder / "janus.log", dict(os.environ)) as pid:
            _wait(lambda: _is_open(port), folder / "janus.log")
            yield Server("janus", pid, f"ws://127.0.0.1:{port}")


def find_janus() -> str:
    """Return the folder with its plugins and transports. Raises NoJanus."""
    found = glob.glob("/usr/lib/*/janus")
    if not shutil.which("janus") or not found:
        raise NoJanus(NoJanus.__doc__)
    return found[0]


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="lapak-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[int]:
    with log.open("wb") as output:
        process = children.spawn(command, environment=environment, output=output, folder=data.ROOT)
    try:
        yield process.pid
    finally:
        children.stop(process, by=signal.SIGTERM, patience_seconds=10)


def _wait(holds: Callable[[], bool], log: Path | None = None) -> None:
    deadline_s = time.monotonic() + UP_WITHIN_S
    while not holds():
        if time.monotonic() > deadline_s:
            raise subprocess.SubprocessError(f"not up within {UP_WITHIN_S} s\n{log.read_text()[-2000:] if log else ''}")
        time.sleep(0.05)


def _address() -> str:
    """Return the one address of both servers, so that none has more paths to choose from. Raises NoAddress."""
    found = next((one for one in addresses.find_addresses() if ":" not in one), None)
    if found is None:
        raise NoAddress(NoAddress.__doc__)
    return found


async def _is_listed(url: str) -> bool:
    """Whether the node has announced itself, which it does as soon as it hears what is said to it."""
    registry = Registry(url)
    try:
        return any(node.name == NODE for node in await registry.nodes())
    finally:
        await registry.close()


def _is_open(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
