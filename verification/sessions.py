"""An officer's room during a shift: opened, who is talked with, ended, and its scene for the media plane."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from booths import branches, cover, roster, topics
from booths.models import Officer
from lapak.transitions import move
from verification import advice, seat_facts
from verification.errors import NothingHere, SeatsOpen
from verification.media.lines import PLACES
from verification.models import Attention, Recording, Seat, Supervision, VerificationSession
from verification.scheduler import Advice
from verification.seat_facts import SeatFacts
from verification.states import IN_ROOM, OPEN_SEAT, RecordingStatus, SeatStatus

WantedScene = tuple[int, str, dict[str, object]]
"""(version, media node, scene)."""


def begin_shift(officer: Officer, *, places: int, at: datetime) -> VerificationSession:
    """Open the officer's shift and its room. Raises AlreadyOnDuty."""
    with transaction.atomic():
        shift = roster.open_shift(officer, places=places, at=at)
        session = VerificationSession.objects.create(shift=shift, started_at=at)
        topics.raise_all([topics.of_branch(shift.branch_id), *_booths(session)])
        return session


def end_shift(session: VerificationSession, *, at: datetime) -> None:
    """Close the room and the shift. Raises SeatsOpen while somebody is seated or on the way."""
    with transaction.atomic():
        branches.lock(session.shift.branch_id)
        if Seat.objects.filter(session=session, status__in=OPEN_SEAT).exists():
            raise SeatsOpen
        VerificationSession.objects.filter(pk=session.pk).update(ended_at=at, to_all_since=None, **_talk_fields(()))
        seen_by = [topics.of_session(session.pk), topics.of_branch(session.shift.branch_id), *_booths(session)]
        roster.end_shift(session.shift, at=at)
        topics.raise_all(seen_by)


def take_break(session: VerificationSession, reason: str | None, *, at: datetime) -> None:
    """Begin a break with this reason, or end it with None. Those seated stay; nobody new is called."""
    with transaction.atomic():
        if reason is None:
            roster.end_break(session.shift, at=at)
        else:
            roster.begin_break(session.shift, reason, at=at)
        topics.raise_all([topics.of_session(session.pk), topics.of_branch(session.shift.branch_id), *_booths(session)])


def cover_breaks(branch_id: int, *, at: datetime) -> None:
    """Let booths of who rests stand at colleagues, and come back (booths.cover); whoever sees a difference is told."""
    with transaction.atomic():
        changed = cover.balance(branch_id, at=at)
        if changed:
            rooms = VerificationSession.objects.filter(shift__in=changed, ended_at=None)
            topics.raise_all([topics.of_branch(branch_id), *(topics.of_session(room.pk) for room in rooms)])


def calm(session: VerificationSession, places: int | None, *, at: datetime) -> None:
    """Call to no more than this many places at once for a while; None ends the calm mode. Those seated stay."""
    with transaction.atomic():
        roster.calm(session.shift, places)
        topics.raise_all([topics.of_session(session.pk), topics.of_branch(session.shift.branch_id)])


def _booths(session: VerificationSession) -> list[str]:
    booths = roster.open_places(session.shift).values_list("booth_id", flat=True)
    return [topics.of_booth(booth) for booth in booths]


def lock(session_id: int) -> VerificationSession:
    """Take the room for this transaction: whoever changes its scene does so first, and only then touches its seats.

    Not FOR UPDATE: a new seat refers to the room, and that is checked as late as at its commit.
    """
    return VerificationSession.objects.select_for_update(no_key=True).get(pk=session_id)


def focus(session: VerificationSession, place: int | None, *, by: Officer, at: datetime) -> None:
    """Talk privately with the person at `place`, or with nobody. Raises NothingHere."""
    talk_with(session, () if place is None else (place,), by=by, at=at)


def talk_with(session: VerificationSession, places: Collection[int], *, by: Officer, at: datetime) -> None:
    """Talk with the people at exactly these places, who do not hear each other. Held people are taken off hold.

    Raises NothingHere.
    """
    with transaction.atomic():
        room = lock(session.pk)
        room.shift = session.shift
        seats = {found.seat.place: found for found in seat_facts.of_session(room.pk)}
        advised = advice.whom_to_attend(room, seats.values(), at=at)
        _end_attention(session, at=at, but=places)
        for place in sorted(set(places)):
            _attend(seats.get(place), advised, by=by, at=at)
        heard_differently = PLACES if room.to_all_since else {*room.talked_with, *places}
        change_scene(session, places=heard_differently, to_all_since=None, **_talk_fields(places))


def _talk_fields(places: Collection[int]) -> dict[str, Any]:
    """One place is the focus, several are the subset."""
    chosen = sorted(set(places))
    return {"focus": chosen[0], "subset": []} if len(chosen) == 1 else {"focus": None, "subset": chosen}


def _attend(found: SeatFacts | None, advised: Advice | None, *, by: Officer, at: datetime) -> None:
    """Begin a talk, and remember what was advised: the base of measured times."""
    if found is None or found.seat.status not in IN_ROOM:
        raise NothingHere
    seat = found.seat
    log = {"phase": found.phase, "ready_at": found.attended_since}
    if advised:
        log |= {"advised_place": advised.place, "advised_because": advised.reason.because}
    if seat.status == SeatStatus.ON_HOLD:
        log["ready_at"] = seat.hand_raised_at
        move(seat, SeatStatus.LIVE, by=by, at=at, changed_at=at)
    Seat.objects.filter(pk=seat.pk).update(hand_raised_at=None)
    Attention.objects.get_or_create(seat=seat, ended_at=None, defaults={"started_at": at, **log})


