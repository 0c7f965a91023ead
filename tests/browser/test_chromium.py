"""The browser of the tests has a camera and a microphone, and a missing browser is named."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CONNECT = """async () => {
    const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
    const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
    for (const track of stream.getTracks()) from.addTrack(track, stream);
    const codecs = RTCRtpSender.getCapabilities("video").codecs.map(codec => codec.mimeType);
    return {secure: isSecureContext, tracks: stream.getTracks().map(track => track.kind).sort(), codecs};
}"""


def test_a_page_on_this_machine_gets_a_fake_camera_and_speaks_vp8(browser: "Browser") -> None:
    page = browser.new_page()
    page.route("http://127.0.0.1:1/", lambda route: route.fulfill(body="<p>here</p>", content_type="text/html"))
    page.goto("http://127.0.0.1:1/")

    found = page.evaluate(CONNECT)

    page.close()
    assert found["secure"]
    assert found["tracks"] == ["audio", "video"]
    assert "video/VP8" in found["codecs"]


def test_a_browser_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAPAK_CHROMIUM", str(tmp_path / "nowhere"))

    with pytest.raises(chromium.NoChromium, match="nowhere"):
        chromium.find.__wrapped__()


def test_an_archive_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "chromium.tgz"
    archive.write_bytes(b"something else")

    with pytest.raises(chromium.NoChromium, match="sha512"):
        chromium._check_integrity(archive)
