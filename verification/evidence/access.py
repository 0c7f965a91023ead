"""The one way to get a recording or a still for a person; every look at one leaves a row."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from booths import branches
from booths.access import Role, own_branch, require_role
from booths.errors import NotFound
from booths.models import Officer
from verification.access import session_for
from verification.models import EvidenceLook, Recording, Still
from verification.states import RecordingStatus

SAME_LOOK = timedelta(minutes=5)
"""A player fetches its file in many pieces."""


def recordings_for(officer: Officer, day: date) -> QuerySet[Recording]:
    """Return what was recorded in the supervisor's own branch on this local day. Raises NotAllowed."""
    found = _recordings(officer).filter(begun_at__range=_hours(officer, day)).exclude(status=RecordingStatus.EMPTY)
    return found.order_by("begun_at")


def stills_for(officer: Officer, day: date) -> QuerySet[Still]:
    """Return the stills taken in the supervisor's own branch on this local day. Raises NotAllowed."""
    require_role(officer, Role.SUPERVISOR)
    mine = Still.objects.filter(seat__booth__branch=own_branch(officer), taken_at__range=_hours(officer, day))
    return mine.select_related("seat__ticket__claim__participant", "by").order_by("taken_at")


def recording_for(officer: Officer, pk: int) -> Recording:
    """Return a recording of the supervisor's own branch. Raises NotAllowed, NotFound."""
    found = _recordings(officer).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def still_for(officer: Officer, pk: int) -> Still:
    """Return a still: to the officer of the open session it belongs to, and to a supervisor of the branch.

    Raises NotAllowed, NotOnDuty, NotFound.
    """
    require_role(officer, Role.CSO, Role.SUPERVISOR)
    there = Still.objects.select_related("seat").filter(pk=pk, taken_at__isnull=False, deleted_at=None)
    if officer.role == Role.CSO:
        there = there.filter(seat__session=session_for(officer))
    else:
        there = there.filter(seat__booth__branch=own_branch(officer))
    found = there.first()
    if found is None:
        raise NotFound
    return found


def note_look(kept: Recording | Still, *, by: Officer, at: datetime) -> None:
    what = {"recording": kept} if isinstance(kept, Recording) else {"still": kept}
    if not EvidenceLook.objects.filter(**what, by=by, at__gt=at - SAME_LOOK).exists():
        EvidenceLook.objects.create(**what, by=by, at=at)


def _recordings(officer: Officer) -> QuerySet[Recording]:
    require_role(officer, Role.SUPERVISOR)
    mine = Recording.objects.filter(seat__booth__branch=own_branch(officer))
    return mine.select_related("seat__ticket__claim__participant", "seat__session__shift__officer", "seat__booth")


def _hours(officer: Officer, day: date) -> tuple[datetime, datetime]:
    return branches.day_span(own_branch(officer), day)
