"""Who may claim for which reason on which day. Pure. Source: Permenaker 4/2022, domain.md 2.2."""

from datetime import date

from lapak.claims.errors import MembershipActive, TooYoung, WaitingPeriod
from lapak.claims.states import ClaimReason

RETIREMENT_AGE_YEARS = 56
WAITING_MONTHS = {ClaimReason.RESIGNATION: 1, ClaimReason.LAYOFF: 1}


def check(reason: str, *, birth_date: date, ended_on: date | None, on: date) -> None:
    """Pass silently, or raise MembershipActive, TooYoung or WaitingPeriod with the first day a claim is possible."""
    if reason == ClaimReason.RETIREMENT_AGE:
        if add_months(birth_date, 12 * RETIREMENT_AGE_YEARS) > on:
            raise TooYoung(years=RETIREMENT_AGE_YEARS)
        return
    if ended_on is None or ended_on > on:
        raise MembershipActive
    possible_from = add_months(ended_on, WAITING_MONTHS.get(ClaimReason(reason), 0))
    if possible_from > on:
        raise WaitingPeriod(day=possible_from.strftime("%d-%m-%Y"))


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month; the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
