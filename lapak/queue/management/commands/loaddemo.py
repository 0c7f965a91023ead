"""manage.py loaddemo: the demonstration's offices, booths and staff, their roster and the slots of the coming days."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from booths import demo as places
from lapak.queue import demo as appointments


class Command(BaseCommand):
    help = "Load demonstration data (only where LAPAK_DEMO is set)"
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("LAPAK_DEMO is not set: demonstration accounts have a public password")
        places.load()
        appointments.load(at=timezone.now())
