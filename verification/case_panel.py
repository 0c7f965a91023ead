"""What the officer reads and ticks about one person: masked data, checklist, calculation, earlier decisions."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.claims.rules.checklist import open_items
from lapak.money import determinations, flags, inquiries
from lapak.people.identity import BANKS, masked_phone
from lapak.people.models import BankAccount
from lapak.people.states import NameMatch
from verification import handovers, seat_facts
from verification.evidence import stills
from verification.models import Decision, Seat
from verification.states import REASONS, DecisionReason, Outcome, Phase


def panel(seat: Seat, *, at: datetime) -> dict[str, Any]:
    """Return CasePanel (PROTOCOL.md). Rupiah are whole; numbers of persons are masked."""
    claim: Claim = seat.ticket.claim
    person, membership = claim.participant, claim.membership
    return {
        "seat": seat.pk,
        "ticket": seat.ticket.number,
        "name": person.name,
        "heir": _heir(claim),
        "nik": person.masked_nik,
        "kpj": membership.masked_kpj,
        "npwp": person.masked_npwp,
        "birth_date": person.birth_date,
        "phone": masked_phone(person.phone),
        "employer": membership.employer_name,
        "reason": claim.reason,
        "reason_label": claim.get_reason_display(),
        "channel_label": claim.get_channel_display(),
        "receipt_number": claim.receipt_number,
        "bank": {**bank(claim.bank_account), **_whose(claim.bank_account)},
        "flags": flags.of_claim(claim),
        **_checklist(seat),
        "benefit": asdict(determinations.preview(claim, at=at)),
        "evidence": _evidence(seat, at=at),
        "note": seat.note,
        "handed_over": handovers.word_of(seat),
        "reasons": {
            outcome: [{"code": code, "label": str(DecisionReason(code).label)} for code in codes]
            for outcome, codes in REASONS.items()
            if codes
        },
        "previous": _previous(seat),
    }


def _whose(account: BankAccount) -> dict[str, str]:
    """Return what the bank says about whose account it is; UNKNOWN until it has answered."""
    inquiry = inquiries.of_account(account)
    match = NameMatch(inquiry.match) if inquiry else NameMatch.UNKNOWN
    return {
        "match": match,
        "match_label": str(match.label),
        "found": inquiry.holder_name if inquiry and match in {NameMatch.CLOSE, NameMatch.DIFFERENT} else "",
    }


def _evidence(seat: Seat, *, at: datetime) -> dict[str, Any]:
    """Return what can be pictured, until when the booth is waited for, and the stills of this seat."""
    asked = stills.asked_of(seat, at=at)
    return {
        "subjects": [{"code": code, "label": label} for code, label in stills.subjects_of(seat).items()],
        "asked_until": asked.asked_at + stills.ASKED_FOR if asked else None,
        "stills": [
            {"id": one.pk, "subject": one.subject, "label": stills.label_of(one), "taken_at": one.taken_at}
            for one in stills.of_seats([seat]).get(seat.pk, [])
        ],
    }


def _heir(claim: Claim) -> str:
    """Return who sits in the booth where a participant has died, else nothing."""
    return f"{claim.heir_name}, {claim.get_heir_relation_display()}" if claim.heir_name else ""


def bank(account: BankAccount) -> dict[str, str]:
    return {
        "code": account.bank_code,
        "name": BANKS[account.bank_code],
        "last_four": account.last_four,
        "holder": account.holder_name,
    }


def _checklist(seat: Seat) -> dict[str, Any]:
    items = claims.checklist_of(seat.ticket.claim)
    answers = seat_facts.answers_of([seat])[seat.pk]
    rows = [
        {
            "item": item.code,
            "phase": item.phase,
            "phase_label": str(Phase(item.phase).label),
            "label": str(item.label),
            "hint": str(item.hint),
            "document": item.document,
            "result": answers.get(item.code),
        }
        for item in items
    ]
    return {"checklist": rows, "open_items": len(open_items(items, answers))}


def _previous(seat: Seat) -> list[dict[str, Any]]:
    earlier = Decision.objects.filter(seat__ticket__claim__participant=seat.ticket.claim.participant, undone_at=None)
    return [
        {"at": decision.at, "outcome_label": str(Outcome(decision.outcome).label)}
        for decision in earlier.exclude(seat=seat).order_by("-id")[:5]
    ]
