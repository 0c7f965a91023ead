"""Who may open what: every address of the product with every kind of visitor. A new address without an entry fails."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from booths import demo, devices
from booths.models import Booth, Branch, Officer
from tests.cast import bring_in, open_stage, queue
from tests.rules.access_rows import (
    ADMINISTRATOR,
    EVERYBODY,
    FAR_CSO,
    FAR_RECEPTION,
    FAR_SUPERVISOR,
    LOGIN,
    OTHER_SCREEN,
    OWN_CSO,
    RECEPTION,
    ROWS,
    SCREEN,
    STAFF,
    Row,
)
from verification import seating, sessions


@dataclass
class Scene:
    """Two branches at work, one person in booth 1, one waiting, and a browser for each visitor."""

    values: dict[str, Any]
    browsers: dict[str, Client]

    def path(self, route: str) -> str:
        for name, value in self.values.items():
            route = route.replace(f"<{name}>", str(value))
        return f"/{route}"

    def status(self, row: Row, visitor: str, *, method: str = "") -> int:
        """Return what the visitor gets; whatever it changed is undone."""
        browser, path = self.browsers[visitor], self.path(row.route)
        cookies = dict(browser.cookies)
        with transaction.atomic():
            if (method or row.method) == "GET":
                response = browser.get(path)
            elif "/api/" in f"/{row.route}" or row.route.endswith("enrol/"):
                response = browser.post(path, json.dumps(row.body), content_type="application/json")
            else:
                response = browser.post(path, row.body or {})
            transaction.set_rollback(True)
        browser.cookies.clear()
        browser.cookies.update(cookies)
        to_login = response.status_code == 302 and "/login/?" in response["Location"]
        return LOGIN if to_login else int(response.status_code)


@pytest.fixture
def scene(db: None) -> Scene:
    now = timezone.now()
    stage = open_stage(places=1, at=now)
    sofifi = Branch.objects.get(code=demo.SOFIFI)
    for username, role in ((FAR_RECEPTION, Officer.Role.RECEPTION), (FAR_SUPERVISOR, Officer.Role.SUPERVISOR)):
        Officer.objects.create(username=username, role=role, branch=sofifi)
    sessions.begin_shift(Officer.objects.get(username=FAR_CSO), places=1, at=now)
    _, waiting = queue(stage.branch, 2, at=now)
    seating.fill(stage.branch.pk, at=now)
    seat = bring_in(stage.seat(1), at=now)
    booth, other = seat.booth, Booth.objects.filter(branch=stage.branch).exclude(pk=seat.booth_id)[0]
    browsers = {visitor: Client(raise_request_exception=False) for visitor in EVERYBODY}
    for username in STAFF:
        browsers[username].force_login(Officer.objects.get(username=username))
    # The test browser knows no cookie paths: another booth's screen shows its token where a thief would.
    browsers[SCREEN].cookies[devices.COOKIE] = devices.issue(booth, at=now)
    browsers[OTHER_SCREEN].cookies[devices.COOKIE] = devices.issue(other, at=now)
    values = {
        "slug:code": stage.branch.code, "int:pk": waiting.pk, "int:seat_id": seat.pk, "int:booth_id": booth.pk,
        "int:still_id": 1, "int:year": 2026, "int:month": 11,
    }  # fmt: skip
    values |= {"str:key": waiting.follow_key, "str:day": (now + timedelta(days=2)).date().isoformat()}
    return Scene(values, browsers)


def routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route


def test_every_address_stands_in_the_matrix() -> None:
    known = {row.route for row in ROWS}
    served = {route for route in routes(get_resolver().url_patterns) if not route.startswith("admin/")}

    assert served - known == set(), "no entry"
    assert known - served == set(), "no such address"


def test_each_visitor_gets_what_the_matrix_says(scene: Scene) -> None:
    wrong = [
        f"{row.method} {row.route} as {visitor}: {got}, not {row.wanted(visitor)}"
        for row in ROWS
        for visitor in EVERYBODY
        if (got := scene.status(row, visitor)) != row.wanted(visitor)
    ]

    assert not wrong, "\n".join(wrong)


def test_what_changes_something_answers_no_get(scene: Scene) -> None:
    both = {row.route for row in ROWS if row.method == "GET"} | {"language/setlang/"}
    wrong = []
    for row in (row for row in ROWS if row.method == "POST" and row.route not in both):
        visitor = next((one for one in row.get if row.get[one] != 404), ADMINISTRATOR)
        if (got := scene.status(row, visitor, method="GET")) != 405:
            wrong.append(f"GET {row.route} as {visitor}: {got}, not 405")

    assert not wrong, "\n".join(wrong)


def test_nothing_is_changed_without_the_token_of_the_page(scene: Scene) -> None:
    for browser in scene.browsers.values():
        browser.handler.enforce_csrf_checks = True
    changing = [row for row in ROWS if row.method == "POST"]

    wrong = [
        f"POST {row.route} as {visitor}: {got}, not 403"
        for row in changing
        for visitor in (OWN_CSO, RECEPTION, SCREEN)
        if visitor in row.get and (got := scene.status(row, visitor)) != 403
    ]

    assert not wrong, "\n".join(wrong)


def test_the_administration_is_open_to_the_administrator_only(scene: Scene) -> None:
    addresses = [scene.path(route.replace("<path:object_id>", "1")) for route in _administration()]
    allowed = {f"/admin/{name}/" for name in ("login", "logout")}
    wrong = [
        f"{address} as {visitor}: {response.status_code}"
        for address in addresses
        for visitor in EVERYBODY
        if visitor != ADMINISTRATOR and address not in allowed
        if not _leads_to_login(response := scene.browsers[visitor].get(address))
    ]

    assert len(addresses) > 20
    assert not wrong, "\n".join(wrong)
    assert scene.browsers[ADMINISTRATOR].get("/admin/").status_code == 200


def _administration() -> list[str]:
    every = [route for route in routes(get_resolver().url_patterns) if route.startswith("admin/")]
    return [route for route in every if "(" not in route and "content_type_id" not in route]


def _leads_to_login(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/admin/login/?")
