"""Turns DATABASE_URL into Django's dictionary: postgresql://user:password@host:port/name?host=/socket/folder."""

from urllib.parse import parse_qs, unquote, urlsplit

CONNECTION_SECONDS = 60
TABLES_PLANNED_TOGETHER = 4
"""PostgreSQL by itself tries the orders of eight tables: 13 ms for a seat with all that belongs to it."""


def database(url: str, statement_timeout_ms: int) -> dict[str, object]:
    """Return the DATABASES entry. Units: milliseconds. Raises ValueError for another engine than PostgreSQL."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must name a PostgreSQL database")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        # booths.gates.TakeTurns keeps the threads of the web process; ASGI's own would leave connections behind
        # (Django's documentation, ticket 33497).
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query
        | {
            "options": f"-c statement_timeout={statement_timeout_ms} -c lock_timeout=2000"
            f" -c idle_in_transaction_session_timeout=15000 -c join_collapse_limit={TABLES_PLANNED_TOGETHER}",
        },
    }
