"""When a branch is open, in its own time zone, and how many minutes of today it has been."""

from datetime import date, datetime

from booths.models import Branch, OpeningHours


def lock(branch_id: int) -> Branch:
    """Take the branch for this transaction, before anything else: one at a time calls people or hands out booths."""
    return Branch.objects.select_for_update(no_key=True).get(pk=branch_id)


def local_day(branch: Branch, *, at: datetime) -> date:
    return at.astimezone(branch.zone).date()


def hours_of(branch: Branch, *, at: datetime) -> tuple[datetime, datetime] | None:
    """Return today's opening and closing, aware; None on a day the branch is closed."""
    day = local_day(branch, at=at)
    hours = OpeningHours.objects.filter(branch=branch, weekday=day.weekday()).first()
    if hours is None:
        return None
    return (
        datetime.combine(day, hours.opens_at, branch.zone),
        datetime.combine(day, hours.closes_at, branch.zone),
    )


def is_open(branch: Branch, *, at: datetime) -> bool:
    hours = hours_of(branch, at=at)
    return hours is not None and hours[0] <= at < hours[1]


def day_start(branch: Branch, *, at: datetime) -> datetime:
    """Return the branch's midnight before `at`, aware."""
    return datetime.combine(local_day(branch, at=at), datetime.min.time(), branch.zone)
