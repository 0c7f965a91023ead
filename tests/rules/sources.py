"""The sources of the house, read as text: modules, what they import, and what an import leads to. Judges nothing."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("booths", "lapak", "verification", "config")
LABELS = {
    "people": "lapak.people",
    "claims": "lapak.claims",
    "queue": "lapak.queue",
    "money": "lapak.money",
    "booths": "booths",
    "verification": "verification",
}


@dataclass(frozen=True)
class Import:
    target: str
    line: int


class Module:
    def __init__(self, name: str, source: str, *, is_package: bool = False) -> None:
        self.name, self.source, self.is_package = name, source, is_package
        self.tree = ast.parse(source)

    @property
    def shelf(self) -> str:
        return self.name.rpartition(".")[2]

    @cached_property
    def imports(self) -> list[Import]:
        """Everything named in an import, at any depth, and every string that imports."""
        return [found for node in ast.walk(self.tree) for found in self._imports_of(node)]

    def _imports_of(self, node: ast.AST) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = self._absolute(node)
            yield from (Import(f"{base}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args:
            yield from _named_in_call(node)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parents = self.name.split(".")
        kept = parents[: len(parents) - node.level + self.is_package]
        return ".".join([*kept, *([node.module] if node.module else [])])

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


def _named_in_call(node: ast.Call) -> Iterator[Import]:
    first, name = node.args[0], called(node)
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return
    if name in {"import_module", "__import__", "import_string"}:
        yield Import(first.value, node.lineno)
    elif name in {"get_model", "ForeignKey", "OneToOneField", "ManyToManyField"}:
        label = first.value.partition(".")[0]
        if label in LABELS:
            yield Import(f"{LABELS[label]}.models", node.lineno)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


class House:
    """All modules by their dotted names."""

    def __init__(self, modules: dict[str, Module]) -> None:
        self.modules = modules

    def own(self, target: str) -> str | None:
        """Return the module of ours that an import names: itself, or the one that holds the imported name."""
        for name in (target, target.rpartition(".")[0]):
            if name in self.modules:
                return name
        return None

    def reached(self, name: str) -> Iterator[str]:
        """Yield every import target that importing this module leads to, with the packages above it."""
        seen, waiting = set(), [name]
        while waiting:
            module = self.modules.get(waiting.pop())
            if module is None or module.name in seen:
                continue
            seen.add(module.name)
            parents = module.name.split(".")
            waiting += [".".join(parents[:end]) for end in range(1, len(parents))]
            for found in module.imports:
                yield found.target
                waiting += [own] if (own := self.own(found.target)) else []


def read_house(root: Path = ROOT) -> House:
    modules = {}
    for path in (one for package in PACKAGES for one in sorted((root / package).rglob("*.py"))):
        if "migrations" in path.parts:
            continue
        parts = path.relative_to(root).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        modules[name] = Module(name, path.read_text(encoding="utf-8"), is_package=is_package)
    return House(modules)


def read_files(root: Path = ROOT) -> dict[str, str]:
    """Return every Python file of the product, its tools and its tests by its path."""
    paths = (path for folder in (*PACKAGES, "bin", "tests") for path in sorted((root / folder).rglob("*.py")))
    return {path.relative_to(root).as_posix(): path.read_text() for path in paths if "migrations" not in path.parts}
