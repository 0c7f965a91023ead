"""The alarm clock of sessions: a missed or doubled task changes nothing, the next one finds the same rows."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from verification import expected_times, line_measures, upkeep
from verification.evidence import assembly, retention, spool

# A task that was missed, or late by an hour, leaves nothing out.
NEWS_OF = timedelta(hours=2)


@shared_task
def sweep() -> None:
    upkeep.keep_all(at=timezone.now())


@shared_task
def measure_times() -> None:
    now = timezone.now()
    for branch in expected_times.branches_with_news(now - NEWS_OF):
        expected_times.measure(branch, at=now)


@shared_task
def finish_recordings() -> None:
    assembly.finish_due(spool.shared(), at=timezone.now())


@shared_task
def forget_old_evidence() -> None:
    retention.forget_old(at=timezone.now())


@shared_task
def forget_old_lines() -> None:
    line_measures.forget_old(at=timezone.now())
