"""How much each camera may send: sound never less, first less of what is not in focus, and only on a full line."""

from hypothesis import given
from hypothesis import strategies as st

from verification.media.arrange import Scene, Seat
from verification.media.budget import (
    FOCUSED_BPS,
    LEAST_DESK_BPS,
    LEAST_TILE_BPS,
    PAUSED,
    SOUND_BPS,
    TILE_BPS,
    Downlink,
    desk_share,
    share,
    wanted,
)
from verification.media.rates import Rates

SIX = range(1, 7)


def test_without_a_limit_everybody_sends_at_the_best_rate():
    assert share(SIX, (3,), None) == {place: FOCUSED_BPS if place == 3 else TILE_BPS for place in SIX}


def test_what_is_not_in_focus_is_reduced_first():
    rates = share(SIX, (3,), wanted(SIX, (3,)) - 500_000)

    assert rates[3] == FOCUSED_BPS
    assert {rates[place] for place in SIX if place != 3} == {TILE_BPS - 100_000}


def test_on_a_narrow_line_the_focused_one_keeps_three_times_the_share_of_another():
    rates = share(SIX, (3,), 800_000 + SOUND_BPS)

    assert rates[3] == 300_000
    assert rates[1] == 100_000


def test_a_line_too_narrow_for_all_shows_fewer_and_the_focused_one_last_of_all():
    rates = share(SIX, (6,), 5 * LEAST_TILE_BPS + SOUND_BPS)

    assert [place for place in SIX if rates[place] != PAUSED] == [1, 2, 6]
    assert share(SIX, (6,), 1)[6] != PAUSED


@given(
    st.sets(st.sampled_from(SIX), min_size=1).flatmap(
        lambda places: st.tuples(st.just(places), st.sets(st.sampled_from(sorted(places)), max_size=2))
    ),
    st.integers(0, 8_000_000),
)
def test_the_shares_never_exceed_the_line_and_the_focus_is_never_behind(of, limit_bps):
    places, focused = of
    rates = share(places, focused, limit_bps)

    assert set(rates) == places
    assert sum(rates.values()) <= max(limit_bps - SOUND_BPS, 1)
    large, small = [rates[p] for p in focused], [rates[p] for p in places - focused]
    assert not large or not small or min(large) >= max(small)


def test_a_low_estimate_alone_limits_nothing_since_it_only_follows_what_is_sent():
    line = Downlink()

    assert not line.note(400_000, wanted_bps=2_000_000)
    assert not line.note(500_000, wanted_bps=2_000_000)
    assert line.limit_bps is None


def test_a_fall_shows_a_full_line_which_counts_until_all_that_is_wanted_fits_again():
    line = Downlink()
    line.note(1_500_000, wanted_bps=2_000_000)

    assert line.note(900_000, wanted_bps=2_000_000)
    assert line.limit_bps == 900_000
    assert not line.note(930_000, wanted_bps=2_000_000), "no new sharing for a trifle"
    assert line.note(1_200_000, wanted_bps=2_000_000)
    assert line.note(2_100_000, wanted_bps=2_000_000)
    assert line.limit_bps is None


def test_one_booth_on_a_bad_line_does_not_blur_the_officer_for_everybody():
    assert desk_share([None, None]) == TILE_BPS
    assert desk_share([None, 500_000]) == 500_000 - SOUND_BPS
    assert desk_share([60_000]) == LEAST_DESK_BPS


def test_a_paused_picture_is_the_officers_last_place_and_comes_back_with_the_line():
    rates = Rates()
    scene = Scene(places={1: Seat("a"), 2: Seat("b")}, desk="desk", focus=1)
    rates.note("desk", 1_000_000, scene)
    assert rates.note("desk", SOUND_BPS + 3 * LEAST_TILE_BPS, scene)

    assert rates.paused(scene) == {"b"}
    assert rates.note("desk", 9_000_000, scene)
    assert rates.paused(scene) == frozenset()
