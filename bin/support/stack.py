"""Puts Lapak together on one machine: servers, migration, demo data, processes, bank. Supervises nothing."""

import datetime
import os
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bin.support import addresses, bank_keys, certificate, data, procfile
from bin.support.servers import PATIENCE_SECONDS, NotStarted, PostgreSQL, Valkey
from bin.support.supervisor import Program, Supervisor

STOP_RANKS = {"beat": 0, "media": 0, "worker": 1, "web": 2, "bank": 2, "valkey": 3, "postgres": 4}
BANK = data.ROOT / "bin" / "support" / "bank.py"


class PortTaken(Exception):
    """The port is taken by another program: choose another one, for example PORT=8001 bin/run."""

    code = "port_taken"


class ReleaseFailed(Exception):
    """The database could not be brought up to date; the reason stands above."""

    code = "release_failed"


@dataclass(frozen=True)
class Wishes:
    """What the command line asked for."""

    tls: bool = False
    services_only: bool = False
    demo: bool = True
    throwaway: bool = False


class Stack:
    """Everything that runs for one data folder; the caller holds its lock."""

    def __init__(self, folder: Path, wishes: Wishes, supervisor: Supervisor, running: data.Running) -> None:
        self.folder, self.wishes, self.supervisor, self.running = folder, wishes, supervisor, running
        self.addresses = addresses.find_addresses()
        self.environment = build_environment(folder, demo=wishes.demo)

    def start_services(self) -> None:
        """Start the embedded servers, unless the environment names others, and wait until they answer."""
        sockets = data.find_socket_folder(self.folder)
        if "DATABASE_URL" not in os.environ:
            server = PostgreSQL(self.folder / "postgres-18", sockets=sockets, throwaway=self.wishes.throwaway)
            self._start_server(server)
            server.create_database("lapak")
            self.environment["DATABASE_URL"] = server.url()
        if "REDIS_URL" not in os.environ:
            valkey = Valkey(sockets=sockets)
            self._start_server(valkey)
            self.environment["REDIS_URL"] = valkey.url()
        self.running.database_url = self.environment["DATABASE_URL"]
        self.running.redis_url = self.environment["REDIS_URL"]

    def start_application(self) -> None:
        """Migrate, load the demo data, start the processes and wait until the pages can be opened."""
        self._open_web_port()
        self._choose_bank()
        lines = procfile.read(data.ROOT / "Procfile")
        if self.supervisor.run(self._program("release", lines.pop("release"), restart=False)):
            raise ReleaseFailed(ReleaseFailed.__doc__)
        self._start_bank()
        if self.wishes.demo and has_command("loaddemo"):
            self._load_demo()
        for name, line in lines.items():
            self.supervisor.start(self._program(name, line))
        for number in range(2, int(self.environment.get("LAPAK_MEDIA_PROCESSES", "1")) + 1):
            self._start_media_node(number, lines["media"])
        if not self.supervisor.wait(self._web_answers, patience_seconds=60):
            raise NotStarted(f"{NotStarted.__doc__}\n{self.supervisor.tail('web')}")

    def describe(self) -> str:
        """Return what a person needs to know now that it runs."""
        here = self.running.web_url
        lines = ["", f"Lapak is ready: {here}"]
        lines += self._describe_demo()
        if not self.addresses:
            lines += ["", addresses.LOOPBACK_ONLY]
        elif self.wishes.tls:
            lines += ["", "On other machines (the browser warns once about the certificate, which is only local):"]
            lines += [f"  {origin}" for origin in self._origins()[2:]]
        else:
            lines += ["", "Cameras of other machines need HTTPS: bin/run --tls"]
        return "\n".join([*lines, "", "Ctrl-C stops everything."])

    def _start_server(self, server: PostgreSQL | Valkey) -> None:
        server.prepare()
        self.supervisor.start(
            Program(
                server.name,
                server.command(),
                os.environ,
                stop_rank=STOP_RANKS[server.name],
                stop_signal=server.stop_signal,
                death_signal=server.death_signal,
            )
        )

        def settled() -> bool:
            return self.supervisor.has_died(server.name) or server.answers()

        if not self.supervisor.wait(settled, patience_seconds=PATIENCE_SECONDS) or not server.answers():
            self.supervisor.wait(lambda: False, patience_seconds=0.2)  # the rest of its log
            raise NotStarted(f"{server.name}: {NotStarted.__doc__}\n{self.supervisor.tail(server.name)}")

    def _program(self, name: str, line: str, *, restart: bool = True) -> Program:
        rank = STOP_RANKS.get(name, 0)
        return Program(name, procfile.shell_command(line), self.environment, stop_rank=rank, restart=restart)

    def _start_media_node(self, number: int, line: str) -> None:
        """A media process uses one core; each further one is a node of its own, with a port of its own."""
        port = int(self.environment.get("LAPAK_MEDIA_PORT", "0"))
        own = {"LAPAK_MEDIA_NODE": f"media-{number}", "LAPAK_MEDIA_PORT": str(port + number - 1 if port else 0)}
        command, environment = procfile.shell_command(line), {**self.environment, **own}
        self.supervisor.start(Program(f"media-{number}", command, environment, stop_rank=STOP_RANKS["media"]))

    def _open_web_port(self) -> None:
        try:
            self.port = addresses.choose_port(int(os.environ.get("PORT", "8000")))
        except OSError:
            raise PortTaken(PortTaken.__doc__) from None
        self.environment["PORT"] = str(self.port)
        self.environment["LAPAK_ENDPOINT"] = self._endpoint()
        self.environment.setdefault("LAPAK_PUBLIC_ORIGINS", ",".join(self._origins()))
        self.running.public_origins = self.environment["LAPAK_PUBLIC_ORIGINS"]
        self.running.web_url = self._origins()[0]

    def _endpoint(self) -> str:
        """Return Twisted's description of where the web process listens."""
        if not self.wishes.tls:
            return f"tcp:port={self.port}:interface=127.0.0.1"
        now = datetime.datetime.now(datetime.UTC)
        chain, key = certificate.ensure(self.folder / "tls", addresses=self.addresses, at=now)
        return f"ssl:port={self.port}:interface=0.0.0.0:privateKey={_escape(key)}:certKey={_escape(chain)}"

    def _origins(self) -> list[str]:
        scheme = "https" if self.wishes.tls else "http"
        others = [address for address in self.addresses if ":" not in address] if self.wishes.tls else []
        return [f"{scheme}://{host}:{self.port}" for host in ["127.0.0.1", "localhost", *others]]

    def _choose_bank(self) -> None:
        if "LAPAK_BANK_URL" not in os.environ and BANK.exists():
            # Chosen once, so that a bank that was restarted is found at the same address.
            self.running.bank_url = f"http://127.0.0.1:{addresses.choose_port(0)}"
            self.environment |= _bank_environment(self.folder, self.running.bank_url)

    def _start_bank(self) -> None:
        if not self.running.bank_url:
            return
        port = self.running.bank_url.rpartition(":")[2]
        command = [sys.executable, "-m", "bin.support.bank", "--port", port, "--data", str(self.folder / "bank")]
        self.supervisor.start(Program("bank", command, self.environment, stop_rank=STOP_RANKS["bank"]))

    def _load_demo(self) -> None:
        program = self._program("demo", "python manage.py loaddemo", restart=False)
        if self.supervisor.run(program):
            self.supervisor.say("The demo data could not be loaded; the reason stands above.")

    def _describe_demo(self) -> list[str]:
        if not (self.wishes.demo and has_command("showdemo")):
            return []
        self.supervisor.run(self._program("showdemo", "python manage.py showdemo", restart=False))
        return []

    def _web_answers(self) -> bool:
        host = f"127.0.0.1:{self.port}"
        return answers(f"{'https' if self.wishes.tls else 'http'}://{host}/")


