"""The booth screen's JSON: the device cookie says which booth speaks; one rule a request."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from ninja import Path, Schema

from booths import topics
from booths.models import Booth
from verification import booth_screen, seating, seats
from verification.api import BoothRequest, booth_api
from verification.evidence import stills
from verification.states import ConsentPurpose


class CodeIn(Schema):
    code: str


class ConsentIn(Schema):
    """`purposes`: what the person agreed to beside the talk."""

    version: str
    agree: bool
    purposes: list[ConsentPurpose] = []


class HandIn(Schema):
    on: bool


def _booth_answer(booth: Booth, *, at: datetime) -> dict[str, Any]:
    seen = topics.sequences([topics.of_booth(booth.pk)])
    return {"seq": seen, "at": at, "state": booth_screen.state(booth, at=at)}


@booth_api.get("state")
def booth_state(request: BoothRequest, booth_id: Path[int]) -> Any:
    return _booth_answer(request.auth, at=timezone.now())


@booth_api.post("confirm")
def booth_confirm(request: BoothRequest, booth_id: Path[int], body: CodeIn) -> Any:
    now = timezone.now()
    seats.confirm(request.auth, body.code, at=now)
    return _booth_answer(request.auth, at=now)


@booth_api.post("consent")
def booth_consent(request: BoothRequest, booth_id: Path[int], body: ConsentIn) -> Any:
    now = timezone.now()
    language = translation.get_language() or settings.LANGUAGE_CODE
    seats.consent(request.auth, body.version, body.agree, language=language, at=now, purposes=body.purposes)
    return _booth_answer(request.auth, at=now)


@booth_api.post("hand")
def booth_hand(request: BoothRequest, booth_id: Path[int], body: HandIn) -> Any:
    now = timezone.now()
    seats.raise_hand(booth_id, body.on, at=now)
    return _booth_answer(request.auth, at=now)


@booth_api.post("stills/{int:still_id}")
def booth_still(request: BoothRequest, booth_id: Path[int], still_id: int) -> Any:
    """The body is the picture itself: a form would lay it on the disk."""
    now = timezone.now()
    stills.take(request.auth, still_id, request.body, at=now)
    return _booth_answer(request.auth, at=now)


@booth_api.post("clear")
def booth_clear(request: BoothRequest, booth_id: Path[int]) -> Any:
    now = timezone.now()
    seats.clear(request.auth, at=now)
    seating.fill(request.auth.branch_id, at=now)
    return _booth_answer(request.auth, at=now)
