"""People with browsers who all want a place at once: hold it, fill the form, confirm it. Knows only the pages."""

import asyncio
import random
import time
from dataclasses import dataclass

import httpx

from tests.invented import person

PATIENCE_SECONDS = 120
FULL, WORDS_OF_FULL = 409, "penuh"
NEXT_BEST = ('name="slot"', "/tunggu/", 'class="else"')


@dataclass(frozen=True)
class Attempt:
    """What one person met. `unclear` is empty, or what he saw instead of a place or a clear "full"."""

    booked: bool
    seconds: float
    ended: float
    unclear: str = ""


class Storm:
    """Everybody goes for one of these slots of the branch, chosen by chance, and does not come again."""

    def __init__(self, address: str, branch: str, slots: list[int], chance: random.Random) -> None:
        self.address, self.branch, self.slots, self.chance = address, branch, slots, chance

    def run(self, people: int, clients: int) -> list[Attempt]:
        return asyncio.run(self._run(people, clients))

    async def _run(self, people: int, clients: int) -> list[Attempt]:
        wanted = [(number, self.chance.choice(self.slots)) for number in range(people)]
        async with asyncio.TaskGroup() as group:
            shares = [group.create_task(self._client(wanted[first::clients])) for first in range(clients)]
        return [attempt for share in shares for attempt in share.result()]

    async def _client(self, wanted: list[tuple[int, int]]) -> list[Attempt]:
        """One browser after another person's turn: the page is opened once, then everybody tries."""
        headers = {"Origin": self.address, "Referer": f"{self.address}/"}
        async with httpx.AsyncClient(
            base_url=self.address, headers=headers, timeout=PATIENCE_SECONDS, follow_redirects=True
        ) as browser:
            await browser.get(f"/janji/{self.branch}/")
            return [await self._attempt(browser, number, slot) for number, slot in wanted]

    async def _attempt(self, browser: httpx.AsyncClient, number: int, slot: int) -> Attempt:
        began = time.monotonic()
        try:
            booked, unclear = await self._try(browser, number, slot)
        except httpx.HTTPError as broken:
            booked, unclear = False, repr(broken)
        return Attempt(booked, time.monotonic() - began, time.monotonic(), unclear)

    async def _try(self, browser: httpx.AsyncClient, number: int, slot: int) -> tuple[bool, str]:
        """Return whether a place is ours, and what was wrong with the answers."""
        token = {"csrfmiddlewaretoken": browser.cookies.get("csrftoken", "")}
        held = await browser.post(f"/janji/{self.branch}/hold/", data=token | {"slot": str(slot)})
        if held.status_code == FULL and WORDS_OF_FULL in held.text:
            return False, "" if any(word in held.text for word in NEXT_BEST) else "full without a next best"
        if held.status_code != httpx.codes.OK:
            return False, f"hold: {held.status_code} {held.text[-300:]}"
        done = await browser.post(held.url.path, data=token | _stated(number))
        if done.status_code != httpx.codes.OK or "<form" not in done.text or 'name="nik"' in done.text:
            return False, f"confirm: {done.status_code} {done.text[-300:]}"
        return True, ""


def _stated(number: int) -> dict[str, str]:
    who = person(number)
    return {
        "reason": "RESIGNATION",
        "nik": who["nik"],
        "kpj_number": who["kpj_number"],
        "phone": "0812 3456 7890",
        "bank_code": "014",
        "account_number": "1234567890",
    }
