"""The way to people's phones: one HTTP call a message to whatever gateway sends SMS or WhatsApp."""

import logging
from typing import Protocol

import httpx
from django.conf import settings

TIMEOUT_SECONDS = 5.0

logger = logging.getLogger(__name__)


class Gateway(Protocol):
    def send(self, to: str, text: str, reference: str) -> bool:
        """Return whether the message was taken; the same `reference` twice is the same message."""
        ...


class HttpGateway:
    """POST {to, text, reference} with a bearer token; every 2xx is yes."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._headers = url, {"Authorization": f"Bearer {token}"}

    def send(self, to: str, text: str, reference: str) -> bool:
        body = {"to": to, "text": text, "reference": reference}
        try:
            answer = httpx.post(self._url, json=body, headers=self._headers, timeout=TIMEOUT_SECONDS, trust_env=False)
        except httpx.HTTPError as failure:
            logger.warning("message %s not sent (%s)", reference, type(failure).__name__)
            return False
        if not answer.is_success:
            logger.warning("message %s not taken (%s)", reference, answer.status_code)
        return answer.is_success


def configured() -> Gateway | None:
    """Return the gateway of this installation, None where there is none."""
    return HttpGateway(settings.MESSAGE_URL, settings.MESSAGE_TOKEN) if settings.MESSAGE_URL else None
