"""Which rail carries a transfer, and from when: limits and hours of Bank Indonesia. Pure.

BI-FAST carries up to 250 million at any hour; SKN up to 1 billion and RTGS everything above on working days within
hours. The hours are those of the customer's window, in Jakarta.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from lapak.money.bank.signatures import JAKARTA
from lapak.money.states import Rail

BI_FAST_UP_TO_RUPIAH = 250_000_000
SKN_UP_TO_RUPIAH = 1_000_000_000
OPENS_AT, CUT_OFF = time(6, 30), time(16, 0)


@dataclass(frozen=True)
class Route:
    rail: Rail
    not_before: datetime


def is_working_day(day: date) -> bool:
    """Return whether banks settle on that day: Monday to Friday without national holidays."""
    return day.weekday() < 5 and day not in _national_days(day.year)


@lru_cache(maxsize=8)
def _national_days(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ID", years=year))


def route(
    amount_rupiah: int,
    bank_code: str,
    *,
    own_bank_code: str,
    at: datetime,
    settles: Callable[[date], bool] = is_working_day,
) -> Route:
    """Return the rail for this amount, and the first moment from which it takes it."""
    if bank_code == own_bank_code:
        return Route(Rail.INTRABANK, at)
    if amount_rupiah <= BI_FAST_UP_TO_RUPIAH:
        return Route(Rail.INTERBANK, at)
    rail = Rail.SKN if amount_rupiah <= SKN_UP_TO_RUPIAH else Rail.RTGS
    return Route(rail, _next_window(at, settles))


def _next_window(at: datetime, settles: Callable[[date], bool]) -> datetime:
    """Return this moment inside the hours, else when they begin next."""
    here = at.astimezone(JAKARTA)
    if settles(here.date()) and OPENS_AT <= here.time() < CUT_OFF:
        return at
    day = here.date() if here.time() < OPENS_AT else here.date() + timedelta(days=1)
    while not settles(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS_AT, JAKARTA)
