"""Whose account it is: titles, cuts, initials and spelling do not make another person; another name does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.people.names import compare, words_of
from lapak.people.states import NameMatch

EQUAL, CLOSE, DIFFERENT, UNKNOWN = NameMatch.EQUAL, NameMatch.CLOSE, NameMatch.DIFFERENT, NameMatch.UNKNOWN


@pytest.mark.parametrize(
    ("ours", "theirs", "match"),
    [
        ("Siti Rahmawati", "SITI RAHMAWATI", EQUAL),
        ("Siti Rahmawati", "RAHMAWATI SITI", EQUAL),
        ("Dr. H. Siti Rahmawati, S.E.", "SITI RAHMAWATI", EQUAL),
        ("Siti Rahmawati", "IBU SITI RAHMAWATI", EQUAL),
        ("José Ñoño", "JOSE NONO", EQUAL),
        ("Muhammad Taufik Hidayat", "MUHAMMAD TAUFIK HI", CLOSE),
        ("Muhammad Taufik", "MUHAMAD TAUFIK", CLOSE),
        ("Siti Rahmawati", "SITI R", CLOSE),
        ("Siti Rahmawati", "SITI RAHMAWATY", CLOSE),
        ("Siti Rahmawati", "SRI WAHYUNI", DIFFERENT),
        ("Siti Rahmawati", "SITI AMINAH", DIFFERENT),
        ("Siti Rahmawati", "SITI", DIFFERENT),
        ("Siti Rahmawati", "", UNKNOWN),
        ("Siti Rahmawati", "123", UNKNOWN),
    ],
)
def test_a_name_is_compared_as_a_person_would(ours, theirs, match):
    assert compare(ours, theirs).match == match


def test_who_is_called_like_a_title_keeps_the_name():
    assert words_of("Ibu") == ["IBU"]


@given(st.lists(st.text("ABCDEFGHIJ", min_size=3, max_size=9), min_size=1, max_size=4))
def test_every_name_equals_itself_in_any_order_and_case(words):
    name = " ".join(words)
    assert compare(name.title(), " ".join(reversed(words))).match == EQUAL


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_score_is_zero_to_a_hundred_and_only_equal_names_have_all(ours, theirs):
    found = compare(ours, theirs)
    assert 0 <= found.score <= 100
    assert (found.score == 100) >= (found.match == EQUAL)
