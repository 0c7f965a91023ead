"""How a SNAP request is signed, and the form of its times: pure functions over bytes."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta, timezone

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

JAKARTA = timezone(timedelta(hours=7))


def format_time(moment: datetime) -> str:
    """Return 25 characters, for example 2020-12-21T14:36:11+07:00."""
    return moment.astimezone(JAKARTA).isoformat(timespec="seconds")


def read_time(text: str) -> datetime | None:
    """Return the moment of a timestamp with its offset, None for what is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def is_signed(key: RSAPublicKey, *, method: str, path: str, body: bytes, timestamp: str, signature: str) -> bool:
    """Return whether the owner of the key signed exactly these bytes for this place and time (asymmetric, base64)."""
    text = f"{method}:{path}:{hashlib.sha256(body).hexdigest()}:{timestamp}"
    try:
        key.verify(base64.b64decode(signature, validate=True), text.encode(), PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def sign_token_request(key: RSAPrivateKey, *, client_id: str, timestamp: str) -> str:
    """Return the asymmetric signature (SHA256withRSA) in base64."""
    return base64.b64encode(key.sign(f"{client_id}|{timestamp}".encode(), PKCS1v15(), hashes.SHA256())).decode()


def sign_request(secret: str, *, method: str, path: str, token: str, body: bytes, timestamp: str) -> str:
    """Return the symmetric signature (HMAC-SHA512) in base64, over exactly the bytes that are sent."""
    digest = hashlib.sha256(body).hexdigest()
    text = f"{method}:{path}:{token}:{digest}:{timestamp}"
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha512).digest()).decode()
