"""The demonstration's roster and slots of the coming days, beginning today; made anew without harm."""

from datetime import datetime, time, timedelta

from django.db import transaction

from booths import demo
from booths.branches import local_day
from booths.models import Branch, Officer
from lapak.queue import planning
from lapak.queue.models import PlannedShift

# Where the invented branches stand, so that a full one can name the nearest.
POSITIONS = {demo.CIKARANG: (-6.31, 107.15), demo.SOFIFI: (0.73, 127.56)}
DAYS = 10
# Before and after lunch.
SHIFTS = ((time(8), time(12)), (time(13), time(15)))


@transaction.atomic
def load(*, at: datetime) -> None:
    for code, (latitude, longitude) in POSITIONS.items():
        Branch.objects.filter(code=code).update(latitude=latitude, longitude=longitude)
    for year in {at.year, (at + timedelta(days=DAYS)).year}:
        planning.load_national_days(year, at=at)
    for officer in Officer.objects.filter(role=Officer.Role.CSO, branch__code__in=POSITIONS).select_related("branch"):
        _plan(officer, at=at)
    for branch in Branch.objects.filter(code__in=POSITIONS):
        today = local_day(branch, at=at)
        for ahead in range(1, DAYS + 1):
            planning.publish(branch, today + timedelta(days=ahead), at=at)


def _plan(officer: Officer, *, at: datetime) -> None:
    branch = officer.branch
    assert branch is not None, "asked for above"
    today = local_day(branch, at=at)
    for ahead in range(1, DAYS + 1):
        day = today + timedelta(days=ahead)
        for begins, ends in SHIFTS if day.weekday() < 5 else ():
            PlannedShift.objects.get_or_create(
                officer=officer,
                branch=branch,
                starts_at=datetime.combine(day, begins, branch.zone),
                ends_at=datetime.combine(day, ends, branch.zone),
            )
