"""The style sheets say nothing about what is on no page: a rule that nobody wears is a rule that nobody checks."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("booths", "lapak", "verification")
WORN_IN = (".html", ".js", ".py")
NO_CLASS = re.compile(r"/\*.*?\*/|url\([^)]*\)", re.DOTALL)


def files(*suffixes: str) -> list[Path]:
    found = (path for app in APPS for path in (ROOT / app).rglob("*") if path.suffix in suffixes)
    return [path for path in found if "vendor" not in path.parts]


def unworn(sheets: list[str], pages: str) -> set[str]:
    """Return the classes of the sheets that stand nowhere in the pages."""
    classes = {name for sheet in sheets for name in re.findall(r"\.([a-zA-Z][\w-]*)", NO_CLASS.sub("", sheet))}
    return {name for name in classes if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", pages)}


def test_every_class_of_the_sheets_is_worn():
    pages = "\n".join(path.read_text() for path in files(*WORN_IN))
    sheets = [path.read_text() for path in files(".css")]
    assert len(sheets) > 5 and not unworn(sheets, pages)


def test_a_class_that_nobody_wears_is_seen():
    assert unworn([".tile { } .tile--old:hover { }"], '<p class="tile">') == {"tile--old"}
