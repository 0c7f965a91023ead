"""Answers a simulator's questions with the product's scheduler: one JSON line in, one JSON line out, no database."""

import json
import sys

from django.core.management.base import BaseCommand

from verification import policy


class Command(BaseCommand):
    help = "Speak the JSON lines of a policy simulator with the product's own scheduler"
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        for line in sys.stdin:
            print(json.dumps(policy.answer(json.loads(line))), flush=True)
