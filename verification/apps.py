"""Registers verification with Django, and with the queue as the one that calls people."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "verification"

    def ready(self) -> None:
        from lapak.queue.calling import line_changed

        line_changed.connect(_fill_places, dispatch_uid="fill places")


def _fill_places(*, branch_id: int, at: datetime, **_: Any) -> None:
    from verification import seating

    seating.fill(branch_id, at=at)
