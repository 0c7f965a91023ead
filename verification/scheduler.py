"""Whom to call to which booth of which officer, and whom the officer attends next: pure decisions with reasons.

No database, no clock, no memory: the same state gives the same decision. Moments are seconds on one clock of the
caller's choice, durations are seconds. The rules and what each of them is worth: docs/scheduling.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lapak.queue.order import DEFAULT_PROMISES, Promises, used_share


class Because(StrEnum):
    """Why somebody is called, attended, or not called. Sentences for people: verification/reasons.py."""

    OVERDUE = "overdue"
    PRIORITY = "priority"
    QUICK = "quick"
    ONLY_ONE = "only_one"
    APPOINTMENT = "appointment"
    LONGEST_WAIT = "longest_wait"
    # why an officer with a free place gets nobody
    NOBODY_WAITS = "nobody_waits"
    AWAY = "away"
    MANY_WAIT_INSIDE = "many_wait_inside"
    CALM = "calm"
    BREAK_SOON = "break_soon"
    CLOSING_SOON = "closing_soon"
    FOR_ANOTHER = "for_another"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as a value; `seconds` is how long the person has waited, or nothing."""

    because: Because
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """Figures a branch may set. The defaults are the measured ones."""

    overdue_after: float = 270.0
    """Somebody in a booth who waits this long for the officer goes before everybody else."""
    priority_overdue_after: float = 150.0
    priority_weight: float = 3.0
    switch: float = 6.0
    """What turning to another booth costs the officer."""
    promises: Promises = DEFAULT_PROMISES
    closing_stretch: float = 1.05
    """A verification may take so much longer than expected and still ends `closing_slack` before closing."""
    closing_slack: float = 300.0
    closing_backlog: float = 0.4
    """The share of the officer's open work that a new person waits for before closing."""


DEFAULT_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the hall. `due` is since when he waits: the later of arrival and appointment; `order` breaks ties.

    `attention` is the officer's expected time for the whole claim, `total` that from the call to the decision. With a
    `session` the person was handed to its officer, and nobody else calls him.
    """

    ticket: int
    order: int
    due: float
    attention: float
    total: float
    is_priority: bool = False
    has_appointment: bool = False
    session: int | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody at a place. `waiting_since` is None while he needs no officer: on the way, busy, or talked with.

    `contact` is the expected length of the talk he waits for, `attention_left` of that and all later ones.
    """

    place: int
    attention_left: float
    contact: float = 0.0
    waiting_since: float | None = None
    is_priority: bool = False


