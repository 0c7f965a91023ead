"""Pages of a whole office while web, Valkey and PostgreSQL are killed at random: they come back and show what is
true.
"""

import argparse
import random
import signal
import sys
import time
from typing import Any

from tests.faults.office import Office
from tests.live import LiveStack
from tests.pace import time_until

VICTIMS = ("web", "valkey", "postgres", "media")
CONVERGED_WITHIN_SECONDS = 60


def run(stack: LiveStack, wishes: argparse.Namespace) -> dict[str, Any]:
    dice, office, kills = random.Random(wishes.seed), Office(stack), []
    deadline = time.monotonic() + wishes.seconds
    while time.monotonic() < deadline:
        kills.append(kill(stack, dice.choice(VICTIMS)))
        time.sleep(dice.uniform(1, 8))
    try:
        took = time_until(office.is_settled, patience_seconds=CONVERGED_WITHIN_SECONDS)
    except AssertionError:
        took = None
    losses = sum(page.losses for page in office.pages)
    office.close()
    return {"held": took is not None, "kills": kills, "socket_losses": losses, "converged_after_seconds": took}


def kill(stack: LiveStack, name: str) -> str:
    """End one process the hard way; one that is down already is left alone."""
    number = signal.SIGQUIT if name == "postgres" else signal.SIGKILL
    try:
        stack.kill(name, number)
    except (KeyError, ProcessLookupError):
        return f"{name} was down"
    print(f"killed {name}", file=sys.stderr)
    return name
