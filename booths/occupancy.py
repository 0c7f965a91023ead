"""Which booths are kept for somebody, since when, and which are free to be called to."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from booths.errors import BoothTaken
from booths.models import PRESENT_FOR, Booth, Device, Occupancy, Outage


def reserve(booth: Booth, *, at: datetime) -> Occupancy:
    """Keep the booth for one person. Raises BoothTaken when somebody was faster."""
    try:
        with transaction.atomic():
            return Occupancy.objects.create(booth=booth, reserved_at=at)
    except IntegrityError as taken:
        raise BoothTaken from taken


def seat(occupancy: Occupancy, *, at: datetime) -> None:
    Occupancy.objects.filter(pk=occupancy.pk, seated_at=None).update(seated_at=at)


def end(occupancy_id: int, *, at: datetime) -> bool:
    """Give the booth back; False when it was already given back."""
    return bool(Occupancy.objects.filter(pk=occupancy_id, ended_at=None).update(ended_at=at))


def free_booths(branch_id: int, *, at: datetime) -> QuerySet[Booth]:
    """Return the branch's booths that are in order, present and empty (design.md 1a: booth free)."""
    this = OuterRef("pk")
    return Booth.objects.filter(
        Exists(Device.objects.filter(booth=this, revoked_at=None, last_seen_at__gt=at - PRESENT_FOR)),
        ~Exists(Outage.objects.filter(booth=this, ended_at=None)),
        ~Exists(Occupancy.objects.filter(booth=this, ended_at=None)),
        branch_id=branch_id,
    ).order_by("number")
