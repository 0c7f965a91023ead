"""People for crowds: a register of as many invented members as a test or a benchmark wants."""

import json
from pathlib import Path
from typing import Any

SERIALS = 9_999


def person(number: int) -> dict[str, Any]:
    """Return an invented member of the register, a different one for each number below 28 times 9,999."""
    day, serial = divmod(number, SERIALS)
    return {
        "nik": f"327501{1 + day:02d}0390{1 + serial:04d}",
        "kpj_number": f"{15_000_000_000 + number}",
        "name": f"Peserta {number}",
        "birth_date": "1990-03-01",
        "mother_maiden_name": "Sumiati",
        "employer_name": "PT Contoh",
        "started_on": "2010-01-01",
        "ended_on": "2026-01-15",
        "contributions_rupiah": 20_000_000,
        "return_rupiah": 5_000_000,
        "demo_phone": "+6281234567890",
        "demo_bank_code": "014",
        "demo_account_number": f"{7_000_000_000 + number}",
    }


def write_register(folder: Path, people: int) -> Path:
    """Write a register with so many members, for the setting LAPAK_DEMO_REGISTER; return the file."""
    file = folder / "register.json"
    file.write_text(json.dumps([person(number) for number in range(people)]))
    return file
