"""What becomes of a place that was given back: the waiting list is asked in order, then the public gets it."""

from datetime import datetime, timedelta

from booths.branches import local_day
from lapak.queue import slots
from lapak.queue.models import SlotPlace, WaitingListEntry
from lapak.queue.states import EntryStatus
from lapak.transitions import move

# A freed place rests before the public gets it, so that a robot waiting for it gains nothing.
RESTS_FOR = timedelta(minutes=15)
OFFERED_FOR = timedelta(minutes=30)
# Whoever is offered a place must still be able to come.
NOTICE = timedelta(hours=2)


def free(place: SlotPlace, *, at: datetime, rests_for: timedelta = RESTS_FOR) -> None:
    """Offer the place to the first who waits for its day, or make it free again; what will be drawn waits for that.

    Inside the caller's transaction.
    """
    draw = slots.undrawn(place.slot.branch, local_day(place.slot.branch, at=place.slot.starts_at))
    if draw is not None:
        SlotPlace.objects.filter(pk=place.pk, withdrawn=False).update(is_free=True, public_from=slots.rest_of(draw))
    elif not _offer(place, at=at):
        SlotPlace.objects.filter(pk=place.pk, withdrawn=False).update(is_free=True, public_from=at + rests_for)


def _offer(place: SlotPlace, *, at: datetime) -> bool:
    """Return whether somebody got an offer; nobody does when nobody waits or it is too late to come."""
    if place.withdrawn:
        return False
    slot = place.slot
    until = min(at + OFFERED_FOR, slot.starts_at - NOTICE)
    if until <= at:
        return False
    day = local_day(slot.branch, at=slot.starts_at)
    waiting = WaitingListEntry.objects.filter(branch=slot.branch, day=day, status=EntryStatus.WAITING)
    entry = waiting.select_for_update(skip_locked=True).first()
    if entry is None:
        return False
    move(entry, EntryStatus.OFFERED, by=None, at=at, place=place, offered_until=until)
    return True
