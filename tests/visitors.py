"""Pages without a browser: staff who log in, booth screens with a cookie, sockets as pages open them."""

import hashlib
import json
import re
import secrets
import time
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from booths.demo import PASSWORD
from tests.live import LiveStack
from tests.pace import PATIENCE_SECONDS


class Person:
    """A browser profile: cookies and the way to post with them."""

    def __init__(self, stack: LiveStack) -> None:
        self.stack = stack
        self.http = httpx.Client(base_url=stack.base_url, follow_redirects=True)

    def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        token = self.http.cookies.get("csrftoken", default="") or ""
        return self.http.post(path, json=body or {}, headers={"X-CSRFToken": token})

    def socket(self, path: str, **options: Any) -> "Socket":
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies.jar)
        return Socket(self.stack, path, cookies=cookies, **options)


class Staff(Person):
    def __init__(self, stack: LiveStack, username: str) -> None:
        super().__init__(stack)
        page = self.http.get("/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, page.text[:500]
        form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token.group(1)}
        answer = self.http.post("/login/", data=form, headers={"Referer": f"{stack.base_url}/login/"})
        assert "sessionid" in self.http.cookies, answer.text[:500]

    def begin_shift(self, places: int = 6) -> None:
        self.http.get("/desk/")
        form = {"places": places, "csrfmiddlewaretoken": self.http.cookies["csrftoken"]}
        answer = self.http.post("/desk/begin/", data=form)
        assert answer.status_code == 200, answer.text[-400:]

    def is_on_duty(self) -> bool:
        return self.http.get("/api/desk/state").status_code == 200

    def end_shift(self) -> None:
        assert self.post("/api/desk/end").status_code == 200

    def desk(self) -> dict[str, Any]:
        return self.http.get("/api/desk/state").json()["state"]


class Screen(Person):
    """The screen of a booth, enrolled from behind the counter."""

    def __init__(self, stack: LiveStack, booth_id: int) -> None:
        super().__init__(stack)
        self.booth_id = booth_id
        token = secrets.token_urlsafe(32)
        stack.query(
            "UPDATE booths_device SET revoked_at = now() WHERE booth_id = %s AND revoked_at IS NULL", [booth_id]
        )
        stack.query(
            "INSERT INTO booths_device (booth_id, token_hash, enrolled_at) VALUES (%s, %s, now())",
            [booth_id, hashlib.sha256(token.encode()).hexdigest()],
        )
        self.http.cookies.set("lapak_booth", token, path=f"/booth/{booth_id}/")
        self.http.get(f"/booth/{booth_id}/")

    def state(self) -> dict[str, Any]:
        return self.http.get(f"/booth/{self.booth_id}/api/state").json()["state"]

    def say(self, verb: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return self.post(f"/booth/{self.booth_id}/api/{verb}", body)

    def live(self) -> "Socket":
        return self.socket(f"/booth/{self.booth_id}/ws/")


class Socket:
    """A page's socket that acknowledges what it reads, unless told to be rude."""

    def __init__(
        self, stack: LiveStack, path: str, *, cookies: str = "", origin: str | None = "", **options: Any
    ) -> None:
        given: dict[str, Any] = {"origin": stack.base_url if origin == "" else origin, **options}
        url = stack.base_url.replace("http", "ws", 1) + path
        self.wire: ClientConnection = connect(
            url,
            additional_headers={"Cookie": cookies} if cookies else {},
            max_size=2**20,
            legacy=True,
            **given,
        )
        self.shown = 0

    def send(self, **message: Any) -> None:
        self.wire.send(json.dumps(message))

    def read(self, *, patience_seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Return the next message and acknowledge it. Raises TimeoutError, ConnectionClosed."""
        message = json.loads(self.wire.recv(timeout=patience_seconds))
        self.shown = message["n"]
        self.send(type="shown", n=self.shown)
        return message

    def read_until(self, kind: str, *, patience_seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Return the next message of this type, passing over others."""
        deadline = time.monotonic() + patience_seconds
        while True:
            message = self.read(patience_seconds=max(0.01, deadline - time.monotonic()))
            if message["type"] == kind:
                return message

    def closed_with(self, *, patience_seconds: float = PATIENCE_SECONDS) -> int:
        """Read on until the server closes; return its code."""
        deadline = time.monotonic() + patience_seconds
        try:
            while True:
                self.wire.recv(timeout=max(0.01, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def close(self) -> None:
        self.wire.close()