def _end_attention(session: VerificationSession, *, at: datetime, but: Collection[int] = ()) -> None:
    running = Attention.objects.filter(seat__session=session, ended_at=None)
    running.exclude(seat__place__in=list(but)).update(ended_at=at)


def talk_to_all(session: VerificationSession, on: bool, *, at: datetime) -> None:
    """Speak to every booth that is not held; the private talk, if any, is over. Off means silence."""
    with transaction.atomic():
        lock(session.pk)
        _end_attention(session, at=at)
        change_scene(session, places=PLACES, to_all_since=at if on else None, **_talk_fields(()))


def hold(session: VerificationSession, place: int, on: bool, *, by: Officer, at: datetime) -> None:
    """Take the person at `place` on or off hold. Raises NothingHere."""
    came_from, to = (SeatStatus.LIVE, SeatStatus.ON_HOLD) if on else (SeatStatus.ON_HOLD, SeatStatus.LIVE)
    with transaction.atomic():
        room = lock(session.pk)
        seat = Seat.objects.filter(session=session, place=place, status=came_from).first()
        if seat is None:
            raise NothingHere
        move(seat, to, by=by, at=at, changed_at=at)
        leave_focus(room, place, at=at)
        change_scene(session, places={place})


def leave_focus(session: VerificationSession, place: int, *, at: datetime) -> None:
    """End the talk with this place, if there is one; one with other places goes on."""
    talked_with = VerificationSession.objects.get(pk=session.pk).talked_with
    if place in talked_with:
        others = talked_with - {place}
        VerificationSession.objects.filter(pk=session.pk).update(**_talk_fields(others))
        _end_attention(session, at=at, but=others)


def change_scene(
    session: VerificationSession,
    *,
    about: Seat | None = None,
    places: Collection[int] = (),
    **fields: object,
) -> None:
    """Store what changes who hears whom, raise the scene's version and tell the desk and the booths of the room.

    `about`: a seat that itself changed, which others see too. `places`: those whose booths see a difference besides;
    each booth that is told fetches its state anew. The last step of a transaction: topics are raised once.
    """
    VerificationSession.objects.filter(pk=session.pk).update(scene_version=F("scene_version") + 1, **fields)
    told = Seat.objects.filter(session=session, status__in=OPEN_SEAT, place__in=list(places))
    booths = told.values_list("booth_id", flat=True)
    seen_by = [topics.of_session(session.pk), *(topics.of_booth(booth) for booth in booths)]
    topics.raise_all([*seen_by, *(_seen_by(about) if about else [])])


def tell(seat: Seat) -> None:
    """Raise every topic on which this seat is seen: the last step of a transaction."""
    topics.raise_all(_seen_by(seat))


def _seen_by(seat: Seat) -> list[str]:
    return [topics.of_branch(seat.booth.branch_id), topics.of_session(seat.session_id), topics.of_booth(seat.booth_id)]


def enter(session: VerificationSession) -> str:
    """Give the desk's page a fresh peer name for the media room; an older page of the same desk loses its own."""
    with transaction.atomic():
        peer = f"desk-{secrets.token_hex(4)}"
        change_scene(session, peer=peer)
        return peer


def placement(session_id: int) -> tuple[str, str]:
    """Return the media node that carries the room, "" before the first, and the code of its branch."""
    found: tuple[str, str] = VerificationSession.objects.values_list("media_node", "shift__branch__code").get(
        pk=session_id
    )
    return found


def pin(session_id: int, node: str, *, instead_of: str) -> str:
    """Move the room to another media node; return where it is now, which another page may have decided first."""
    session = VerificationSession.objects.filter(pk=session_id)
    if session.filter(media_node=instead_of).update(media_node=node):
        return node
    return str(session.values_list("media_node", flat=True).get())


def scene(session_id: int) -> WantedScene:
    """Return what the media plane is to do: who sits where, held or not, who is talked with, who supervises, what
    is recorded.
    """
    session = VerificationSession.objects.get(pk=session_id)
    seats = Seat.objects.filter(session=session, status__in=IN_ROOM).exclude(peer="")
    running = Recording.objects.filter(seat__session=session, status=RecordingStatus.RUNNING)
    recordings = dict(running.values_list("seat", "name"))
    return (
        session.scene_version,
        session.media_node,
        {
            "places": {
                str(seat.place): {
                    "peer": seat.peer,
                    "held": seat.status == SeatStatus.ON_HOLD,
                    "recording": recordings.get(seat.pk, ""),
                }
                for seat in seats
            },
            "desk": session.peer or None,
            "focus": session.focus,
            "to_all": session.to_all_since is not None,
            "subset": session.subset,
            "supervisor": _supervisor(session_id),
        },
    )


def _supervisor(session_id: int) -> dict[str, object] | None:
    there = Supervision.objects.filter(session=session_id, ended_at=None, seat__status__in=IN_ROOM).exclude(peer="")
    found = there.values("peer", "seat__place", "mode").first()
    return {"peer": found["peer"], "place": found["seat__place"], "mode": found["mode"]} if found else None
