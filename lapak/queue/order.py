"""Who in the line is called first: whoever has used up most of the wait that was promised to him. Pure.

Moments are seconds on one clock of the caller's choice. Everybody's share grows, so nobody starves.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promises:
    """The longest waits in the hall, in seconds, that each kind of visitor is promised."""

    priority: float = 600.0
    appointment: float = 900.0
    walk_in: float = 2700.0
    head_start: float = 120.0
    """Everybody counts as having waited this long already, so that the kind matters from the first second on."""


DEFAULT_PROMISES = Promises()


def used_share(
    waited: float, *, is_priority: bool, has_appointment: bool, promises: Promises = DEFAULT_PROMISES
) -> float:
    """Return which share of the promised wait is over; the largest is called first.

    `waited` counts from the later of arrival and appointment, so it is negative for one who came early.
    """
    promised = promises.appointment if has_appointment else promises.walk_in
    return (waited + promises.head_start) / (promises.priority if is_priority else promised)
