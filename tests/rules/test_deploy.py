"""Production settings: nothing to warn about, no start with nonsense, and the headers that every answer carries."""

import base64
import json
import os
import re
import secrets
import subprocess
import sys
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from bin.support.data import ROOT
from booths.demo import CIKARANG
from booths.models import Officer
from tests.cast import cikarang, present_booths
from tests.pace import PATIENCE_SECONDS

KEY = base64.b64encode(secrets.token_bytes(32)).decode()
PRODUCTION = {
    "LAPAK_PUBLIC_ORIGINS": "https://lapak.example",
    "LAPAK_DEBUG": "0",
    "LAPAK_DEMO": "0",
    "LAPAK_SECRET_KEY": secrets.token_urlsafe(60),
    "LAPAK_FIELD_KEYS": f"1:{KEY}",
    "LAPAK_INDEX_KEY": KEY,
    "DATABASE_URL": "postgresql://lapak@db.example/lapak",
    "REDIS_URL": "redis://redis.example:6379/0",
}
# The login page asks no database.
ANSWER = """
import json, django
django.setup()
from django.test import Client
response = Client().get("/login/", headers={"host": "lapak.example", "x-forwarded-proto": "https"})
cookies = {name: bool(morsel["secure"]) for name, morsel in response.cookies.items()}
print(json.dumps({"status": response.status_code, "headers": dict(response.headers), "cookies": cookies}))
"""


def run(*arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run Python with production's environment; None takes a variable away."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LAPAK_", "DATABASE", "REDIS"))}
    given = {name: value for name, value in {**PRODUCTION, **environment}.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**own, **given, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


def check(**environment: str | None) -> subprocess.CompletedProcess[str]:
    return run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **environment)


def test_production_settings_give_nothing_to_warn_about() -> None:
    done = check()

    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


NONSENSE: dict[str, tuple[str, str | None]] = {
    "no field keys": ("LAPAK_FIELD_KEYS", None),
    "field keys that are none": ("LAPAK_FIELD_KEYS", "nonsense-nonsense-nonsense"),
    "a field key that is too short": ("LAPAK_FIELD_KEYS", f"1:{base64.b64encode(b'short').decode()}"),
    "two field keys of one name": ("LAPAK_FIELD_KEYS", f"1:{KEY},1:{KEY}"),
    "no index key": ("LAPAK_INDEX_KEY", None),
    "an index key that is none": ("LAPAK_INDEX_KEY", "?" * 44),
    "no secret key": ("LAPAK_SECRET_KEY", None),
    "a short secret key": ("LAPAK_SECRET_KEY", "short"),
    "a wildcard origin": ("LAPAK_PUBLIC_ORIGINS", "https://*.lapak.example"),
    "an origin with a path": ("LAPAK_PUBLIC_ORIGINS", "https://lapak.example/desk"),
    "no origin": ("LAPAK_PUBLIC_ORIGINS", ""),
    "ports that end before they begin": ("LAPAK_MEDIA_OWN_PORTS", "40999-40000"),
    "a port and no range": ("LAPAK_MEDIA_OWN_PORTS", "40000"),
    "ports of the system": ("LAPAK_MEDIA_OWN_PORTS", "80-90"),
    "another database": ("DATABASE_URL", "sqlite:///lapak.db"),
}


@pytest.mark.parametrize(("name", "value"), NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_stops_the_start_and_names_the_variable(name: str, value: str | None) -> None:
    done = check(**{name: value})

    assert done.returncode != 0, done.stdout
    assert name.removeprefix("LAPAK_").lower() in done.stderr.lower()
    assert KEY not in done.stdout + done.stderr, "a key was printed"


def test_over_https_browsers_are_told_to_stay_there_and_cookies_are_secure() -> None:
    done = run("-c", ANSWER)
    assert done.returncode == 0, done.stderr

    answer = json.loads(done.stdout)

    assert answer["status"] == 200
    assert answer["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer["cookies"] == {"csrftoken": True}


PAGES = (f"/display/{CIKARANG}/", f"/ticket/{CIKARANG}/", "/desk/", "/reception/", "/demo/", "/admin/login/")
OTHER = (
    "/",
    "/login/",
    "/catalogue.js",
    f"/api/display/{CIKARANG}/state",
    "/api/desk/state",
    "/nowhere/",
    "/ticket/nowhere/",
)


@pytest.fixture
def client(db: None) -> Client:
    present_booths(cikarang())
    client = Client()
    client.force_login(Officer.objects.get(username="dewi"))
    return client


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    directives = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


def assert_guarded(response: Any, address: str) -> None:
    policy = policy_of(response)
    assert policy["default-src"] == ["'none'"], address
    assert policy["base-uri"] == ["'none'"], address
    assert "unsafe" not in response["Content-Security-Policy"], address
    assert "*" not in response["Content-Security-Policy"], address
    assert response["X-Content-Type-Options"] == "nosniff", address
    assert response["Referrer-Policy"] == "same-origin", address
    assert response["Cross-Origin-Opener-Policy"] == "same-origin", address
    assert response["Permissions-Policy"].startswith("camera=(self), microphone=(self)"), address


def test_every_answer_is_guarded_and_framed_by_nobody(client: Client) -> None:
    for address in (*PAGES, *OTHER):
        response = client.get(address)

        assert_guarded(response, address)
        assert response["X-Frame-Options"] == "DENY", address
        assert policy_of(response)["frame-ancestors"] == ["'none'"], address


def test_only_a_booth_page_of_a_demonstration_is_framed_and_by_its_own_origin_only(client: Client) -> None:
    response = client.get("/booth/1/")

    assert_guarded(response, "booth")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert policy_of(response)["frame-ancestors"] == ["'self'"]


def test_every_script_and_sheet_written_into_a_page_carries_its_nonce(client: Client) -> None:
    for address, reader in [*((page, client) for page in PAGES), ("/login/", Client())]:
        response = reader.get(address)
        text = response.content.decode()

        nonces = set(re.findall(r'<(?:script|style)\b[^>]*\bnonce="([^"]+)"', text))
        inline = re.findall(r"<(?:script|style)(?![^>]*\bsrc=)(?![^>]*\bnonce=)(?![^>]*application/json)[^>]*>", text)
        assert not inline, f"{address}: {inline}"
        assert not re.findall(r"<[^>]+\son\w+=", text), address
        assert not re.findall(r"<[^>]+\sstyle=", text), address
        if nonces:
            assert f"'nonce-{nonces.pop()}'" in policy_of(response)["script-src"], address
            assert not nonces, f"{address}: more than one nonce"


def test_a_nonce_is_used_once(client: Client) -> None:
    first, second = (policy_of(client.get("/desk/"))["script-src"] for _ in range(2))

    assert first != second
