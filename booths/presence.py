"""Who is there is read from times, so silence changes no row: here the pages are told of it all the same."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from booths import topics
from booths.models import PRESENT_FOR, Booth, Device, Place, Shift

# Every branch is looked after every 5 s; a silence is told in each look of this time, since one may come late.
TOLD_FOR = timedelta(seconds=12)


def shared_clock() -> float:
    """Return the database's time in seconds: of two processes' clocks nobody knows which is right."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        return float(cursor.fetchone()[0])


def is_silent(*, at: datetime) -> Q:
    """Match shifts and devices that were not heard of for PRESENT_FOR, or never."""
    return Q(last_seen_at=None) | Q(last_seen_at__lte=at - PRESENT_FOR)


def fell_silent(*, at: datetime) -> Q:
    """Match shifts and devices whose silence is so new that pages may not know of it."""
    return is_silent(at=at) & Q(last_seen_at__gt=at - PRESENT_FOR - TOLD_FOR)


def beat_shift(shift_id: int, *, at: datetime) -> None:
    """Note the desk's heartbeat, unless the shift has ended."""
    shift = Shift.objects.filter(pk=shift_id, ended_at=None)
    if _ends_silence(shift, at=at):
        _tell(shift.values_list("branch_id", flat=True), Booth.objects.filter(_attended_by(shift)))


def beat_device(device_id: int, *, at: datetime) -> None:
    """Note the booth screen's heartbeat, unless the device was revoked."""
    if _ends_silence(Device.objects.filter(pk=device_id, revoked_at=None), at=at):
        booths = Booth.objects.filter(devices=device_id)
        _tell(booths.values_list("branch_id", flat=True), booths)


def _ends_silence(row: QuerySet[Any], *, at: datetime) -> bool:
    """Note a heartbeat of the row's page; return whether it had been silent."""
    if row.filter(is_silent(at=at)).update(last_seen_at=at):
        return True
    row.update(last_seen_at=at)
    return False


def tell_of_silence(branch_id: int, *, at: datetime) -> None:
    """Let the pages look again when a desk or a booth screen of the branch has just fallen silent."""
    shifts = Shift.objects.filter(fell_silent(at=at), branch=branch_id, ended_at=None)
    devices = Device.objects.filter(fell_silent(at=at), booth__branch=branch_id, revoked_at=None)
    booths = Booth.objects.filter(_attended_by(shifts) | Q(pk__in=devices.values("booth")))
    if shifts.exists() or devices.exists():
        _tell([branch_id], booths)


def _attended_by(shifts: QuerySet[Shift]) -> Q:
    return Q(pk__in=Place.objects.filter(shift__in=shifts, released_at=None).values("booth"))


@transaction.atomic
def _tell(branches: Iterable[int], booths: QuerySet[Booth]) -> None:
    """A branch is told even where no booth of it is concerned: an officer without one is on its board too."""
    of_booths = [topics.of_booth(booth) for booth in booths.values_list("pk", flat=True)]
    topics.raise_all([*(topics.of_branch(branch) for branch in branches), *of_booths])
