"""The rules of each claim reason, by the day from which they hold. Pure.

A claim keeps the version of the day on which it was filed. Sources: PP 46/2015 Art. 26 with PP 60/2015 (waiting month),
Permenaker 19/2015 and 4/2022 (documents), as collected in docs/decisions.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lapak.claims.states import ClaimReason

R = ClaimReason
RETIREMENT_AGE_YEARS = 56
PARTIAL_AFTER_MONTHS = 120


@dataclass(frozen=True)
class Rule:
    """What one reason asks. `proofs` are codes of checklist items; where there are several, one of them is enough."""

    share_percent: int = 100
    needs_end: bool = False
    """The membership must have ended."""
    waiting_months: int = 0
    from_age_years: int = 0
    below_age_years: int = 0
    membership_months: int = 0
    for_heir: bool = False
    proofs: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    """Documents that are asked besides."""

    @property
    def is_partial(self) -> bool:
        return self.share_percent < 100


@dataclass(frozen=True)
class RuleSet:
    version: str
    valid_from: date
    rules: Mapping[ClaimReason, Rule]


LAYOFF_2022 = ("LAYOFF_RECEIPT", "LAYOFF_REPORT", "LAYOFF_NOTICE", "MUTUAL_AGREEMENT", "COURT_DECISION")
COMMON: dict[ClaimReason, Rule] = {
    R.RETIREMENT_AGE: Rule(from_age_years=RETIREMENT_AGE_YEARS),
    R.FIXED_TERM_END: Rule(needs_end=True, proofs=("CONTRACT_END_PROOF",)),
    R.RESIGNATION: Rule(needs_end=True, waiting_months=1, proofs=("RESIGNATION_LETTER",)),
    R.LAYOFF: Rule(needs_end=True, waiting_months=1, proofs=LAYOFF_2022),
    R.LEAVING_INDONESIA: Rule(needs_end=True, proofs=("LEAVING_STATEMENT",), further=("PASSPORT",)),
    R.TOTAL_DISABILITY: Rule(below_age_years=RETIREMENT_AGE_YEARS, proofs=("DOCTOR_STATEMENT",)),
    R.DEATH: Rule(
        for_heir=True,
        proofs=("DEATH_CERTIFICATE",),
        further=("HEIR_CERTIFICATE",),
    ),
    R.PARTIAL_10: Rule(share_percent=10, membership_months=PARTIAL_AFTER_MONTHS, proofs=("EMPLOYMENT_LETTER",)),
    R.PARTIAL_30_HOUSING: Rule(
        share_percent=30,
        membership_months=PARTIAL_AFTER_MONTHS,
        proofs=("HOUSING_DOCUMENTS",),
    ),
}
OF_2015 = RuleSet(
    "Permenaker-19/2015",
    date(2015, 9, 1),
    COMMON
    | {
        R.LAYOFF: Rule(needs_end=True, waiting_months=1, proofs=("MUTUAL_AGREEMENT", "COURT_DECISION")),
        R.RESIGNATION: Rule(needs_end=True, waiting_months=1, proofs=("RESIGNATION_LETTER",), further=("FAMILY_CARD",)),
        R.RETIREMENT_AGE: Rule(from_age_years=RETIREMENT_AGE_YEARS, further=("FAMILY_CARD",)),
    },
)
# In force from its promulgation on 26 April 2022; Permenaker 2/2022 was replaced before it took effect.
OF_2022 = RuleSet("Permenaker-4/2022", date(2022, 4, 26), COMMON)
RULE_SETS = (OF_2015, OF_2022)


def in_force(day: date) -> RuleSet:
    """Return the newest set that is valid on that day. Raises ValueError before the first."""
    valid = [one for one in RULE_SETS if one.valid_from <= day]
    if not valid:
        raise ValueError(f"no rules are known for {day}")
    return valid[-1]


def of_version(version: str) -> RuleSet:
    """Return the set a claim was filed under. Raises KeyError."""
    return {one.version: one for one in RULE_SETS}[version]
