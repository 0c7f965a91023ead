"""Reads a debit and credit notification (ISO 20022 camt.054): what was booked, by our own reference. Pure.

An entry without our reference is kept under the bank's: nothing is guessed and nothing left out.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from lapak.money.errors import StatementUnreadable
from lapak.money.statements import Booked

LARGEST_BYTES = 20_000_000
NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.054\.001\.\d\d\}")


def read(content: bytes) -> dict[date, list[Booked]]:
    """Return day -> debits of the notification. Raises StatementUnreadable."""
    days: dict[date, list[Booked]] = {}
    for entry in _root(content).iter():
        if _name(entry) != "Ntry":
            continue
        if _text(entry, "CdtDbtInd") == "DBIT":
            days.setdefault(_day(entry), []).extend(_debits(entry))
    return days


def _root(content: bytes) -> Element:
    if len(content) > LARGEST_BYTES:
        raise StatementUnreadable
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as wrong:
        raise StatementUnreadable from wrong
    if not NAMESPACE.match(root.tag):
        raise StatementUnreadable
    return root


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _find(element: Element, *path: str) -> Element | None:
    found: Element | None = element
    for name in path:
        found = next((child for child in found if _name(child) == name), None) if found is not None else None
    return found


def _text(element: Element, *path: str) -> str:
    found = _find(element, *path)
    return (found.text or "").strip() if found is not None else ""


def _day(entry: Element) -> date:
    text = _text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm")[:10]
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise StatementUnreadable from wrong


def _debits(entry: Element) -> Iterator[Booked]:
    """Yield each transaction of an entry; a batch carries many, an entry without details is one."""
    details = [one for one in entry.iter() if _name(one) == "TxDtls"]
    for one in details or [entry]:
        amount = _find(one, "Amt")
        reference = _text(one, "Refs", "EndToEndId") or _text(one, "Refs", "AcctSvcrRef") or _text(entry, "AcctSvcrRef")
        yield Booked(reference or "?", _rupiah(amount if amount is not None else _find(entry, "Amt")))


def _rupiah(amount: Element | None) -> int:
    """Return whole rupiah. Raises StatementUnreadable for another currency or a fraction."""
    try:
        value = Decimal((amount.text or "").strip()) if amount is not None else Decimal("NaN")
    except InvalidOperation as wrong:
        raise StatementUnreadable from wrong
    if amount is None or amount.get("Ccy") != "IDR" or not value.is_finite() or value != value.to_integral_value():
        raise StatementUnreadable
    return int(value)
