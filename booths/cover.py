"""Cover during breaks: the empty booths of an officer who rests stand in the free places of colleagues, and come back
as soon as the officer does and they are empty again. At other times each keeps the own ones (docs/scheduling.md).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from booths import branches, roster
from booths.models import Break, Occupancy, Place, Shift


def balance(branch_id: int, *, at: datetime) -> set[int]:
    """Lend and give back what is due; return the ids of the shifts whose places changed, and of no others."""
    if not _lendable(branch_id).exists() and not _lent(branch_id).exists():
        return set()
    with transaction.atomic():
        branches.lock(branch_id)
        working = list(roster.on_duty(branch_id, at=at))
        return _give_back(branch_id, working, at=at) | _lend(branch_id, working, at=at)


def _give_back(branch_id: int, working: list[Shift], *, at: datetime) -> set[int]:
    at_work = {shift.pk: shift for shift in working}
    changed: set[int] = set()
    for place in _lent(branch_id):
        owner = at_work.get(place.lent_by_id or 0)
        if owner is not None and (numbers := roster.empty_numbers(owner)):
            changed |= _move(place, owner, numbers[0], None, at=at)
    return changed


def _lend(branch_id: int, working: list[Shift], *, at: datetime) -> set[int]:
    """Each in turn to the officer at work with the fewest booths, lowest number first."""
    changed: set[int] = set()
    for place in _lendable(branch_id):
        taker = min(
            (shift for shift in working if roster.empty_numbers(shift)),
            key=lambda shift: roster.open_places(shift).count(),
            default=None,
        )
        if taker is None:
            break
        owner = place.lent_by_id or place.shift_id
        changed |= _move(place, taker, roster.empty_numbers(taker)[0], None if owner == taker.pk else owner, at=at)
    return changed


def _move(place: Place, to: Shift, number: int, lent_by: int | None, *, at: datetime) -> set[int]:
    Place.objects.filter(pk=place.pk).update(released_at=at)
    Place.objects.create(shift=to, number=number, booth_id=place.booth_id, assigned_at=at, lent_by_id=lent_by)
    return {place.shift_id, to.pk}


def _idle(branch_id: int) -> QuerySet[Place]:
    """Places of open shifts whose booth nobody has or is on the way to."""
    used = Occupancy.objects.filter(booth=OuterRef("booth"), ended_at=None)
    return Place.objects.filter(~Exists(used), shift__branch=branch_id, released_at=None).order_by("booth__number")


def _lendable(branch_id: int) -> QuerySet[Place]:
    resting = Break.objects.filter(shift=OuterRef("shift"), ended_at=None)
    return _idle(branch_id).filter(Exists(resting))


def _lent(branch_id: int) -> QuerySet[Place]:
    """Booths in a colleague's place whose own officer has come back; who has gone home leaves them."""
    resting = Break.objects.filter(shift=OuterRef("lent_by"), ended_at=None)
    return _idle(branch_id).filter(~Exists(resting), lent_by__ended_at=None, lent_by__isnull=False)
