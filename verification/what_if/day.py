"""Plays a branch's day through with the product's own scheduler: the same plan and people give the same course. Pure.

Moments are seconds on one clock of the caller's choice, in whole milliseconds; durations are seconds. Nobody leaves
before being served.
"""

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from verification.scheduler import DEFAULT_RULES, Advice, Desk, FreePlace, Guest, Rules, State, Waiting, admit, attend

# docs/scheduling.md: what each person above the third costs the officer, and the moment until advice is on the screen.
SLOWED_BY, SLOWED_ABOVE = 0.02, 3
LATENCY_SECONDS = 0.5
UNDO_SECONDS = 10.0
"""A decision can be taken back for so long; the person is still a guest."""

Span = tuple[float, float]
Happening = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk: how long it really takes and is expected to take, with all later ones; then what is done alone."""

    phase: str
    seconds: float
    expected: float
    expected_left: float
    alone: float = 0.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a fixed fate. `entry`: from call to first wait, `turnover`: from decision to free booth."""

    number: int
    arrives: float
    entry: float
    talks: tuple[Talk, ...]
    expected_whole: float
    turnover: float
    due: float | None = None
    is_priority: bool = False
    has_appointment: bool = False

    def waiting(self) -> Waiting:
        return Waiting(
            ticket=self.number,
            order=self.number,
            due=max(self.arrives, self.due or self.arrives),
            attention=self.talks[0].expected_left,
            total=self.expected_whole,
            is_priority=self.is_priority,
            has_appointment=self.has_appointment,
        )


@dataclass(frozen=True, slots=True)
class OfficerPlan:
    """When somebody is at the desk (spans in order), and how many people at once."""

    spans: tuple[Span, ...]
    places: int


