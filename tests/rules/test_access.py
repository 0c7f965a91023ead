"""Who may open what: every address of the product with every kind of visitor. A new address without an entry fails."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from verification import seating, sessions

LOGIN = 1
"""Sent to the login page; other redirections are 302."""
OWN_CSO, IDLE_CSO, FAR_CSO = "dewi", "rangga", "yosef"
RECEPTION, FAR_RECEPTION = "sari", "ningsih"
SUPERVISOR, FAR_SUPERVISOR = "hadi", "ratna"
FINANCE, ADMINISTRATOR = "fitri", "admin"
ANONYMOUS, SCREEN, OTHER_SCREEN = "anonymous", "booth screen", "another booth's screen"
STAFF = (
    OWN_CSO, IDLE_CSO, FAR_CSO, RECEPTION, FAR_RECEPTION, SUPERVISOR, FAR_SUPERVISOR, FINANCE, ADMINISTRATOR,
)  # fmt: skip
EVERYBODY = (*STAFF, ANONYMOUS, SCREEN, OTHER_SCREEN)
CSOS = (OWN_CSO, IDLE_CSO, FAR_CSO)


@dataclass(frozen=True)
class Row:
    """What visitors get at one address: those named in `get`, strangers (no login), and all other staff."""

    route: str
    get: dict[str, int]
    strangers: int
    others: int = 403
    method: str = "GET"
    body: dict[str, Any] | None = None
    query: dict[str, str] = field(default_factory=dict)

    def wanted(self, visitor: str) -> int:
        return self.get.get(visitor, self.others if visitor in STAFF else self.strangers)


def each(visitors: tuple[str, ...], status: int) -> dict[str, int]:
    return dict.fromkeys(visitors, status)


def public(route: str, status: int = 200, **more: Any) -> Row:
    return Row(route, {}, strangers=status, others=status, **more)


def of_desk(route: str, status: int, *, far: int = 404, **more: Any) -> Row:
    """An interface of the desk: the officer of the session, an officer without one, an officer of another branch."""
    return Row(f"api/desk/{route}", {OWN_CSO: status, IDLE_CSO: 409, FAR_CSO: far}, strangers=401, **more)


def of_screen(route: str, status: int, **more: Any) -> Row:
    return Row(f"booth/<int:booth_id>/{route}", {SCREEN: status}, strangers=401, others=401, **more)


POST: dict[str, Any] = {"method": "POST"}
ROWS = (
    Row("login/", {}, strangers=200, others=302),
    Row("logout/", {}, strangers=302, others=302, **POST),
    Row("", {FINANCE: 403}, strangers=LOGIN, others=302),
    public("language/setlang/", 302, body={"language": "en"}, **POST),
    public("catalogue.js"),
    public("display/<slug:code>/"),
    public("api/display/<slug:code>/state"),
    public("ticket/<slug:code>/"),
    public("ticket/<slug:code>/issued/", 302),
    Row("reception/", each((RECEPTION, FAR_RECEPTION, SUPERVISOR, FAR_SUPERVISOR), 200), strangers=LOGIN),
    Row("reception/line/", each((RECEPTION, FAR_RECEPTION, SUPERVISOR, FAR_SUPERVISOR), 200), strangers=LOGIN),
    Row(
        "reception/tickets/<int:pk>/",
        each((RECEPTION, SUPERVISOR), 200) | each((FAR_RECEPTION, FAR_SUPERVISOR), 404),
        strangers=LOGIN,
    ),
    *(
        Row(
            f"reception/tickets/<int:pk>/{verb}/",
            each((RECEPTION, SUPERVISOR), 302) | each((FAR_RECEPTION, FAR_SUPERVISOR), 404),
            strangers=LOGIN,
            **POST,
        )
        for verb in ("cancel", "park", "back", "priority")
    ),
    Row("reception/appointments/", each((RECEPTION, FAR_RECEPTION, SUPERVISOR, FAR_SUPERVISOR), 200), strangers=LOGIN),
    Row(
        "reception/appointments/<int:pk>/",
        each((RECEPTION, FAR_RECEPTION, SUPERVISOR, FAR_SUPERVISOR), 404),
        strangers=LOGIN,
    ),
    *(
        Row(
            f"reception/appointments/<int:pk>/{verb}/",
            each((RECEPTION, FAR_RECEPTION, SUPERVISOR, FAR_SUPERVISOR), 404),
            strangers=LOGIN,
            **POST,
        )
        for verb in ("check-in", "cancel")
    ),
    Row(
        "reception/pause/",
        each((RECEPTION, FAR_RECEPTION, SUPERVISOR, FAR_SUPERVISOR), 302),
        strangers=LOGIN,
        body={"reason": "-"},
        **POST,
    ),
    *(
        Row(
            f"plan/<slug:code>/{page}/",
            each((SUPERVISOR, ADMINISTRATOR), 200) | each((FAR_SUPERVISOR,), 404),
            strangers=LOGIN,
        )
        for page in ("roster", "closed", "what-if")
    ),
    public("antrean/<str:key>/"),
    public("ticket/<slug:code>/check-in/", 404, body={"booking": "nobody"}, **POST),
    public("janji/"),
    public("janji/<slug:code>/"),
    public("janji/<slug:code>/hold/", 404, body={"slot": "0"}, **POST),
    public("janji/<slug:code>/tunggu/<str:day>/", 404),
    public("janji/d/<str:key>/", 404),
    public("janji/d/<str:key>/change/", 404, body={"cancel": "1"}, **POST),
    public("janji/t/<str:key>/", 404),
    Row("desk/", each(CSOS, 200), strangers=LOGIN),
    Row("desk/begin/", each(CSOS, 302), strangers=LOGIN, body={"places": 2}, **POST),
    of_desk("state", 200, far=200),
    of_desk("seats/<int:seat_id>/case", 200),
    of_desk("seats/<int:seat_id>/mark", 200, body={"answers": {"NPWP": "MATCH"}}, **POST),
    of_desk("seats/<int:seat_id>/note", 200, body={"text": "-"}, **POST),
    of_desk("seats/<int:seat_id>/decide", 409, body={"outcome": "VERIFIED"}, **POST),
    of_desk("seats/<int:seat_id>/undo", 409, body={}, **POST),
    of_desk("seats/<int:seat_id>/recall", 409, body={}, **POST),
    of_desk("seats/<int:seat_id>/no-show", 409, body={}, **POST),
    of_desk("seats/<int:seat_id>/abort", 200, body={"reason": "TECH_FAILURE"}, **POST),
    of_desk("call", 409, far=409, body={}, **POST),
    of_desk("break", 200, far=200, body={"reason": "REST"}, **POST),
    of_desk("calm", 200, far=200, body={"places": 2}, **POST),
    of_desk("end", 409, far=200, body={}, **POST),
    public("api/desk/", 404),
    public("booth/<int:booth_id>/"),
    public("booth/<int:booth_id>/enrol/", 403, body={"code": "AAAAAAAA"}, **POST),
    of_screen("api/state", 200),
    of_screen("api/confirm", 409, body={"code": "AAAAAAAA"}, **POST),
    of_screen("api/consent", 409, body={"version": "0", "agree": True}, **POST),
    of_screen("api/hand", 200, body={"on": True}, **POST),
    of_screen("api/clear", 409, body={}, **POST),
    public("booth/<int:booth_id>/api/", 404),
    Row("board/", each((SUPERVISOR, FAR_SUPERVISOR, ADMINISTRATOR), 302), strangers=LOGIN),
    Row("board/<slug:code>/", {SUPERVISOR: 200, ADMINISTRATOR: 200, FAR_SUPERVISOR: 404}, strangers=LOGIN),
    Row("api/board/<slug:code>/state", {SUPERVISOR: 200, ADMINISTRATOR: 200, FAR_SUPERVISOR: 404}, strangers=401),
    public("api/board/", 404),
    public("demo/"),
    public("demo/login/", 302, **POST),
    Row("demo/booths/", each(CSOS, 200), strangers=403, body={"number": "1"}, **POST),
    Row("demo/tickets/", each(CSOS, 200), strangers=403, **POST),
    Row("demo/codes/", each(CSOS, 200), strangers=403),
    Row("demo/reset/", each(CSOS, 200), strangers=403, **POST),
)


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
    values = {"slug:code": stage.branch.code, "int:pk": waiting.pk, "int:seat_id": seat.pk, "int:booth_id": booth.pk}
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
