"""Only for a demonstration: what an invented person would type, so that nobody has to copy sixteen digits."""

from datetime import date

from booths.errors import Refusal
from lapak.claims.models import Claim
from lapak.claims.rules import eligibility
from lapak.claims.states import OPEN_CLAIM, ClaimReason, ClaimStatus, HeirRelation
from lapak.people.register import Entry, demo_people
from lapak.queue.filing import facts_of


def next_form(*, wanted: str = "", on: date) -> dict[str, str]:
    """Return what the first invented person who may still claim would type, for the wanted reason if it may; or {}."""
    busy = set(
        Claim.objects.filter(status__in=[*OPEN_CLAIM, ClaimStatus.PAID]).values_list(
            "membership__kpj_number", flat=True
        )
    )
    for entry in demo_people():
        reason = _possible_reason(entry, wanted=wanted, on=on)
        if reason and entry.kpj_number not in busy:
            return {
                "reason": reason,
                "nik": entry.nik,
                "kpj_number": entry.kpj_number,
                "phone": entry.demo_phone,
                "bank_code": entry.demo_bank_code,
                "account_number": entry.demo_account_number,
                **_heir(entry, reason),
            }
    return {}


def _heir(entry: Entry, reason: str) -> dict[str, str]:
    if reason != ClaimReason.DEATH:
        return {}
    return {"heir_name": f"Ani {entry.name.split()[-1]}", "heir_relation": HeirRelation.CHILD}


def _possible_reason(entry: Entry, *, wanted: str, on: date) -> str | None:
    for reason in sorted(ClaimReason.values, key=lambda reason: reason != wanted):
        try:
            eligibility.check(reason, facts_of(entry), on=on)
        except Refusal:
            continue
        return reason
    return None