@dataclass(frozen=True, slots=True)
class DayPlan:
    officers: tuple[OfficerPlan, ...]
    booths: int
    closes_at: float
    rules: Rules = DEFAULT_RULES


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: a call to a place or the beginning of a talk; `waited` is how long that person has waited for it.

    `officer` counts the plan's officers from 0.
    """

    at: float
    what: str
    visitor: int
    officer: int
    place: int
    because: str
    waited: float


@dataclass
class Course:
    """What became of the day; `decided` holds visitor -> when the decision fell."""

    steps: list[Step] = field(default_factory=list)
    decided: dict[int, float] = field(default_factory=dict)
    talked: dict[int, float] = field(default_factory=dict)
    """officer -> seconds of talk."""

    def waits(self, what: str) -> list[float]:
        return sorted(step.waited for step in self.steps if step.what == what)


@dataclass
class TakenPlace:
    number: int
    booth: int
    visitor: Visitor | None = None
    talk: int = 0
    waiting_since: float | None = None
    is_decided: bool = False
    is_free: bool = True

    def guest(self) -> Guest:
        assert self.visitor is not None, "only taken places are asked for a guest"
        talk = self.visitor.talks[self.talk]
        return Guest(
            place=self.number,
            attention_left=0.0 if self.is_decided else talk.expected_left,
            contact=talk.expected,
            waiting_since=self.waiting_since,
            is_priority=self.visitor.is_priority,
        )


@dataclass
class OnDuty:
    number: int
    plan: OfficerPlan
    places: list[TakenPlace] = field(default_factory=list)
    on_duty_until: float | None = None
    talks_at: int | None = None
    talked_at: int | None = None

    def taken(self) -> list[TakenPlace]:
        return [place for place in self.places if place.visitor is not None]

    def desk(self, closes_at: float) -> Desk:
        until = self.on_duty_until
        return Desk(
            session=self.number,
            places=self.plan.places,
            guests=tuple(place.guest() for place in self.taken()),
            free=tuple(FreePlace(self.number, one.number, one.booth) for one in self.places if one.is_free),
            is_away=until is None,
            break_at=until if until is not None and until < closes_at else None,
        )


def play(plan: DayPlan, visitors: Sequence[Visitor]) -> Course:
    """Return the course of the day."""
    return Day(plan, visitors).run()


class Day:
    """The day while it is played. What happens and what is decided are methods, so that a test can do it for real."""

    def __init__(self, plan: DayPlan, visitors: Sequence[Visitor]) -> None:
        self.plan, self.now, self.course = plan, 0.0, Course()
        self.officers = [OnDuty(number, officer) for number, officer in enumerate(plan.officers)]
        self.visitors = {visitor.number: visitor for visitor in visitors}
        self.line: dict[int, Waiting] = {}
        self.booths = iter(range(1, plan.booths + 1))
        self.events: list[tuple[float, int, Happening, tuple[Any, ...]]] = []
        self.sequence = itertools.count()
        for officer in self.officers:
            for begins, ends in officer.plan.spans:
                self._at(begins, self.begin, officer, ends)
                self._at(ends, self.leave, officer)
        for visitor in visitors:
            self._at(visitor.arrives, self.arrive, visitor)

    def _at(self, moment: float, what: Happening, *about: Any) -> None:
        heapq.heappush(self.events, (round(moment, 3), next(self.sequence), what, about))

    def run(self) -> Course:
        for now, happenings in self._moments():
            self.now = now
            for what, about in happenings:
                what(*about)
            self.call()
            for officer in self.officers:
                self.attend(officer)
        return self.course

    def _moments(self) -> Iterator[tuple[float, list[tuple[Happening, tuple[Any, ...]]]]]:
        """Yield each moment with all that happens at it."""
        while self.events:
            now, found = self.events[0][0], []
            while self.events and self.events[0][0] == now:
                *_, what, about = heapq.heappop(self.events)
                found.append((what, about))
            yield now, found

    # ---- what happens

    def begin(self, officer: OnDuty, until: float) -> None:
        officer.on_duty_until = until
        if not officer.places:
            numbers = zip(range(1, officer.plan.places + 1), self.booths, strict=False)
            officer.places = [TakenPlace(number, booth) for number, booth in numbers]

    def leave(self, officer: OnDuty) -> None:
        """Who is seated is still served."""
        officer.on_duty_until = None

    def arrive(self, visitor: Visitor) -> None:
        self.line[visitor.number] = visitor.waiting()

    def wait(self, place: TakenPlace) -> None:
        place.waiting_since = self.now

    def end_talk(self, officer: OnDuty, place: TakenPlace) -> None:
        visitor = place.visitor
        assert visitor is not None, "the person talked with is there"
        officer.talks_at = None
        alone = visitor.talks[place.talk].alone
        if place.talk + 1 < len(visitor.talks):
            place.talk += 1
            self._at(self.now + alone, self.wait, place)
            return
        place.is_decided = True
        self.course.decided[visitor.number] = self.now
        self._at(self.now + UNDO_SECONDS, self.settle, place)
        self._at(self.now + max(UNDO_SECONDS, visitor.turnover), self.free, place)

    def settle(self, place: TakenPlace) -> None:
        place.visitor, place.is_decided = None, False

    def free(self, place: TakenPlace) -> None:
        place.is_free = True

    # ---- what is decided

    def call(self) -> None:
        if not self.line or not any(place.is_free for officer in self.officers for place in officer.places):
            return
        desks = [officer.desk(self.plan.closes_at) for officer in self.officers if officer.places]
        state = State(self.now, list(self.line.values()), desks, self.plan.closes_at, self.plan.rules)
        for call in admit(state).calls:
            self.seat(self.officers[call.place.session], call.place.place, call.ticket, call.reason.because)

    def seat(self, officer: OnDuty, number: int, ticket: int, because: str) -> None:
        visitor, place = self.visitors[ticket], officer.places[number - 1]
        waited = self.now - self.line.pop(ticket).due
        place.visitor, place.talk, place.is_free = visitor, 0, False
        self._note("call", visitor, officer, place, because, max(0.0, waited))
        self._at(self.now + visitor.entry, self.wait, place)

    def attend(self, officer: OnDuty) -> None:
        if officer.talks_at is not None:
            return
        advice: Advice | None = attend(
            (place.guest() for place in officer.taken()), now=self.now, rules=self.plan.rules
        )
        if advice is not None:
            self.talk(officer, officer.places[advice.place - 1], advice.reason.because)

    def talk(self, officer: OnDuty, place: TakenPlace, because: str) -> None:
        assert place.visitor is not None and place.waiting_since is not None, "advice names one who waits"
        waited, place.waiting_since = self.now - place.waiting_since, None
        self._note("attend", place.visitor, officer, place, because, waited)
        slowed = 1 + SLOWED_BY * max(0, len(officer.taken()) - SLOWED_ABOVE)
        seconds = place.visitor.talks[place.talk].seconds * slowed + LATENCY_SECONDS
        seconds += self.plan.rules.switch if officer.talked_at != place.number else 0.0
        officer.talks_at = officer.talked_at = place.number
        self.course.talked[officer.number] = self.course.talked.get(officer.number, 0.0) + seconds
        self._at(self.now + seconds, self.end_talk, officer, place)

    def _note(
        self, what: str, visitor: Visitor, officer: OnDuty, place: TakenPlace, because: str, waited: float
    ) -> None:
        step = Step(self.now, what, visitor.number, officer.number, place.number, because, waited)
        self.course.steps.append(step)
