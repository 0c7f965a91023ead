"""The command line of bin/chaos: starts a stack, runs one experiment, prints its result as the last line."""

import argparse
import json
import os
import random
import sys
from importlib import import_module

import django

from bin.support.chaos.hurry import ENVIRONMENT
from tests.live import LiveStack, start_stack

EXPERIMENTS = ("idle", "payout", "sockets")


def main() -> int:
    """Return 0 where everything held, else 1."""
    parser = argparse.ArgumentParser(prog="bin/chaos", description="Break Lapak on purpose and check what must hold.")
    parser.add_argument("name", choices=EXPERIMENTS)
    parser.add_argument("--seconds", type=int, default=65, help="how long to disturb")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="the same seed, the same faults")
    parser.add_argument("--payouts", type=int, default=400, help="payout: how many are paid meanwhile")
    parser.add_argument("--bank", choices=("idempotent", "accepting"), default="accepting", help="payout: its kind")
    parser.add_argument("--naive", action="store_true", help="payout: a driver that must be caught")
    wishes = parser.parse_args()
    print(f"{wishes.name}: seed {wishes.seed}, {wishes.seconds} s", file=sys.stderr)
    with start_stack(environment=ENVIRONMENT if wishes.name == "payout" else None) as stack:
        _join(stack)
        result = import_module(f"bin.support.chaos.{wishes.name}").run(stack, wishes)
    print(json.dumps({"experiment": wishes.name, "seed": wishes.seed, **result}))
    return 0 if result["held"] else 1


def _join(stack: LiveStack) -> None:
    """Make this process one of the stack's: the experiments read our own register and lists."""
    os.environ.update(stack.environment)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
