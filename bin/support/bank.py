"""A bank for development and tests: a real HTTP server, shaped like SNAP, with its own book and faults on demand.

It checks signatures with its own code, so that a mistake in Lapak's cannot hide. Faults are asked for at
POST /control/script {behaviour, reference="*", at="transfer", times=1, seconds=0, code=""}; see BEHAVIOURS.
"""

import argparse
import base64
import contextlib
import hashlib
import hmac
import json
import re
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from bin.support import bank_counter, bank_keys
from bin.support.bank_counter import BEHAVIOURS, DEFAULT_PLACE, Dropped, Refused, Reply
from bin.support.bank_ledger import EVERY_REFERENCE, Book, Fault

REGISTER = Path(__file__).resolve().parents[2] / "lapak" / "people" / "register" / "register.json"
PLACES = {"token", "account", "transfer", "inquiry", "history"}
SERVICES = {
    "/v1.0/account-inquiry-internal": ("15", "account"),
    "/v1.0/account-inquiry-external": ("16", "account"),
    "/v1.0/transfer-intrabank": ("17", "transfer"),
    "/v1.0/transfer-interbank": ("18", "transfer"),
    "/v1.0/transfer-rtgs": ("22", "transfer"),
    "/v1.0/transfer-skn": ("23", "transfer"),
    "/v1.0/transfer/status": ("36", "inquiry"),
    "/v1.0/transaction-history-list": ("12", "history"),
}
TOKEN_PATH = "/v1.0/access-token/b2b"
TOKEN_LIFETIME_SECONDS = 900
LARGEST_BODY_BYTES = 65_536
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")


class Bank(ThreadingHTTPServer):
    """One simulated bank with the book and the credentials of one folder, on loopback only."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, folder: Path, *, port: int) -> None:
        self.credentials = bank_keys.read_or_create(folder)
        self.book = Book(folder / "book.sqlite3")
        self.holders = bank_counter.read_holders(REGISTER)
        key = load_pem_public_key((folder / "client.pub.pem").read_bytes())
        assert isinstance(key, RSAPublicKey)
        self.client_key, self.tokens, self.external_ids = key, dict[str, float](), set[tuple[str, str]]()
        super().__init__(("127.0.0.1", port), Connection)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def server_close(self) -> None:
        super().server_close()
        self.book.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event; anything else is worth its traceback."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Connection(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    server: Bank

    def do_GET(self) -> None:
        if self.path == "/control/ledger":
            self._answer(200, self.server.book.list_accepted())
        else:
            self._answer(404, {"responseMessage": "no such page"})

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        if size > LARGEST_BODY_BYTES:
            self.close_connection = True
            return
        body = self.rfile.read(size)
        try:
            self._answer(*self._find_handler()(body))
        except Dropped:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    def _find_handler(self) -> Callable[[bytes], Reply]:
        if self.path.startswith("/control/"):
            return self._control
        return self._give_token if self.path == TOKEN_PATH else self._serve

    def _give_token(self, body: bytes) -> Reply:
        client, timestamp = self.headers.get("X-CLIENT-KEY", ""), self.headers.get("X-TIMESTAMP", "")
        try:
            bank_counter.break_before(self.server.book.take_fault(EVERY_REFERENCE, "token"))
            self._check_token_request(client, timestamp)
        except Refused as refusal:
            return bank_counter.describe(refusal, "73")
        token = secrets.token_urlsafe(24)
        self.server.tokens[token] = time.monotonic() + TOKEN_LIFETIME_SECONDS
        fields = {"accessToken": token, "tokenType": "BearerToken", "expiresIn": str(TOKEN_LIFETIME_SECONDS)}
        return 200, {"responseCode": "2007300", "responseMessage": "Successful", **fields}

    def _check_token_request(self, client: str, timestamp: str) -> None:
        try:
            signature = base64.b64decode(self.headers.get("X-SIGNATURE", ""), validate=True)
            self.server.client_key.verify(signature, f"{client}|{timestamp}".encode(), PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError):
            raise Refused(401, "00", "Unauthorized. Signature") from None
        if client != self.server.credentials["LAPAK_BANK_CLIENT_ID"] or not TIMESTAMP.fullmatch(timestamp):
            raise Refused(401, "00", "Unauthorized. Unknown client")

    def _serve(self, body: bytes) -> Reply:
        if self.path not in SERVICES:
            return 404, {"responseCode": "4040000", "responseMessage": "no such service"}
        service, place = SERVICES[self.path]
        try:
            self._check_signature(body)
            return bank_counter.serve(self.server.book, place, service, body, holders=self.server.holders)
        except Refused as refusal:
            return bank_counter.describe(refusal, service)

    def _check_signature(self, body: bytes) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.server.tokens.get(token, 0) < time.monotonic():
            raise Refused(401, "01", "Invalid token (B2B)")
        timestamp = self.headers.get("X-TIMESTAMP", "")
        digest = hashlib.sha256(body).hexdigest()
        text = ":".join([self.command, self.path, token, digest, timestamp])
        secret = self.server.credentials["LAPAK_BANK_CLIENT_SECRET"]
        wanted = base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha512")).decode()
        if not hmac.compare_digest(wanted, self.headers.get("X-SIGNATURE", "")) or not TIMESTAMP.fullmatch(timestamp):
            raise Refused(401, "00", "Unauthorized. Signature")
        self._check_external_id()

    def _check_external_id(self) -> None:
        external_id = self.headers.get("X-EXTERNAL-ID", "")
        if not re.fullmatch(r"\d{1,36}", external_id, re.ASCII):
            raise Refused(400, "01", "Invalid field format X-EXTERNAL-ID")
        today = (datetime.now(UTC).date().isoformat(), external_id)
        if today in self.server.external_ids:
            raise Refused(409, "00", "Conflict")
        self.server.external_ids.add(today)

    def _control(self, body: bytes) -> Reply:
        """Set faults and modes. JSON only: a page of another origin cannot send that without asking first."""
        if self.headers.get_content_type() != "application/json":
            return 415, {"error": "application/json, please"}
        wish = json.loads(body or b"{}")
        if self.path == "/control/reset":
            self.server.book.reset()
        elif self.path == "/control/forgive":
            self.server.book.forgive()
        elif self.path == "/control/mode":
            self.server.book.set_mode(deduplicates=bool(wish["deduplicates"]))
        elif self.path == "/control/script" and wish.get("behaviour") in BEHAVIOURS:
            return self._add_fault(wish)
        else:
            return 400, {"error": "unknown wish"}
        return 200, {}

    def _add_fault(self, wish: dict[str, Any]) -> Reply:
        place = wish.get("at") or DEFAULT_PLACE.get(wish["behaviour"], "transfer")
        if place not in PLACES:
            return 400, {"error": "unknown place"}
        fault = Fault(wish["behaviour"], float(wish.get("seconds", 0)), str(wish.get("code", "")))
        reference = str(wish.get("reference", EVERY_REFERENCE))
        self.server.book.add_fault(reference, place, fault, times=int(wish.get("times", 1)))
        return 200, {}

    def _answer(self, http_status: int, content: Any) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(http_status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: a line per request would drown the other processes' logs."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Simulate the bank.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--data", type=Path, required=True)
    wishes = parser.parse_args()
    bank = Bank(wishes.data, port=wishes.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"bank ready on {bank.url}", flush=True)
    with contextlib.suppress(KeyboardInterrupt), bank:
        bank.serve_forever()


if __name__ == "__main__":
    main()
