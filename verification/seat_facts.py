"""What is known of several seats at once, in a fixed number of queries. Read only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lapak.claims import claims
from lapak.claims.rules.checklist import Item, open_items
from lapak.queue.models import TicketCall
from verification.models import Attention, CheckMark, Decision, Seat
from verification.states import Phase, SeatStatus

STEPS = list(Phase)


@dataclass
class SeatFacts:
    """`answers` holds the newest result of each answered item; `calls` the call and its recalls, oldest first."""

    seat: Seat
    answers: dict[str, str] = field(default_factory=dict)
    calls: list[datetime] = field(default_factory=list)
    decision: Decision | None = None
    attention: Attention | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        return claims.checklist_of(self.seat.ticket.claim)

    @property
    def missing(self) -> list[Item]:
        return open_items(self.items, self.answers)

    @property
    def phase(self) -> Phase:
        """The phase the verification is in: that of the first unanswered item."""
        if self.seat.status in {SeatStatus.CALLED, SeatStatus.CONNECTING}:
            return Phase.CONSENT
        missing = self.missing
        return Phase(missing[0].phase) if missing else Phase.SUMMARY

    @property
    def step(self) -> int:
        return STEPS.index(self.phase) + 1

    @property
    def attended_since(self) -> datetime:
        """Since when the officer talks with this seat, or since when it has waited for the officer."""
        if self.attention is None:
            return self.seat.changed_at
        return self.attention.ended_at or self.attention.started_at


def of_seats(seats: Iterable[Seat]) -> dict[int, SeatFacts]:
    """Return seat id -> facts, in four queries however many seats there are."""
    facts = {seat.pk: SeatFacts(seat) for seat in seats}
    for mark in CheckMark.objects.filter(seat__in=facts).order_by("id"):
        facts[mark.seat_id].answers[mark.item] = mark.result
    for found in facts.values():
        found.answers = {item: result for item, result in found.answers.items() if result}
    for decision in Decision.objects.filter(seat__in=facts, undone_at=None):
        facts[decision.seat_id].decision = decision
    for attention in Attention.objects.filter(seat__in=facts).order_by("id"):
        facts[attention.seat_id].attention = attention
    _add_calls(facts)
    return facts


def of_seat(seat: Seat) -> SeatFacts:
    return of_seats([seat])[seat.pk]


def _add_calls(facts: dict[int, SeatFacts]) -> None:
    by_ticket = {(found.seat.ticket_id, found.seat.booth_id): found for found in facts.values()}
    tickets = {found.seat.ticket_id for found in facts.values()}
    for call in TicketCall.objects.filter(ticket__in=tickets).order_by("id"):
        found = by_ticket.get((call.ticket_id, call.booth_id))
        if found and call.at >= found.seat.called_at:
            found.calls.append(call.at)
