"""manage.py showdemo: prints the demonstration's addresses and accounts."""

from django.conf import settings
from django.core.management.base import BaseCommand

from booths import demo


class Command(BaseCommand):
    help = "Print demonstration addresses and accounts"
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        origin = settings.PUBLIC_ORIGINS[0]
        self.stdout.write(f"  Start here    {origin}/demo/")
        self.stdout.write(f"  Ticket page   {origin}/ticket/{demo.CIKARANG}/")
        self.stdout.write(f"  Display       {origin}/display/{demo.CIKARANG}/")
        self.stdout.write(f"  Book a time   {origin}/janji/{demo.CIKARANG}/")
        self.stdout.write(f"  Password of every account below: {demo.PASSWORD}")
        for account in demo.ACCOUNTS:
            self.stdout.write(f"  {account.username:<8} {account.label}")
