"""The notices of the simulated bank: what it says of an order, signed with its own key, in its own words."""

import base64
import hashlib
import json
import secrets
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

JAKARTA = timezone(timedelta(hours=7))


def write(
    folder: Path, *, path: str, reference: str, amount_rupiah: int, status: str, signed_at: datetime
) -> tuple[bytes, dict[str, str]]:
    """Return body and headers of a notice, as the bank sends it to `path`."""
    body = json.dumps(
        {
            "originalPartnerReferenceNo": reference,
            "originalReferenceNo": "SIM1",
            "serviceCode": "18",
            "latestTransactionStatus": status,
            "amount": {"value": f"{amount_rupiah}.00", "currency": "IDR"},
        }
    ).encode()
    timestamp = signed_at.astimezone(JAKARTA).isoformat(timespec="seconds")
    text = f"POST:{path}:{hashlib.sha256(body).hexdigest()}:{timestamp}"
    key = load_pem_private_key((folder / "bank.pem").read_bytes(), password=None)
    assert isinstance(key, RSAPrivateKey)
    signature = base64.b64encode(key.sign(text.encode(), PKCS1v15(), hashes.SHA256())).decode()
    headers = {
        "X-TIMESTAMP": timestamp,
        "X-SIGNATURE": signature,
        "X-EXTERNAL-ID": str(secrets.randbelow(10**20)),
        "X-PARTNER-ID": "lapak",
        "CHANNEL-ID": "API",
    }
    return body, headers
