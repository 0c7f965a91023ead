"""The colours of tokens.css against WCAG AA, in all three rooms: control room dark and light, participants."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "booths/static/booths/css/tokens.css").read_text()
ROOMS = {
    "control room, dark": ':root, [data-theme="kendali"] {',
    "control room, light": '[data-theme="kendali"][data-shade="light"] {',
    "participants": '[data-theme="peserta"] {',
}
TEXTS = ("text", "text-2", "text-3")
SURFACES = ("bg", "surface-1", "surface-2", "surface-3", "well")
STATES = ("talk", "call", "wait", "late", "hold", "done", "off")
READABLE, VISIBLE = 4.5, 3.0


def _variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block))


PRIMITIVES = _variables(TOKENS[: TOKENS.index("/* ====")])


def _room(selector: str) -> dict[str, str]:
    start = TOKENS.index(selector)
    return PRIMITIVES | _variables(TOKENS[start : TOKENS.index("\n  }", start)])


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(room: dict[str, str], one: str, other: str) -> float:
    def resolved(name: str) -> str:
        value = room[name]
        found = re.match(r"var\(--([a-z0-9-]+)\)", value)
        return resolved(found[1]) if found else value

    low, high = sorted((_luminance(resolved(one)), _luminance(resolved(other))))
    return (high + 0.05) / (low + 0.05)


def _pairs() -> list[tuple[str, str, float]]:
    texts = [(text, surface, READABLE) for text in TEXTS for surface in SURFACES]
    states = [
        (one, other, READABLE)
        for state in STATES
        for one, other in (
            (state, f"{state}-soft"),
            (state, "surface-1"),
            (state, "bg"),
            (f"on-{state}", f"{state}-fill"),
        )
    ]
    controls = [("on-action", "action", READABLE), ("action", "bg", VISIBLE), ("focus", "bg", VISIBLE)]
    return [*texts, *states, *controls, ("line-control", "surface-1", VISIBLE), ("line-control", "well", VISIBLE)]


@pytest.mark.parametrize("selector", ROOMS.values(), ids=ROOMS.keys())
def test_every_text_and_state_can_be_read(selector: str) -> None:
    room = _room(selector)

    poor = [
        f"{one} on {other}: {_contrast(room, one, other):.2f}"
        for one, other, needed in _pairs()
        if _contrast(room, one, other) < needed
    ]

    assert poor == []
