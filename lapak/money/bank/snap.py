"""The client that speaks SNAP (Bank Indonesia's open API standard) with our bank. Decides nothing, keeps no row."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from lapak.money.bank import codes, signatures
from lapak.money.bank.protocol import Account, Answer, Order, Outcome
from lapak.money.statements import Booked
from lapak.money.states import Rail

VERSION = "/v1.0"
CHANNEL_ID = "API"
EXTERNAL = ("16", "/account-inquiry-external")
INQUIRY = {
    Rail.INTRABANK: ("15", "/account-inquiry-internal"),
    Rail.INTERBANK: EXTERNAL,
    Rail.SKN: EXTERNAL,
    Rail.RTGS: EXTERNAL,
}
TRANSFER = {
    Rail.INTRABANK: ("17", "/transfer-intrabank"),
    Rail.INTERBANK: ("18", "/transfer-interbank"),
    Rail.RTGS: ("22", "/transfer-rtgs"),
    Rail.SKN: ("23", "/transfer-skn"),
}
HISTORY = ("12", "/transaction-history-list")
PAGE_SIZE, MOST_PAGES = 200, 500
# RTGS and SKN ask who receives: a resident (1) who is a person (1).
RESIDENT_PERSON = {"beneficiaryCustomerResidence": "1", "beneficiaryCustomerType": "1"}
# A token is left this long before its end, so that none expires on its way.
TOKEN_MARGIN = timedelta(seconds=60)
# The connection was never made, so nothing of the request was sent.
BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class NotSent(Exception):
    """The request did not leave; the word for it stands in the argument."""


class NoAnswer(Exception):
    """The request may have arrived, its answer did not; the word for it stands in the argument."""


@dataclass(frozen=True)
class Reply:
    http_status: int
    fields: Mapping[str, Any]

    @property
    def code(self) -> str:
        code = self.fields.get("responseCode")
        return code if isinstance(code, str) and len(code) <= 20 else f"http-{self.http_status}"


class SnapBank:
    """One bank, one set of credentials. Safe to share between threads."""

    def __init__(
        self,
        *,
        url: str,
        client_id: str,
        client_secret: str,
        private_key: RSAPrivateKey,
        source_account: str,
        timeout: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        parts = urlsplit(url)
        self.origin, self.base_path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/") + VERSION
        self.client_id, self.client_secret, self.private_key = client_id, client_secret, private_key
        self.source_account, self.clock = source_account, clock
        # No proxy from the environment: the bank sees one fixed address of ours.
        self.http = httpx.Client(timeout=timeout.total_seconds(), trust_env=False)
        self.token, self.token_until, self.token_lock = "", clock(), Lock()

    def close(self) -> None:
        self.http.close()

    def inquire_account(self, account: Account, *, rail: str) -> Answer:
        service, path = INQUIRY[Rail(rail)]
        body = {"beneficiaryAccountNo": account.number}
        if rail != Rail.INTRABANK:
            body["beneficiaryBankCode"] = account.bank_code
        return self._ask(path, body, lambda reply: codes.read_answer(reply.http_status, reply.code, service=service))

    def transfer(self, order: Order, *, not_after: datetime) -> Answer:
        service, path = TRANSFER[Rail(order.rail)]

        def read(reply: Reply) -> Outcome:
            outcome = codes.read_answer(reply.http_status, reply.code, service=service)
            return outcome if _is_about(reply, order, "partnerReferenceNo") else Outcome.UNKNOWN

        return self._ask(path, self._describe(order), read, not_after=not_after)

    def inquire_transfer(self, order: Order) -> Answer:
        body = {
            "originalPartnerReferenceNo": order.reference,
            "serviceCode": TRANSFER[Rail(order.rail)][0],
            "transactionDate": signatures.format_time(order.transaction_date),
            "amount": _write_amount(order.amount_rupiah),
        }

        def read(reply: Reply) -> Outcome:
            outcome = codes.read_status(reply.http_status, reply.code, reply.fields.get("latestTransactionStatus"))
            return outcome if _is_about(reply, order, "originalPartnerReferenceNo") else Outcome.UNKNOWN

        answer = self._ask("/transfer/status", body, read)
        # That the question was not sent says nothing about the transfer.
        return Answer(Outcome.UNKNOWN, answer.code) if answer.outcome is Outcome.NOT_SENT else answer

    def list_debits(self, day: date) -> list[Booked] | None:
        """Return what the bank booked on that day in Jakarta, None where it did not say: all pages, or nothing."""
        found: list[Booked] = []
        for page in range(1, MOST_PAGES + 1):
            reply = self._history_page(day, page)
            if reply is None:
                return None
            found += [booked for line in reply if (booked := _read_debit(line))]
            if len(reply) < PAGE_SIZE:
                return found
        return None

    def _history_page(self, day: date, page: int) -> list[Any] | None:
        body = {
            "fromDateTime": f"{day.isoformat()}T00:00:00+07:00",
            "toDateTime": f"{day.isoformat()}T23:59:59+07:00",
            "pageSize": str(PAGE_SIZE),
            "pageNumber": str(page),
        }
        try:
            reply = self._post(self.base_path + HISTORY[1], body, None)
        except (NotSent, NoAnswer):
            return None
        lines = reply.fields.get("detailData")
        is_good = codes.read_answer(reply.http_status, reply.code, service=HISTORY[0]) is Outcome.SUCCESS
        return lines if is_good and isinstance(lines, list) else None

    def _describe(self, order: Order) -> dict[str, Any]:
        """Return the body of a transfer: for one order always the same, a bank compares a repeated one."""
        body: dict[str, Any] = {
            "partnerReferenceNo": order.reference,
            "amount": _write_amount(order.amount_rupiah),
            "beneficiaryAccountName": order.account.holder_name,
            "beneficiaryAccountNo": order.account.number,
            "sourceAccountNo": self.source_account,
            "transactionDate": signatures.format_time(order.transaction_date),
            "customerReference": order.reference[-30:],
            "remark": "JHT",
        }
        if order.rail != Rail.INTRABANK:
            body["beneficiaryBankCode"] = order.account.bank_code
        if order.rail in {Rail.SKN, Rail.RTGS}:
            body |= RESIDENT_PERSON
        return body

    def _ask(
        self,
        path: str,
        body: Mapping[str, Any],
        read: Callable[[Reply], Outcome],
        *,
        not_after: datetime | None = None,
    ) -> Answer:
        try:
            reply = self._post(self.base_path + path, body, not_after)
        except NotSent as failure:
            return Answer(Outcome.NOT_SENT, str(failure))
        except NoAnswer as failure:
            return Answer(Outcome.UNKNOWN, str(failure))
        if reply.http_status == 401:
            self.token = ""
        return Answer(
            read(reply),
            reply.code,
            bank_reference=str(reply.fields.get("referenceNo") or "")[:64],
            holder_name=str(reply.fields.get("beneficiaryAccountName") or "")[:100],
        )

    def _post(self, path: str, body: Mapping[str, Any], not_after: datetime | None) -> Reply:
        content, token = json.dumps(body, separators=(",", ":")).encode(), self._get_token()
        if not_after and self.clock() > not_after:  # getting the token took too long
            raise NotSent("too-late")
        timestamp = signatures.format_time(self.clock())
        signature = signatures.sign_request(
            self.client_secret, method="POST", path=path, token=token, body=content, timestamp=timestamp
        )
        headers = {
            "Authorization": f"Bearer {token}",
            "X-TIMESTAMP": timestamp,
            "X-SIGNATURE": signature,
            "X-PARTNER-ID": self.client_id,
            "X-EXTERNAL-ID": f"{time.time_ns()}{secrets.randbelow(10**10):010d}",
            "CHANNEL-ID": CHANNEL_ID,
        }
        return self._exchange(path, content, headers)

    def _get_token(self) -> str:
        with self.token_lock:
            if not self.token or self.clock() >= self.token_until:
                self._fetch_token()
            return self.token

    def _fetch_token(self) -> None:
        timestamp = signatures.format_time(self.clock())
        signature = signatures.sign_token_request(self.private_key, client_id=self.client_id, timestamp=timestamp)
        headers = {"X-TIMESTAMP": timestamp, "X-CLIENT-KEY": self.client_id, "X-SIGNATURE": signature}
        try:
            reply = self._exchange(self.base_path + "/access-token/b2b", b'{"grantType":"client_credentials"}', headers)
            self.token = str(reply.fields["accessToken"])
            lifetime = timedelta(seconds=int(reply.fields["expiresIn"]))
        except (NoAnswer, KeyError, TypeError, ValueError) as failure:
            # Without a token the request itself was never sent.
            raise NotSent("no-token") from failure
        self.token_until = self.clock() + max(lifetime - TOKEN_MARGIN, lifetime // 2)

    def _exchange(self, path: str, content: bytes, headers: Mapping[str, str]) -> Reply:
        try:
            response = self.http.post(
                self.origin + path,
                content=content,
                headers={"Content-Type": "application/json", **headers},
            )
            fields = response.json()
        except BEFORE_SENDING as failure:
            raise NotSent(type(failure).__name__) from failure
        except (httpx.HTTPError, ValueError) as failure:
            raise NoAnswer(type(failure).__name__) from failure
        return Reply(response.status_code, fields if isinstance(fields, dict) else {})


def open_bank(bank: Mapping[str, Any], *, timeout: timedelta, clock: Callable[[], datetime]) -> SnapBank:
    """Return the client for settings.BANK. Raises OSError or ValueError where the private key cannot be read."""
    key = load_pem_private_key(Path(bank["private_key"] or "").read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the bank's private key must be an RSA key")
    return SnapBank(
        url=bank["url"],
        client_id=bank["client_id"],
        client_secret=bank["client_secret"],
        private_key=key,
        source_account=bank["source_account"],
        timeout=timeout,
        clock=clock,
    )


def _read_debit(line: Any) -> Booked | None:
    """Return a debit of the history, None for a credit. Raises KeyError, ValueError for what is no line."""
    if line.get("type") != "DEBIT":
        return None
    whole, _, fraction = str(line["amount"]["value"]).partition(".")
    if line["amount"]["currency"] != "IDR" or fraction.strip("0"):
        raise ValueError("the history names an amount that is not whole rupiah")
    return Booked(str(line.get("partnerReferenceNo") or line.get("referenceNo") or "?"), int(whole))


def _write_amount(rupiah: int) -> dict[str, str]:
    return {"value": f"{rupiah}.00", "currency": "IDR"}


def _is_about(reply: Reply, order: Order, name: str) -> bool:
    """Whether what the answer repeats of the order is the order's; what it leaves out is not held against it."""
    same_reference = reply.fields.get(name, order.reference) == order.reference
    same_amount = reply.fields.get("amount") in (None, _write_amount(order.amount_rupiah))
    return same_reference and same_amount
