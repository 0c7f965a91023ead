"""Which rail carries how much, and when it does: limits, hours, weekends, holidays."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.money import rails
from lapak.money.bank.signatures import JAKARTA
from lapak.money.states import Rail

MILLION = 1_000_000
START = datetime(2025, 1, 1, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=JAKARTA)


def route(rupiah: int, moment: datetime, bank: str = "014") -> rails.Route:
    return rails.route(rupiah, bank, own_bank_code="002", at=moment)


@pytest.mark.parametrize(
    ("rupiah", "bank", "rail"),
    [
        (5_000 * MILLION, "002", Rail.INTRABANK),
        (250 * MILLION, "014", Rail.INTERBANK),
        (250 * MILLION + 1, "014", Rail.SKN),
        (1_000 * MILLION, "014", Rail.SKN),
        (1_000 * MILLION + 1, "014", Rail.RTGS),
    ],
)
def test_bank_and_amount_choose_the_rail(rupiah, bank, rail):
    assert route(rupiah, at(25, 10), bank).rail == rail


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(25, 10), at(25, 10)),
        (at(25, 15, 59), at(25, 15, 59)),
        (at(25, 16), at(26, 6, 30)),
        (at(25, 5), at(25, 6, 30)),
        (at(27, 17), at(30, 6, 30)),  # a Friday evening
        (at(24, 17, month=12), at(28, 6, 30, month=12)),  # Christmas, then a weekend
    ],
)
def test_clearing_waits_for_the_next_window(moment, opens):
    assert route(300 * MILLION, moment).not_before == opens


def test_bi_fast_and_the_own_bank_never_wait():
    night = at(28, 3)
    assert route(MILLION, night).not_before == route(9_000 * MILLION, night, "002").not_before == night


@given(st.integers(min_value=0, max_value=5 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)))
def test_the_window_is_never_in_the_past_and_always_inside_the_hours(moment):
    opens = route(300 * MILLION, moment).not_before
    here = opens.astimezone(JAKARTA)
    assert opens >= moment and opens - moment < timedelta(days=12)
    assert rails.is_working_day(here.date()) and rails.OPENS_AT <= here.time() < rails.CUT_OFF
