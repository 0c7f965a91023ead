"""Which answers are accepted: every junk is refused by one error, and what is accepted is clean."""

import random

import pytest
from aiortc.sdp import SessionDescription
from hypothesis import given, settings
from hypothesis import strategies as st

from verification.media.aiortc_seams import TRANSPORT_SEQUENCE_URI
from verification.media.lines import lines_of
from verification.media.sdp import MAX_ANSWER_BYTES, BadAnswer, advertise, clean_answer, slim_offer

BOOTH = lines_of("booth")
FINGERPRINT = "a=fingerprint:sha-256 " + ":".join(["AB"] * 32)
LINES = {
    "audio": ["m=audio 9 UDP/TLS/RTP/SAVPF 96", "a=rtpmap:96 opus/48000/2", "a=fmtp:96 minptime=10;useinbandfec=1"],
    "video": [
        "m=video 9 UDP/TLS/RTP/SAVPF 97 98", "a=rtpmap:97 VP8/90000", "a=rtcp-fb:97 nack pli",
        "a=rtpmap:98 rtx/90000", "a=fmtp:98 apt=97",
    ],
}  # fmt: skip
CANDIDATE = "a=candidate:2980073533 1 udp 2122194687 192.0.2.9 60516 typ host generation 0 network-id 1"
HIDDEN = "a=candidate:1 1 udp 2122194687 3c2e1f5a-91ab-4b6f-8a52-0d2d6a2a7c11.local 60516 typ host"


def answer(role: str = "booth", camera: bool = True, candidates: tuple[str, ...] = (CANDIDATE,)) -> str:
    """An answer as Chromium writes it."""
    lines = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1 2 3 4", "a=msid-semantic: WMS"]
    for line in lines_of(role):
        first, *attributes = LINES[line.kind]
        lines += [first, "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0", *(candidates if line.mid == "0" else ())]
        lines += ["a=ice-ufrag:0bAU", "a=ice-pwd:cQUFfOSlRZEtyDjM1mSqwgGz", "a=ice-options:trickle", FINGERPRINT]
        lines += ["a=setup:active", f"a=mid:{line.mid}", "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid"]
        if not line.is_sent_by_page:
            lines += ["a=recvonly"]
        elif camera:
            lines += ["a=sendonly", f"a=ssrc:{1000 + int(line.mid)} cname:x"]
        else:
            lines += ["a=inactive"]
        lines += ["a=rtcp-mux", *attributes]
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("role", ["desk", "booth", "supervisor"])
@pytest.mark.parametrize("camera", [True, False])
def test_the_answer_of_a_page_with_or_without_camera_is_accepted(role, camera):
    clean = clean_answer(answer(role, camera), lines_of(role))

    assert len(SessionDescription.parse(clean).media) == len(lines_of(role))


def test_candidates_come_last_and_hidden_ones_and_their_end_not_at_all():
    text = answer(candidates=(HIDDEN, CANDIDATE, "a=end-of-candidates"))

    clean = clean_answer(text, BOOTH)

    assert clean.endswith(CANDIDATE + "\r\n")
    assert ".local" not in clean and "end-of-candidates" not in clean


def test_at_most_twenty_addresses_are_tried():
    many = tuple(CANDIDATE.replace("60516", str(port)) for port in range(10_000, 10_500))

    assert clean_answer(answer(candidates=many[:150]), BOOTH).count("a=candidate") == 20


def test_directions_of_extensions_as_firefox_writes_them_are_understood():
    clean = clean_answer(answer().replace("a=extmap:1 ", "a=extmap:1/recvonly "), BOOTH)

    assert "a=extmap:1 urn" in clean


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a=mid:3", "a=mid:7"),
        ("m=video", "m=application"),
        ("m=video 9", "m=video 0"),
        ("a=recvonly", "a=sendrecv"),
        ("a=recvonly", "a=recvonly\r\na=sendonly"),
        ("VP8/90000", "H264/90000"),
        ("SAVPF 97 98", "SAVPF 97 98 99"),
        ("SAVPF 97 98", "SAVPF"),
        ("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
        ("a=setup:active", "a=setup:actpass"),
        ("sha-256 AB", "sha-1 AB"),
        ("a=ice-pwd:cQUFfOSlRZEtyDjM1mSqwgGz", "a=ice-pwd:short"),
        ("a=ssrc:1000 cname:x", ""),
        ("a=ssrc:1001", "a=ssrc:1000"),
        ("a=ssrc:1001", "a=ssrc:99999999999"),
        ("s=-", "s=\0"),
        ("s=-", "s=é"),
        ("s=-", "s=" + "x" * MAX_ANSWER_BYTES),
        ("m=audio 9", "m=audio"),
    ],
)
def test_an_answer_that_does_not_fit_the_offer_is_refused(old, new):
    text = answer()
    assert old in text

    with pytest.raises(BadAnswer):
        clean_answer(text.replace(old, new), BOOTH)


