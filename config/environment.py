"""What the environment may set, with its type and default; nonsense stops the start with one list of errors."""

import base64
import binascii
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, IPvAnyAddress, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

CommaList = Annotated[list[str], NoDecode]
HighPort = Annotated[int, Field(ge=1024, le=65_535)]


class Environment(BaseSettings):
    """Variables are read once, as LAPAK_<NAME>, but for DATABASE_URL, REDIS_URL and PORT."""

    # An error names the variable and never repeats its value, which may be a key.
    model_config = SettingsConfigDict(env_prefix="LAPAK_", extra="ignore", hide_input_in_errors=True)

    database_url: str = Field(validation_alias="DATABASE_URL")
    redis_url: str = Field(validation_alias="REDIS_URL")
    secret_key: str = Field(min_length=32)
    field_keys: str = Field(min_length=10, description="key id:base64 of 32 bytes, newest first, comma separated")
    index_key: str = Field(min_length=40, description="base64 of 32 bytes; changing it makes every look-up miss")
    debug: bool = False
    demo: bool = False
    public_origins: CommaList = Field(min_length=1, default=["http://127.0.0.1:8000", "http://localhost:8000"])
    data: Path = Path(".data")
    holds_per_address: int = Field(default=10, ge=1, description="places that one network address may hold at once")
    demo_register: Path | None = Field(default=None, description="invented people instead of those of the repository")
    media_node: str = Field(default="media-1", pattern=r"^[a-z0-9-]{1,40}$")
    media_address: str = Field(default="", description="the one local address to use; empty: all")
    media_family: Literal["any", "ipv4", "ipv6"] = "any"
    media_public_address: IPvAnyAddress | None = Field(
        default=None, description="of a NAT that passes each port on to the same port here"
    )
    media_transport: Literal["port", "socket"] = "port"
    media_port: int = Field(default=0, ge=0, le=65_535)
    media_own_ports: Annotated[tuple[HighPort, HighPort] | None, NoDecode] = Field(
        default=None, description="first-last, for the transport socket; empty: the system's range"
    )
    media_capacity: int = Field(default=20, ge=1, description="rooms that this media process carries")
    media_branches: CommaList = Field(
        default=[], description="codes of the branches in which it stands; none: anywhere"
    )
    turn_urls: CommaList = Field(default=[], description="stun: and turn: addresses for pages behind a NAT")
    turn_secret: str = Field(default="", description="static-auth-secret of the TURN server")
    message_url: str = Field(default="", description="gateway for SMS or WhatsApp; empty: no reminders are sent")
    message_token: str = ""
    nik_counts_as_npwp: bool = Field(default=True, description="a validated NIK saves the surcharge of the tax")
    tax_base_in_thousands: bool = Field(default=False, description="round the progressive base down (Art. 17(4))")
    progressive_object_code: str = Field(default="", description="tax object code of progressive payments")
    second_look_above_rupiah: int = Field(default=50_000_000, ge=0, description="gross that a supervisor checks")
    release_above_rupiah: int = Field(default=100_000_000, ge=0, description="net that finance releases besides")
    second_look_percent: int = Field(default=5, ge=0, le=100, description="of all others, drawn at random")
    bank_url: str = ""
    bank_client_id: str = "lapak"
    bank_client_secret: str = ""
    bank_private_key: Path | None = None
    bank_public_key: Path | None = Field(default=None, description="of the bank; without it notices are refused")
    bank_source_account: str = "0000000001"
    bank_code: str = Field(default="002", pattern=r"^\d{3}$")
    bank_deduplicates: bool = Field(
        default=False, description="the bank's contract promises never to pay a reference twice"
    )
    bank_grace_seconds: int | None = Field(default=None, ge=1, description="overrides the grace of every rail")
    bank_http_timeout_seconds: int = Field(default=5, ge=1, le=30)
    bank_lease_seconds: int = Field(default=20, ge=4, description="how long a worker may hold a transfer")
    bank_patience_seconds: CommaList = Field(default=[], description="waits between attempts; none: those of the code")
    statement_timeout_ms: int = Field(default=5000, ge=100, le=60_000)

    @field_validator("field_keys")
    @classmethod
    def open_field_keys(cls, value: str) -> str:
        names = []
        for part in value.split(","):
            name, _, encoded = part.strip().partition(":")
            if not name or "." in name or not _is_key(encoded):
                raise ValueError("each field key is <id>:<base64 of 32 bytes>, newest first")
            names.append(name)
        if len(set(names)) < len(names):
            raise ValueError("two field keys have the same id")
        return value

    @field_validator("index_key")
    @classmethod
    def open_index_key(cls, value: str) -> str:
        if not _is_key(value):
            raise ValueError("the index key is base64 of 32 bytes")
        return value

    @field_validator("media_own_ports", mode="before")
    @classmethod
    def split_range(cls, value: object) -> object:
        return (value.split("-") if value else None) if isinstance(value, str) else value

    @field_validator("media_own_ports")
    @classmethod
    def in_order(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value and value[0] > value[1]:
            raise ValueError("a range of ports is first-last")
        return value

    @field_validator("public_origins", "media_branches", "turn_urls", "bank_patience_seconds", mode="before")
    @classmethod
    def split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("public_origins")
    @classmethod
    def exact(cls, value: list[str]) -> list[str]:
        """An origin is scheme://host[:port] with nothing behind it, and never a wildcard."""
        for origin in value:
            if "*" in origin or not origin.startswith(("http://", "https://")) or origin.count("/") != 2:
                raise ValueError(f"not an exact origin: {origin}")
        return value


def _is_key(encoded: str) -> bool:
    try:
        return len(base64.b64decode(encoded, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False
