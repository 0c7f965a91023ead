"""Reads a debit and credit notification (ISO 20022 camt.054): what was booked, by our own reference. Pure.

An entry without our reference is kept under the bank's: nothing is guessed and nothing left out.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from lapak.money.errors import FileUnreadable
from lapak.money.iso20022 import find, name, root, text
from lapak.money.statements import Booked

MESSAGE = "camt.054"


def read(content: bytes) -> dict[date, list[Booked]]:
    """Return day -> debits of the notification. Raises FileUnreadable."""
    days: dict[date, list[Booked]] = {}
    for entry in root(content, message=MESSAGE).iter():
        if name(entry) != "Ntry":
            continue
        if text(entry, "CdtDbtInd") == "DBIT":
            days.setdefault(_day(entry), []).extend(_debits(entry))
    return days


def _day(entry: Element) -> date:
    stated = text(entry, "BookgDt", "Dt") or text(entry, "BookgDt", "DtTm")[:10]
    try:
        return date.fromisoformat(stated)
    except ValueError as wrong:
        raise FileUnreadable(message=MESSAGE) from wrong


def _debits(entry: Element) -> Iterator[Booked]:
    """Yield each transaction of an entry; a batch carries many, an entry without details is one."""
    details = [one for one in entry.iter() if name(one) == "TxDtls"]
    for one in details or [entry]:
        amount = find(one, "Amt")
        reference = text(one, "Refs", "EndToEndId") or text(one, "Refs", "AcctSvcrRef") or text(entry, "AcctSvcrRef")
        yield Booked(reference or "?", _rupiah(amount if amount is not None else find(entry, "Amt")))


def _rupiah(amount: Element | None) -> int:
    """Return whole rupiah. Raises FileUnreadable for another currency or a fraction."""
    try:
        value = Decimal((amount.text or "").strip()) if amount is not None else Decimal("NaN")
    except InvalidOperation as wrong:
        raise FileUnreadable(message=MESSAGE) from wrong
    if amount is None or amount.get("Ccy") != "IDR" or not value.is_finite() or value != value.to_integral_value():
        raise FileUnreadable(message=MESSAGE)
    return int(value)
