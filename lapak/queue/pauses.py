"""Pauses of a branch's ticket page: no numbers for a while, and why."""

from datetime import datetime

from django.db import transaction

from booths import topics
from booths.models import Branch, Officer
from lapak.queue.models import TicketPause


def current(branch: Branch) -> TicketPause | None:
    return TicketPause.objects.filter(branch=branch, ended_at=None).first()


@transaction.atomic
def begin(branch: Branch, reason: str, *, by: Officer, at: datetime) -> None:
    """Pause the ticket page; a second pause replaces the first. The reception goes on giving numbers."""
    end(branch, at=at)
    TicketPause.objects.create(branch=branch, reason=reason.strip(), started_at=at, by=by)
    topics.raise_all([topics.of_branch(branch.pk)])


def end(branch: Branch, *, at: datetime) -> None:
    TicketPause.objects.filter(branch=branch, ended_at=None).update(ended_at=at)