def build_environment(folder: Path, given: Mapping[str, str] = os.environ, *, demo: bool) -> dict[str, str]:
    """Return the environment of the processes: what is given wins over what we make up."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{given.get('PATH', os.defpath)}"
    made_up = {"LAPAK_DEBUG": "1", "LAPAK_DEMO": str(int(demo)), "PYTHONUNBUFFERED": "1"}
    fixed = {"PATH": path, "LAPAK_DATA": str(folder)}
    return {**made_up, **data.read_or_create_keys(folder), **given, **fixed}


def environment_of(folder: Path, running: data.Running, given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment for a command that joins a running stack."""
    found = {
        "DATABASE_URL": running.database_url,
        "REDIS_URL": running.redis_url,
        "LAPAK_PUBLIC_ORIGINS": running.public_origins,
    }
    environment = build_environment(folder, given, demo=running.demo) | {
        name: value for name, value in found.items() if value
    }
    return environment | (_bank_environment(folder, running.bank_url) if running.bank_url else {})


def has_command(name: str) -> bool:
    """Tell whether one of our apps has this manage.py command, without the second it takes to start Django."""
    return any(data.ROOT.glob(f"[a-z]*/**/management/commands/{name}.py"))


def answers(url: str) -> bool:
    """Tell whether a web server answers, whatever it says."""
    context = ssl._create_unverified_context() if url.startswith("https") else None  # our own certificate
    try:
        urllib.request.urlopen(url, timeout=2, context=context).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _bank_environment(folder: Path, url: str) -> dict[str, str]:
    return {"LAPAK_BANK_URL": url, **bank_keys.read_or_create(folder / "bank")}


def _escape(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace(":", "\\:")