def test_one_line_too_many_or_too_few_is_refused():
    with pytest.raises(BadAnswer):
        clean_answer(answer("desk"), BOOTH)
    with pytest.raises(BadAnswer):
        clean_answer(answer("booth"), lines_of("desk"))


def test_attributes_that_nobody_knows_do_not_reach_the_parser():
    text = answer().replace("a=rtcp-mux", "a=rtcp-mux\r\na=rid:h send\r\na=simulcast:send h\r\na=sctp-port:5000")

    clean = clean_answer(text, BOOTH)

    assert "rid" not in clean and "simulcast" not in clean and "sctp" not in clean


@given(st.text(max_size=500))
def test_any_text_is_refused_by_the_one_error(text):
    with pytest.raises(BadAnswer):
        clean_answer(text, BOOTH)


@settings(max_examples=400)
@given(st.randoms(use_true_random=False))
def test_a_damaged_answer_is_refused_by_the_one_error_or_stays_within_the_offer(chance: random.Random):
    lines = answer().split("\r\n")
    for _ in range(chance.randrange(1, 5)):
        index = chance.randrange(len(lines))
        lines[index] = _damage(lines[index], chance, lines)

    try:
        clean = clean_answer("\r\n".join(lines), BOOTH)
    except BadAnswer:
        return
    assert clean.count("m=") >= len(BOOTH) and clean.count("\r\nm=") == len(BOOTH)
    assert ".local" not in clean


def _damage(line: str, chance: random.Random, lines: list[str]) -> str:
    kind = chance.randrange(5)
    at = chance.randrange(len(line) + 1)
    if kind == 0:
        return line[:at]
    if kind == 1:
        return line[:at] + chr(chance.randrange(0x250)) + line[at:]
    if kind == 2:
        return line + "\r\n" + chance.choice(lines)
    if kind == 3:
        return chance.choice(lines)
    return line.replace(" ", "", 1)


def test_an_offer_loses_what_bundling_makes_superfluous():
    text = answer(candidates=(CANDIDATE,)) + CANDIDATE + "\r\na=fingerprint:sha-512 " + ":".join(["AB"] * 64) + "\r\n"

    slim = slim_offer(text, BOOTH)

    assert slim.count("a=candidate") == 1 and "sha-512" not in slim and slim.count("a=fingerprint:sha-256") == 5


def test_transport_wide_feedback_is_offered_only_where_the_page_sends():
    own = f"a=extmap:4 {TRANSPORT_SEQUENCE_URI}\r\na=rtcp-fb:97 transport-cc\r\n"
    text = answer().replace("a=mid:", own + "a=mid:")

    slim = slim_offer(text, BOOTH)

    sending = sum(line.is_sent_by_page for line in BOOTH)
    assert (slim.count("a=extmap:4 "), slim.count(" transport-cc")) == (sending, sending)


LOCAL = (
    "a=candidate:1 1 udp 2130706431 10.0.0.5 40000 typ host",
    "a=candidate:2 1 udp 2130706431 10.1.0.5 40000 typ host",
    "a=candidate:3 1 udp 2130706431 fd00::5 40000 typ host",
)


@pytest.mark.parametrize(("address", "port"), [("203.0.113.7", "40000"), ("2001:db8::7", "40000")])
def test_the_address_of_a_nat_is_offered_once_for_each_port_and_after_the_local_ones(address, port):
    text = "v=0\r\nm=audio 9\r\n" + "\r\n".join(LOCAL) + "\r\n"

    found = [line for line in advertise(text, address).splitlines() if line.startswith("a=candidate")]

    added = [line for line in found if line not in LOCAL]
    assert [line.split(" ")[4:6] for line in added] == [[address, port]]
    assert int(added[0].split(" ")[3]) < 2130706431
    assert set(LOCAL) < set(found)


def test_without_a_nat_the_offer_stays_as_it_is():
    assert advertise("v=0\r\nm=audio 9\r\n" + LOCAL[0], "") == "v=0\r\nm=audio 9\r\n" + LOCAL[0]
