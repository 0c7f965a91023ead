"""The command line of bin/screenshots: starts a stack and a browser, has the scenes taken, says which ones failed."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django

from bin.support.screenshots.camera import write_film
from bin.support.screenshots.picture import compress
from tests.browser import chromium
from tests.live import LiveStack, start_stack

# As in production, where the tests' stack asks nobody a second time; nothing is drawn at random.
SECOND_LOOK = {"LAPAK_SECOND_LOOK_ABOVE_RUPIAH": "50000000", "LAPAK_RELEASE_ABOVE_RUPIAH": "100000000"}
LANGUAGES = ("id", "en")
DOCUMENTED = "desk-six-1920x1080-id.png"


def main() -> int:
    wishes = _read_wishes()
    wishes.out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        found = chromium.find()
        chromium.repair_playwright()
    except chromium.NoChromium as reason:
        sys.exit(str(reason))
    with tempfile.TemporaryDirectory() as folder, start_stack(environment=SECOND_LOOK) as stack:
        print(f"stack: {time.monotonic() - started:.1f} s", flush=True)
        failed = _take(stack, found, write_film(Path(folder)), wishes)
    if wishes.document:
        compress(wishes.out / DOCUMENTED, wishes.document)
    taken = len(list(wishes.out.glob("*.png")))
    print(f"{taken} pictures in {wishes.out} after {time.monotonic() - started:.0f} s")
    print(f"failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def _read_wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/screenshots", description="Takes a picture of every screen and state.")
    parser.add_argument("--out", type=Path, required=True, help="the folder the pictures go to")
    parser.add_argument("--only", metavar="NAME", action="append", help="only scenes whose name begins like this")
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="only this language")
    parser.add_argument("--document", type=Path, metavar="FILE", help=f"also keep {DOCUMENTED}, compressed, as this")
    return parser.parse_args()


def _take(stack: LiveStack, found: chromium.Chromium, film: Path, wishes: argparse.Namespace) -> list[str]:
    # What the visitors know of the demonstration they read from its models.
    os.environ.update(stack.environment, DJANGO_SETTINGS_MODULE="config.settings")
    django.setup()
    from playwright.sync_api import sync_playwright  # after the repair, which it reads at import

    from bin.support.screenshots.branch import Branch
    from bin.support.screenshots.story import take_all
    from bin.support.screenshots.studio import Studio

    options = found.launch_options()
    options["args"] = [*options["args"], f"--use-file-for-fake-video-capture={film}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        studio = Studio(Branch(stack), browser, wishes.out, tuple(wishes.language or LANGUAGES))
        failed = take_all(studio, beginnings=tuple(wishes.only or [""]))
        browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(main())
