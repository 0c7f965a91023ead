"""Where the bank tells us what became of a transfer. No login: the signature is the proof, over the bytes that came."""

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from booths.errors import NotFound
from lapak.money import callbacks, tasks
from lapak.money.errors import NotAuthentic, NoticeSeen, NoticeUnreadable

SERVICE = "00"


@csrf_exempt
@require_POST
def notify(request: HttpRequest) -> JsonResponse:
    """Answer in the bank's own words; a repeated notice is answered like the first."""
    key = _bank_key()
    if key is None:
        raise NotFound
    now, headers = timezone.now(), request.headers
    try:
        external_id = headers.get("X-EXTERNAL-ID", "")
        signed_at = callbacks.authenticate(
            key,
            path=request.path,
            body=request.body,
            timestamp=headers.get("X-TIMESTAMP", ""),
            signature=headers.get("X-SIGNATURE", ""),
            external_id=external_id,
            at=now,
        )
        transfer = callbacks.take(request.body, external_id=external_id, signed_at=signed_at, at=now)
    except NotAuthentic:
        return _answer(401, "00", "Unauthorized. Signature")
    except NoticeUnreadable:
        return _answer(400, "00", "Bad request")
    except NoticeSeen:
        return _answer(409, "00", "Conflict")
    if transfer is not None:
        tasks.hint(transfer.payout_id, countdown=0)
    return _answer(200, "00", "Successful")


def _answer(status: int, case: str, message: str) -> JsonResponse:
    return JsonResponse({"responseCode": f"{status}{SERVICE}{case}", "responseMessage": message}, status=status)


@lru_cache(maxsize=1)
def _bank_key() -> RSAPublicKey | None:
    """Return the bank's key, None where no bank is set up. Raises OSError, ValueError for a file that is none."""
    path = settings.BANK["public_key"]
    if not isinstance(path, Path):
        return None
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, RSAPublicKey):
        raise ValueError("the bank's public key must be an RSA key")
    return key
