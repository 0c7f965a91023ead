"""SNAP's response codes (HTTP 3 digits, service 2, case 2) and what each means for the money: tables, nothing else."""

import re

from lapak.money.bank.protocol import Outcome

# Of a transfer or an account inquiry. Key: HTTP status and case code.
MEANING: dict[str, Outcome] = {
    "20000": Outcome.SUCCESS,
    "20200": Outcome.PENDING,
    "40000": Outcome.REFUSED,
    "40001": Outcome.REFUSED,
    "40002": Outcome.REFUSED,
    "40100": Outcome.NOT_SENT,
    "40101": Outcome.NOT_SENT,
    "40102": Outcome.NOT_SENT,
    "40103": Outcome.NOT_SENT,
    "40104": Outcome.NOT_SENT,
    "40302": Outcome.REFUSED,
    "40303": Outcome.REFUSED,
    "40304": Outcome.NOT_SENT,
    "40305": Outcome.REFUSED,
    "40306": Outcome.NOT_SENT,
    "40309": Outcome.REFUSED_ACCOUNT,
    "40314": Outcome.NO_FUNDS,
    "40315": Outcome.REFUSED,
    "40316": Outcome.REFUSED,
    "40318": Outcome.REFUSED_ACCOUNT,
    "40402": Outcome.REFUSED,
    "40403": Outcome.REFUSED,
    "40411": Outcome.REFUSED_ACCOUNT,
    "40413": Outcome.REFUSED,
    # "inconsistent request", "conflict" and "duplicate" say that the bank knows the reference already: ask it.
    "40418": Outcome.UNKNOWN,
    "40500": Outcome.REFUSED,
    "40900": Outcome.UNKNOWN,
    "40901": Outcome.UNKNOWN,
    "42900": Outcome.NOT_SENT,
}
# latestTransactionStatus of a status inquiry; refunded means that the account did not keep the money.
STATUS_MEANING: dict[str, Outcome] = {
    "00": Outcome.SUCCESS,
    "01": Outcome.PENDING,
    "02": Outcome.PENDING,
    "03": Outcome.PENDING,
    "04": Outcome.REFUSED_ACCOUNT,
    "05": Outcome.REFUSED,
    "06": Outcome.REFUSED,
    "07": Outcome.NOT_FOUND,
}
STATUS_SERVICE = "36"


def read_answer(http_status: int, code: object, *, service: str) -> Outcome:
    """Return what an answer to a transfer or an account inquiry means; anything unexpected is UNKNOWN.

    Where the body's code contradicts the HTTP status nothing is believed, for both directions lose money.
    """
    if not _agrees(http_status, code, service):
        return Outcome.UNKNOWN
    return MEANING.get(f"{http_status}{str(code)[5:]}", Outcome.UNKNOWN)


def read_status(http_status: int, code: object, latest: object) -> Outcome:
    """Return what an answer to a status inquiry means for the transfer that was asked about."""
    if not _agrees(http_status, code, STATUS_SERVICE):
        return Outcome.UNKNOWN
    if (http_status, str(code)[5:]) == (404, "01"):
        return Outcome.NOT_FOUND
    if (http_status, str(code)[5:]) == (200, "00"):
        return STATUS_MEANING.get(str(latest), Outcome.UNKNOWN)
    return Outcome.UNKNOWN


def _agrees(http_status: int, code: object, service: str) -> bool:
    return isinstance(code, str) and bool(re.fullmatch(rf"{http_status}{service}\d\d", code, re.ASCII))
