"""Judge the scheduler with a simulator of days: its four scenarios, then the same with other people.

The judge is a program of its own (sim.py of the project's plans): it asks `manage.py schedule_policy` for every
decision and compares with its reference on the same people. Tell where it is with --judge or LAPAK_JUDGE.
"""

import argparse
import json
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bin.support.bench.media import CannotMeasure

ROOT = Path(__file__).resolve().parents[3]
USUAL_PLACE = ROOT.parent / "shared" / "scheduling" / "sim.py"
OURS, REFERENCE = "external", "recommended"
# What the command's settings ask for at its start; it opens no connection.
UNUSED_SERVICES = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1",
    "LAPAK_SECRET_KEY": "x" * 50,
    "LAPAK_FIELD_KEYS": "1:" + "A" * 43 + "=",
    "LAPAK_INDEX_KEY": "A" * 43 + "=",
}
BLOCK_SECONDS = 900


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--judge", type=Path, default=None, help="path of sim.py")
    parser.add_argument("--fresh", type=int, default=8, help="so many blocks of other people after the usual ones")


def run(wishes: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of all blocks; `failed` names what the judge did not let pass."""
    judge = wishes.judge or Path(os.environ.get("LAPAK_JUDGE", USUAL_PLACE))
    if not judge.is_file():
        raise CannotMeasure(f"no judge at {judge}: name its sim.py with --judge")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        blocks = list(pool.map(lambda block: _judge(judge, block), [None, *range(1, wishes.fresh + 1)]))
    for block, (verdicts, _) in zip(["usual", *range(1, wishes.fresh + 1)], blocks, strict=True):
        print(f"people {block}: {', '.join(verdicts.values())}", file=sys.stderr)
    failed = [f"{block}/{name}" for block, (verdicts, _) in enumerate(blocks) for name in _fails(verdicts)]
    fresh_failed = sum(not name.startswith("0/") for name in failed)
    return {
        "usual_passed": 4 - (len(failed) - fresh_failed),
        "fresh_passed": 4 * wishes.fresh - fresh_failed,
        "fresh_judged": 4 * wishes.fresh,
        "failed": failed,
        **_ratios([figures for _, figures in blocks]),
    }


def _fails(verdicts: dict[str, str]) -> Iterator[str]:
    return (name for name, verdict in verdicts.items() if verdict != "PASS")


def _judge(judge: Path, block: int | None) -> tuple[dict[str, str], dict[str, Any]]:
    """Return scenario -> verdict and the judge's own figures of one block of people."""
    policy = shlex.join([sys.executable, str(ROOT / "manage.py"), "schedule_policy"])
    others = [] if block is None else ["--fresh", str(block)]
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.json"
        asked = [sys.executable, str(judge), "--gate", "--cmd", policy, "--json", str(figures), *others]
        said = subprocess.run(
            asked, env=os.environ | UNUSED_SERVICES, capture_output=True, text=True, timeout=BLOCK_SECONDS
        )
        verdicts = re.findall(rf"^(O\d\w*) +{OURS} +(PASS|FAIL.*)$", said.stdout, re.MULTILINE)
        if not verdicts or not figures.is_file():
            raise CannotMeasure(f"the judge did not finish: {said.stderr[-500:]}")
        return dict(verdicts), json.loads(figures.read_text())


def _ratios(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return by scenario the mean of ours over the reference's: claims an hour, unattended p99."""
    return {
        name: {
            scenario[:2]: round(
                statistics.mean(b[scenario][OURS][key] / b[scenario][REFERENCE][key] for b in blocks), 4
            )
            for scenario in blocks[0]
        }
        for name, key in (("ratio_claims_per_hour", "cph"), ("ratio_unattended_p99", "unatt_p99"))
    }
