"""Booth screens: enrolled once with a spoken code, known by a token in an HttpOnly cookie, revocable at once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse

from booths import live, topics
from booths.errors import DeviceRevoked, EnrolmentRefused
from booths.models import Booth, Device, EnrolmentCode, Officer

COOKIE = "lapak_booth"
COOKIE_SECONDS = 400 * 24 * 3600  # the longest a browser keeps one
CODE_LIVES = timedelta(minutes=10)
# 32 letters and digits that nobody confuses when read out: no 0 O 1 I.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8


def random_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normalise_code(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter in ALPHABET)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def offer_code(booth: Booth, *, by: Officer, at: datetime) -> str:
    """Return a code that enrols one screen within ten minutes. It is shown once and kept only as a hash."""
    code = random_code()
    EnrolmentCode.objects.create(booth=booth, code_hash=_hash(code), created_by=by, expires_at=at + CODE_LIVES)
    return code


def enrol(booth_id: int, code: str, *, at: datetime) -> tuple[Booth, str]:
    """Use the code up and return the booth with the new token. Raises EnrolmentRefused."""
    with transaction.atomic():
        used = EnrolmentCode.objects.filter(
            booth_id=booth_id, code_hash=_hash(normalise_code(code)), used_at=None, expires_at__gt=at
        ).update(used_at=at)
        if not used:
            raise EnrolmentRefused
        booth = Booth.objects.select_related("branch").get(pk=booth_id)
        return booth, issue(booth, at=at)


@transaction.atomic
def issue(booth: Booth, *, at: datetime) -> str:
    """Revoke the booth's device, if any, and return the token of a new one (256 random bits)."""
    revoke(booth, at=at)
    token = secrets.token_urlsafe(32)
    Device.objects.create(booth=booth, token_hash=_hash(token), enrolled_at=at)
    return token


def revoke(booth: Booth, *, at: datetime) -> None:
    """Turn the booth's screen away; its open page is told at once."""
    if Device.objects.filter(booth=booth, revoked_at=None).update(revoked_at=at):
        transaction.on_commit(lambda: live.tell(topics.of_booth(booth.pk), {"type": "device.revoked"}))


def recognise(booth_id: int, token: str | None) -> Device:
    """Return the device that holds this token at this booth. Raises DeviceRevoked."""
    device = (
        Device.objects.select_related("booth__branch")
        .filter(booth_id=booth_id, token_hash=_hash(token or ""), revoked_at=None)
        .first()
    )
    if device is None:
        raise DeviceRevoked
    return device


def still_valid(device_id: int) -> bool:
    return Device.objects.filter(pk=device_id, revoked_at=None).exists()


def set_cookie(response: HttpResponse, booth: Booth, token: str) -> None:
    """Path=/booth/<id>/ so that six screens can live in one browser, as the demonstration does."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=f"/booth/{booth.pk}/",
        httponly=True,
        samesite="Strict",
        secure=settings.HTTPS,
    )
