"""Where the sources leave the plan of the house (docs/decisions.md); reads them as text and imports none of them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.rules.sources import House, Module, called, is_within

LONGEST_FILE = 300
LONGEST_FUNCTION = 40

# A module may import from lower floors and from its own; two floors of one height do not know each other.
FLOORS = {
    "booths": 0,
    "lapak.transitions": 1,
    "lapak.history": 1,
    "lapak.secrets": 1,
    "lapak.people": 2,
    "lapak.claims": 3,
    "lapak.queue": 4,
    "lapak.money": 4,
    "verification": 5,
    "config": 6,
}
SHARED = {"lapak.transitions", "lapak.history", "lapak.secrets"}

PURE = {
    "booths.errors",
    "lapak.people.errors",
    "lapak.people.identity",
    "lapak.people.names",
    "lapak.people.register.protocol",
    "lapak.claims.errors",
    "lapak.claims.states",
    "lapak.claims.rules.checklist",
    "lapak.claims.rules.eligibility",
    "lapak.claims.rules.rulesets",
    "lapak.queue.errors",
    "lapak.queue.order",
    "lapak.queue.quotas",
    "lapak.queue.states",
    "lapak.money.errors",
    "lapak.money.judgement",
    "lapak.money.rails",
    "lapak.money.second_looks",
    "lapak.money.sheets",
    "lapak.money.statements",
    "lapak.money.camt",
    "lapak.money.iso20022",
    "lapak.money.pain",
    "lapak.money.states",
    "lapak.money.tax",
    "lapak.money.terms",
    "lapak.money.bank.codes",
    "lapak.money.bank.protocol",
    "verification.errors",
    "verification.frames",
    "verification.policy",
    "verification.scheduler",
    "verification.signalling",
    "verification.states",
    "verification.tiles",
    "verification.what_if.day",
    "verification.what_if.figures",
    "verification.what_if.people",
    "verification.media.arrange",
    "verification.media.lines",
    "verification.media.messages",
    "verification.media.silence",
}
PURE_NAMES = {
    "states",
    "errors",
    "scheduler",
    "signalling",
    "tiles",
    "tax",
    "quotas",
    "identity",
    "arrange",
    "judgement",
}
"""A module with such a name is pure wherever it stands."""

EDGE_NAMES = {"views", "consumers", "socket", "media_side", "tasks", "admin", "urls", "routing"}
EDGE_PARTS = {"management", "views"}
OUTSIDE = {
    "booths.live", "booths.layer", "lapak.queue.gateway", "lapak.money.bank",
    "verification.media", "verification.medialink",
}  # fmt: skip
WRITES = {
    "save", "update", "create", "delete", "get_or_create", "update_or_create",
    "bulk_create", "bulk_update", "aupdate", "asave", "acreate", "adelete",
}  # fmt: skip
CLOCKS = {"now", "localtime", "localdate", "utcnow", "today"}
WORLD = {"django.db", "django.apps", "django.contrib", "channels", "redis", "celery", "httpx", "requests", "socket"}
"""What a pure module may not reach, also not through another module of ours. TextChoices is the exception."""


@dataclass(frozen=True)
class Finding:
    rule: str
    module: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.rule}: {self.what}"


def is_edge(module: Module) -> bool:
    return (
        module.shelf in EDGE_NAMES or module.shelf.startswith("api") or bool(EDGE_PARTS & set(module.name.split(".")))
    )


def is_pure(module: Module) -> bool:
    return module.name in PURE or module.shelf in PURE_NAMES


def is_rule(module: Module) -> bool:
    outside = any(is_within(module.name, one) for one in OUTSIDE)
    return not (
        is_edge(module) or is_pure(module) or outside or is_models(module.name) or module.shelf in {"apps", "forms"}
    )


def findings(house: House) -> list[Finding]:
    rules = (
        directions, purity, media_alone, models_alone, statuses, movers, edges, clocks, shared_ground, tools,
    )  # fmt: skip
    return [finding for module in house.modules.values() for rule in rules for finding in rule(module, house)]


def floor_of(name: str) -> str | None:
    return next((floor for floor in FLOORS if is_within(name, floor)), None)


def directions(module: Module, house: House) -> Iterator[Finding]:
    """Nothing imports upwards, and nothing imports config."""
    own = floor_of(module.name)
    if own is None:
        if module.name != "lapak":
            yield Finding("direction", module.name, 1, "stands on no floor")
        return
    for found in module.imports:
        other = floor_of(found.target)
        if other is None or other == own or {own, other} <= SHARED:
            continue
        if FLOORS[other] >= FLOORS[own]:
            yield Finding("direction", module.name, found.line, f"imports {found.target} from above or beside")


def shared_ground(module: Module, house: House) -> Iterator[Finding]:
    """What the four apps stand on knows of booths only its errors."""
    if module.name in SHARED:
        for found in module.imports:
            if is_within(found.target, "booths") and not is_within(found.target, "booths.errors"):
                yield Finding("shared", module.name, found.line, f"imports {found.target}")


def tools(module: Module, house: House) -> Iterator[Finding]:
    """The product runs without its tests and its tools."""
    for found in module.imports:
        if is_within(found.target, "tests") or is_within(found.target, "bin"):
            yield Finding("tools", module.name, found.line, f"imports {found.target}")


def purity(module: Module, house: House) -> Iterator[Finding]:
    if not is_pure(module):
        return
    for target in set(house.reached(module.name)):
        in_world = any(is_within(target, one) for one in WORLD) and target != "django.db.models.TextChoices"
        if in_world or _is_models(target, house):
            yield Finding("purity", module.name, 1, f"reaches {target}")


def media_alone(module: Module, house: House) -> Iterator[Finding]:
    if not is_within(module.name, "verification.media"):
        return
    for target in set(house.reached(module.name)):
        foreign = house.own(target) and not is_within(target, "verification.media") and target != "verification"
        if foreign or is_within(target, "django"):
            yield Finding("media", module.name, 1, f"reaches {target}")


def _is_models(target: str, house: House) -> bool:
    own = house.own(target)
    return own is not None and is_models(own)


def is_models(name: str) -> bool:
    """A shelf that outgrew one file is a package of the same name."""
    return "models" in name.split(".")


def models_alone(module: Module, house: House) -> Iterator[Finding]:
    """Models know of ours only stored words (a module `states`) and what all histories and secrets are made of."""
    if not is_models(module.name):
        return
    app = module.name.partition(".models")[0]
    for found in module.imports:
        own = house.own(found.target)
        is_relation = own is not None and is_models(own)  # a relation by name; `directions` looks at it
        if own and not is_relation and not own.endswith(".states") and own not in {app, *SHARED}:
            yield Finding("models", module.name, found.line, f"imports {found.target}")


def statuses(module: Module, house: House) -> Iterator[Finding]:
    """One function writes a stored status."""
    if module.name == "lapak.transitions":
        return
    for node in ast.walk(module.tree):
        if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in _targets(node)):
            yield Finding("status", module.name, getattr(node, "lineno", 1), "assigns a status")
    for call in module.calls():
        words = [argument.value for argument in ast.walk(call) if isinstance(argument, ast.Constant)]
        named = any(keyword.arg == "status" for keyword in call.keywords)
        if called(call) in {"update", "aupdate"} and named:
            yield Finding("status", module.name, call.lineno, "updates a status")
        if called(call) in {"bulk_update", "setattr"} and "status" in words:
            yield Finding("status", module.name, call.lineno, "writes a status by its name")


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def movers(module: Module, house: House) -> Iterator[Finding]:
    """Only verbs of rule modules move a status."""
    for found in module.imports:
        if is_within(found.target, "lapak.transitions") and not is_rule(module):
            yield Finding("mover", module.name, found.line, f"imports {found.target}")


def edges(module: Module, house: House) -> Iterator[Finding]:
    """An edge calls a rule; it writes no row."""
    if is_edge(module):
        for call in module.calls():
            if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
                yield Finding("edge", module.name, call.lineno, f"calls .{call.func.attr}()")


def clocks(module: Module, house: House) -> Iterator[Finding]:
    """Who and when are arguments: only edges and the outside world ask for the time."""
    if is_rule(module) or is_pure(module) or is_models(module.name):
        for call in module.calls():
            if called(call) in CLOCKS:
                yield Finding("clock", module.name, call.lineno, f"calls {called(call)}()")


def sizes(path: str, source: str) -> Iterator[Finding]:
    """A file fits on a few screens and a function on one; each file says first what it owns."""
    lines = source.count("\n")
    tree = ast.parse(source)
    if lines > LONGEST_FILE:
        yield Finding("size", path, 1, f"{lines} lines")
    if source.strip() and not ast.get_docstring(tree):
        yield Finding("opening", path, 1, "no docstring")
    if Path(path).stem in {"utils", "helpers", "common", "misc"}:
        yield Finding("name", path, 1, "says nothing about what it owns")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield Finding("size", path, node.lineno, f"{node.name} has {length} lines")
