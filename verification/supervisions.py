"""A supervisor beside an officer: begins, changes and ends, each span as a row. Who hears whom then is not here."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from booths.models import PRESENT_FOR, Officer
from verification import sessions
from verification.errors import NothingHere, SupervisorPresent
from verification.models import Seat, Supervision
from verification.states import IN_ROOM


def begin(seat: Seat, mode: str, *, by: Officer, at: datetime, after: int | None = None) -> Supervision:
    """Be with this seat and its officer in this way, and nowhere else; `after` is the span of the same page before.

    In the same room the page keeps its connection. Raises NothingHere, SupervisorPresent.
    """
    _end_elsewhere(seat, by=by, at=at)
    try:
        with transaction.atomic():
            sessions.lock(seat.session_id)
            if not Seat.objects.filter(pk=seat.pk, status__in=IN_ROOM).exists():
                raise NothingHere
            before = _take_over(seat, by=by, at=at)
            peer = before.peer if before and before.pk == after else ""
            begun = Supervision.objects.create(
                session_id=seat.session_id, seat=seat, by=by, mode=mode, peer=peer, started_at=at, seen_at=at
            )
            sessions.change_scene(seat.session, about=seat)
            return begun
    except IntegrityError as taken:  # the same supervisor began elsewhere at this moment
        raise SupervisorPresent from taken


def _end_elsewhere(seat: Seat, *, by: Officer, at: datetime) -> None:
    """Each in a transaction of its own: two supervisors who change rooms must not wait for each other."""
    for other in Supervision.objects.filter(by=by, ended_at=None).exclude(session=seat.session_id):
        end(other.pk, at=at)


def _take_over(seat: Seat, *, by: Officer, at: datetime) -> Supervision | None:
    """End what runs in this room: a span of the same person, or of somebody who is no longer there."""
    running = Supervision.objects.filter(session=seat.session_id, ended_at=None).first()
    if running is None:
        return None
    if running.by_id != by.pk and running.seen_at > at - PRESENT_FOR:
        raise SupervisorPresent
    Supervision.objects.filter(pk=running.pk).update(ended_at=at)
    return running


def enter(pk: int | None) -> tuple[int, str]:
    """Give the board's page a fresh peer name; return it with the session's id. Raises NothingHere when it is over."""
    with transaction.atomic():
        found = Supervision.objects.select_related("session", "seat__booth").filter(pk=pk, ended_at=None).first()
        if found is None:
            raise NothingHere
        sessions.lock(found.session_id)
        peer = f"supervisor-{secrets.token_hex(4)}"
        if not Supervision.objects.filter(pk=pk, ended_at=None).update(peer=peer):
            raise NothingHere
        sessions.change_scene(found.session, about=found.seat)
        return found.session_id, peer


def end(pk: int, *, at: datetime) -> None:
    """End this span, if it still runs."""
    with transaction.atomic():
        found = Supervision.objects.select_related("session", "seat__booth").get(pk=pk)
        sessions.lock(found.session_id)
        if Supervision.objects.filter(pk=pk, ended_at=None).update(ended_at=at):
            sessions.change_scene(found.session, about=found.seat)


def end_with(seat: Seat, *, at: datetime) -> None:
    """The person leaves: nobody is with this seat any more. A step of a transaction that changes the scene."""
    Supervision.objects.filter(seat=seat, ended_at=None).update(ended_at=at)


def beat(pk: int, *, at: datetime) -> bool:
    """Note that the board is there; False when the span is over."""
    return bool(Supervision.objects.filter(pk=pk, ended_at=None).update(seen_at=at))


def end_lost(branch_id: int, *, at: datetime) -> None:
    """End the spans of boards that have not been heard of for 15 s."""
    silent = Supervision.objects.filter(
        session__shift__branch=branch_id, ended_at=None, seen_at__lte=at - PRESENT_FOR
    ).values_list("pk", flat=True)
    for pk in silent:
        end(pk, at=at)


def running(session_ids: list[int]) -> dict[int, Supervision]:
    """Return session id -> who is with it now."""
    rows = Supervision.objects.select_related("by", "seat").filter(session__in=session_ids, ended_at=None)
    return {row.session_id: row for row in rows}
