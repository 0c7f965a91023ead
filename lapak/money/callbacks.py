"""Signed notices of the bank: believed only as the bank signed them, in time, and once.

A notice never settles a transfer by itself: it has it asked about at once. Only a recorded return is taken at its word,
since nothing else tells of it.
"""

import hashlib
import json
import logging
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.db import IntegrityError, transaction

from lapak.money import corrections, exchanges
from lapak.money.bank import signatures
from lapak.money.bank.codes import STATUS_MEANING
from lapak.money.bank.protocol import Answer, Outcome
from lapak.money.errors import NotAuthentic, NoticeSeen, NoticeUnreadable
from lapak.money.models import BankCallback, Transfer
from lapak.money.states import MOVING_TRANSFER, ExchangeKind, TransferStatus

WINDOW = timedelta(minutes=5)
REFUNDED = "04"
log = logging.getLogger(__name__)


def authenticate(
    key: RSAPublicKey, *, path: str, body: bytes, timestamp: str, signature: str, external_id: str, at: datetime
) -> datetime:
    """Return the moment of signing. Raises NotAuthentic: a changed byte, a foreign key, a time outside 5 minutes."""
    signed_at = signatures.read_time(timestamp)
    if signed_at is None or abs(at - signed_at) > WINDOW or not external_id.isdigit() or len(external_id) > 36:
        raise NotAuthentic
    if not signatures.is_signed(key, method="POST", path=path, body=body, timestamp=timestamp, signature=signature):
        raise NotAuthentic
    return signed_at


def take(body: bytes, *, external_id: str, signed_at: datetime, at: datetime) -> Transfer | None:
    """Take an authentic notice and return its transfer, None where it is not ours.

    Raises NoticeUnreadable, NoticeSeen. The number of a notice is not signed, so its content counts as well.
    """
    fields = _read(body)
    status = str(fields.get("latestTransactionStatus", ""))
    if status not in STATUS_MEANING:
        raise NoticeUnreadable
    transfer = Transfer.objects.filter(reference=str(fields.get("originalPartnerReferenceNo", ""))).first()
    with transaction.atomic():
        digest = hashlib.sha256(signed_at.isoformat().encode() + body).hexdigest()
        seen = {"external_id": external_id, "day": signed_at.astimezone(signatures.JAKARTA).date(), "digest": digest}
        _remember(seen, transfer, status, at=at)
        if transfer is not None and _is_about(fields, transfer):
            _follow(transfer, status, at=at)
    return transfer


def _read(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except ValueError:
        raise NoticeUnreadable from None
    if not isinstance(fields, dict):
        raise NoticeUnreadable
    return fields


def _remember(seen: dict[str, Any], transfer: Transfer | None, status: str, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            BankCallback.objects.create(**seen, at=at, transfer=transfer, status=status)
    except IntegrityError:
        raise NoticeSeen from None


def _is_about(fields: dict[str, Any], transfer: Transfer) -> bool:
    """A notice about another amount is not about this transfer, whatever its reference says."""
    amount = fields.get("amount")
    same = amount is None or amount == {"value": f"{transfer.amount_rupiah}.00", "currency": "IDR"}
    if not same:
        log.error("transfer %s: a notice names another amount", transfer.pk)
    return same


def _follow(transfer: Transfer, status: str, *, at: datetime) -> None:
    heard = Answer(STATUS_MEANING[status], f"notice-{status}")
    exchanges.note(transfer, ExchangeKind.CALLBACK, heard, began=at, at=at)
    if status == REFUNDED and transfer.status == TransferStatus.PAID:
        corrections.record_return(transfer, by=None, at=at, note="notice-04")
    elif heard.outcome is not Outcome.PENDING and transfer.status in MOVING_TRANSFER:
        # Whoever holds it goes on; the next step is the question, and it is due now.
        Transfer.objects.filter(pk=transfer.pk, next_at__gt=at).update(next_at=at)
