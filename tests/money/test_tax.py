"""The tax: the worked examples to the rupiah, the edges, and what holds for every amount."""

import ast
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.money import tax
from lapak.money.tax import Earlier

RUPIAH = st.integers(min_value=0, max_value=10**13)
YEARS = st.integers(min_value=2010, max_value=2030)
JUNE_2026 = date(2026, 6, 1)


def final(gross_rupiah: int, *earlier: Earlier) -> tax.TaxLines:
    return tax.compute(gross_rupiah, paid_on=JUNE_2026, earlier=earlier)


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
    lines = final(gross_rupiah)

    assert (lines.tax_rupiah, lines.net_rupiah) == (tax_rupiah, net_rupiah)


# A tenth of 200 million in March 2021; the rest in the second and in the third calendar year (domain.md X4 and X5).
TENTH = Earlier(date(2021, 3, 1), 20_000_000)


def test_a_rest_in_the_second_year_shares_the_free_fifty_million():
    assert tax.compute(20_000_000, paid_on=TENTH.paid_on).tax_rupiah == 0
    lines = tax.compute(180_000_000, paid_on=date(2022, 11, 30), earlier=[TENTH])
    assert (lines.rule, lines.tax_rupiah, lines.net_rupiah) == ("final-lump-sum", 7_500_000, 172_500_000)
    assert [(band.base_rupiah, band.rate_percent) for band in lines.bands] == [(30_000_000, 0), (150_000_000, 5)]


def test_a_rest_in_the_third_year_is_taxed_progressively():
    lines = tax.compute(180_000_000, paid_on=date(2023, 1, 2), earlier=[TENTH])
    assert (lines.rule, lines.tax_rupiah, lines.net_rupiah) == ("progressive-art-17", 21_000_000, 159_000_000)
    assert [(band.base_rupiah, band.rate_percent, band.tax_rupiah) for band in lines.bands] == [
        (60_000_000, 5, 3_000_000),
        (120_000_000, 15, 18_000_000),
    ]


def test_without_npwp_and_validated_nik_the_progressive_tax_is_a_fifth_higher():
    lines = tax.compute(180_000_000, paid_on=date(2023, 1, 2), earlier=[TENTH], is_identified=False)
    assert (lines.tax_rupiah, lines.net_rupiah) == (25_200_000, 154_800_000)
    assert [band.rate_percent for band in lines.bands] == [6, 18]


def test_the_final_tax_knows_no_surcharge():
    assert tax.compute(80_000_000, paid_on=JUNE_2026, is_identified=False).tax_rupiah == 1_500_000


def test_three_hundred_million_progressively():
    lines = tax.compute(300_000_000, paid_on=JUNE_2026, earlier=[TENTH])
    assert (lines.tax_rupiah, lines.net_rupiah) == (44_000_000, 256_000_000)


def test_before_2022_the_bands_were_others():
    lines = tax.compute(300_000_000, paid_on=date(2021, 12, 31), earlier=[Earlier(date(2019, 5, 1), 1)])
    assert lines.tax_rupiah == 2_500_000 + 30_000_000 + 12_500_000
    assert lines.rule_version == "UU36/2008"


def test_the_base_is_rounded_to_thousands_where_the_setting_says_so():
    exact = tax.compute(60_000_999, paid_on=JUNE_2026, earlier=[TENTH])
    rounded = tax.compute(60_000_999, paid_on=JUNE_2026, earlier=[TENTH], rounds_base_down=True)
    assert (exact.tax_rupiah, rounded.tax_rupiah) == (3_000_149, 3_000_000)
    assert sum(band.base_rupiah for band in rounded.bands) == rounded.gross_rupiah


def test_a_negative_benefit_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="negative"):
        final(-1)


# ---- what holds for every amount


@given(RUPIAH, YEARS, st.lists(st.tuples(RUPIAH, YEARS), max_size=3), st.booleans(), st.booleans())
def test_the_lines_always_add_up_in_whole_rupiah(gross_rupiah, year, before, identified, rounded):
    lines = tax.compute(
        gross_rupiah,
        paid_on=date(year, 6, 1),
        earlier=[Earlier(date(when, 5, 1), rupiah) for rupiah, when in before],
        is_identified=identified,
        rounds_base_down=rounded,
    )
    assert lines.tax_rupiah + lines.net_rupiah == lines.gross_rupiah == sum(band.base_rupiah for band in lines.bands)
    assert lines.tax_rupiah == sum(band.tax_rupiah for band in lines.bands)
    assert 0 <= lines.tax_rupiah <= gross_rupiah * 42 // 100
    assert all(type(part) is int for band in lines.bands for part in (band.base_rupiah, band.tax_rupiah))


@given(RUPIAH, st.integers(min_value=0, max_value=10**9), st.sampled_from([(), (TENTH,)]), st.booleans())
def test_who_has_more_pays_no_less_tax_and_receives_no_less(gross_rupiah, more_rupiah, before, identified):
    less, more = (
        tax.compute(rupiah, paid_on=JUNE_2026, earlier=before, is_identified=identified)
        for rupiah in (gross_rupiah, gross_rupiah + more_rupiah)
    )
    assert less.tax_rupiah <= more.tax_rupiah
    assert less.net_rupiah <= more.net_rupiah


@given(RUPIAH, RUPIAH)
def test_a_lump_sum_in_two_parts_is_taxed_as_the_whole(first, second):
    parts = final(first).tax_rupiah + final(second, Earlier(date(2025, 1, 1), first)).tax_rupiah
    assert parts == final(first + second).tax_rupiah


@given(RUPIAH, RUPIAH)
def test_a_claim_that_comes_back_after_another_was_taxed_beside_it_pays_what_is_left(first, second):
    """The first was promised, the second taxed beside it and paid, the first sent back and verified again."""
    other = final(second, Earlier(JUNE_2026, first, borne_by(final(first))))
    again = final(first, Earlier(JUNE_2026, second, borne_by(other)))
    assert other.tax_rupiah + again.tax_rupiah == final(first + second).tax_rupiah


@given(st.lists(RUPIAH, max_size=4), RUPIAH)
def test_what_earlier_parts_are_known_to_have_borne_is_what_the_rule_says(parts, last):
    told: list[Earlier] = []
    for gross in parts:
        told.append(Earlier(JUNE_2026, gross, borne_by(final(gross, *told))))
    assert final(last, *told).bands == final(last, Earlier(JUNE_2026, sum(parts))).bands


def borne_by(lines: tax.TaxLines) -> tuple[int, int]:
    return sum(band.base_rupiah for band in lines.bands if band.rate_percent), lines.tax_rupiah


def test_no_float_stands_near_money():
    """Neither a float literal, nor a division that makes one, nor a float field."""
    for path in sorted((Path(tax.__file__).parent).rglob("*.py")):
        if path.stem in {"failpoints", "receipts", "tasks"}:
            continue  # they know seconds, and points of paper
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            assert not (isinstance(node, ast.Constant) and type(node.value) is float), where
            assert not (isinstance(node, ast.Name) and node.id == "float"), where
            assert not (isinstance(node, ast.Attribute) and node.attr == "FloatField"), where
            assert not (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)), where
