"""Puts every sealed text of every app under the newest field key; here, because from here all apps are seen."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from lapak.secrets import EncryptedTextField, encrypt

BATCH_ROWS = 200


def sealed_fields() -> Iterator[EncryptedTextField]:
    """Yield the sealed columns of all apps."""
    for model in apps.get_models():
        yield from (field for field in model._meta.local_fields if isinstance(field, EncryptedTextField))


def count_outdated(field: EncryptedTextField) -> int:
    """Return how many rows are sealed with an older key."""
    return _outdated(field).count()


def rotate_batch(field: EncryptedTextField, *, rows: int = BATCH_ROWS) -> int:
    """Seal a batch of a column anew, in one transaction; return how many rows, 0 when the column is done.

    Whoever stops in between loses nothing: what is done is recognised by its key. Raises ValueError for a text
    that no key opens.
    """
    with transaction.atomic():
        batch = _outdated(field).select_for_update(no_key=True).order_by("pk")[:rows]
        opened = list(batch.values_list("pk", field.name))
        for pk, text in opened:
            field.model._base_manager.filter(pk=pk).update(**{field.name: text})
    return len(opened)


def _outdated(field: EncryptedTextField) -> models.QuerySet[models.Model]:
    stored = Cast(models.F(field.name), models.TextField())  # as it lies in the database, unopened
    rows = field.model._base_manager.annotate(stored=stored)
    # Greater than "" leaves out empty texts and NULL, which are not sealed.
    return rows.filter(stored__gt="").exclude(stored__startswith=f"{_newest_key()}.")


def _newest_key() -> str:
    return encrypt("", where="rotation").partition(".")[0]
