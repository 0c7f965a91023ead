"""How much each camera may send: sound never less, first less of what is not in focus, and only on a full line."""

from hypothesis import given
from hypothesis import strategies as st

from verification.media.arrange import Scene, Seat
from verification.media.budget import (
    DOUBT_AFTER_S,
    FOCUSED_BPS,
    LEAST_DESK_BPS,
    LEAST_TILE_BPS,
    PAUSED,
    SOUND_BPS,
    TILE_BPS,
    Delivery,
    Downlink,
    Need,
    desk_share,
    needed,
    share,
)
from verification.media.rates import Rates

SIX = range(1, 7)


def test_without_a_limit_everybody_sends_at_the_best_rate():
    assert share(SIX, (3,), None) == {place: FOCUSED_BPS if place == 3 else TILE_BPS for place in SIX}


def test_what_is_not_in_focus_is_reduced_first():
    rates = share(SIX, (3,), needed(SIX, (3,)).best_bps - 500_000)

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


NEED = Need(best_bps=2_000_000, least_bps=400_000)


class Page:
    """A page that gives an estimate each second; all that was sent has arrived unless more was."""

    def __init__(self) -> None:
        self.line, self.now_s = Downlink(), 0.0

    def says(self, estimate_bps: int, *, sent_bps: float = 0, lost_share: float = 0.0, after_s: float = 1.0) -> bool:
        self.now_s += after_s
        delivery = Delivery(sent_bps or estimate_bps, lost_share)
        return self.line.note(estimate_bps, NEED, delivery, at_s=self.now_s)


def test_a_low_estimate_alone_limits_nothing_since_it_only_follows_what_is_sent():
    page = Page()

    assert not page.says(400_000)
    assert not page.says(500_000)
    assert page.line.limit_bps is None


def test_a_fall_shows_a_full_line_which_counts_until_all_that_is_wanted_fits_again():
    page = Page()
    page.says(1_500_000)

    assert page.says(900_000)
    assert page.line.limit_bps == 900_000
    assert not page.says(930_000), "no new sharing for a trifle"
    assert page.says(1_200_000)
    assert page.says(2_100_000)
    assert page.line.limit_bps is None


def test_no_picture_pauses_while_what_is_sent_arrives():
    busy, full = Page(), Page()
    for page in (busy, full):
        page.says(300_000)
    busy.says(180_000, sent_bps=210_000)
    full.says(180_000, sent_bps=400_000)

    assert (busy.line.limit_bps, full.line.limit_bps) == (NEED.least_bps, 180_000)


def test_a_limit_that_no_fall_confirms_grows_until_it_limits_nothing():
    page = Page()
    page.says(600_000)
    page.says(150_000, sent_bps=600_000)

    assert not page.says(150_000, after_s=DOUBT_AFTER_S - 1)
    assert page.says(150_000)
    assert page.line.limit_bps == 225_000
    assert page.says(120_000, sent_bps=225_000, after_s=DOUBT_AFTER_S - 1), "a fall is the line's answer"
    assert page.line.limit_bps == 120_000
    assert not page.says(130_000, after_s=DOUBT_AFTER_S), "and it is doubted less often"
    assert page.says(130_000, after_s=DOUBT_AFTER_S)
    for _ in range(7):
        page.says(150_000, after_s=2 * DOUBT_AFTER_S)
    assert page.line.limit_bps is None


def test_a_line_that_is_full_again_is_believed_without_another_fall():
    page = Page()
    page.says(600_000)
    page.says(255_000, sent_bps=600_000)
    page.says(255_000, after_s=DOUBT_AFTER_S)
    doubted_bps = page.line.limit_bps
    page.says(255_000, sent_bps=400_000, lost_share=0.3)

    assert (doubted_bps, page.line.limit_bps) == (382_500, 255_000)


def test_a_limit_grows_from_what_arrives_where_that_is_more():
    page = Page()
    page.says(600_000)
    page.says(12_000, sent_bps=600_000)
    page.says(12_000, sent_bps=60_000, after_s=DOUBT_AFTER_S)

    assert page.line.limit_bps == 90_000


def test_one_booth_on_a_bad_line_does_not_blur_the_officer_for_everybody():
    assert desk_share([None, None]) == TILE_BPS
    assert desk_share([None, 500_000]) == 500_000 - SOUND_BPS
    assert desk_share([60_000]) == LEAST_DESK_BPS


def test_a_paused_picture_is_the_officers_last_place_and_comes_back_with_the_line():
    rates = Rates()
    scene = Scene(places={1: Seat("a"), 2: Seat("b")}, desk="desk", focus=1)

    def desk_says(estimate_bps: int) -> bool:
        return rates.note("desk", estimate_bps, scene, Delivery(1_000_000), at_s=1.0)

    desk_says(1_000_000)
    assert desk_says(SOUND_BPS + 3 * LEAST_TILE_BPS)

    assert rates.paused(scene) == {"b"}
    assert desk_says(9_000_000)
    assert rates.paused(scene) == frozenset()
