"""Which answer of a page is acceptable, and what of it aiortc gets to see; pure text work, no network."""

import re
from collections.abc import Iterator

from .extensions import TRANSPORT_SEQUENCE
from .lines import Line

MAX_ANSWER_BYTES = 32 * 1024
MAX_CANDIDATES = 20
CODECS = {"audio": {"96": "opus/48000/2"}, "video": {"97": "vp8/90000", "98": "rtx/90000"}}
START_KILOBITS_PER_SECOND = 700
"""Where Chromium begins to estimate its way up; by itself it begins at 300 and needs seconds for a sharp picture."""
MAIN_CODEC = {"audio": "96", "video": "97"}
PROTOCOL = "UDP/TLS/RTP/SAVPF"

_KEPT = {
    "ice-ufrag", "ice-pwd", "ice-options", "fingerprint", "setup", "mid", "extmap", "sendonly", "recvonly", "inactive",
    "rtcp-mux", "rtcp-rsize", "rtpmap", "rtcp-fb", "fmtp", "ssrc", "ssrc-group", "msid",
}  # fmt: skip
_LONG_DIGESTS = ("a=fingerprint:sha-384", "a=fingerprint:sha-512")
_TRANSPORT_EXTENSION = f"a=extmap:{TRANSPORT_SEQUENCE} "
_DIRECTIONS = {"sendonly", "recvonly", "inactive", "sendrecv"}
_FORMS = {
    "ice-ufrag": re.compile(r"[A-Za-z0-9+/]{4,256}"),
    "ice-pwd": re.compile(r"[A-Za-z0-9+/]{22,256}"),
    "fingerprint": re.compile(r"sha-(256|384|512) [0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31,63}"),
    "setup": re.compile(r"active|passive"),
    "ssrc": re.compile(r"\d{1,10} [a-z]+(:[ -~]*)?"),
    "ssrc-group": re.compile(r"FID \d{1,10} \d{1,10}"),
    "extmap": re.compile(r"[1234](/[a-z]+)? [ -~]+"),
    "rtcp-fb": re.compile(r"\d{2} [ -~]+"),
    "fmtp": re.compile(r"\d{2} [ -~]+"),
}
_CANDIDATE = re.compile(
    r"[A-Za-z0-9+/]{1,32} 1 udp \d{1,10} [0-9A-Fa-f:.]{2,45} \d{1,5} typ (host|srflx|relay)"
    r"( [a-z-]+ [A-Za-z0-9+/:.]+)*",
    re.IGNORECASE,
)


class BadAnswer(ValueError):
    """The page's answer does not fit the offer."""

    code = "bad_sdp"


class Section:
    """One m-line of an answer with its attributes, in order."""

    def __init__(self, first_line: str) -> None:
        self.first_line = first_line
        self.attributes: list[tuple[str, str]] = []

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.attributes if key == name]

    @property
    def direction(self) -> str:
        found = [key for key, _ in self.attributes if key in _DIRECTIONS]
        return found[0] if len(found) == 1 else ""


def clean_answer(text: str, lines: tuple[Line, ...]) -> str:
    """Return the answer as aiortc shall see it: only known attributes, usable candidates, our own bundle.

    Raises BadAnswer where the answer does not fit the offered lines.
    """
    _require(isinstance(text, str) and len(text.encode("utf-8", "replace")) <= MAX_ANSWER_BYTES, "size")
    _require(text.isascii() and "\0" not in text, "characters")
    head, sections = _split(text)
    _require(len(sections) == len(lines), "number of lines")
    for section, line in zip(sections, lines, strict=True):
        _check_section(section, line)
    _check_ssrcs(sections, lines)
    return "\r\n".join(_write(head, sections, lines)) + "\r\n"


def slim_offer(text: str, lines: tuple[Line, ...]) -> str:
    """Return the offer without what bundling makes superfluous and what a line that is only shown has no use for.

    That is candidates repeated on each line, long digests, and transport-wide feedback, which is ours to give alone.
    """
    kept, line_number = [], 0
    for text_line in text.splitlines():
        line_number += text_line.startswith("m=")
        repeated = line_number > 1 and text_line.startswith(("a=candidate:", "a=end-of-candidates"))
        is_shown = line_number > 0 and not lines[line_number - 1].is_sent_by_page
        feedback = is_shown and (text_line.endswith(" transport-cc") or text_line.startswith(_TRANSPORT_EXTENSION))
        if not repeated and not feedback and not text_line.startswith(_LONG_DIGESTS):
            kept.append(text_line)
        if text_line.startswith(f"a=rtpmap:{MAIN_CODEC['video']} ") and not is_shown:
            kept.append(f"a=fmtp:{MAIN_CODEC['video']} x-google-start-bitrate={START_KILOBITS_PER_SECOND}")
    return "\r\n".join(kept) + "\r\n"


