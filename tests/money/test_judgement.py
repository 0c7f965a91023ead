"""What an answer means, case by case, without a bank and without a database."""

from datetime import timedelta

import pytest

from lapak.money import judgement
from lapak.money.bank import codes
from lapak.money.bank.protocol import Outcome
from lapak.money.judgement import Course
from lapak.money.states import Rail
from lapak.money.terms import MOST_ATTEMPTS, Terms

DAY = timedelta(hours=24)
SURE = {Course.SETTLE, Course.CORRECT_ACCOUNT, Course.REVIEW}


def ask(outcome: Outcome, **other: object) -> Course:
    facts = {"since_sent": timedelta(minutes=1), "grace": DAY, "deduplicates": True, "attempts": 2}
    return judgement.after_asking(outcome, **(facts | other))  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.PENDING, Outcome.NOT_FOUND])
def test_an_unclear_answer_to_a_transfer_is_asked_about_and_never_failed(outcome: Outcome) -> None:
    course = judgement.after_sending(outcome, sent_before=False, attempts=1)

    assert course is Course.ASK_LATER


def test_an_order_that_the_bank_did_not_take_is_tried_later() -> None:
    assert judgement.after_sending(Outcome.NOT_SENT, sent_before=False, attempts=1) is Course.TRY_LATER


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.SUCCESS])
def test_only_success_ends_a_transfer_that_was_sent_twice(outcome: Outcome) -> None:
    course = judgement.after_sending(outcome, sent_before=True, attempts=2)

    assert course is Course.ASK_LATER


@pytest.mark.parametrize("since_sent", [timedelta(0), timedelta(hours=1), DAY])
def test_a_reference_that_is_not_found_is_not_sent_again_before_the_grace_is_over(since_sent: timedelta) -> None:
    assert ask(Outcome.NOT_FOUND, since_sent=since_sent) is Course.ASK_LATER


def test_after_the_grace_a_bank_that_de_duplicates_gets_the_same_reference_again() -> None:
    assert ask(Outcome.NOT_FOUND, since_sent=DAY + timedelta(seconds=1)) is Course.SEND_AGAIN


def test_after_the_grace_another_bank_gets_nothing_and_a_person_decides() -> None:
    assert ask(Outcome.NOT_FOUND, since_sent=2 * DAY, deduplicates=False) is Course.STICK


@pytest.mark.parametrize("outcome", list(Outcome))
def test_too_many_attempts_end_with_a_person_unless_the_bank_is_clear(outcome: Outcome) -> None:
    course = ask(outcome, since_sent=2 * DAY, attempts=MOST_ATTEMPTS + 1)

    assert course in SURE | {Course.STICK}


def test_the_patience_lasts_beyond_the_grace_with_attempts_to_spare() -> None:
    terms = Terms()
    for rail in Rail:
        waited, attempt = timedelta(0), 0
        while waited <= terms.grace_of(rail) + terms.leaves_within:
            attempt += 1
            waited += terms.wait_after(attempt, rail)
        assert attempt + 1 < MOST_ATTEMPTS, rail


def test_a_lease_that_two_requests_can_outlast_is_refused() -> None:
    with pytest.raises(ValueError, match="lease"):
        Terms(http_timeout=timedelta(seconds=10), lease=timedelta(seconds=20))


def test_http_status_and_code_that_contradict_each_other_are_not_believed() -> None:
    assert codes.read_answer(500, "2001800", service="18") is Outcome.UNKNOWN
    assert codes.read_answer(200, "4041811", service="18") is Outcome.UNKNOWN
    assert codes.read_answer(200, "2001700", service="18") is Outcome.UNKNOWN
    assert codes.read_answer(200, None, service="18") is Outcome.UNKNOWN
    assert codes.read_answer(200, "2001800", service="18") is Outcome.SUCCESS


def test_a_status_that_the_bank_invents_is_unknown() -> None:
    assert codes.read_status(200, "2003600", "00") is Outcome.SUCCESS
    assert codes.read_status(200, "2003600", "08") is Outcome.UNKNOWN
    assert codes.read_status(200, "2003600", None) is Outcome.UNKNOWN
    assert codes.read_status(401, "4013601", None) is Outcome.UNKNOWN
    assert codes.read_status(404, "4043601", None) is Outcome.NOT_FOUND
