"""Who may claim for which reason on which day. Pure. Source: lapak.claims.rules.rulesets."""

from dataclasses import dataclass
from datetime import date

from lapak.claims.errors import (
    MembershipActive,
    MembershipShort,
    PartialTaken,
    RetirementReached,
    TooYoung,
    WaitingPeriod,
)
from lapak.claims.rules import rulesets
from lapak.claims.rules.rulesets import Rule
from lapak.claims.states import ClaimReason


@dataclass(frozen=True)
class Facts:
    """What the register knows of a membership and of who holds it."""

    birth_date: date
    started_on: date
    ended_on: date | None
    """None while the membership is active."""
    took_part: bool = False
    """A tenth or the housing share was paid before."""


def check(reason: str, facts: Facts, *, on: date) -> None:
    """Pass silently, or raise a refusal of lapak.claims.errors that names the first day a claim is possible."""
    rule = rulesets.in_force(on).rules[ClaimReason(reason)]
    _check_age(rule, facts, on)
    _check_end(rule, facts, on)
    _check_part(rule, facts, on)


def _check_age(rule: Rule, facts: Facts, on: date) -> None:
    if rule.from_age_years and add_months(facts.birth_date, 12 * rule.from_age_years) > on:
        raise TooYoung(years=rule.from_age_years)
    if rule.below_age_years and add_months(facts.birth_date, 12 * rule.below_age_years) <= on:
        raise RetirementReached(years=rule.below_age_years)


def _check_end(rule: Rule, facts: Facts, on: date) -> None:
    if not rule.needs_end:
        return
    if facts.ended_on is None or facts.ended_on > on:
        raise MembershipActive
    possible_from = add_months(facts.ended_on, rule.waiting_months)
    if possible_from > on:
        raise WaitingPeriod(day=possible_from.strftime("%d-%m-%Y"))


def _check_part(rule: Rule, facts: Facts, on: date) -> None:
    if not rule.is_partial:
        return
    if facts.took_part:
        raise PartialTaken
    possible_from = add_months(facts.started_on, rule.membership_months)
    if possible_from > min(on, facts.ended_on or on):
        raise MembershipShort(years=rule.membership_months // 12)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month; the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
