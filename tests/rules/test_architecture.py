"""The plan of the house holds, and the check of it goes red for every way of breaking it."""

import pytest

from tests.rules.architecture import PURE, Finding, findings, sizes
from tests.rules.sources import PACKAGES, ROOT, House, Module, read_files, read_house

EXCEPTIONS: dict[tuple[str, str], str] = {}
"""(module or file, beginning of what) -> the reason. Empty is best."""


def is_excused(finding: Finding) -> bool:
    return any(finding.module == module and finding.what.startswith(what) for module, what in EXCEPTIONS)


def house_of(**sources: str) -> House:
    """Make a house of modules given as a__b="source"; the packages above them are empty."""
    modules: dict[str, Module] = {}
    for key, source in sources.items():
        name = key.replace("__", ".")
        modules[name] = Module(name, source)
        for end in range(1, name.count(".") + 1):
            package = ".".join(name.split(".")[:end])
            modules.setdefault(package, Module(package, "", is_package=True))
    return House(modules)


def test_the_house_stands_as_planned() -> None:
    found = [str(finding) for finding in findings(read_house()) if not is_excused(finding)]

    assert not found, "\n".join(found)


def test_every_file_is_short_and_says_what_it_owns() -> None:
    files = read_files()
    found = [finding for path, source in files.items() for finding in sizes(path, source)]

    assert not (kept := [str(one) for one in found if not is_excused(one)]), "\n".join(kept)


def test_every_exception_is_still_needed() -> None:
    found = [*findings(read_house()), *(one for path, text in read_files().items() for one in sizes(path, text))]
    needed = {key for key in EXCEPTIONS for one in found if one.module == key[0] and one.what.startswith(key[1])}

    assert needed == set(EXCEPTIONS)


def test_the_check_sees_every_module_and_every_pure_one_exists() -> None:
    modules = read_house().modules

    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
    assert len(modules) == len(files)
    assert set(modules) >= PURE


BAD_HOUSES = {
    "booths knows a claim": ("direction", {"booths__roster": "from lapak.claims.claims import file"}),
    "an import hidden in a function": ("direction", {"booths__roster": "def f():\n    import lapak.people.models"}),
    "an import by string": ("direction", {"lapak__people__x": "import_module('lapak.claims.claims')"}),
    "a model looked up by string": ("direction", {"lapak__people__x": "apps.get_model('claims.Claim')"}),
    "a relation upwards": (
        "direction",
        {
            "lapak__people__models": "claim = models.ForeignKey('claims.Claim', models.PROTECT)",
        },
    ),
    "the queue knows money": ("direction", {"lapak__queue__tickets": "from lapak.money import payouts"}),
    "money knows the queue": ("direction", {"lapak__money__payouts": "from lapak.queue import tickets"}),
    "a relative import upwards": ("direction", {"lapak__people__x": "from ..claims import claims"}),
    "lapak knows a session": ("direction", {"lapak__queue__tickets": "from verification.models import Seat"}),
    "somebody imports config": ("direction", {"verification__desk": "from config.settings import DEBUG"}),
    "a module on no floor": ("direction", {"lapak__everything": ""}),
    "shared ground knows models of booths": ("shared", {"lapak__transitions": "from booths.models import Officer"}),
    "the product imports its tests": ("tools", {"booths__demo": "from tests.cast import NOON"}),
    "a pure module asks the database": ("purity", {"verification__scheduler": "from django.db import models"}),
    "a pure module takes a transaction": ("purity", {"lapak__money__tax": "from django.db import transaction"}),
    "a pure module imports models": (
        "purity",
        {"verification__tiles": "from booths.models import Booth", "booths__models": ""},
    ),
    "a pure module reaches models through another": (
        "purity",
        {
            "verification__tiles": "from verification.desk import x",
            "verification__desk": "from booths import models",
            "booths__models": "",
        },
    ),
    "a package's own imports make a pure module impure": (
        "purity",
        {"lapak__money__bank__protocol": "", "lapak__money__bank": "from django.db import connection"},
    ),
    "media imports models": (
        "media",
        {"verification__media__room": "from verification.models import Seat", "verification__models": ""},
    ),
    "media imports Django": ("media", {"verification__media__room": "from django.conf import settings"}),
    "models hold a rule": (
        "models",
        {"lapak__claims__models": "from lapak.claims import claims", "lapak__claims__claims": ""},
    ),
    "a status is assigned": ("status", {"lapak__claims__claims": "def f(claim):\n    claim.status = 'PAID'"}),
    "a status is updated": ("status", {"lapak__claims__claims": "Claim.objects.filter(pk=1).update(status='PAID')"}),
    "a status is set by name": ("status", {"lapak__claims__claims": "setattr(claim, 'status', 'PAID')"}),
    "statuses are updated in bulk": ("status", {"lapak__claims__claims": "objects.bulk_update(rows, ['status'])"}),
    "a view moves a status": ("mover", {"verification__views": "from lapak.transitions import move"}),
    "a socket moves a status": ("mover", {"verification__consumers": "from lapak import transitions"}),
    "a view saves a row": ("edge", {"booths__views": "def f(request):\n    request.user.save()"}),
    "a task updates rows": ("edge", {"lapak__money__tasks": "Payout.objects.update(paid_at=None)"}),
    "a command creates a row": ("edge", {"booths__management__commands__x": "Booth.objects.create(number=1)"}),
    "an interface deletes rows": ("edge", {"verification__api_desk": "Seat.objects.all().delete()"}),
    "a rule asks for the time": ("clock", {"verification__seats": "at = timezone.now()"}),
    "a pure module asks for the time": ("clock", {"verification__scheduler": "at = datetime.now(tz=UTC)"}),
}


@pytest.mark.parametrize(("rule", "sources"), BAD_HOUSES.values(), ids=BAD_HOUSES.keys())
def test_the_check_finds(rule: str, sources: dict[str, str]) -> None:
    assert rule in {finding.rule for finding in findings(house_of(**sources))}


GOOD_HOUSES = {
    "downwards": {"verification__desk": "from booths import roster\nfrom lapak.money import payouts"},
    "choices in a pure module": {"lapak__claims__states": "from django.db.models import TextChoices"},
    "the errors of booths below the apps": {"lapak__transitions": "from booths.errors import StaleState"},
    "a rule that moves": {"lapak__claims__claims": "from lapak.transitions import move"},
    "an edge that asks for the time": {"verification__views": "at = timezone.now()"},
}


@pytest.mark.parametrize("sources", GOOD_HOUSES.values(), ids=GOOD_HOUSES.keys())
def test_the_check_leaves_in_peace(sources: dict[str, str]) -> None:
    assert not findings(house_of(**sources))


BAD_FILES = {
    "a long file": ("size", "booths/roster.py", '"""Owns."""\n' + "x = 1\n" * 301),
    "a long function": ("size", "booths/roster.py", '"""Owns."""\ndef f():\n' + "    x = 1\n" * 41),
    "a file that does not say what it owns": ("opening", "booths/roster.py", "x = 1\n"),
    "a file named for nothing": ("name", "booths/utils.py", '"""Owns."""\n'),
}


@pytest.mark.parametrize(("rule", "path", "source"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_the_check_of_files_finds(rule: str, path: str, source: str) -> None:
    assert rule in {finding.rule for finding in sizes(path, source)}
