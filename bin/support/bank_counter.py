"""What the simulated bank does with a properly signed request: books, finds, refuses, shows a fault. No HTTP."""

import hashlib
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bin.support.bank_ledger import Book, Fault

BEHAVIOURS = {
    "ok",  # no fault: a place holder in a sequence of faults
    "drop_before",  # the connection breaks, nothing is booked
    "accept_then_drop",  # booked, and the connection breaks
    "appears_late",  # booked, the connection breaks, and who asks within `seconds` is told "not found"
    "accept_then_500",
    "error_500",  # nothing is booked
    "slow",  # booked, and answered after `seconds`
    "pending",  # booked, and "in progress"
    "answer_code",  # nothing is booked, and `code` is the answer
    "garbage",  # booked, and an answer that is no JSON
    "reject_account",  # the account inquiry says "invalid account"
    "name_account",  # the account inquiry names the holder in `code`
}
DEFAULT_PLACE = {"reject_account": "account", "name_account": "account"}
MANDATORY = {
    "account": ("beneficiaryAccountNo",),
    "transfer": ("partnerReferenceNo", "amount", "beneficiaryAccountNo", "beneficiaryAccountName", "sourceAccountNo"),
    "inquiry": ("originalPartnerReferenceNo", "serviceCode"),
    "history": ("fromDateTime", "toDateTime", "pageSize", "pageNumber"),
}
Reply = tuple[int, dict[str, Any] | bytes]
Success = tuple[int, dict[str, Any]]


class Refused(Exception):
    """An answer that is no success: HTTP status and case code."""

    def __init__(self, http_status: int, case: str, message: str) -> None:
        super().__init__(message)
        self.http_status, self.case = http_status, case


class Dropped(Exception):
    """The connection shall break without an answer."""


def read_holders(register: Path) -> dict[str, str]:
    """Return account number -> holder, in capitals as banks write them; other accounts have no name here."""
    people = json.loads(register.read_text(encoding="utf-8"))
    return {one["demo_account_number"]: one["name"].upper() for one in people}


def serve(book: Book, place: str, service: str, body: bytes, *, holders: Mapping[str, str]) -> Reply:
    """Answer one request whose signature was found good. Raises Refused and Dropped."""
    fields = _read(body, place)
    reference = str(fields.get("partnerReferenceNo") or fields.get("originalPartnerReferenceNo") or "")
    fault = book.take_fault(reference, place)
    break_before(fault)
    if place == "history":
        reply = _list_history(book, service, fields)
    elif place == "account":
        reply = _success(service, **_name_holder(fields, fault, holders))
    else:
        seen_after = fault.seconds if fault and fault.behaviour == "appears_late" else 0
        reply = _book_or_find(book, place, service, fields, reference, seen_after=seen_after)
    return _spoil(reply, fault, place, service)


def _name_holder(fields: dict[str, Any], fault: Fault | None, holders: Mapping[str, str]) -> dict[str, str]:
    if fault and fault.behaviour == "name_account":
        return {"beneficiaryAccountName": fault.code}
    holder = holders.get(str(fields["beneficiaryAccountNo"]))
    return {"beneficiaryAccountName": holder} if holder else {}


def _list_history(book: Book, service: str, fields: dict[str, Any]) -> Success:
    """Return one page of what was accepted in the period; who was paid twice stands there twice."""
    size, page = int(fields["pageSize"]), int(fields["pageNumber"])
    rows = book.list_between(fields["fromDateTime"], fields["toDateTime"])[size * (page - 1) : size * page]
    lines = [
        {"partnerReferenceNo": reference, "type": "DEBIT", "amount": {"value": f"{amount}.00", "currency": "IDR"}}
        for reference, amount in rows
    ]
    return _success(service, detailData=lines)


def break_before(fault: Fault | None) -> None:
    """Break what breaks before anything is booked."""
    match fault and fault.behaviour:
        case "drop_before":
            raise Dropped
        case "error_500":
            raise Refused(500, "00", "General error")
        case "reject_account":
            raise Refused(404, "11", "Invalid account")
        case "answer_code":
            assert fault
            raise Refused(int(fault.code[:3]), fault.code[-2:], "scripted")


def _book_or_find(
    book: Book, place: str, service: str, fields: dict[str, Any], reference: str, *, seen_after: float
) -> Success:
    if place == "inquiry":
        return _find(book, service, reference)
    amount_rupiah = _read_amount(fields)
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    result = book.accept(reference, amount_rupiah, digest, seen_after=seen_after)
    if result == "duplicate":
        raise Refused(409, "01", "Duplicate partnerReferenceNo")
    if result == "inconsistent":
        raise Refused(404, "18", "Inconsistent request")
    return _success(service, partnerReferenceNo=reference, amount=fields["amount"], referenceNo=_number(reference))


def _find(book: Book, service: str, reference: str) -> Success:
    amount_rupiah = book.find_amount(reference)
    if amount_rupiah is None:
        raise Refused(404, "01", "Transaction not found")
    return _success(
        service,
        originalPartnerReferenceNo=reference,
        referenceNo=_number(reference),
        latestTransactionStatus="00",
        amount={"value": f"{amount_rupiah}.00", "currency": "IDR"},
    )


def _spoil(reply: Success, fault: Fault | None, place: str, service: str) -> Reply:
    """Break the answer about what was booked."""
    match fault and fault.behaviour:
        case "accept_then_drop" | "appears_late":
            raise Dropped
        case "accept_then_500":
            raise Refused(500, "01", "Internal server error")
        case "slow":
            assert fault
            time.sleep(fault.seconds)
        case "garbage":
            return 200, b"no JSON"
        case "pending" if place == "inquiry":
            return 200, {**reply[1], "latestTransactionStatus": "03"}
        case "pending":
            return 202, {"responseCode": f"202{service}00", "responseMessage": "Request In Progress"}
    return reply


def _read(body: bytes, place: str) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except ValueError:
        raise Refused(400, "00", "Bad request") from None
    if not isinstance(fields, dict) or any(not fields.get(name) for name in MANDATORY[place]):
        raise Refused(400, "02", "Invalid mandatory field")
    return fields


def _read_amount(fields: dict[str, Any]) -> int:
    match = re.fullmatch(r"(\d{1,16})\.00", str(fields["amount"].get("value")), re.ASCII)
    if not match or not int(match[1]) or fields["amount"].get("currency") != "IDR":
        raise Refused(404, "13", "Invalid amount")
    return int(match[1])


def _success(service: str, **fields: Any) -> Success:
    return 200, {"responseCode": f"200{service}00", "responseMessage": "Successful", **fields}


def describe(refusal: Refused, service: str) -> Reply:
    code = f"{refusal.http_status}{service}{refusal.case}"
    return refusal.http_status, {"responseCode": code, "responseMessage": str(refusal)}


def _number(reference: str) -> str:
    """Return the bank's own number for a reference."""
    return f"SIM{int(hashlib.sha256(reference.encode()).hexdigest()[:12], 16):015d}"
