"""Nine reasons: who may claim when, what is asked for it, how much it is worth, under which rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.errors import (
    MembershipActive,
    MembershipShort,
    PartialTaken,
    RetirementReached,
    TooYoung,
    WaitingPeriod,
)
from lapak.claims.rules import checklist, eligibility, rulesets
from lapak.claims.rules.eligibility import Facts
from lapak.claims.states import ClaimReason

R = ClaimReason
TODAY = date(2026, 6, 15)
LEFT = Facts(date(1985, 1, 1), started_on=date(2010, 1, 1), ended_on=date(2026, 5, 15))
WORKS = replace(LEFT, ended_on=None)


def allowed(facts: Facts, on: date = TODAY) -> set[str]:
    def passes(reason: str) -> bool:
        try:
            eligibility.check(reason, facts, on=on)
        except (MembershipActive, MembershipShort, PartialTaken, RetirementReached, TooYoung, WaitingPeriod):
            return False
        return True

    return {reason for reason in ClaimReason.values if passes(reason)}


def test_who_left_work_a_month_ago_may_claim_for_all_but_age():
    assert allowed(LEFT) == set(ClaimReason.values) - {R.RETIREMENT_AGE}


def test_who_works_may_claim_a_part_or_for_what_ends_all_work():
    assert allowed(WORKS) == {R.PARTIAL_10, R.PARTIAL_30_HOUSING, R.TOTAL_DISABILITY, R.DEATH}


def test_resignation_and_layoff_wait_a_month_and_an_ended_contract_does_not():
    day_before = TODAY - timedelta(days=1)
    for reason in (R.RESIGNATION, R.LAYOFF):
        with pytest.raises(WaitingPeriod) as refused:
            eligibility.check(reason, LEFT, on=day_before)
        assert "15-06-2026" in refused.value.sentence
    eligibility.check(R.FIXED_TERM_END, LEFT, on=day_before)


def test_fifty_six_years_part_retirement_from_disability():
    birthday = eligibility.add_months(LEFT.birth_date, 12 * 56)
    with pytest.raises(TooYoung):
        eligibility.check(R.RETIREMENT_AGE, WORKS, on=birthday - timedelta(days=1))
    eligibility.check(R.RETIREMENT_AGE, WORKS, on=birthday)
    with pytest.raises(RetirementReached):
        eligibility.check(R.TOTAL_DISABILITY, WORKS, on=birthday)


def test_a_part_asks_ten_years_and_is_taken_once():
    short = replace(WORKS, started_on=date(2016, 6, 16))
    with pytest.raises(MembershipShort):
        eligibility.check(R.PARTIAL_10, short, on=TODAY)
    eligibility.check(R.PARTIAL_10, short, on=date(2026, 6, 16))
    with pytest.raises(PartialTaken):
        eligibility.check(R.PARTIAL_30_HOUSING, replace(WORKS, took_part=True), on=TODAY)


def test_ten_years_end_with_the_membership():
    left_early = Facts(LEFT.birth_date, started_on=date(2010, 1, 1), ended_on=date(2015, 1, 1))
    with pytest.raises(MembershipShort):
        eligibility.check(R.PARTIAL_10, left_early, on=TODAY)


@given(st.dates(min_value=date(2015, 9, 1), max_value=date(2040, 1, 1)))
def test_every_day_has_rules_for_every_reason_and_the_documents_they_ask(day):
    found = rulesets.in_force(day)
    assert set(found.rules) == set(ClaimReason)
    for rule in found.rules.values():
        codes = [item.code for item in checklist.items_for(rule, gross_rupiah=60_000_000)]
        assert len(codes) == len(set(codes)) and codes[-1] == "AMOUNT_CONFIRMED" and "NPWP" in codes


def test_the_rules_of_2015_end_with_those_of_2022():
    assert rulesets.in_force(date(2022, 4, 25)).version == "Permenaker-19/2015"
    assert rulesets.in_force(date(2022, 4, 26)).version == "Permenaker-4/2022"
    old, new = (
        {item.code for item in checklist.items_for(one.rules[R.RESIGNATION], gross_rupiah=0)}
        for one in rulesets.RULE_SETS
    )
    assert old - new == {"FAMILY_CARD"}
    with pytest.raises(ValueError, match="no rules"):
        rulesets.in_force(date(2015, 8, 31))


def test_a_layoff_asks_one_of_five_proofs_and_a_death_two_papers():
    rules = rulesets.RULE_SETS[-1].rules
    assert len(rules[R.LAYOFF].proofs) == 5
    of_layoff = [item for item in checklist.items_for(rules[R.LAYOFF], gross_rupiah=0) if item.phase == "DOCUMENTS"]
    assert [item.code for item in of_layoff] == ["KPJ_CARD", "LAYOFF_PROOF"]
    of_death = {item.code for item in checklist.items_for(rules[R.DEATH], gross_rupiah=0)}
    assert {"DEATH_CERTIFICATE", "HEIR_CERTIFICATE"} <= of_death
