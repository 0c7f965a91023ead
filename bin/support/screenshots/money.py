"""The money after the talk: the second look, the work-list of finance, one payout, figures and tax."""

from typing import TYPE_CHECKING

import httpx

from bin.support.screenshots import stage
from bin.support.screenshots.studio import LYING, PHONE, SMALL, STAFF, Studio, wait
from tests.faults.office import break_bank, owe

if TYPE_CHECKING:
    from playwright.sync_api import Page

DIFFERENCES = """INSERT INTO money_difference (reference, kind, day, ours_rupiah, bank_rupiah, found_at, note) VALUES
    ('LPK2026112700000000000001', 'TWICE', current_date, 59500000, 119000000, now() - interval '3 hours', ''),
    ('BIAYA-1127', 'NOT_OURS', current_date, 0, 6500, now() - interval '2 hours', '')"""

EMPTY_ACCOUNT = """INSERT INTO money_fundsshortage (started_at, next_try_at, tries)
    VALUES (now() - interval '12 minutes', now() + interval '3 minutes', 3)"""


def money(studio: Studio) -> None:
    """Everybody who sits there is verified: small payouts go at once, large ones wait for a second look."""
    for number in stage.SIX:
        if studio.branch.status_of(number) == "LIVE":
            stage.attend(studio, number)
            studio.branch.tick(number)
            studio.branch.decide(number, "VERIFIED")
    wait(studio.desk, lambda: _paid(studio) >= 3, patience_seconds=40)
    page = studio.open("/approvals/", person=studio.branch.log_in("hadi"), context="hadi")
    studio.shoot("approvals", page, sizes=STAFF)
    page.locator("tbody a").first.click()
    page.wait_for_selector(".deeds")
    studio.shoot("approval", page, sizes=STAFF)
    studio.set_cookie(page, "shade", "light")
    studio.shoot("approval-light", page, sizes=(SMALL,))
    studio.set_cookie(page, "shade", "dark")
    _approve_all(studio, page)
    studio.shoot("approvals-empty", page, sizes=(LYING,))
    page.close()
    _finance(studio)
    _own_claim(studio)


def _files(studio: Studio, page: "Page") -> None:
    """A file that two people make and let go while the bank is away, and the bank's books beside ours."""
    stack = studio.branch.stack
    break_bank(stack, "error_500", at="account", times=-1)
    owe(stack, 3)
    stack.query("UPDATE money_payout SET awaits = '' WHERE awaits = 'CHECK'")
    ready = "SELECT count(*) FROM money_transfer WHERE status = 'READY' AND lease IS NULL"
    wait(page, lambda: int(stack.query(ready)[0][0]) >= 3)
    page.goto(f"{stack.base_url}/finance/batches/")
    studio.shoot("finance-batches", page, sizes=(LYING,))
    page.click(".gather .btn")
    page.wait_for_selector(".deeds")
    studio.shoot("finance-batch", page, sizes=(LYING,))
    page.click("[name=cancel]")
    httpx.post(f"{stack.bank_url}/control/forgive", json={}).raise_for_status()
    stack.query(DIFFERENCES)
    page.goto(f"{stack.base_url}/finance/reconciliation/")
    studio.shoot("finance-reconciliation", page, sizes=STAFF)


def _own_claim(studio: Studio) -> None:
    """The phone of who was paid, and of somebody whose account the bank refused."""
    base = studio.branch.stack.base_url
    page = studio.open("/klaim/", context="visitor")
    studio.shoot("claim-find", page, sizes=(PHONE,))
    sql = "SELECT c.follow_key FROM claims_claim c WHERE c.status = 'PAID' ORDER BY c.id LIMIT 1"
    key = studio.branch.stack.query(sql)[0][0]
    page.goto(f"{base}/klaim/{key}/")
    studio.shoot("claim-paid", page, sizes=(PHONE,))
    (studio.folder / "receipt.pdf").write_bytes(page.request.get(f"{base}/klaim/{key}/receipt.pdf").body())
    sql = """WITH refused AS (UPDATE claims_claim SET status = 'VERIFIED' WHERE follow_key = %s RETURNING id)
             UPDATE money_payout SET status = 'ACCOUNT_CORRECTION', paid_at = NULL WHERE claim_id IN
             (SELECT id FROM refused)"""
    studio.branch.stack.query(sql, [key])
    page.reload()
    studio.shoot("claim-account", page, sizes=(PHONE,))
    page.close()


def _paid(studio: Studio) -> int:
    return int(studio.branch.stack.query("SELECT count(*) FROM money_payout WHERE status = 'PAID'")[0][0])


def _approve_all(studio: Studio, page: "Page") -> None:
    base = studio.branch.stack.base_url
    page.goto(f"{base}/approvals/")
    while page.locator("tbody a").count():
        page.locator("tbody a").first.click()
        page.click("[name=approve]")
        page.wait_for_url("**/approvals/")


def _finance(studio: Studio) -> None:
    page = studio.open("/finance/", person=studio.branch.log_in("fitri"), context="fitri")
    studio.shoot("finance-release", page, sizes=STAFF)
    page.locator("tbody a").first.click()
    page.wait_for_selector(".deeds")
    studio.shoot("finance-payout-release", page, sizes=(LYING,))
    page.click("[name=release]")
    page.wait_for_selector(".notice[data-state=done]")
    page.goto(f"{studio.branch.stack.base_url}/finance/?show=paid")
    studio.shoot("finance-paid", page, sizes=STAFF)
    page.locator("tbody a").first.click()
    page.wait_for_selector(".timeline")
    studio.shoot("finance-payout", page, sizes=STAFF)
    studio.branch.stack.query(EMPTY_ACCOUNT)
    page.goto(f"{studio.branch.stack.base_url}/finance/")
    studio.shoot("finance-no-funds", page, sizes=STAFF)
    studio.branch.stack.query("DELETE FROM money_fundsshortage")
    page.goto(f"{studio.branch.stack.base_url}/finance/days/")
    studio.shoot("finance-days", page, sizes=(LYING,))
    _files(studio, page)
    page.goto(f"{studio.branch.stack.base_url}/finance/?show=stuck")
    studio.set_cookie(page, "shade", "light")
    studio.shoot("finance-empty-light", page, sizes=(LYING,))
    studio.set_cookie(page, "shade", "dark")
    page.close()
