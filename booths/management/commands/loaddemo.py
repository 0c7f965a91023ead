"""manage.py loaddemo: the demonstration's offices, booths and staff."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from booths import demo


class Command(BaseCommand):
    help = "Load demonstration data (only where LAPAK_DEMO is set)"

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("LAPAK_DEMO is not set: demonstration accounts have a public password")
        demo.load()
