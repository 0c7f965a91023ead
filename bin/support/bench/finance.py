"""The pages of finance with very many paid claims: server time of lists, search, one payout, figures, differences."""

import argparse
import statistics
import sys
import time
from typing import Any

from bin.support.bench.booking import open_django
from tests.live import LiveStack, start_stack

PAGES = {
    "work": "/finance/",
    "paid": "/finance/?show=paid",
    "older": "/finance/?show=paid&before=50000",
    "search": "/finance/?q=JHT-BENCH-00042",
    "days": "/finance/days/",
    "reconciliation": "/finance/reconciliation/",
}
TIMES = 15
# One row each of a claim and its money, written by the database itself.
PEOPLE = """INSERT INTO people_participant (nik, nik_index, name, birth_date, mother_maiden_name, npwp, phone)
       SELECT '', 'bench-' || n, 'Peserta ' || n, '1980-01-01', '', '', '+62811' || n FROM generate_series(1, %s) n"""
FILL = (
    """INSERT INTO people_membership (participant_id, kpj_number, employer_name, started_on, ended_on,
         contributions_rupiah, return_rupiah, paid_before, read_at)
       SELECT id, lpad((id %% 100000000000)::text, 11, '0'), 'PT', '2015-01-01', '2026-01-01', 10000000, 3000000, '[]',
         now() FROM people_participant WHERE nik_index LIKE 'bench-%%'""",
    """INSERT INTO people_bankaccount (participant_id, bank_code, number, number_index, holder_name)
       SELECT id, '014', '', nik_index, name FROM people_participant WHERE nik_index LIKE 'bench-%%'""",
    """INSERT INTO claims_claim (receipt_number, reason, channel, status, filed_at, bank_account_id, branch_id,
         membership_id, participant_id, rule_version, heir_name, heir_relation, follow_key)
       SELECT 'JHT-BENCH-' || lpad((row_number() OVER (ORDER BY p.id))::text, 8, '0'), 'RESIGNATION', 'ONSITE', 'PAID',
         now() - interval '20 days', a.id, (SELECT min(id) FROM booths_branch), m.id, p.id, 'Permenaker-4/2022', '', '',
         substr(md5(p.id::text), 1, 24)
       FROM people_participant p JOIN people_membership m ON m.participant_id = p.id
       JOIN people_bankaccount a ON a.participant_id = p.id WHERE p.nik_index LIKE 'bench-%%'""",
    """INSERT INTO money_benefitdetermination (claim_id, contributions_rupiah, return_rupiah, gross_rupiah, tax_rupiah,
         net_rupiah, lines, earlier_rupiah, rule, rule_version, determined_at)
       SELECT id, 10000000, 3000000, 13000000, 0, 13000000, '[]', 0, 'final-lump-sum', 'x', filed_at
       FROM claims_claim WHERE receipt_number LIKE 'JHT-BENCH-%%'""",
    """INSERT INTO money_payout (claim_id, determination_id, net_rupiah, account_seal, status, authorise_at,
         authorised_at, paid_at, round, review_reasons, awaits)
       SELECT c.id, d.id, 13000000, 'x', 'PAID', filed_at, filed_at,
         now() - (c.id %% 20) * interval '1 day' - interval '1 minute', 1, '[]', ''
       FROM claims_claim c JOIN money_benefitdetermination d ON d.claim_id = c.id
       WHERE receipt_number LIKE 'JHT-BENCH-%%'""",
    """INSERT INTO money_transfer (payout_id, reference, transaction_date, rail, bank_code, account_number,
         account_number_index, holder_name, amount_rupiah, status, next_at, attempts, bank_reference, last_code)
       SELECT id, 'BENCH' || id, authorise_at, 'INTERBANK', '014', '', 'x', 'x', net_rupiah, 'PAID', authorise_at, 1,
         'x', '2001800' FROM money_payout WHERE account_seal = 'x'""",
    """INSERT INTO money_ledgerposting (payout_id, transfer_id, kind, at)
       SELECT payout_id, id, 'PAID', transaction_date FROM money_transfer WHERE reference LIKE 'BENCH%%'""",
    """INSERT INTO money_ledgerentry (posting_id, account, amount_rupiah)
       SELECT p.id, a, CASE a WHEN 'BANK' THEN -13000000 ELSE 13000000 END
       FROM money_ledgerposting p, unnest(ARRAY['BANK', 'PARTICIPANTS']) a""",
    """INSERT INTO money_difference (reference, kind, transfer_id, day, ours_rupiah, bank_rupiah, found_at, settled_at,
         settled_by_id, note)
       SELECT reference, 'NOT_AT_BANK', id, authorise_at::date, amount_rupiah, 0, authorise_at,
         CASE WHEN id %% 10 > 0 THEN now() END, NULL, '' FROM (SELECT t.*, p.authorise_at FROM money_transfer t
         JOIN money_payout p ON p.id = t.payout_id WHERE reference LIKE 'BENCH%%' ORDER BY t.id LIMIT 5000) t""",
    """INSERT INTO money_reconciledday (day, at, source, ours, bank, differences)
       SELECT current_date - n, now(), 'HISTORY', 270, 270, 0 FROM generate_series(1, 365) n""",
    "ANALYZE",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--claims", type=int, default=100_000, help="so many paid claims")


def run(wishes: argparse.Namespace) -> dict[str, Any]:
    """Return page -> milliseconds (median and worst of 15) as a client on the same machine sees them."""
    with start_stack(environment={"LAPAK_STATEMENT_TIMEOUT_MS": "60000"}) as stack:
        started = time.monotonic()
        stack.query(PEOPLE, [wishes.claims])
        for statement in FILL:
            stack.query(statement)
        print(f"filled in {time.monotonic() - started:.0f} s", file=sys.stderr)
        open_django(stack)
        from tests.visitors import Staff  # its models want settings

        finance = Staff(stack, "fitri")
        pages = PAGES | {"payout": f"/finance/payouts/{_some_payout(stack)}/"}
        figures = {name: _measure(finance, path) for name, path in pages.items()}
    return {"claims": wishes.claims, **{f"{name}_ms": median for name, (median, _) in figures.items()},
            "worst_ms": max(worst for _, worst in figures.values())}  # fmt: skip


def _some_payout(stack: LiveStack) -> int:
    return int(stack.query("SELECT max(id) - 10 FROM money_payout")[0][0])


def _measure(finance: Any, path: str) -> tuple[float, float]:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = finance.http.get(path)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    return round(statistics.median(times), 1), round(max(times), 1)
