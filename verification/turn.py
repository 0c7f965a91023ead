"""How a page behind a NAT is helped to reach the media process: STUN and TURN servers with credentials that expire."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

LIFETIME = timedelta(minutes=10)
"""A credential begins a connection; one that stands is not cut when it expires."""


def ice_servers(urls: Sequence[str], secret: str, *, at: datetime) -> list[dict[str, object]]:
    """Return what RTCPeerConnection takes as iceServers; [] where none is configured.

    TURN credentials are those of coturn's use-auth-secret: the user name is the time of expiry in seconds and a random
    word that says nothing of the person, the password its HMAC-SHA1 under the shared secret.
    """
    stun = [url for url in urls if url.startswith("stun")]
    turn = [url for url in urls if url.startswith("turn")]
    servers: list[dict[str, object]] = [{"urls": stun}] if stun else []
    if turn and secret:
        username = f"{int((at + LIFETIME).timestamp())}:{secrets.token_hex(6)}"
        digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
        servers.append({"urls": turn, "username": username, "credential": base64.b64encode(digest).decode()})
    return servers
