"""Only for a demonstration: what an invented person would type, so that nobody has to copy sixteen digits."""

from datetime import date

from booths.errors import Refusal
from lapak.claims.models import Claim
from lapak.claims.rules import eligibility
from lapak.claims.states import OPEN_CLAIM, ClaimReason, ClaimStatus
from lapak.people.register import Entry, demo_people


def next_form(*, on: date) -> dict[str, str]:
    """Return the fields of the first invented person who may still claim; empty when everybody has."""
    busy = set(
        Claim.objects.filter(status__in=[*OPEN_CLAIM, ClaimStatus.PAID]).values_list(
            "membership__kpj_number", flat=True
        )
    )
    for entry in demo_people():
        reason = _possible_reason(entry, on=on)
        if reason and entry.kpj_number not in busy:
            return {
                "reason": reason,
                "nik": entry.nik,
                "kpj_number": entry.kpj_number,
                "phone": entry.demo_phone,
                "bank_code": entry.demo_bank_code,
                "account_number": entry.demo_account_number,
            }
    return {}


def _possible_reason(entry: Entry, *, on: date) -> str | None:
    for reason in ClaimReason.values:
        try:
            eligibility.check(reason, birth_date=entry.birth_date, ended_on=entry.ended_on, on=on)
        except Refusal:
            continue
        return reason
    return None
