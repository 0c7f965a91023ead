"""The tax on a JHT benefit (PPh 21): pure, whole rupiah, no database.

Two regimes. What is paid within two calendar years, that of the first payment being the first, is a lump sum: final
tax, nothing up to 50 million in all, 5 % above (PP 68/2009 Art. 5, PMK 16/PMK.03/2010). What is paid later is taxed by
the progressive bands of UU PPh Art. 17(1)a on its own amount; without NPWP and validated NIK a fifth more.

Where sources conflict (two years counted from the end of work, or partial claims always progressive), the reading above
is that of the institution's own page; see docs/decisions.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

FREE_UP_TO_RUPIAH = 50_000_000
FINAL_RATE_PERCENT = 5
LUMP_SUM_YEARS = 2
# Percent of the tax on top, where a person has neither a valid NPWP nor a validated NIK; not on the final tax.
SURCHARGE_PERCENT = 20

# UU HPP (7/2021) from 2022 on, UU 36/2008 before: upper end of the band in rupiah (None: no end), percent.
BANDS_SINCE_2022 = ((60_000_000, 5), (250_000_000, 15), (500_000_000, 25), (5_000_000_000, 30), (None, 35))
BANDS_BEFORE_2022 = ((50_000_000, 5), (250_000_000, 15), (500_000_000, 25), (None, 30))


@dataclass(frozen=True)
class Earlier:
    """A benefit of the same participant that was paid before.

    `borne`: (how much of it was taxed, the tax on that), in rupiah; None where only the rule says so.
    """

    paid_on: date
    gross_rupiah: int
    borne: tuple[int, int] | None = None


@dataclass(frozen=True)
class Band:
    """One line of the computation: this much is taxed at this rate."""

    base_rupiah: int
    rate_percent: int
    tax_rupiah: int


@dataclass(frozen=True)
class TaxLines:
    """The computation line by line, as people are shown it: gross = sum of the bands = tax + net."""

    gross_rupiah: int
    bands: tuple[Band, ...]
    tax_rupiah: int
    net_rupiah: int
    earlier_rupiah: int
    """What was paid before and counts against the free 50 million."""
    rule: str
    rule_version: str


def compute(
    gross_rupiah: int,
    *,
    paid_on: date,
    earlier: Iterable[Earlier] = (),
    is_identified: bool = True,
    rounds_base_down: bool = False,
) -> TaxLines:
    """Return the lines of a benefit paid on that day. The tax is rounded down to whole rupiah.

    `is_identified`: the person has a valid NPWP or a validated NIK. `rounds_base_down`: to full thousands before the
    bands are applied (Art. 17(4)); whether that holds here is not settled. Raises ValueError below zero.
    """
    if gross_rupiah < 0:
        raise ValueError("a benefit is never negative")
    before = [one for one in earlier if one.gross_rupiah > 0 and one.paid_on <= paid_on]
    first_year = min((one.paid_on.year for one in before), default=paid_on.year)
    if paid_on.year - first_year < LUMP_SUM_YEARS:
        return _final(gross_rupiah, before)
    return _progressive(gross_rupiah, paid_on, is_identified=is_identified, rounds_base_down=rounds_base_down)


def _final(gross_rupiah: int, before: list[Earlier]) -> TaxLines:
    """Tax of the whole lump sum what its earlier parts did not bear: parts are taxed as the whole would be.

    What they bore may be more than the rule says: of two claims, the first may have been sent back after the second was
    taxed beside it.
    """
    earlier_rupiah = sum(one.gross_rupiah for one in before)
    untold_rupiah = _above_free(sum(one.gross_rupiah for one in before if one.borne is None))
    told = [one.borne for one in before if one.borne is not None]
    borne_base_rupiah = untold_rupiah + sum(base for base, _ in told)
    borne_tax_rupiah = _final_tax(untold_rupiah) + sum(tax for _, tax in told)
    base_rupiah = min(gross_rupiah, max(0, _above_free(earlier_rupiah + gross_rupiah) - borne_base_rupiah))
    tax_rupiah = min(base_rupiah, max(0, _final_tax(borne_base_rupiah + base_rupiah) - borne_tax_rupiah))
    bands = (Band(gross_rupiah - base_rupiah, 0, 0), Band(base_rupiah, FINAL_RATE_PERCENT, tax_rupiah))
    return _lines(gross_rupiah, bands, "final-lump-sum", "PP68/2009-PMK16/2010", earlier_rupiah)


def _above_free(total_rupiah: int) -> int:
    return max(0, total_rupiah - FREE_UP_TO_RUPIAH)


def _final_tax(base_rupiah: int) -> int:
    return base_rupiah * FINAL_RATE_PERCENT // 100


def _progressive(gross_rupiah: int, paid_on: date, *, is_identified: bool, rounds_base_down: bool) -> TaxLines:
    surcharge = 0 if is_identified else SURCHARGE_PERCENT
    base = gross_rupiah // 1000 * 1000 if rounds_base_down else gross_rupiah
    bands = tuple(_cut(base, _bands_of(paid_on), surcharge))
    if left := gross_rupiah - base:
        bands = (*bands, Band(left, 0, 0))
    version = "UU7/2021" if paid_on.year >= 2022 else "UU36/2008"
    return _lines(gross_rupiah, bands, "progressive-art-17", version, 0)


def _bands_of(day: date) -> tuple[tuple[int | None, int], ...]:
    return BANDS_SINCE_2022 if day.year >= 2022 else BANDS_BEFORE_2022


def _cut(base_rupiah: int, bands: Iterable[tuple[int | None, int]], surcharge_percent: int) -> Iterator[Band]:
    """Yield the bands that the amount reaches; hundredths of a percent keep the surcharge whole."""
    lower, borne = 0, 0
    hundredths = 0
    for end, rate in bands:
        part = min(base_rupiah, end if end is not None else base_rupiah) - lower
        if part <= 0:
            return
        hundredths += part * rate * (100 + surcharge_percent)
        tax = hundredths // 10_000 - borne
        yield Band(part, rate * (100 + surcharge_percent) // 100, tax)
        lower, borne = lower + part, borne + tax


def _lines(gross_rupiah: int, bands: tuple[Band, ...], rule: str, version: str, earlier_rupiah: int) -> TaxLines:
    shown = tuple(band for band in bands if band.base_rupiah)
    tax_rupiah = sum(band.tax_rupiah for band in shown)
    return TaxLines(gross_rupiah, shown, tax_rupiah, gross_rupiah - tax_rupiah, earlier_rupiah, rule, version)
