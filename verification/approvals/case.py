"""What a checker reads of one case: who, why flagged, what the officer saw and ticked, the tax. Read only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from booths.models import Officer
from lapak.claims import claims
from lapak.money import access, flags
from lapak.money.approvals import reasons_in_words
from lapak.money.models import Payout
from lapak.money.states import PayoutStatus, Step
from verification.evidence import stills
from verification.models import CheckMark, Decision, Recording, Seat, Still
from verification.states import MarkResult, Outcome, RecordingStatus


@dataclass(frozen=True)
class Answer:
    label: object
    result: str
    by: str
    at: datetime | None
    is_good: bool


@dataclass(frozen=True)
class Case:
    payout: Payout
    reasons: list[str]
    flags: list[str]
    answers: list[Answer]
    decided_at: datetime | None
    note: str
    """What the officer wrote about the talk."""
    earlier: list[Decision]
    recordings: list[Recording]
    stills: list[tuple[Still, str]]


def waiting_for(officer: Officer) -> QuerySet[Payout]:
    """Return what this supervisor's branch has to check, longest waiting first, then what is held."""
    seen = access.payouts_for(officer).select_related("claim__participant", "made_by", "determination")
    check = seen.filter(status=PayoutStatus.AWAITING_AUTHORISATION, awaits=Step.CHECK)
    return (check | seen.filter(status=PayoutStatus.HELD)).order_by("-status", "authorise_at", "pk")


def of(payout: Payout) -> Case:
    verified = Seat.objects.filter(decisions__outcome=Outcome.VERIFIED, decisions__undone_at=None)
    seat = verified.filter(ticket__claim=payout.claim).order_by("-pk").first()
    decisions = Decision.objects.filter(seat__ticket__claim__participant=payout.claim.participant, undone_at=None)
    last = decisions.filter(seat=seat).last() if seat else None
    return Case(
        payout=payout,
        reasons=reasons_in_words(payout),
        flags=flags.of_claim(payout.claim),
        answers=_answers(payout, seat) if seat else [],
        decided_at=last.at if last else None,
        note=seat.note if seat else "",
        earlier=list(decisions.exclude(seat=seat).select_related("seat__ticket").order_by("-pk")[:5]),
        recordings=list(Recording.objects.filter(seat=seat, status=RecordingStatus.KEPT)) if seat else [],
        stills=[(one, stills.label_of(one)) for one in stills.of_seats([seat]).get(seat.pk, [])] if seat else [],
    )


def _answers(payout: Payout, seat: Seat) -> list[Answer]:
    """Return every item of the checklist with its newest answer."""
    newest: dict[str, CheckMark] = {}
    for mark in CheckMark.objects.filter(seat=seat).select_related("by").order_by("pk"):
        newest[mark.item] = mark
    return [_answer(item.label, newest.get(item.code)) for item in claims.checklist_of(payout.claim)]


def _answer(label: object, mark: CheckMark | None) -> Answer:
    if mark is None or not mark.result:
        return Answer(label, "–", "", None, is_good=False)
    result = MarkResult(mark.result)
    return Answer(label, str(result.label), mark.by.display_name, mark.at, is_good=result == MarkResult.MATCH)
