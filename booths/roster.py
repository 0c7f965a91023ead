"""Officers on duty: shifts with their places, breaks with reasons, and the heartbeat that says who is really there."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from booths import branches
from booths.errors import AlreadyOnDuty, NotOnDuty
from booths.models import PRESENT_FOR, Booth, Break, Officer, Place, Shift


def open_shift(officer: Officer, *, places: int, at: datetime) -> Shift:
    """Begin a shift and put free booths of the branch into its places, lowest number first.

    `places` is cut to what the branch allows. Raises AlreadyOnDuty.
    """
    branch = officer.branch
    assert branch is not None, "branch staff has a branch (constraint)"
    places = max(1, min(places, branch.places_per_officer))
    try:
        with transaction.atomic():
            # Two officers who begin together would otherwise both see the same booths free.
            branches.lock(branch.pk)
            shift = Shift.objects.create(officer=officer, branch=branch, places=places, started_at=at, last_seen_at=at)
            assign_free_booths(shift, at=at)
            return shift
    except IntegrityError as taken:
        raise AlreadyOnDuty from taken


def assign_free_booths(shift: Shift, *, at: datetime) -> None:
    """Fill the shift's empty places with booths that stand in nobody's place."""
    taken = Place.objects.filter(booth=OuterRef("pk"), released_at=None)
    booths = Booth.objects.filter(~Exists(taken), branch_id=shift.branch_id).order_by("number")
    for number, booth in zip(empty_numbers(shift), booths, strict=False):
        Place.objects.create(shift=shift, number=number, booth=booth, assigned_at=at)


def empty_numbers(shift: Shift) -> list[int]:
    """Return the places of the shift in which no booth stands, lowest first."""
    return sorted(set(range(1, shift.places + 1)) - set(open_places(shift).values_list("number", flat=True)))


def open_places(shift: Shift) -> QuerySet[Place]:
    return Place.objects.filter(shift=shift, released_at=None)


def current_shift(officer: Officer) -> Shift:
    """Return the officer's open shift. Raises NotOnDuty."""
    shift = Shift.objects.select_related("branch", "officer").filter(officer=officer, ended_at=None).first()
    if shift is None:
        raise NotOnDuty
    return shift


def end_shift(shift: Shift, *, at: datetime) -> None:
    with transaction.atomic():
        end_break(shift, at=at)
        open_places(shift).update(released_at=at)
        Shift.objects.filter(pk=shift.pk, ended_at=None).update(ended_at=at)


def calm(shift: Shift, places: int | None) -> None:
    """Set or end the calm mode: no more than this many people at once, 1 to the shift's places."""
    shift.calm_places = None if places is None else max(1, min(places, shift.places))
    Shift.objects.filter(pk=shift.pk).update(calm_places=shift.calm_places)


def begin_break(shift: Shift, reason: str, *, at: datetime) -> None:
    """No new person is called during a break; those seated stay. A second break replaces the first."""
    with transaction.atomic():
        Break.objects.filter(shift=shift, ended_at=None).update(ended_at=at)
        Break.objects.create(shift=shift, reason=Break.Reason(reason), started_at=at)


def end_break(shift: Shift, *, at: datetime) -> None:
    Break.objects.filter(shift=shift, ended_at=None).update(ended_at=at)


def current_break(shift: Shift) -> Break | None:
    return Break.objects.filter(shift=shift, ended_at=None).first()


def on_duty(branch_id: int, *, at: datetime) -> QuerySet[Shift]:
    """Return shifts that are open, not on a break, with a desk heartbeat younger than 15 s (design.md 1a)."""
    resting = Break.objects.filter(shift=OuterRef("pk"), ended_at=None)
    return Shift.objects.filter(
        ~Exists(resting), branch_id=branch_id, ended_at=None, last_seen_at__gt=at - PRESENT_FOR
    ).order_by("started_at", "id")
