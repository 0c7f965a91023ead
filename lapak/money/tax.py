"""The tax on a JHT benefit (PPh 21): pure, whole rupiah, no database. Knows the final rate on a lump sum only."""

from dataclasses import dataclass

# PP 68/2009 Art. 5 and PMK 16/PMK.03/2010: 0 % up to here, 5 % on the part above, final.
FREE_UP_TO_RUPIAH = 50_000_000
FINAL_RATE_PERCENT = 5
RULE = "final-lump-sum"
RULE_VERSION = "PP68/2009-PMK16/2010"


@dataclass(frozen=True)
class TaxLines:
    """The computation line by line, as people are shown it. gross = free + taxed = tax + net."""

    gross_rupiah: int
    free_rupiah: int
    taxed_rupiah: int
    tax_rupiah: int
    net_rupiah: int
    rate_percent: int = FINAL_RATE_PERCENT
    rule: str = RULE
    rule_version: str = RULE_VERSION


def compute_final(gross_rupiah: int) -> TaxLines:
    """Return the lines for a lump sum; the tax is rounded down to whole rupiah. Raises ValueError below zero."""
    if gross_rupiah < 0:
        raise ValueError("a benefit is never negative")
    free_rupiah = min(gross_rupiah, FREE_UP_TO_RUPIAH)
    taxed_rupiah = gross_rupiah - free_rupiah
    tax_rupiah = taxed_rupiah * FINAL_RATE_PERCENT // 100
    return TaxLines(gross_rupiah, free_rupiah, taxed_rupiah, tax_rupiah, gross_rupiah - tax_rupiah)
