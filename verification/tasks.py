"""The alarm clock of sessions: a missed or doubled task changes nothing, the next one finds the same rows."""

from celery import shared_task
from django.utils import timezone

from verification import line_measures, upkeep


@shared_task
def sweep() -> None:
    upkeep.keep_all(at=timezone.now())


@shared_task
def forget_old_lines() -> None:
    line_measures.forget_old(at=timezone.now())
