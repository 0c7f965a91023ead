"""The Procfile names the production processes and its lines run without the development commands."""

import subprocess

from bin.support import data, procfile
from bin.support.stack import STOP_RANKS


def test_the_procfile_names_the_five_processes() -> None:
    assert set(procfile.read(data.ROOT / "Procfile")) == {"release", "web", "media", "worker", "beat"}


def test_every_process_has_its_place_in_the_order_of_the_end() -> None:
    assert set(procfile.read(data.ROOT / "Procfile")) - {"release"} <= set(STOP_RANKS)


def test_web_listens_on_all_addresses_at_the_port_of_the_environment() -> None:
    line = procfile.read(data.ROOT / "Procfile")["web"]

    shown = subprocess.run(
        procfile.shell_command(line.replace("python -m daphne", "printf '%s\\n'")),
        env={"PORT": "5123", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "tcp:port=5123:interface=0.0.0.0" in shown.stdout.splitlines()
    assert "65536" in shown.stdout.splitlines()
