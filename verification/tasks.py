"""The alarm clock of sessions: a missed or doubled task changes nothing, the next one finds the same rows."""

from celery import shared_task
from django.utils import timezone

from verification import upkeep


@shared_task
def sweep() -> None:
    upkeep.keep_all(at=timezone.now())
