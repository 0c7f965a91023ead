"""PROTOCOL.md says what the code does: messages and fields, close codes, commands and snapshots, compared both ways."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from booths.models import Officer
from lapak.people.models import Participant
from lapak.queue import display
from tests.cast import NOON, attend, bring_in, open_stage, queue, tick_all
from verification import (
    board,
    booth_screen,
    case_panel,
    decisions,
    desk,
    line_measures,
    seating,
    seats,
    sessions,
    signalling,
    supervisions,
)
from verification.access import whole_seats
from verification.api_board import board_api
from verification.api_booth import booth_api
from verification.api_desk import desk_api
from verification.consents import CONSENT_VERSION
from verification.evidence import stills
from verification.media import messages as media
from verification.media.health import LineFigures
from verification.models import Still
from verification.states import ConsentPurpose, Outcome

PROTOCOL = Path(signalling.__file__).with_name("PROTOCOL.md").read_text(encoding="utf-8")
Fields = dict[str, set[str]]
# JSON objects whose keys are data.
MAPS = {"reasons"}


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PROTOCOL, re.MULTILINE | re.DOTALL)
    assert found, f"no section {title}"
    return found.group(1)


def documented(title: str) -> Fields:
    """Return heading -> names in the first column of its table."""
    parts = re.split(r"^### `?([\w.]+)`?\n", section(title), flags=re.MULTILINE)
    rows = {
        name: re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }
    assert all(len(names) == len(set(names)) for names in rows.values()), "a field stands twice"
    return {name: set(names) for name, names in rows.items()}


def defined(classes: tuple[type[BaseModel], ...]) -> Fields:
    """Return type -> fields of the message classes."""
    return {get_args(one.model_fields["type"].annotation)[0]: set(one.model_fields) - {"type"} for one in classes}


def members(union: UnionType | Any) -> tuple[type[BaseModel], ...]:
    return get_args(get_args(union)[0]) if not isinstance(union, UnionType) else get_args(union)


def below(base: type[BaseModel]) -> set[type[BaseModel]]:
    return set(base.__subclasses__())


MESSAGES = {
    "From the page": members(signalling.FromPageMessage),
    "To the page": signalling.TO_PAGE,
    "Web to media": members(media.Command),
    "Media to web": members(media.Notice),
}


@pytest.mark.parametrize("title", MESSAGES)
def test_every_message_and_field_stands_in_the_protocol_and_nothing_else(title: str) -> None:
    assert documented(title) == defined(MESSAGES[title])


def test_no_message_class_is_left_out_of_its_union() -> None:
    assert below(signalling.FromPage) == set(MESSAGES["From the page"])
    assert below(signalling.ToPage) == set(MESSAGES["To the page"])
    assert below(media.Message) == {*MESSAGES["Web to media"], *MESSAGES["Media to web"]}


def test_the_close_codes_are_those_of_the_code() -> None:
    told = {name: int(code) for code, name in re.findall(r"^\| (\d{4}) \| `(\w+)` \|", PROTOCOL, re.MULTILINE)}

    assert told == {name: value for name, value in vars(signalling).items() if name.startswith("CLOSE_")}


def test_the_limits_are_those_of_the_code() -> None:
    assert f"{signalling.MAX_MESSAGE_BYTES // 1024} KiB a message" in PROTOCOL
    assert f"at most {signalling.MAX_FRAME_BYTES // 1024} KiB" in PROTOCOL
    assert f"more than {signalling.MAX_OUTSTANDING_FRAMES} frames" in PROTOCOL
    assert f"Each side every {signalling.HEARTBEAT_SECONDS} s" in PROTOCOL


def test_the_commands_are_those_of_the_interfaces() -> None:
    told = set(re.findall(r"^\| (GET|POST) \| `([^`]+)` \|", PROTOCOL, re.MULTILINE))
    before = {"api/desk/": desk_api, "booth/{booth_id}/api/": booth_api, "api/board/": board_api}
    served = {
        (method, re.sub(r"{\w+:(\w+)}", r"{\1}", prefix + path))
        for prefix, api in before.items()
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }

    assert told == served | {("GET", "api/display/{code}/state")}


def paths(value: Any, before: str = "") -> Iterator[str]:
    """Yield each place in a JSON value; an object counts itself only where it may also be null."""
    if isinstance(value, dict):
        for name, inner in value.items():
            key = f"{before}{{}}" if before in MAPS else f"{before}.{name}".lstrip(".")
            yield from paths(inner, key)
    elif isinstance(value, list | tuple):
        if not value or not all(isinstance(inner, dict | list | tuple) for inner in value):
            yield before
        for inner in value:
            yield from paths(inner, f"{before}[]") if isinstance(inner, dict) else ()
    else:
        yield before


def compare(name: str, snapshots: list[Any]) -> None:
    told = documented("Snapshots")[name]
    seen = {path for snapshot in snapshots for path in paths(snapshot)}
    # An empty list or a null says nothing about what could stand in it.
    unsaid = {path for path in seen if any(other.startswith((f"{path}[]", f"{path}{{}}")) for other in told)}
    nullable = {path for path in told if any(other.startswith(f"{path}.") for other in told)}

    assert seen - unsaid - told == set(), "not in the protocol"
    assert told - seen - nullable == set(), "nobody sends this"


@pytest.fixture
def evening(db: None) -> dict[str, list[Any]]:
    """Snapshots of a whole case and of quiet moments, so that every nullable thing is once there."""
    stage = open_stage(places=2)
    quiet = [desk.state(stage.session, at=NOON), board.state(stage.branch, at=NOON)]
    queue(stage.branch, 4)
    seating.fill(stage.branch.pk, at=NOON)
    second = stage.seat(2)
    booths = [booth_screen.state(second.booth, at=NOON)]
    seats.confirm(second.booth, second.ticket.code, at=NOON)
    booths.append(booth_screen.state(second.booth, at=NOON))
    seat = attend(stage, bring_in(stage.seat(1)))
    Still.objects.create(seat=second, subject="FACE", by=stage.dewi, asked_at=NOON, taken_at=NOON)
    tick_all(seat, by=stage.dewi)
    decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)
    sessions.take_break(stage.session, "REST", at=NOON)
    line_measures.keep(seat.peer, LineFigures(lost_permille=4, jitter_ms=3, rate_bps=400_000), None, at=NOON)
    supervisions.begin(seat, "join", by=Officer.objects.get(username="hadi"), at=NOON)
    desks, boards = [quiet[0], desk.state(stage.session, at=NOON)], [quiet[1], board.state(stage.branch, at=NOON)]
    shown = [asdict(display.state_of(stage.branch, at=NOON))]
    decisions.settle_due(at=NOON + timedelta(seconds=10))
    booths.append(booth_screen.state(seat.booth, at=NOON + timedelta(seconds=11)))
    seats.consent(second.booth, CONSENT_VERSION, True, language="id", at=NOON, purposes=ConsentPurpose.values)
    booths.append(booth_screen.state(second.booth, at=NOON))
    _leave_a_place_empty(stage, seat, second)
    desks.append(desk.state(stage.session, at=NOON + timedelta(seconds=12)))
    sessions.focus(stage.session, 2, by=stage.dewi, at=NOON)
    stills.ask(stage.seat(2), "FACE", by=stage.dewi, at=NOON)
    booths.append(booth_screen.state(stage.seat(2).booth, at=NOON))
    sessions.begin_shift(Officer.objects.get(username="rangga"), places=1, at=NOON + timedelta(seconds=12))
    desks.append(desk.state(stage.session, at=NOON + timedelta(seconds=12)))
    Participant.objects.update(phone="+6281290000000")  # of several people: a flag
    panel = case_panel.panel(_again(whole_seats().get(pk=second.pk), seat), at=NOON)
    return {"DeskState": desks, "BoardState": boards, "BoothState": booths, "DisplayState": shown, "CasePanel": [panel]}


def _leave_a_place_empty(stage: Any, left: Any, stays: Any) -> None:
    """The break keeps one place empty while somebody sits at the other and two wait."""
    seats.clear(left.booth, at=NOON + timedelta(seconds=12))
    _seat, peer = seats.enter(stays.booth_id)
    seats.connect(peer, at=NOON)


def _again(seat: Any, earlier: Any) -> Any:
    """Let the person of the earlier seat come back, for whom there is a decision to show."""
    seat.ticket.claim.participant = earlier.ticket.claim.participant
    return seat


def test_the_snapshots_are_those_of_the_code(evening: dict[str, list[Any]]) -> None:
    assert set(evening) == set(documented("Snapshots"))
    for name, snapshots in evening.items():
        compare(name, snapshots)


def test_the_comparison_sees_a_missing_and_an_invented_field(evening: dict[str, list[Any]]) -> None:
    shown = evening["DisplayState"][0]

    with pytest.raises(AssertionError, match="not in the protocol"):
        compare("DisplayState", [{**shown, "name": "Siti"}])
    with pytest.raises(AssertionError, match="nobody sends this"):
        compare("DisplayState", [{name: value for name, value in shown.items() if name != "waiting"}])
