"""manage.py rotatekeys: seals everything with the first key of LAPAK_FIELD_KEYS; may be stopped and repeated."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from lapak.money import rotation


class Command(BaseCommand):
    help = "Seal every encrypted column with the newest field key; the older keys can be removed afterwards"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=rotation.BATCH_ROWS, help="rows a transaction")

    def handle(self, *args: object, **options: int) -> None:
        for field in rotation.sealed_fields():
            done = 0
            while rows := rotation.rotate_batch(field, rows=max(1, options["rows"])):
                done += rows
            self.stdout.write(f"{field.model._meta.label}.{field.name}: {done}")