def advertise(text: str, address: str) -> str:
    """Return the offer with one more way to each of our ports: `address`, before which a one-to-one NAT stands."""
    if not address:
        return text
    kept: list[str] = []
    known: set[str] = set()
    for line in text.splitlines():
        kept.append(line)
        words = line.split(" ")
        is_ours = line.startswith("a=candidate:") and (":" in words[4]) == (":" in address)
        if is_ours and words[5] not in known:
            known.add(words[5])
            priority = str(int(words[3]) - 1)  # who is on the same network should not go through the NAT
            kept.append(" ".join(["a=candidate:advertised", *words[1:3], priority, address, *words[5:]]))
    return "\r\n".join(kept) + "\r\n"


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise BadAnswer(what)


def _split(text: str) -> tuple[list[tuple[str, str]], list[Section]]:
    head: list[tuple[str, str]] = []
    sections: list[Section] = []
    for line in text.splitlines():
        if line.startswith("m="):
            sections.append(Section(line))
        elif line.startswith("a="):
            name, _, value = line[2:].partition(":")
            (sections[-1].attributes if sections else head).append((name, value))
    return head, sections


def _check_section(section: Section, line: Line) -> None:
    words = section.first_line[2:].split(" ")
    _require(len(words) > 3, "line")
    kind, port, protocol, *formats = words
    _require(kind == line.kind and port.isdigit() and port != "0" and protocol == PROTOCOL, "line")
    _require(formats[0] == MAIN_CODEC[kind] and set(formats) <= set(CODECS[kind]), "codecs")
    _require(section.values("mid") == [line.mid], "mid")
    allowed = ("sendonly", "inactive", "recvonly") if line.is_sent_by_page else ("recvonly", "inactive")
    _require(section.direction in allowed, "direction")
    for value in section.values("rtpmap"):
        number, _, codec = value.partition(" ")
        _require(CODECS[kind].get(number) == codec.lower(), "codecs")
    _check_forms(section.attributes)


def _check_forms(attributes: list[tuple[str, str]]) -> None:
    for name, value in attributes:
        form = _FORMS.get(name)
        _require(form is None or form.fullmatch(value) is not None, name)


def _check_ssrcs(sections: list[Section], lines: tuple[Line, ...]) -> None:
    """A line that sends names its SSRC, since packets of unknown ones are dropped; no two lines share one."""
    seen: set[int] = set()
    for section, line in zip(sections, lines, strict=True):
        own = {int(value.split(" ")[0]) for value in section.values("ssrc")}
        _require(len(own) <= 2 and all(0 < ssrc < 1 << 32 for ssrc in own) and not own & seen, "ssrc")
        _require(bool(own) or not line.is_sent_by_page or section.direction != "sendonly", "ssrc")
        seen |= own


def _write(head: list[tuple[str, str]], sections: list[Section], lines: tuple[Line, ...]) -> Iterator[str]:
    yield from ("v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=-", "t=0 0")
    yield "a=group:BUNDLE " + " ".join(line.mid for line in lines)
    transport = [(name, value) for name, value in head if name in {"ice-ufrag", "ice-pwd", "fingerprint", "setup"}]
    _check_forms(transport)
    for section in sections:
        yield section.first_line
        yield "c=IN IP4 0.0.0.0"
        own = {name for name, _ in section.attributes}
        for name, value in [*((n, v) for n, v in transport if n not in own), *section.attributes]:
            if name in _KEPT:
                yield f"a={name}:{_plain(name, value)}" if value else f"a={name}"
    # aiortc takes the candidates of the last bundled line only. No end-of-candidates either: a page without camera
    # permission has none that we can use, and ICE must then wait for the page's own checks instead of giving up.
    for candidate in _candidates(sections):
        yield f"a=candidate:{candidate}"


def _plain(name: str, value: str) -> str:
    """Firefox gives extensions a direction, which aiortc's parser does not know."""
    return re.sub(r"^(\d)/[a-z]+", r"\1", value) if name == "extmap" else value


def _candidates(sections: list[Section]) -> list[str]:
    """Names ending in .local are left out: they cannot be resolved here, and aioice would try for a second."""
    every = dict.fromkeys(value for section in sections for value in section.values("candidate"))
    return [value for value in every if _CANDIDATE.fullmatch(value)][:MAX_CANDIDATES]
