"""The number of a tax card: what is taken, and what is kept."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.people import identity, participants
from lapak.people.errors import InvalidNpwp
from lapak.people.models import Participant

NIK = "3275015408880001"
CARD = "013121660091000"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01.312.166.0-091.000", CARD),
        (f" {CARD} ", CARD),
        ("0013121660091000", "0" + CARD),
        ("3275 0154 0888 0001", NIK),
    ],
)
def test_a_card_of_fifteen_digits_and_the_own_nik_are_numbers_for_the_tax(typed, kept):
    assert identity.parse_npwp(typed, nik=NIK) == kept


@pytest.mark.parametrize(
    "typed", ["", "01.312.166.1-091.000", CARD[:-1], "3216040203790002", "0113121660091000", "siti", "٠١٣١٢١٦٦٠٠٩١٠٠٠"]
)
def test_a_wrong_check_digit_another_length_and_another_persons_nik_are_refused(typed):
    with pytest.raises(InvalidNpwp):
        identity.parse_npwp(typed, nik=NIK)


@given(st.text(max_size=20))
def test_whatever_is_typed_gives_a_number_or_a_refusal(typed):
    with contextlib.suppress(InvalidNpwp):
        assert len(identity.parse_npwp(typed, nik=NIK)) in {15, 16}


@pytest.mark.django_db
def test_a_card_that_was_seen_stands_for_the_nik_until_it_is_taken_back():
    person = Participant.objects.create(nik=NIK, nik_index="i", name="Siti Rahmawati", birth_date="1988-08-14")

    participants.note_npwp(person, "01.312.166.0-091.000")
    seen = Participant.objects.get()
    participants.note_npwp(person, " ")
    taken_back = Participant.objects.get()

    assert (seen.tax_identity, seen.masked_npwp) == (CARD, "01••••••••••000")
    assert (taken_back.tax_identity, taken_back.masked_npwp) == (NIK, "")
