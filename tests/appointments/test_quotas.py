"""Quotas: what the roster and the measured times allow."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lapak.queue.quotas import Policy, Span, officers_in, quotas, spans_of_day

DAY, JAKARTA = date(2026, 11, 25), ZoneInfo("Asia/Jakarta")
SPANS = spans_of_day(DAY, time(8), time(15), JAKARTA)


def test_a_day_is_cut_into_half_hours_without_a_rest():
    assert len(SPANS) == 14
    assert len(spans_of_day(DAY, time(8), time(8, 50), JAKARTA)) == 1


def test_an_officer_for_half_of_a_slot_counts_half():
    halved = Span(SPANS[0].starts_at, SPANS[0].starts_at + (SPANS[0].ends_at - SPANS[0].starts_at) / 2)
    assert officers_in(SPANS[0], [halved, SPANS[0]]) == pytest.approx(1.5)
    assert officers_in(SPANS[1], [halved]) == 0


def test_the_quota_is_the_formula_with_more_in_the_first_slot_and_less_in_the_last():
    policy = Policy(load=1.0, empty_rate=0.2, claims_per_hour=12)
    found = quotas(SPANS[:4], [2, 2, 1, 2], booths=10, policy=policy)
    assert found == [15 + 5, 15, 8, 9]


def test_slots_without_an_officer_have_no_places():
    assert quotas(SPANS[:3], [0, 1, 0], booths=6, policy=Policy(empty_rate=0.0, claims_per_hour=10))[::2] == [0, 0]


@pytest.mark.parametrize("policy", [Policy(load=1.1), Policy(empty_rate=0.7), Policy(load=0)])
def test_a_policy_that_would_book_more_than_a_day_can_serve_is_refused(policy: Policy):
    with pytest.raises(ValueError, match="at most"):
        quotas(SPANS, [1] * len(SPANS), booths=6, policy=policy)


@given(some.lists(some.floats(0, 8), min_size=14, max_size=14), some.floats(0, 0.6), some.integers(1, 40))
def test_more_people_who_do_not_come_never_mean_fewer_places(officers, empty_rate, booths):
    few = quotas(SPANS, officers, booths=booths, policy=Policy(empty_rate=0))
    more = quotas(SPANS, officers, booths=booths, policy=Policy(empty_rate=empty_rate))
    assert all(b >= a >= 0 for a, b in zip(few, more, strict=True))
