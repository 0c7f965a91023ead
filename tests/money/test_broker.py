"""A broken broker delays nothing: the sweep finds what a hint did not tell."""

import socket
import time

import pytest

from config.celery import app
from lapak.money import tasks
from tests.pace import allowed

pytestmark = pytest.mark.timed


def test_a_broker_that_is_down_costs_a_hint_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
    started_at = time.monotonic()

    assert not tasks.hint(1)
    took_s = time.monotonic() - started_at
    assert took_s < allowed(1 / 3)


def test_a_broker_that_is_frozen_delays_a_decision_by_less_than_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        monkeypatch.setattr(app.conf, "broker_write_url", f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
        started_at = time.monotonic()

        assert not tasks.hint(1)
        took_s = time.monotonic() - started_at
        assert took_s < allowed(1 / 3)
