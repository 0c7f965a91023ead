"""What any register answers about one membership; an adapter for the real one returns the same."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Entry:
    nik: str
    kpj_number: str
    name: str
    birth_date: date
    mother_maiden_name: str
    employer_name: str
    started_on: date
    ended_on: date | None
    contributions_rupiah: int
    return_rupiah: int
    paid_before: tuple[tuple[str, int], ...] = ()
    """Day (ISO) and gross rupiah of the parts that were paid in the past."""
    # What a demonstration types into the form; a real register knows no account.
    demo_phone: str = ""
    demo_bank_code: str = ""
    demo_account_number: str = ""
