"""When a branch is open, in its own time zone, and how many minutes of today it has been."""

from datetime import date, datetime, time, timedelta

from django.utils.dateparse import parse_date

from booths.models import Branch, OpeningHours

# A day that ends here and a next one that begins at midnight are one opening.
LAST_MINUTE = time(23, 59)


def lock(branch_id: int) -> Branch:
    """Take the branch for this transaction, before anything else: one at a time calls people or hands out booths."""
    return Branch.objects.select_for_update(no_key=True).get(pk=branch_id)


def local_day(branch: Branch, *, at: datetime) -> date:
    return at.astimezone(branch.zone).date()


def day_in(text: str | None) -> date | None:
    """Return the day that stands in an address, None for what is no day."""
    try:
        return parse_date(text or "")
    except ValueError:
        return None


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


def closes_at(branch: Branch, *, at: datetime) -> datetime | None:
    """Return when the branch closes next; the opening of today is over then. None where it stays open past midnight.

    On a day without hours, and before or after them, it is closed already: the answer is `at`.
    """
    hours = hours_of(branch, at=at)
    if hours is None or not hours[0] <= at < hours[1]:
        return at
    is_open_on = OpeningHours.objects.filter(branch=branch, opens_at=time(0), weekday=(hours[1].weekday() + 1) % 7)
    if hours[1].time() >= LAST_MINUTE and is_open_on.exists():
        return None
    return hours[1]


def day_span(branch: Branch, day: date) -> tuple[datetime, datetime]:
    """Return the branch's midnights before and after this day, aware; the second is the next day's."""
    midnight = datetime.combine(day, time(), branch.zone)
    return midnight, midnight + timedelta(days=1)


def day_start(branch: Branch, *, at: datetime) -> datetime:
    """Return the branch's midnight before `at`, aware."""
    return day_span(branch, local_day(branch, at=at))[0]
