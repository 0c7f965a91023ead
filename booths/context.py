"""What every page knows: its version (an older page reloads itself) and whether this is a demonstration."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

PAGE_SUFFIXES = {".js", ".css", ".html"}


@lru_cache
def page_version() -> str:
    """Return 12 hex digits that change whenever a script, a sheet or a template changes."""
    digest = hashlib.sha256()
    for app in ("booths", "lapak", "verification"):
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*")):
            if path.suffix in PAGE_SUFFIXES:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def page(request: HttpRequest) -> dict[str, object]:
    return {"page_version": page_version(), "demo": settings.DEMO}
