"""The credentials between Lapak and the bank simulator: made once, kept beside its book. Opens no socket."""

import json
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "lapak"
# What the simulator promises by contract: a reference is paid once, and it knows every accepted one at once.
GRACE_SECONDS = 30


def read_or_create(folder: Path) -> dict[str, str]:
    """Return the environment variables with which Lapak reaches the simulator whose data lie in `folder`."""
    if not (folder / "credentials.json").exists() or not (folder / "bank.pub.pem").exists():
        _create(folder)
    credentials = json.loads((folder / "credentials.json").read_text())
    return {
        "LAPAK_BANK_CLIENT_ID": credentials["client_id"],
        "LAPAK_BANK_CLIENT_SECRET": credentials["client_secret"],
        "LAPAK_BANK_PRIVATE_KEY": str((folder / "client.pem").resolve()),
        "LAPAK_BANK_PUBLIC_KEY": str((folder / "bank.pub.pem").resolve()),
        "LAPAK_BANK_DEDUPLICATES": "true",
        "LAPAK_BANK_GRACE_SECONDS": str(GRACE_SECONDS),
    }


def _create(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    credentials = {"client_id": CLIENT_ID, "client_secret": secrets.token_urlsafe(32)}
    for owner in ("client", "bank"):
        _create_pair(folder, owner)
    _write_private(folder / "credentials.json", json.dumps(credentials).encode())  # last: its presence means complete


def _create_pair(folder: Path, owner: str) -> None:
    """Write <owner>.pem and <owner>.pub.pem."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    _write_private(folder / f"{owner}.pem", private)
    _write_private(folder / f"{owner}.pub.pem", public)


def _write_private(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    unfinished.replace(path)
