"""A draw instead of the first click: who asked within an announced window has the same chance at any minute of it.

The lots cannot be chosen afterwards: the hash of the seed is shown from the announcement on, the seed after the draw,
and each may compute the order again: sorted by SHA-256 of "<seed>:<lot>".
"""

import hashlib
import secrets
from datetime import date, datetime

from django.db import IntegrityError, transaction

from booths.models import Branch, Officer
from booths.one_by_one import one_by_one
from lapak.queue import appointments, slots
from lapak.queue.errors import AlreadyBooked, DrawIsOver, DrawKnown, DrawTooLate, DrawTurned, NothingToDraw
from lapak.queue.freed_places import NOTICE
from lapak.queue.models import Booking, Draw, Refused, SlotPlace, WaitingListEntry
from lapak.queue.states import Contingent, EntryStatus
from lapak.transitions import begin, move


def announce(branch: Branch, day: date, opens_at: datetime, closes_at: datetime, *, by: Officer, at: datetime) -> Draw:
    """Let the day's free places be drawn among those who ask between the two times; until then nobody books them.

    Raises DrawTurned, NothingToDraw, DrawTooLate, DrawKnown.
    """
    if not at <= opens_at < closes_at:
        raise DrawTurned
    places = _places(branch, day)
    first = places.order_by("slot__starts_at").values_list("slot__starts_at", flat=True).first()
    if first is None:
        raise NothingToDraw
    if closes_at > first - NOTICE:
        raise DrawTooLate
    stated = {"opens_at": opens_at, "closes_at": closes_at, "seed": secrets.token_hex(16), "announced_by": by}
    try:
        with transaction.atomic():
            draw = Draw.objects.create(branch=branch, day=day, **stated)
            places.update(public_from=slots.rest_of(draw))
    except IntegrityError as taken:
        raise DrawKnown from taken
    return draw


def withdraw(draw: Draw) -> None:
    """Take the announcement back: the places are free for all, who asked waits in the order of asking.

    Raises DrawIsOver.
    """
    with transaction.atomic():
        if not Draw.objects.filter(pk=draw.pk, drawn_at=None).delete()[0]:
            raise DrawIsOver
        _places(draw.branch, draw.day).update(public_from=None)


def commitment(draw: Draw) -> str:
    """Return what is shown before the draw and fixes its outcome: the hash of the seed."""
    return hashlib.sha256(draw.seed.encode()).hexdigest()


def lot_order(seed: str, lot: int) -> str:
    """Return what the lots are sorted by."""
    return hashlib.sha256(f"{seed}:{lot}".encode()).hexdigest()


def carry_out_due(*, at: datetime) -> int:
    """Draw whatever has closed; return how many got a place. May run twice at once."""
    due = Draw.objects.filter(drawn_at=None, closes_at__lte=at).values_list("pk", flat=True)
    return one_by_one(lambda pk: _carry_out(pk, at=at), due, what="draw")


@transaction.atomic
def _carry_out(pk: int, *, at: datetime) -> int:
    """Return how many got a place; 0 where another process draws."""
    mine = Draw.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, drawn_at=None)
    draw = mine.select_related("branch").first()
    if draw is None:
        return 0
    waiting = WaitingListEntry.objects.filter(branch=draw.branch, day=draw.day, status=EntryStatus.WAITING)
    entries = sorted(waiting.select_for_update(), key=lambda entry: lot_order(draw.seed, entry.pk))
    places = list(_places(draw.branch, draw.day).select_for_update().order_by("-slot__starts_at", "-number"))
    losers, winners = [], 0
    for order, entry in enumerate(entries, start=1):
        entry.drawn_order = order
        if not places:
            losers.append(entry)
        elif _win(entry, places[-1], at=at):
            places.pop()
            winners += 1
    WaitingListEntry.objects.bulk_update(entries, ["drawn_order"], batch_size=1000)
    Refused.objects.bulk_create(Refused(branch=draw.branch, day=draw.day, at=at) for _ in losers)
    _places(draw.branch, draw.day).update(public_from=None)
    Draw.objects.filter(pk=draw.pk).update(drawn_at=at, lots=len(entries), winners=winners)
    return winners


def _win(entry: WaitingListEntry, place: SlotPlace, *, at: datetime) -> bool:
    """Give the place to this person; False when there is a booking already, elsewhere."""
    try:
        with transaction.atomic():
            booking = Booking.objects.create(place=place, created_at=at, changed_at=at, held_until=at)
            begin(booking, by=None, at=at, note="draw")
            appointments.give(booking, entry.identity, entry.application, at=at)
    except AlreadyBooked:
        move(entry, EntryStatus.LEFT, by=None, at=at, note="booked")
        return False
    SlotPlace.objects.filter(pk=place.pk).update(is_free=False)
    move(entry, EntryStatus.TAKEN, by=None, at=at, note="draw", booking=booking)
    return True


def _places(branch: Branch, day: date):
    drawn = SlotPlace.objects.filter(contingent=Contingent.PUBLIC, is_free=True)
    return drawn.filter(slot__in=slots.all_of_day(branch, day))
