"""The demonstration register: invented people from register.json beside this file."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lapak.people.errors import NotRegistered
from lapak.people.register.protocol import Entry

FILE = Path(__file__).with_name("register.json")


def _entries() -> dict[tuple[str, str], Entry]:
    return _entries_of(settings.DEMO_REGISTER or FILE)


@lru_cache
def _entries_of(file: Path) -> dict[tuple[str, str], Entry]:
    rows = (_read(row) for row in json.loads(file.read_text(encoding="utf-8")))
    return {(entry.nik, entry.kpj_number): entry for entry in rows}


def _read(row: dict[str, object]) -> Entry:
    for name in ("birth_date", "started_on", "ended_on"):
        row[name] = date.fromisoformat(str(row[name])) if row[name] else None
    row["paid_before"] = tuple((str(day), int(rupiah)) for day, rupiah in row.get("paid_before", ()))  # type: ignore[attr-defined]
    return Entry(**row)  # type: ignore[arg-type]


def look_up(nik: str, kpj_number: str) -> Entry:
    """Return the membership that has both numbers. Raises NotRegistered, the same for either being wrong."""
    entry = _entries().get((nik, kpj_number))
    if entry is None:
        raise NotRegistered
    return entry


def demo_people() -> list[Entry]:
    """Return the invented people in a fixed order."""
    return list(_entries().values())
