"""Message catalogues without GNU gettext: collects Indonesian texts, keeps the English ones, compiles, or only checks.

Writes nothing but lapak/locale. A text in a variable cannot be collected: mark it where it is written (gettext_noop).
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("booths", "config", "lapak", "verification")
LOCALE = ROOT / "lapak" / "locale"
LANGUAGE = "en"
METADATA = {
    "Project-Id-Version": "Lapak",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PYTHON_CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
JS_STRING = r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\$])*`)"""
JS_CALL = re.compile(rf"\b(n?gettext)\(\s*(?:{JS_STRING}\s*(?:,\s*{JS_STRING}\s*)?(?=[,)]))?")

Key = tuple[str | None, str, str | None]
"""Context, text, plural."""
Found = dict[Key, list[str]]
"""Texts with the files they stand in."""


class Unreadable(Exception):
    """A text cannot be collected from this place; `args[0]` says where and why."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/messages", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, fail when the catalogues are behind")
    check_only = parser.parse_args().check
    faults: list[str] = []
    for name, find in (("django", find_server_texts), ("djangojs", find_page_texts)):
        catalogue = LOCALE / LANGUAGE / "LC_MESSAGES" / f"{name}.po"
        found = find(ROOT)
        if not check_only:
            update(catalogue, found)
        faults += check(catalogue, found)
    print("\n".join(faults), file=sys.stderr)
    return bool(faults)


# ---- what stands in the sources


def find_server_texts(root: Path) -> Found:
    """Return the texts of Python, of templates and of refusals (whose docstring is their sentence)."""
    scripts = [path for path in _files(root, ".py") if "migrations" not in path.parts]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in scripts}
    found: Found = {}
    for path in scripts:
        _note(found, path.relative_to(root), python_texts(path.read_text(encoding="utf-8")))
    for path, sentence in refusal_sentences(trees):
        _note(found, path.relative_to(root), [(None, sentence, None)])
    for path in _files(root, ".html", ".txt"):
        _note(found, path.relative_to(root), template_texts(path.read_text(encoding="utf-8")))
    return found


def find_page_texts(root: Path) -> Found:
    """Return the texts of our JavaScript modules."""
    found: Found = {}
    for path in _files(root, ".js"):
        _note(found, path.relative_to(root), script_texts(path.read_text(encoding="utf-8"), str(path)))
    return found


def _files(root: Path, *suffixes: str) -> list[Path]:
    every = (path for package in PACKAGES for path in (root / package).rglob("*"))
    return sorted(path for path in every if path.suffix in suffixes and "vendor" not in path.parts)


def _note(found: Found, path: Path, keys: Iterable[Key]) -> None:
    for key in keys:
        if path.as_posix() not in found.setdefault(key, []):
            found[key].append(path.as_posix())


def python_texts(source: str) -> Iterator[Key]:
    file = io.BytesIO(source.encode())
    for _line, call, texts, _comments in extract_python(file, PYTHON_CALLS, (), {"encoding": "utf-8"}):
        parts = [text for text in (texts if isinstance(texts, tuple) else (texts,)) if text]
        if not parts:
            continue
        if str(call).startswith("pgettext"):
            yield parts[0], parts[1], None
        else:
            yield None, parts[0], parts[1] if str(call).startswith("ngettext") else None


def template_texts(source: str) -> Iterator[Key]:
    """Django turns a template into calls among placeholders; without its indentation that reads as Python."""
    yield from python_texts("\n".join(line.lstrip() for line in templatize(source).splitlines()))


def script_texts(source: str, name: str) -> Iterator[Key]:
    """Babel's JavaScript reader loses the thread in templates within templates, which lit is made of; so by pattern.

    Raises Unreadable for a call without a plain string.
    """
    for call in JS_CALL.finditer(source):
        word, text, plural = call.groups()
        if text is None or (word == "ngettext") != (plural is not None):
            line = source.count("\n", 0, call.start()) + 1
            raise Unreadable(f"{name}:{line}: {word}() needs plain strings")
        yield None, _unquote(text), _unquote(plural) if plural else None


def _unquote(literal: str) -> str:
    return re.sub(r"\\(.)", lambda escape: {"n": "\n", "t": "\t"}.get(escape[1], escape[1]), literal[1:-1])


def refusal_sentences(trees: dict[Path, ast.Module]) -> Iterator[tuple[Path, str]]:
    """Yield the sentence of Refusal and of each class below it. Raises Unreadable for a refusal without one."""
    classes = {
        node.name: (path, node)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {"Refusal"}
    while more := {name for name, (_, node) in classes.items() if name not in known and known & set(_bases(node))}:
        known |= more
    for name in sorted(known & set(classes)):
        path, node = classes[name]
        sentence = ast.get_docstring(node, clean=False)
        if not sentence:
            raise Unreadable(f"{path}:{node.lineno}: {name} has no sentence")
        yield path, " ".join(sentence.split())


def _bases(node: ast.ClassDef) -> Iterator[str]:
    for base in node.bases:
        yield base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")


# ---- what stands in the catalogue


def update(path: Path, found: Found) -> None:
    """Write the catalogue with exactly the texts found, keeping translations, and its compiled form beside it."""
    kept = {_key(entry): entry for entry in _read(path)}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = METADATA
    for key in sorted(found, key=lambda one: (found[one][0], one[1])):
        fresh.append(_entry(key, found[key], kept.get(key)))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    path.with_suffix(".mo").write_bytes(_compiled(path))


def _entry(key: Key, files: list[str], before: polib.POEntry | None) -> polib.POEntry:
    context, text, plural = key
    entry = polib.POEntry(msgctxt=context, msgid=text, occurrences=[(file, "") for file in files])
    if plural is None:
        entry.msgstr = before.msgstr if before else ""
    else:
        entry.msgid_plural = plural
        entry.msgstr_plural = before.msgstr_plural if before else {0: "", 1: ""}
    return entry


def check(path: Path, found: Found) -> list[str]:
    """Return what is wrong with a catalogue: missing, obsolete, untranslated, other placeholders, not compiled."""
    entries = {_key(entry): entry for entry in _read(path)}
    name = path.stem
    faults = [f"{name}: missing: {key[1]!r} ({found[key][0]})" for key in found.keys() - entries.keys()]
    faults += [f"{name}: obsolete: {key[1]!r}" for key in entries.keys() - found.keys()]
    for entry in entries.values():
        faults += [f"{name}: {fault}: {entry.msgid!r}" for fault in _faults_of(entry)]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != _compiled(path):
        faults.append(f"{name}: {compiled.name} is older than {path.name}: run bin/messages")
    return sorted(faults)


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield "untranslated"
        return
    wanted = _placeholders(entry.msgid_plural or entry.msgid)
    if any(_placeholders(text) != wanted for text in texts):
        yield "other placeholders than the source"
    if entry.msgid.startswith("\n") != texts[0].startswith("\n"):
        yield "other line breaks than the source"


def _placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


def _read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile()


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or None, entry.msgid, entry.msgid_plural or None


def _compiled(path: Path) -> bytes:
    return bytes(_read(path).to_binary())


if __name__ == "__main__":
    sys.exit(main())
