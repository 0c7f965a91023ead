"""Verified claims are paid while worker, Valkey and PostgreSQL die at random and the bank errs."""

import argparse
import random
import sys
import time
from typing import Any

import psycopg2

from bin.support.chaos.sockets import kill
from tests.faults.office import ask_bank_to_pay_twice_if_asked_twice, break_bank, owe, read_book, transfers_of
from tests.live import LiveStack

VICTIMS = ("worker", "worker", "worker", "valkey", "postgres")
# How the bank errs, and how often in a hundred.
FAULTS = {"drop_before": 5, "error_500": 5, "accept_then_drop": 15, "accept_then_500": 5, "pending": 10, "slow": 10}
SETTLED_WITHIN_SECONDS = 600


def run(stack: LiveStack, wishes: argparse.Namespace) -> dict[str, Any]:
    dice, started_at = random.Random(wishes.seed), time.monotonic()
    script_bank(stack, dice, requests=wishes.claims)
    claims = owe(stack, wishes.claims)
    kills: list[str] = []
    while time.monotonic() < started_at + wishes.seconds:
        time.sleep(dice.uniform(0.5, 4))
        kills.append(kill(stack, dice.choice(VICTIMS)))
    rows = wait_until_settled(stack, claims)
    took = time.monotonic() - started_at
    return judge(rows, read_book(stack), claims) | {"kills": kills, "seconds": round(took)}


def script_bank(stack: LiveStack, dice: random.Random, *, requests: int) -> None:
    """Lay down how the bank answers each of the coming transfers."""
    ask_bank_to_pay_twice_if_asked_twice(stack)
    for _ in range(requests):
        behaviour = dice.choices([*FAULTS, "ok"], [*FAULTS.values(), 100 - sum(FAULTS.values())])[0]
        break_bank(stack, behaviour, seconds=dice.uniform(1, 7))


def wait_until_settled(stack: LiveStack, claims: list[int]) -> list[tuple[Any, ...]]:
    """Return the transfers once all are paid, or as they are when time is up."""
    deadline, rows = time.monotonic() + SETTLED_WITHIN_SECONDS, []
    while time.monotonic() < deadline:
        try:
            rows = transfers_of(stack, claims)
        except psycopg2.Error:  # it was killed last and is still starting
            rows = []
        left = sum(row[1] != "PAID" for row in rows) if rows else len(claims)
        print(f"{left} of {len(claims)} left", file=sys.stderr)
        if not left:
            break
        time.sleep(2)
    return rows


def judge(rows: list[tuple[Any, ...]], book: dict[str, dict[str, int]], claims: list[int]) -> dict[str, Any]:
    """Compare our rows with the bank's book: one reference a claim, each booked once with its amount, nothing else."""
    references = {row[2] for row in rows}
    paid_rupiah = sum(entry["amount"] * entry["count"] for entry in book.values())
    owed_rupiah = sum(row[4] for row in rows)
    facts = {
        "claims": len(claims),
        "paid": sum(row[1] == "PAID" and row[3] == "PAID" for row in rows),
        "lost": len(set(claims) - {row[0] for row in rows}),
        "paid_twice": sum(entry["count"] > 1 for entry in book.values()),
        "foreign_references": len(set(book) - references),
        "owed_rupiah": owed_rupiah,
        "paid_rupiah": paid_rupiah,
    }
    held = facts["paid"] == facts["claims"] == len(references) and owed_rupiah == paid_rupiah
    return {"held": held and not (facts["lost"] or facts["paid_twice"] or facts["foreign_references"])} | facts
