"""bin/bench: the media benchmark measures a real process, and a wrong name is answered with the right ones."""

import json
import subprocess
import sys

import pytest

from bin.support.data import ROOT

PROMISED = {"rooms", "ms_room_second", "us_packet", "rooms_per_core", "p50_ms", "p99_ms", "lost", "join_ms"}


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bin.support.bench", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.mark.live
def test_one_room_is_measured_and_nothing_of_it_is_lost():
    done = bench("media", "--rooms", "1", "--seconds", "1")

    result = json.loads(done.stdout.splitlines()[-1])
    assert set(result) >= PROMISED, done.stderr
    assert result["lost"] == 0
    assert result["packets_per_room_second"] == pytest.approx(1356, rel=0.1)
    assert result["us_packet"] > 0


def test_a_wrong_name_is_answered_with_what_there_is():
    done = bench("midea")

    assert done.returncode == 2
    assert "media" in done.stderr
