"""ISO 20022 files: writes a credit transfer initiation (pain.001.001.09), reads a status report (pain.002). Pure.

The reference of a transfer is its EndToEndId. What a report does not list is not in what this returns: a batch accepted
as a whole says nothing certain about one payment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from lapak.money import iso20022
from lapak.money.bank.protocol import Outcome
from lapak.money.bank.signatures import JAKARTA

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
# What a status says about the money: settled, on its way, refused. Others are not certain.
STATUSES = {
    "ACSC": Outcome.SUCCESS,
    "ACCC": Outcome.SUCCESS,
    "ACCP": Outcome.PENDING,
    "ACSP": Outcome.PENDING,
    "ACTC": Outcome.PENDING,
    "ACWC": Outcome.PENDING,
    "PDNG": Outcome.PENDING,
    "RCVD": Outcome.PENDING,
    "RJCT": Outcome.REFUSED,
}
# Reasons that another account would cure: wrong, closed or blocked account, wrong name.
OF_ACCOUNT = {"AC01", "AC04", "AC06", "BE01", "RC01"}


@dataclass(frozen=True)
class Payment:
    reference: str
    amount_rupiah: int
    bank_code: str
    account_number: str = field(repr=False)
    holder_name: str = field(repr=False)


@dataclass(frozen=True)
class Debtor:
    name: str
    account: str
    bank_code: str


@dataclass(frozen=True)
class Report:
    """What a status report says of one transfer."""

    reference: str
    outcome: Outcome
    code: str


def write(number: str, payments: Iterable[Payment], debtor: Debtor, *, at: datetime) -> bytes:
    """Return the file of a batch; for the same batch and moment always the same bytes."""
    lines = list(payments)
    total = f"{sum(one.amount_rupiah for one in lines)}.00"
    document = Element("Document", xmlns=NAMESPACE)
    initiation = SubElement(document, "CstmrCdtTrfInitn")
    _header(SubElement(initiation, "GrpHdr"), number, len(lines), total, debtor, at=at)
    information = SubElement(initiation, "PmtInf")
    _debit_side(information, number, len(lines), total, debtor, at=at)
    for one in lines:
        _credit_side(SubElement(information, "CdtTrfTxInf"), one)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document, encoding="utf-8")


def _header(head: Element, number: str, count: int, total: str, debtor: Debtor, *, at: datetime) -> None:
    _add(head, "MsgId", number)
    _add(head, "CreDtTm", at.astimezone(JAKARTA).isoformat(timespec="seconds"))
    _add(head, "NbOfTxs", str(count))
    _add(head, "CtrlSum", total)
    _add(SubElement(head, "InitgPty"), "Nm", debtor.name)


def _debit_side(parent: Element, number: str, count: int, total: str, debtor: Debtor, *, at: datetime) -> None:
    _add(parent, "PmtInfId", number)
    _add(parent, "PmtMtd", "TRF")
    _add(parent, "BtchBookg", "false")
    _add(parent, "NbOfTxs", str(count))
    _add(parent, "CtrlSum", total)
    _add(SubElement(parent, "ReqdExctnDt"), "Dt", at.astimezone(JAKARTA).date().isoformat())
    _add(SubElement(parent, "Dbtr"), "Nm", debtor.name)
    _account(SubElement(parent, "DbtrAcct"), debtor.account)
    _agent(SubElement(parent, "DbtrAgt"), debtor.bank_code)


def _credit_side(parent: Element, one: Payment) -> None:
    identity = SubElement(parent, "PmtId")
    _add(identity, "InstrId", one.reference)
    _add(identity, "EndToEndId", one.reference)
    _add(SubElement(parent, "Amt"), "InstdAmt", f"{one.amount_rupiah}.00").set("Ccy", "IDR")
    _agent(SubElement(parent, "CdtrAgt"), one.bank_code)
    _add(SubElement(parent, "Cdtr"), "Nm", one.holder_name[:140])
    _account(SubElement(parent, "CdtrAcct"), one.account_number)
    _add(SubElement(parent, "RmtInf"), "Ustrd", "JHT")


def _account(parent: Element, number: str) -> None:
    _add(SubElement(SubElement(parent, "Id"), "Othr"), "Id", number)


def _agent(parent: Element, bank_code: str) -> None:
    _add(SubElement(SubElement(parent, "FinInstnId"), "ClrSysMmbId"), "MmbId", bank_code)


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child


def read_report(content: bytes) -> tuple[str, list[Report]]:
    """Return the batch's number and what is said of each listed transfer. Raises FileUnreadable."""
    root = iso20022.root(content, message="pain.002")
    number = iso20022.text(root, "CstmrPmtStsRpt", "OrgnlGrpInfAndSts", "OrgnlMsgId")
    listed = (element for element in root.iter() if iso20022.name(element) == "TxInfAndSts")
    return number, [_report(element) for element in listed]


def _report(element: Element) -> Report:
    status = iso20022.text(element, "TxSts")
    reason = iso20022.text(element, "StsRsnInf", "Rsn", "Cd")
    outcome = STATUSES.get(status, Outcome.UNKNOWN)
    if outcome is Outcome.REFUSED and reason in OF_ACCOUNT:
        outcome = Outcome.REFUSED_ACCOUNT
    code = f"{status}-{reason}" if reason else status or "?"
    return Report(iso20022.text(element, "OrgnlEndToEndId"), outcome, code[:20])
