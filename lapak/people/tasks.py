"""The alarm clock of people: what need not be remembered any longer."""

from celery import shared_task
from django.utils import timezone

from lapak.people import guesses


@shared_task
def forget_old_guesses() -> None:
    guesses.forget_old(at=timezone.now())