@dataclass(frozen=True, slots=True)
class FreePlace:
    """A place of an officer that has nobody, and whose booth is free."""

    session: int
    place: int
    booth: int


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer: the places that stand, who is at them, which are free.

    `is_away` on a break and while the desk is silent. `break_at` is when the next break begins. `most` is the calm
    mode: no more people at once than this. `insists`: the officer asks for the next person whatever we advise.
    """

    session: int
    places: int
    guests: tuple[Guest, ...] = ()
    free: tuple[FreePlace, ...] = ()
    is_away: bool = False
    break_at: float | None = None
    most: int | None = None
    insists: bool = False

    @property
    def waiting(self) -> int:
        return sum(guest.waiting_since is not None for guest in self.guests)


@dataclass(frozen=True, slots=True)
class State:
    """A branch at one moment. `closes_at` None: it does not close."""

    now: float
    line: Sequence[Waiting]
    desks: Sequence[Desk]
    closes_at: float | None = None
    rules: Rules = DEFAULT_RULES


@dataclass(frozen=True, slots=True)
class Call:
    ticket: int
    place: FreePlace
    reason: Reason


@dataclass(frozen=True, slots=True)
class Admission:
    """Whom to call now, and by session why an officer's free places stay empty."""

    calls: tuple[Call, ...] = ()
    held_back: dict[int, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom to attend next. It holds `until` that moment at most, if nothing else happens: then somebody is overdue."""

    place: int
    reason: Reason
    until: float | None = None


def admit(state: State) -> Admission:
    """Call people one by one, never in groups: who has used up most of his promised wait, to the least loaded officer.

    Whom no officer can take before closing or a break is passed over and keeps his place.
    """
    officers = [_Officer(desk) for desk in state.desks]
    held_back = {officer.desk.session: why for officer in officers if (why := _pause(officer.desk))}
    ready = [officer for officer in officers if officer.free and officer.desk.session not in held_back]
    calls = []
    for person in sorted(state.line, key=lambda one: call_order(one, state)):
        if not any(officer.free for officer in ready):
            break
        able = [officer for officer in ready if officer.free and _obstacle(person, officer, state) is None]
        if able:
            officer = min(able, key=lambda one: (one.work, one.free[0].booth))
            calls.append(Call(person.ticket, officer.take(person), _reason_to_call(person, state)))
    called = {call.ticket for call in calls}
    held_back |= {one.desk.session: _why_empty(one, state, called) for one in ready if one.given < len(one.desk.free)}
    return Admission(tuple(calls), held_back)


class _Officer:
    """A desk while people are being given to it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.given = 0
        self.free = sorted(desk.free, key=lambda place: place.booth)
        self.work = sum(guest.attention_left for guest in desk.guests)
        if desk.most is not None and not desk.insists:
            self.free = self.free[: max(0, desk.most - len(desk.guests))]

    def take(self, person: Waiting) -> FreePlace:
        self.work += person.attention
        self.given += 1
        return self.free.pop(0)


def _pause(desk: Desk) -> Reason | None:
    """Say why this officer's free places get nobody at all just now."""
    if not desk.free:
        return None
    if desk.is_away:
        return Reason(Because.AWAY)
    if desk.insists:
        return None
    if desk.waiting >= max(2, desk.places // 2):
        return Reason(Because.MANY_WAIT_INSIDE)
    if desk.most is not None and len(desk.guests) >= desk.most:
        return Reason(Because.CALM)
    return None


def _obstacle(person: Waiting, officer: _Officer, state: State) -> Because | None:
    """Say why this officer should not begin with this person now."""
    if person.session not in {None, officer.desk.session}:
        return Because.FOR_ANOTHER
    if officer.desk.insists:
        return None
    rules, break_at = state.rules, officer.desk.break_at
    if state.closes_at is not None:
        needed = rules.closing_stretch * person.total + rules.closing_slack + rules.closing_backlog * officer.work
        if state.now + needed > state.closes_at:
            return Because.CLOSING_SOON
    if break_at is not None and state.now + person.total > break_at:
        return Because.BREAK_SOON
    return None


def _why_empty(officer: _Officer, state: State, called: set[int]) -> Reason:
    if not officer.free:
        return Reason(Because.CALM)
    left = (person for person in state.line if person.ticket not in called)
    obstacle = next((why for person in left if (why := _obstacle(person, officer, state))), None)
    return Reason(obstacle or Because.NOBODY_WAITS)


def call_order(person: Waiting, state: State) -> tuple[float, int]:
    """Order the line: the largest share of the promised wait first, then who came first."""
    share = used_share(
        state.now - person.due,
        is_priority=person.is_priority,
        has_appointment=person.has_appointment,
        promises=state.rules.promises,
    )
    return -share, person.order


def _reason_to_call(person: Waiting, state: State) -> Reason:
    waited = max(0.0, state.now - person.due)
    if person.is_priority:
        return Reason(Because.PRIORITY, waited)
    return Reason(Because.APPOINTMENT if person.has_appointment else Because.LONGEST_WAIT, waited)


def attend(
    guests: Iterable[Guest], *, now: float, at_place: int | None = None, rules: Rules = DEFAULT_RULES
) -> Advice | None:
    """Choose whom an officer without a running talk attends next; None when nobody waits.

    `at_place` is where the officer has been last. First the most overdue; then the greatest weight for the shortest
    talk, so that the most people go on by themselves; then the longest waiting.
    """
    waiting = [guest for guest in guests if guest.waiting_since is not None]
    if not waiting:
        return None
    shares = {guest.place: (now - _since(guest)) / _limit(guest, rules) for guest in waiting}
    most = max(waiting, key=lambda guest: (shares[guest.place], -guest.place))
    if shares[most.place] >= 1:
        return Advice(most.place, Reason(Because.OVERDUE, now - _since(most)))
    chosen = min(waiting, key=lambda guest: _attend_order(guest, at_place, rules))
    next_overdue = min(_since(guest) + _limit(guest, rules) for guest in waiting)
    return Advice(chosen.place, _reason_to_attend(chosen, waiting, now), next_overdue)


def _since(guest: Guest) -> float:
    assert guest.waiting_since is not None, "only those who wait are compared"
    return guest.waiting_since


def _limit(guest: Guest, rules: Rules) -> float:
    return rules.priority_overdue_after if guest.is_priority else rules.overdue_after


def _attend_order(guest: Guest, at_place: int | None, rules: Rules) -> tuple[float, float, int]:
    weight = rules.priority_weight if guest.is_priority else 1.0
    cost = max(guest.contact, 1.0) + (0.0 if guest.place == at_place else rules.switch)
    return -weight / cost, _since(guest), guest.place


def _reason_to_attend(chosen: Guest, waiting: Sequence[Guest], now: float) -> Reason:
    waited = now - _since(chosen)
    if len(waiting) == 1:
        return Reason(Because.ONLY_ONE, waited)
    if chosen.is_priority:
        return Reason(Because.PRIORITY, waited)
    if chosen.contact < min(guest.contact for guest in waiting if guest is not chosen):
        return Reason(Because.QUICK, waited)
    return Reason(Because.LONGEST_WAIT, waited)
