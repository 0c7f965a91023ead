"""The alarm clock of appointments: a missed or doubled task changes nothing, the next one finds the same rows."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from booths.branches import local_day
from booths.models import Branch
from booths.one_by_one import one_by_one
from lapak.queue import appointments, draws, gateway, planning, reminders, slots, waiting_list


@shared_task
def tend_bookings() -> None:
    now = timezone.now()
    appointments.expire(at=now)
    waiting_list.pass_on(at=now)
    draws.carry_out_due(at=now)


@shared_task
def send_reminders() -> None:
    """Nothing is noted where there is no gateway: a message that nobody sent must not count as one."""
    way, now = gateway.configured(), timezone.now()
    if way is not None:
        reminders.write_due(at=now)
        reminders.send_due(way, at=now)


@shared_task
def publish_slots() -> None:
    """Make the slots of the coming days of every branch with a roster."""
    staffed = Branch.objects.filter(planned_shifts__ends_at__gt=timezone.now()).distinct()
    one_by_one(_publish_coming_days, staffed.values_list("pk", flat=True), what="slots of branch")


def _publish_coming_days(branch_id: int) -> bool:
    branch, now = Branch.objects.get(pk=branch_id), timezone.now()
    for ahead in range(1, slots.DAYS_AHEAD + 1):
        planning.publish(branch, local_day(branch, at=now) + timedelta(days=ahead), at=now)
    return True
