"""What each kind of visitor gets at each address of the product; a new address without a row fails the suite."""

from dataclasses import dataclass, field
from typing import Any

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
    Row("", {}, strangers=LOGIN, others=302),
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
        for verb in ("cancel", "park", "back", "priority", "direct")
    ),
    Row(
        "reception/tickets/<int:pk>/transfer/",
        each((RECEPTION, SUPERVISOR), 302) | each((FAR_RECEPTION, FAR_SUPERVISOR), 404),
        strangers=LOGIN,
        body={"branch": "sofifi"},
        **POST,
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
    Row("finance/", {FINANCE: 200}, strangers=LOGIN),
    Row("finance/try/", {FINANCE: 302}, strangers=LOGIN, **POST),
    Row("finance/days/", {FINANCE: 200}, strangers=LOGIN),
    Row("finance/withheld/<int:year>-<int:month>.csv", {FINANCE: 200}, strangers=LOGIN),
    Row("finance/withheld/<int:year>-<int:month>.xlsx", {FINANCE: 200}, strangers=LOGIN),
    Row("finance/reconciliation/", {FINANCE: 200}, strangers=LOGIN),
    Row("finance/reconciliation/<int:pk>/", {FINANCE: 404}, strangers=LOGIN, **POST),
    Row("finance/batches/", {FINANCE: 200}, strangers=LOGIN),
    Row("finance/batches/<int:pk>/", {FINANCE: 404}, strangers=LOGIN),
    Row("finance/batches/<int:pk>/file/", {FINANCE: 404}, strangers=LOGIN),
    Row("finance/payouts/<int:pk>/", {FINANCE: 404}, strangers=LOGIN),
    Row("finance/payouts/<int:pk>/change/", {FINANCE: 404}, strangers=LOGIN, **POST),
    Row("approvals/", each((SUPERVISOR, FAR_SUPERVISOR), 200), strangers=LOGIN),
    Row("approvals/<int:pk>/", each((SUPERVISOR, FAR_SUPERVISOR), 404), strangers=LOGIN),
    Row("approvals/<int:pk>/change/", each((SUPERVISOR, FAR_SUPERVISOR), 404), strangers=LOGIN, **POST),
    Row("evidence/", each((SUPERVISOR, FAR_SUPERVISOR), 200), strangers=LOGIN),
    *(
        Row(f"evidence/recordings/<int:pk>/{page}", each((SUPERVISOR, FAR_SUPERVISOR), 404), strangers=LOGIN)
        for page in ("", "file/", "officer/", "supervisor/")
    ),
    Row("evidence/recordings/<int:pk>/hold/", each((SUPERVISOR, FAR_SUPERVISOR), 404), strangers=LOGIN, **POST),
    Row(
        "evidence/stills/<int:pk>/",
        {**each((SUPERVISOR, FAR_SUPERVISOR, OWN_CSO, FAR_CSO), 404), IDLE_CSO: 409},
        strangers=LOGIN,
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
    public("klaim/"),
    public("bank/notify/", 404, **POST),
    public("klaim/<str:key>/", 404),
    public("klaim/<str:key>/receipt.pdf", 404),
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
    of_desk("seats/<int:seat_id>/npwp", 200, body={"number": ""}, **POST),
    of_desk("seats/<int:seat_id>/decide", 409, body={"outcome": "VERIFIED"}, **POST),
    of_desk("seats/<int:seat_id>/undo", 409, body={}, **POST),
    of_desk("seats/<int:seat_id>/recall", 409, body={}, **POST),
    of_desk("seats/<int:seat_id>/no-show", 409, body={}, **POST),
    of_desk("seats/<int:seat_id>/still", 409, body={"subject": "FACE"}, **POST),
    of_desk("seats/<int:seat_id>/hand-over", 404, body={"officer": 0}, **POST),
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
    of_screen("api/stills/<int:still_id>", 409, body={}, **POST),
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
