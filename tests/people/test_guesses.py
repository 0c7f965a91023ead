"""Whoever tries numbers until a pair fits is stopped: at one person from anywhere, from one address at anybody."""

from dataclasses import astuple
from datetime import timedelta

import pytest
from django.urls import reverse

from lapak.people import guesses
from lapak.people.errors import NotRegistered, TooManyGuesses
from lapak.people.models import WrongGuess
from lapak.people.states import GuessKind
from lapak.queue import appointments, waiting_list
from lapak.queue.filing import Application
from tests.appointments.scene import DAY, application, make_slot
from tests.cast import NOON, cikarang

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def wrongly(about: str, address: str = "", *, at=NOON) -> None:
    with pytest.raises(NotRegistered), guesses.counted(GuessKind.REGISTER, about, address, wrong=NotRegistered, at=at):
        raise NotRegistered


def stopped(about: str, address: str = "", *, at=NOON) -> bool:
    try:
        with guesses.counted(GuessKind.REGISTER, about, address, wrong=NotRegistered, at=at):
            return False
    except TooManyGuesses:
        return True


def test_the_sixth_try_at_one_person_is_refused_from_wherever_it_comes_for_a_day():
    for number in range(5):
        wrongly("3275011234560001", f"10.0.0.{number}")

    assert stopped("3275011234560001", "10.0.0.99")
    assert not stopped("3275011234560002", "10.0.0.99")
    assert not stopped("3275011234560001", at=NOON + 24 * HOUR)


def test_an_address_that_tries_many_people_is_stopped_for_an_hour_and_another_is_not():
    for number in range(20):
        wrongly(f"32750112345600{number:02}", "10.0.0.1")

    assert stopped("3275011234569999", "10.0.0.1")
    assert not stopped("3275011234569999", "10.0.0.2")
    assert not stopped("3275011234569999", "10.0.0.1", at=NOON + HOUR)


def test_right_numbers_count_for_nothing():
    for _ in range(30):
        with guesses.counted(GuessKind.REGISTER, "3275011234560001", "10.0.0.1", wrong=NotRegistered, at=NOON):
            pass

    assert not WrongGuess.objects.exists()


def test_only_hashes_are_kept_and_they_go_after_a_month():
    wrongly("3275011234560001", "10.0.0.1")
    row = WrongGuess.objects.get()

    assert "3275" not in row.about and "10.0" not in row.address
    assert guesses.forget_old(at=NOON + timedelta(days=30)) == 0
    assert guesses.forget_old(at=NOON + timedelta(days=31)) == 1


def test_guessing_card_numbers_while_booking_and_waiting_ends():
    slot = make_slot(cikarang(), 1)
    booking = appointments.hold(slot, at=NOON, address="10.0.0.1")
    stated = application(0)
    wrong = Application(stated.nik, "15099999999", *astuple(stated)[2:])
    for _ in range(guesses.OF_ONE_THING):
        with pytest.raises(NotRegistered):
            appointments.confirm(booking, wrong, at=NOON)

    with pytest.raises(TooManyGuesses):
        appointments.confirm(booking, stated, at=NOON)
    with pytest.raises(TooManyGuesses):
        waiting_list.join(slot.branch, DAY, stated, address="10.0.0.7", at=NOON)


def test_the_claim_page_does_not_let_anybody_try_all_birth_dates(client):
    def find(year: int):
        stated = {"receipt_number": "JHT-261127-12345678", "birth_date": f"{year}-01-01"}
        return client.post(reverse("find-claim"), stated)

    answers = [find(1970 + number).content.decode() for number in range(7)]

    assert ["tidak ditemukan bersama" in one for one in answers] == [True] * 5 + [False] * 2
    assert "Terlalu banyak percobaan" in answers[-1]
