"""Every message between a page and its socket as a typed class; pure. PROTOCOL.md describes the same list."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

MAX_MESSAGE_BYTES = 32 * 1024  # over it an error frame; over 64 KiB the server closes with 1009 by itself
MAX_FRAME_BYTES = 4 * 1024  # a longer outgoing message travels in parts
MAX_OUTSTANDING_FRAMES = 64
HEARTBEAT_SECONDS = 5
SupervisionWord = Literal["listen", "whisper", "join"]
PEER = r"^[A-Za-z0-9_.-]{1,60}$"

# reliability.md 1.2; a page comes back by itself after 1006, 1009, 1011, 1012, 4000 and 4408.
CLOSE_RECYCLE = 4000
CLOSE_MALFORMED = 4400
CLOSE_LOGIN = 4401
CLOSE_FORBIDDEN = 4403
CLOSE_TOO_SLOW = 4408
CLOSE_SUPERSEDED = 4409
CLOSE_DEVICE = 4410
CLOSE_RATE = 4429


class FromPage(BaseModel):
    """A message that a page sends. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Hello(FromPage):
    type: Literal["hello"]
    page: str = Field(max_length=40)


class Heartbeat(FromPage):
    type: Literal["heartbeat"]
    shown: int = Field(ge=0)


class Shown(FromPage):
    type: Literal["shown"]
    n: int = Field(ge=0)


class Join(FromPage):
    type: Literal["join"]


class Answer(FromPage):
    type: Literal["answer"]
    peer: str = Field(pattern=PEER)
    sdp: str = Field(max_length=MAX_MESSAGE_BYTES)


class Leave(FromPage):
    type: Literal["leave"]


class Focus(FromPage):
    type: Literal["focus"]
    place: Annotated[int, Field(ge=1, le=6)] | None


class Subset(FromPage):
    type: Literal["subset"]
    places: list[Annotated[int, Field(ge=1, le=6)]] = Field(max_length=6)


class ToAll(FromPage):
    type: Literal["to_all"]
    on: bool


class Hold(FromPage):
    type: Literal["hold"]
    place: Annotated[int, Field(ge=1, le=6)]
    on: bool


class Record(FromPage):
    type: Literal["record"]
    place: Annotated[int, Field(ge=1, le=6)]
    to: Literal["start", "pause", "resume", "stop"]


class Condition(FromPage):
    type: Literal["condition"]
    picture: Literal["moving", "frozen", "black", "off"]
    sound: Literal["heard", "silent", "off"]
    width: int = Field(ge=0, le=10_000)
    height: int = Field(ge=0, le=10_000)
    frames_per_second: int = Field(ge=0, le=1000)
    round_trip_ms: int | None = Field(ge=0, le=100_000)


class Supervise(FromPage):
    type: Literal["supervise"]
    booth: int
    mode: SupervisionWord


class ToPage(BaseModel):
    """A message that the server sends; `n` (1, 2, 3 ...) is added when it goes out."""

    ephemeral: ClassVar[bool] = False


class Welcome(ToPage):
    type: Literal["welcome"] = "welcome"
    page: str
    topics: dict[str, int]
    heartbeat_seconds: int = HEARTBEAT_SECONDS


class ServerHeartbeat(ToPage):
    type: Literal["heartbeat"] = "heartbeat"
    at: str
    page: str
    topics: dict[str, int]


class Hint(ToPage):
    type: Literal["hint"] = "hint"
    topic: str
    seq: int


class Offer(ToPage):
    type: Literal["offer"] = "offer"
    peer: str
    sdp: str
    windows: list[dict[str, Any]]
    spare_audio_mid: str | None = None
    ice_servers: list[dict[str, Any]] = []


class Arranged(ToPage):
    type: Literal["arranged"] = "arranged"
    version: int
    hears: list[int]
    heard: list[int]
    supervision: SupervisionWord | None = None


class Supervising(ToPage):
    type: Literal["supervising"] = "supervising"
    booth: int | None
    mode: SupervisionWord | None


class Link(ToPage):
    type: Literal["link"] = "link"
    place: int | None
    state: Literal["flowing", "silent"]
    missing: list[str] = []


class Line(ToPage):
    type: Literal["line"] = "line"
    place: int
    seat: int
    lost_permille: int
    jitter_ms: int
    rate_bps: int
    round_trip_ms: int | None
    width: int
    height: int
    frames_per_second: int
    picture: str
    sound: str


class Voices(ToPage):
    type: Literal["voices"] = "voices"
    bars: dict[int, int]


class Rejoin(ToPage):
    type: Literal["rejoin"] = "rejoin"
    reason: str


class Refused(ToPage):
    type: Literal["refused"] = "refused"
    code: str
    sentence: str


class Error(ToPage):
    type: Literal["error"] = "error"
    code: str
    sentence: str
    about: str = ""


class Part(ToPage):
    type: Literal["part"] = "part"
    id: int
    index: int
    count: int
    text: str


FromPageMessage = Annotated[
    Hello | Heartbeat | Shown | Join | Answer | Leave | Focus | Subset | ToAll | Hold | Record | Condition | Supervise,
    Field(discriminator="type"),
]
TO_PAGE: tuple[type[ToPage], ...] = (
    Welcome, ServerHeartbeat, Hint, Offer, Arranged, Supervising, Link, Line, Voices, Rejoin, Refused, Error, Part,
)  # fmt: skip
_adapter: TypeAdapter[Any] = TypeAdapter(FromPageMessage)


class Malformed(Exception):
    """The text is no message of the protocol; `code` says why, `about` names its type when that was readable."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code, self.about = code, about


def read(text: str) -> FromPage:
    """Return the typed message. Raises Malformed with too_large, not_json, unknown_type or bad_message."""
    if len(text.encode()) > MAX_MESSAGE_BYTES:
        raise Malformed("too_large")
    try:
        message: FromPage = _adapter.validate_json(text)
    except ValidationError as wrong:
        raise Malformed(*_reason(wrong)) from wrong
    return message


def _reason(wrong: ValidationError) -> tuple[str, str]:
    first = wrong.errors(include_url=False, include_input=False, include_context=True)[0]
    about = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "json_invalid":
        return "not_json", ""
    if first["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        return "unknown_type", ""
    return "bad_message", about
