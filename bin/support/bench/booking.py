"""A storm on the release of a branch's slots: many people, few places, through the web server and the database.

Beside it, in the same run, the plainest way to sell a number of places: one counter row that everybody locks in turn.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bin.support import addresses, children
from bin.support.bench.media import CannotMeasure
from bin.support.bench.storm import Attempt, Storm
from bin.support.data import ROOT
from bin.support.stack import answers
from tests.invented import write_register
from tests.live import LiveStack, start_stack
from tests.pace import wait_until

PLACES_OF_A_SLOT = 50
ROUNDS = 3
SMALLER = 10
"""The comparison's storms have so many times fewer people and places than the storm that is reported."""
ENOUGH_FOR_ALL = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--attempts", type=int, default=10_000, help="so many people, each of whom tries once")
    parser.add_argument("--clients", type=int, default=200, help="so many of them at the same time")
    parser.add_argument("--places", type=int, default=500)


def run(wishes: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of the storm; CannotMeasure when anybody saw anything but a place or a clear "full"."""
    with tempfile.TemporaryDirectory() as folder:
        register = write_register(Path(folder), wishes.attempts)
        limits = {"LAPAK_DEMO_REGISTER": str(register), "LAPAK_HOLDS_PER_ADDRESS": str(ENOUGH_FOR_ALL)}
        with start_stack(environment=limits) as stack:
            open_django(stack)
            ours = _storm(stack.base_url, people=wishes.attempts, places=wishes.places, clients=wishes.clients)
            with _counter_site(stack) as counter:
                web = [_compare_sites(stack.base_url, counter, wishes) for _ in range(ROUNDS)]
            database = [_compare_rules(wishes) for _ in range(ROUNDS)]
    return _summary(wishes, ours, web, database)


def open_django(stack: LiveStack) -> None:
    """Join the running stack: from here on the rules can be called in this process too."""
    os.environ.update(stack.environment, DJANGO_SETTINGS_MODULE="config.settings")
    import django

    django.setup()


def _storm(address: str, *, people: int, places: int, clients: int) -> dict[str, Any]:
    """Send everybody to a new day of the demonstration's branch; return what they met and what the rows say."""
    from bin.support.bench import release

    slots = release.open_day(places, PLACES_OF_A_SLOT)
    storm = Storm(address, release.BRANCH, [slot.pk for slot in slots], random.Random(1))
    began = time.monotonic()
    attempts = storm.run(people, clients)
    seconds = time.monotonic() - began
    _check(attempts)
    figures = _figures(attempts, began, seconds) | release.count(slots)
    release.forget_identities(slots)
    print(f"{address}: {figures}", file=sys.stderr)
    return figures


def _check(attempts: list[Attempt]) -> None:
    unclear = [one for one in attempts if one.unclear]
    if unclear:
        raise CannotMeasure(f"{len(unclear)} people saw neither a place nor a clear 'full': {unclear[0].unclear}")


def _figures(attempts: list[Attempt], began: float, seconds: float) -> dict[str, Any]:
    waits = sorted(one.seconds for one in attempts)
    last = max((one.ended for one in attempts if one.booked), default=began)
    return {
        "answered": len(attempts),
        "told_booked": sum(one.booked for one in attempts),
        "bookings_per_second": round(sum(one.booked for one in attempts) / max(last - began, 1e-9), 1),
        "attempts_per_second": round(len(attempts) / seconds, 1),
        "p50_ms": round(1000 * statistics.median(waits)),
        "p99_ms": round(1000 * waits[int(0.99 * (len(waits) - 1))]),
    }


def _compare_sites(ours: str, counter: str, wishes: argparse.Namespace) -> tuple[float, float]:
    """Return how many people a second each answers: ours, the counter row's."""
    size = {"people": wishes.attempts // SMALLER, "places": wishes.places // SMALLER, "clients": wishes.clients}
    return _storm(ours, **size)["attempts_per_second"], _storm(counter, **size)["attempts_per_second"]


def _compare_rules(wishes: argparse.Namespace) -> tuple[float, float]:
    """Return how many places a second are sold without the web: ours, the counter row's."""
    from bin.support.bench import counter, release

    found = release.sell(wishes.places, release.hold), release.sell(wishes.places, counter.hold)
    print(f"database: {found}", file=sys.stderr)
    return found


@contextmanager
def _counter_site(stack: LiveStack) -> Iterator[str]:
    """A second web process that differs in how a place is taken, and in nothing else."""
    port = addresses.choose_port(0)
    origin = f"http://127.0.0.1:{port}"
    own = {"DJANGO_SETTINGS_MODULE": "bin.support.bench.counter_settings", "LAPAK_PUBLIC_ORIGINS": origin}
    command = [sys.executable, "-m", "daphne", "-v0", "-b", "127.0.0.1", "-p", str(port), "config.asgi:application"]
    with (stack.folder / "logs" / "counter.log").open("wb") as output:
        site = children.spawn(command, environment=stack.environment | own, output=output, folder=ROOT)
    try:
        wait_until(lambda: answers(f"{origin}/"), patience_seconds=30)
        yield origin
    finally:
        children.stop(site, by=children.signal.SIGTERM, patience_seconds=10)


def _summary(
    wishes: argparse.Namespace,
    ours: dict[str, Any],
    web: list[tuple[float, float]],
    database: list[tuple[float, float]],
) -> dict[str, Any]:
    return {
        "places": wishes.places,
        "attempts": ours.pop("answered"),
        "clients": wishes.clients,
        **ours,
        "ratio_counter_row": _median_ratio(web),
        "ratio_counter_row_database": _median_ratio(database),
        "database_bookings_per_second": round(statistics.median(rate for rate, _ in database), 1),
    }


def _median_ratio(pairs: list[tuple[float, float]]) -> float:
    return round(statistics.median(ours / counter for ours, counter in pairs), 3)
