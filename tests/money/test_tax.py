"""The tax: the worked examples to the rupiah, the edges, and what holds for every amount."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.money import tax


@pytest.mark.parametrize(
    ("gross_rupiah", "tax_rupiah", "net_rupiah"),
    [
        (48_000_000, 0, 48_000_000),
        (60_000_000, 500_000, 59_500_000),
        (80_000_000, 1_500_000, 78_500_000),
        (300_000_000, 12_500_000, 287_500_000),
        (0, 0, 0),
        (50_000_000, 0, 50_000_000),
        (50_000_001, 0, 50_000_001),
        (50_000_019, 0, 50_000_019),
        (50_000_020, 1, 50_000_019),
        (50_000_039, 1, 50_000_038),
    ],
)
def test_a_lump_sum_is_taxed_as_in_the_worked_examples(gross_rupiah: int, tax_rupiah: int, net_rupiah: int) -> None:
    lines = tax.compute_final(gross_rupiah)

    assert (lines.tax_rupiah, lines.net_rupiah) == (tax_rupiah, net_rupiah)


@given(st.integers(min_value=0, max_value=10**15))
def test_the_lines_always_add_up_in_whole_rupiah(gross_rupiah: int) -> None:
    lines = tax.compute_final(gross_rupiah)

    assert lines.free_rupiah + lines.taxed_rupiah == lines.tax_rupiah + lines.net_rupiah == gross_rupiah
    assert all(type(part) is int for part in (lines.free_rupiah, lines.tax_rupiah, lines.net_rupiah))
    assert 0 <= 20 * lines.tax_rupiah <= lines.taxed_rupiah < 20 * (lines.tax_rupiah + 1)


@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=10**9))
def test_who_has_more_never_receives_less(gross_rupiah: int, more_rupiah: int) -> None:
    less, more = tax.compute_final(gross_rupiah), tax.compute_final(gross_rupiah + more_rupiah)

    assert less.tax_rupiah <= more.tax_rupiah
    assert less.net_rupiah <= more.net_rupiah


def test_a_negative_benefit_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="negative"):
        tax.compute_final(-1)
