"""Fixtures of the money tests: one simulated bank for all, emptied before each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lapak.money.bank.snap import SnapBank
from lapak.money.terms import Terms
from tests.money.cast import Clock
from tests.money.simulator import Simulator


@pytest.fixture(scope="session")
def running_simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder: Path = tmp_path_factory.mktemp("bank")
    simulator = Simulator(folder)
    yield simulator
    simulator.close()


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    running_simulator.reset()
    return running_simulator


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bank(simulator: Simulator, clock: Clock) -> Iterator[SnapBank]:
    client = simulator.connect(clock)
    yield client
    client.close()


@pytest.fixture
def terms() -> Terms:
    return Terms(deduplicates=True)
