"""What an answer of the bank means for a transfer: pure decisions, no database and no clock.

Two sentences rule all of it. What may have been sent is asked about, not sent. "Unknown" is never "failed".
"""

from datetime import timedelta
from enum import Enum

from lapak.money.bank.protocol import Outcome
from lapak.money.terms import MOST_ATTEMPTS


class Course(Enum):
    SEND = "send"
    TRY_LATER = "try_later"  # nothing was sent
    ASK_LATER = "ask_later"  # something may have been sent
    SEND_AGAIN = "send_again"  # the same reference
    SETTLE = "settle"
    CORRECT_ACCOUNT = "correct_account"
    REVIEW = "review"  # certainly not paid; a person looks why
    STICK = "stick"  # uncertain; a person decides


FINAL = {
    Outcome.SUCCESS: Course.SETTLE,
    Outcome.REFUSED_ACCOUNT: Course.CORRECT_ACCOUNT,
    Outcome.REFUSED: Course.REVIEW,
}


def after_account_inquiry(outcome: Outcome, *, attempts: int) -> Course:
    """Judge the answer about the account, while nothing has been sent."""
    if outcome is Outcome.SUCCESS:
        return Course.SEND
    return FINAL.get(outcome) or _unless_broke(outcome, attempts)


def after_sending(outcome: Outcome, *, sent_before: bool, attempts: int) -> Course:
    """Judge the answer to a transfer. `sent_before`: an earlier request with this reference may have arrived."""
    if outcome is Outcome.SUCCESS:
        return Course.SETTLE
    # A refusal of the second request says nothing about the first one.
    if sent_before or outcome in {Outcome.PENDING, Outcome.UNKNOWN, Outcome.NOT_FOUND}:
        return _unless_tired(Course.ASK_LATER, attempts)
    return FINAL.get(outcome) or _unless_broke(outcome, attempts)


def after_asking(
    outcome: Outcome, *, since_sent: timedelta, grace: timedelta, deduplicates: bool, attempts: int
) -> Course:
    """Judge the answer to a status inquiry about a reference that may have been sent.

    `since_sent`: since the last moment at which it may have left.
    """
    if outcome in FINAL:
        return FINAL[outcome]
    if outcome is Outcome.NOT_FOUND and since_sent > grace:
        return _unless_tired(Course.SEND_AGAIN, attempts) if deduplicates else Course.STICK
    return _unless_tired(Course.ASK_LATER, attempts)


def _unless_broke(outcome: Outcome, attempts: int) -> Course:
    """That our account is empty is not the transfer's fault: it is never given up for that."""
    return Course.TRY_LATER if outcome is Outcome.NO_FUNDS else _unless_tired(Course.TRY_LATER, attempts)


def _unless_tired(course: Course, attempts: int) -> Course:
    return Course.STICK if attempts > MOST_ATTEMPTS else course
