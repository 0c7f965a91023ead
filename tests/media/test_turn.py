"""Pages that reach the media process only through a TURN server: a real coturn, over UDP and over TCP."""

import base64
import contextlib
import hashlib
import hmac
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.media.tabs import Browser, Stage
from tests.pace import PATIENCE_SECONDS
from verification.media.aiortc_seams import host_addresses
from verification.turn import ice_servers

SECRET = "only-for-tests"
NOW = datetime(2026, 6, 1, 5, 0, tzinfo=UTC)
SELECTED = """async () => {
  const reports = [...(await call.connection.getStats()).values()];
  const transport = reports.find((one) => one.type === "transport");
  const pair = reports.find((one) => one.id === transport.selectedCandidatePairId);
  const local = reports.find((one) => one.id === pair.localCandidateId);
  return [local.candidateType, local.relayProtocol];
}"""


@contextlib.contextmanager
def coturn() -> Iterator[tuple[str, int]]:
    program = shutil.which("turnserver")
    if not program:
        pytest.skip("there is no coturn here (Debian: apt install coturn)")
    host = next(one for one in host_addresses() if ":" not in one)
    with socket.socket() as free:
        free.bind((host, 0))
        port = free.getsockname()[1]
    options = {"listening-ip": host, "relay-ip": host, "listening-port": port, "realm": "lapak", "log-file": "stdout"}
    words = [f"--{name}={value}" for name, value in options.items()]
    words += ["-n", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--no-tls", "--no-dtls", "--no-cli"]
    with tempfile.TemporaryDirectory(prefix="lapak-turn-") as folder:
        command = [program, *words, f"--pidfile={folder}/pid", f"--userdb={folder}/db"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        try:
            wait_until_open(host, port)
            yield host, port
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def wait_until_open(host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as tried:
            if tried.connect_ex((host, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("coturn does not answer")


@pytest.mark.video
@pytest.mark.parametrize("protocol", ["udp", "tcp"])
def test_a_page_that_may_only_use_the_relay_sees_and_is_seen(protocol):
    async def scenario(browser: Browser) -> None:
        servers = ice_servers([f"turn:{host}:{port}?transport={protocol}"], SECRET, at=datetime.now(UTC))
        desk = await browser.desk()
        booth = await browser.booth(1, ice_servers=servers)
        browser.house.arrange(focus=1)

        await desk.until(lambda s: s["windows"][1]["frames"] > 10)
        await booth.until(lambda s: s["windows"][0]["frames"] > 10)
        assert await booth.page.evaluate(SELECTED) == ["relay", protocol]

    with coturn() as (host, port), Stage() as stage:
        stage.play(scenario)


def test_credentials_expire_and_say_nothing_of_the_person():
    stun, turn = ice_servers(["stun:a.example", "turn:b.example"], SECRET, at=NOW)

    expiry, _, word = str(turn["username"]).partition(":")
    assert stun == {"urls": ["stun:a.example"]}
    assert int(expiry) - NOW.timestamp() == 600
    assert len(word) == 12
    digest = hmac.new(SECRET.encode(), str(turn["username"]).encode(), hashlib.sha1).digest()
    assert turn["credential"] == base64.b64encode(digest).decode()


def test_without_servers_or_without_the_secret_nothing_is_offered():
    assert ice_servers([], SECRET, at=NOW) == []
    assert ice_servers(["turn:b.example"], "", at=NOW) == []
