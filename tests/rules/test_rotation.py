"""A new field key: everything sealed is readable before, during and after the rotation, then without the old key."""

import base64
import os
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from lapak import secrets
from lapak.money import rotation
from lapak.money.models import Transfer
from lapak.money.terms import Terms
from lapak.people.models import BankAccount, Participant
from tests.cast import cikarang, queue
from tests.money.cast import make_transfer

pytestmark = pytest.mark.django_db


def make_key(name: str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


def stored(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from {table} order by id")
        return [row[0] for row in cursor.fetchall()]


def everything() -> list[tuple[Any, ...]]:
    """Read all sealed texts in the clear."""
    return [
        *Participant.objects.order_by("pk").values_list("nik", "mother_maiden_name"),
        *BankAccount.objects.order_by("pk").values_list("number", "number_index"),
        *Transfer.objects.order_by("pk").values_list("account_number"),
    ]


def test_every_sealed_column_of_the_product_is_known() -> None:
    known = {f"{field.model._meta.db_table}.{field.column}" for field in rotation.sealed_fields()}

    assert known >= {
        "people_participant.nik",
        "people_participant.mother_maiden_name",
        "people_bankaccount.number",
        "money_transfer.account_number",
    }


def test_after_a_rotation_the_old_key_can_be_thrown_away(settings: Any) -> None:
    old, new = make_key("1"), make_key("2")
    settings.FIELD_KEYS = old
    make_transfer(Terms())
    before = everything()

    settings.FIELD_KEYS = f"{new},{old}"
    call_command("rotatekeys", "--rows", "2")
    settings.FIELD_KEYS = new

    assert everything() == before
    assert all(value.startswith("2.") for value in stored("people_participant", "nik"))
    assert not any(rotation.count_outdated(field) for field in rotation.sealed_fields())


def test_a_rotation_that_was_stopped_goes_on_where_it_was(settings: Any) -> None:
    old, new = make_key("1"), make_key("2")
    settings.FIELD_KEYS = old
    queue(cikarang(), 5)
    before = everything()
    nik = Participant._meta.get_field("nik")
    assert isinstance(nik, secrets.EncryptedTextField)

    settings.FIELD_KEYS = f"{new},{old}"
    assert rotation.rotate_batch(nik, rows=3) == 3
    halfway = stored("people_participant", "nik")[:3]
    assert everything() == before
    assert rotation.rotate_batch(nik, rows=3) == 2

    assert rotation.rotate_batch(nik, rows=3) == 0
    assert stored("people_participant", "nik")[:3] == halfway, "what is done is not done again"


def test_an_empty_text_is_left_empty(settings: Any) -> None:
    settings.FIELD_KEYS = make_key("1")
    queue(cikarang(), 1)
    Participant.objects.update(mother_maiden_name="")

    settings.FIELD_KEYS = f"{make_key('2')},{settings.FIELD_KEYS}"
    call_command("rotatekeys")

    assert stored("people_participant", "mother_maiden_name") == [""]


def test_a_text_that_no_key_opens_stops_the_rotation_without_being_printed(settings: Any) -> None:
    settings.FIELD_KEYS = make_key("1")
    queue(cikarang(), 1)
    settings.FIELD_KEYS = make_key("2")

    with pytest.raises(ValueError, match=r"^people_participant\.nik cannot be decrypted$"):
        call_command("rotatekeys")
