"""Templates and scripts obey the content security policy, and every icon that is named exists."""

import json
import re
from pathlib import Path

from booths.templatetags.pages import _OURS, _VENDORED

ROOT = Path(__file__).parents[2]
TEMPLATES = [path for app in ("booths", "lapak", "verification") for path in (ROOT / app).rglob("templates/**/*.html")]
SCRIPTS = [
    path
    for app in ("booths", "lapak", "verification")
    for path in (ROOT / app).rglob("static/**/*.js")
    if "vendor" not in path.parts
]


def test_no_template_has_an_inline_style_or_handler() -> None:
    guilty = [path.name for path in TEMPLATES if re.search(r"<[^>{]*\s(style|on[a-z]+)=", path.read_text())]

    assert guilty == []


def test_every_script_of_a_template_carries_the_nonce() -> None:
    tags = [(path.name, tag) for path in TEMPLATES for tag in re.findall(r"<script\b[^>]*>", path.read_text())]

    assert [name for name, tag in tags if "nonce=" not in tag] == []
    assert tags


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'symbol id="i-([a-z0-9-]+)"', (ROOT / "booths/templates/booths/sprite.html").read_text()))
    named = {name for path in TEMPLATES for name in re.findall(r'\{% icon "([a-z0-9-]+)"', path.read_text())}
    named |= {name for path in SCRIPTS for name in re.findall(r'\bicon\("([a-z0-9-]+)"\)', path.read_text())}

    assert named - sprite == set()


def test_every_name_of_the_import_map_is_a_file() -> None:
    static = [ROOT / "booths/static", ROOT / "verification/static", ROOT / "lapak/queue/static"]

    missing = [
        name for name, path in (_VENDORED | _OURS).items() if not any((folder / path).exists() for folder in static)
    ]

    assert missing == []


def test_every_vendored_file_is_listed_with_a_hash() -> None:
    vendor = ROOT / "booths/static/vendor"
    packages = json.loads((vendor / "vendor.json").read_text())
    listed = {f"{package['name']}/{package['version']}/{name}" for package in packages for name in package["files"]}

    found = {str(path.relative_to(vendor)) for path in vendor.rglob("*") if path.is_file()} - {"vendor.json"}

    assert found == listed
    assert all(package["integrity"].startswith("sha512-") for package in packages)
