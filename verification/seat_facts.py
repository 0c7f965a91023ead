"""What is known of several seats at once, in a fixed number of queries. Read only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, FilteredRelation, Q

from lapak.claims import claims
from lapak.claims.rules.checklist import Item, open_items
from lapak.queue.models import TicketCall
from verification.access import whole_seats
from verification.models import Attention, CheckMark, Decision, Seat
from verification.states import OPEN_RECORDING, OPEN_SEAT, Phase, SeatStatus

STEPS = list(Phase)


@dataclass
class SeatFacts:
    """`answers` holds the newest result of each answered item; `calls` the call and its recalls, oldest first."""

    seat: Seat
    answers: dict[str, str]
    calls: list[datetime]
    decision: Decision | None = None
    attention: Attention | None = None
    recording: str = ""
    """RUNNING or PAUSED."""
    recording_since: datetime | None = None
    stills: int = 0

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
    """Return seat id -> facts, in five queries however many seats there are."""
    seats = list(seats)
    answers, calls = answers_of(seats), calls_of(seats)
    facts = {seat.pk: SeatFacts(seat, answers[seat.pk], calls[seat.pk]) for seat in seats}
    for decision in Decision.objects.filter(seat__in=facts, undone_at=None):
        facts[decision.seat_id].decision = decision
    for attention in Attention.objects.filter(seat__in=facts).order_by("id"):
        facts[attention.seat_id].attention = attention
    _note_kept(facts)
    return facts


def _note_kept(facts: dict[int, SeatFacts]) -> None:
    running = FilteredRelation("recordings", condition=Q(recordings__status__in=OPEN_RECORDING))
    taken = Count("stills", filter=Q(stills__taken_at__isnull=False, stills__deleted_at=None), distinct=True)
    found = Seat.objects.filter(pk__in=facts).annotate(running=running, taken=taken)
    for pk, status, begun_at, count in found.values_list("pk", "running__status", "running__begun_at", "taken"):
        facts[pk].recording, facts[pk].recording_since, facts[pk].stills = status or "", begun_at, count


def of_session(session_id: int) -> list[SeatFacts]:
    """Return the facts of everybody who sits at the session's places."""
    return list(of_seats(whole_seats().filter(session=session_id, status__in=OPEN_SEAT)).values())


def of_seat(seat: Seat) -> SeatFacts:
    return of_seats([seat])[seat.pk]


def answers_of(seats: Sequence[Seat]) -> dict[int, dict[str, str]]:
    """Return seat id -> item -> newest result; an answer that was taken back is absent."""
    newest: dict[int, dict[str, str]] = {seat.pk: {} for seat in seats}
    marks = CheckMark.objects.filter(seat__in=newest).order_by("id")
    for seat_id, item, result in marks.values_list("seat_id", "item", "result"):
        newest[seat_id][item] = result
    return {seat_id: {item: result for item, result in found.items() if result} for seat_id, found in newest.items()}


def calls_of(seats: Sequence[Seat]) -> dict[int, list[datetime]]:
    """Return seat id -> when its number was called; the first is the call, the others are recalls."""
    calls: dict[int, list[datetime]] = {seat.pk: [] for seat in seats}
    by_ticket = {(seat.ticket_id, seat.booth_id): seat for seat in seats}
    for call in TicketCall.objects.filter(ticket__in={ticket for ticket, _ in by_ticket}).order_by("id"):
        seat = by_ticket.get((call.ticket_id, call.booth_id))
        if seat and call.at >= seat.called_at:
            calls[seat.pk].append(call.at)
    return calls
