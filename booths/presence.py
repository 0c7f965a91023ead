"""Who is there is read from times, so silence changes no row: here the pages are told of it all the same."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from booths import topics
from booths.models import PRESENT_FOR, Booth, Device, Place, Shift

# Every branch is looked after every 5 s; a silence is told in each look of this time, since one may come late.
TOLD_FOR = timedelta(seconds=12)


def is_silent(*, at: datetime) -> Q:
    """Match shifts and devices that were not heard of for PRESENT_FOR, or never."""
    return Q(last_seen_at=None) | Q(last_seen_at__lte=at - PRESENT_FOR)


def fell_silent(*, at: datetime) -> Q:
    """Match shifts and devices whose silence is so new that pages may not know of it."""
    return is_silent(at=at) & Q(last_seen_at__gt=at - PRESENT_FOR - TOLD_FOR)


def beat_shift(shift_id: int, *, at: datetime) -> None:
    """Note the desk's heartbeat, unless the shift has ended."""
    if _ends_silence(Shift.objects.filter(pk=shift_id, ended_at=None), at=at):
        _tell(Booth.objects.filter(place_rows__shift=shift_id, place_rows__released_at=None))


def beat_device(device_id: int, *, at: datetime) -> None:
    """Note the booth screen's heartbeat, unless the device was revoked."""
    if _ends_silence(Device.objects.filter(pk=device_id, revoked_at=None), at=at):
        _tell(Booth.objects.filter(devices=device_id))


def _ends_silence(row: QuerySet[Any], *, at: datetime) -> bool:
    """Note a heartbeat of the row's page; return whether it had been silent."""
    if row.filter(is_silent(at=at)).update(last_seen_at=at):
        return True
    row.update(last_seen_at=at)
    return False


def tell_of_silence(branch_id: int, *, at: datetime) -> None:
    """Let the pages look again when a desk or a booth screen of the branch has just fallen silent."""
    shifts = Shift.objects.filter(fell_silent(at=at), branch=branch_id, ended_at=None)
    unattended = Place.objects.filter(shift__in=shifts, released_at=None).values("booth")
    devices = Device.objects.filter(fell_silent(at=at), booth__branch=branch_id, revoked_at=None).values("booth")
    _tell(Booth.objects.filter(Q(pk__in=unattended) | Q(pk__in=devices)))


@transaction.atomic
def _tell(booths: Iterable[Booth]) -> None:
    names = [name for booth in booths for name in (topics.of_booth(booth.pk), topics.of_branch(booth.branch_id))]
    if names:
        topics.raise_all(names)
