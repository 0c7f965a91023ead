"""What lies in the database: sealed, bound to its column, readable under an old key, found by a keyed index."""

import base64
import os

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from lapak import secrets
from lapak.money.models import Transfer
from lapak.money.terms import Terms
from tests.money.cast import make_transfer


def make_key(name: str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_is_read_again(text: str) -> None:
    assert secrets.decrypt(secrets.encrypt(text, where="a.b"), where="a.b") == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert secrets.encrypt("7712345678", where="a.b") != secrets.encrypt("7712345678", where="a.b")


def test_a_sealed_text_that_was_moved_to_another_column_is_refused() -> None:
    stored = secrets.encrypt("7712345678", where="money_transfer.account_number")

    with pytest.raises(ValueError, match=r"people_participant\.nik"):
        secrets.decrypt(stored, where="people_participant.nik")


@pytest.mark.parametrize("position", [0, 5, -1])
def test_a_sealed_text_with_one_changed_byte_is_refused(position: int) -> None:
    name, _, encoded = secrets.encrypt("7712345678", where="a.b").partition(".")
    sealed = bytearray(base64.b64decode(encoded))
    sealed[position] ^= 1

    with pytest.raises(ValueError, match="cannot be decrypted"):
        secrets.decrypt(f"{name}.{base64.b64encode(bytes(sealed)).decode()}", where="a.b")


def test_after_a_rotation_old_texts_are_readable_and_known_as_old(settings: pytest.FixtureRequest) -> None:
    old, new = make_key("1"), make_key("2")
    settings.FIELD_KEYS = old  # type: ignore[attr-defined]
    stored = secrets.encrypt("7712345678", where="a.b")

    settings.FIELD_KEYS = f"{new},{old}"  # type: ignore[attr-defined]

    assert secrets.decrypt(stored, where="a.b") == "7712345678"
    assert not secrets.is_current(stored)
    assert secrets.is_current(secrets.encrypt("7712345678", where="a.b"))


def test_a_text_under_a_key_that_is_gone_is_refused(settings: pytest.FixtureRequest) -> None:
    settings.FIELD_KEYS = make_key("1")  # type: ignore[attr-defined]
    stored = secrets.encrypt("7712345678", where="a.b")
    settings.FIELD_KEYS = make_key("2")  # type: ignore[attr-defined]

    with pytest.raises(ValueError, match="cannot be decrypted"):
        secrets.decrypt(stored, where="a.b")


def test_a_key_of_the_wrong_size_stops_the_start(settings: pytest.FixtureRequest) -> None:
    settings.FIELD_KEYS = f"1:{base64.b64encode(b'short').decode()}"  # type: ignore[attr-defined]

    with pytest.raises(ImproperlyConfigured):
        secrets.encrypt("7712345678", where="a.b")


def test_the_blind_index_differs_by_purpose_and_by_key(settings: pytest.FixtureRequest) -> None:
    index = secrets.blind_index("7712345678", purpose="account")

    assert index == secrets.blind_index("7712345678", purpose="account")
    assert index != secrets.blind_index("7712345678", purpose="nik")
    settings.INDEX_KEY = base64.b64encode(os.urandom(32)).decode()  # type: ignore[attr-defined]
    assert index != secrets.blind_index("7712345678", purpose="account")


@pytest.mark.django_db
def test_an_account_number_is_sealed_in_the_database_and_plain_in_the_row(terms: Terms) -> None:
    transfer = make_transfer(terms)

    with connection.cursor() as cursor:
        cursor.execute("select account_number from money_transfer")
        (stored,) = cursor.fetchone()

    assert transfer.account_number not in stored
    assert Transfer.objects.get().account_number == transfer.account_number


@pytest.mark.django_db
def test_nobody_searches_by_a_sealed_column() -> None:
    with pytest.raises(FieldError):
        Transfer.objects.filter(account_number="7712345678").exists()
