"""Midnight and the three time zones: a branch lives in its own day, whatever day it is elsewhere (hypothesis)."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from booths.branches import day_start, local_day
from booths.models import Branch
from lapak.queue.quotas import SLOT_MINUTES, Span, officers_in, spans_of_day

# Government Regulation 41/1987: UTC+7, +8 and +9, no summer time.
HOURS_EAST = {Branch.TimeZone.WIB: 7, Branch.TimeZone.WITA: 8, Branch.TimeZone.WIT: 9}
DAY, STEP = timedelta(days=1), timedelta(minutes=SLOT_MINUTES)
branches = some.sampled_from([Branch(time_zone=zone) for zone in HOURS_EAST])
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = some.integers(0, 3 * 366 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds))
hours = some.builds(time, some.integers(0, 23), some.sampled_from([0, 15, 30, 45]))


@given(branches, moments)
def test_a_branch_changes_its_day_at_its_own_midnight(branch, moment):
    begins = day_start(branch, at=moment)

    assert local_day(branch, at=moment) == (moment + timedelta(hours=HOURS_EAST[branch.time_zone])).date()
    assert begins <= moment < begins + DAY
    assert local_day(branch, at=begins) == local_day(branch, at=begins + DAY - timedelta(microseconds=1))
    assert local_day(branch, at=begins - timedelta(microseconds=1)) == local_day(branch, at=moment) - DAY


@given(branches, moments, hours, hours)
def test_slots_of_a_day_follow_each_other_inside_its_opening_hours(branch, moment, opens, closes):
    day = local_day(branch, at=moment)
    spans = spans_of_day(day, opens, closes, branch.zone)

    assert all(span.ends_at - span.starts_at == STEP for span in spans)
    assert all(one.ends_at == other.starts_at for one, other in pairwise(spans))
    assert {local_day(branch, at=span.starts_at) for span in spans} <= {day}
    if spans:
        assert spans[0].starts_at.astimezone(branch.zone).time() == opens
        assert spans[-1].ends_at <= datetime.combine(day, closes, branch.zone) < spans[-1].ends_at + STEP


@given(branches, moments, some.integers(-120, 120), some.integers(15, 300))
def test_an_officer_counts_for_a_slot_by_the_time_he_is_there_also_across_midnight(branch, moment, shift, minutes):
    begins = day_start(branch, at=moment) + timedelta(minutes=shift)
    planned = [Span(begins, begins + timedelta(minutes=minutes))]
    first = day_start(branch, at=moment) - 8 * STEP
    spans = [Span(first + number * STEP, first + (number + 1) * STEP) for number in range(24)]

    shares = [officers_in(span, planned) for span in spans]
    assert all(0 <= share <= 1 for share in shares)
    assert abs(sum(shares) * SLOT_MINUTES - minutes) < 0.001
