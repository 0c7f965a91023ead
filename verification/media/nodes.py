"""On which node a session is carried: pure; nodes in, one of them out."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """One media process. `branches` are the codes of the branches in which it stands; none: in the middle of all."""

    name: str
    boot: str
    rooms: int
    capacity: int
    branches: tuple[str, ...] = ()
    is_draining: bool = False

    @property
    def load(self) -> float:
        return self.rooms / self.capacity

    @property
    def is_full(self) -> bool:
        return self.rooms >= self.capacity


def choose(nodes: Iterable[Node], *, pinned: str, branch: str) -> Node | None:
    """Return the node for a session of this branch; None when there is none at all.

    The one it is pinned to as long as it stays. Else one of the branch's own, one in the middle, one of another branch,
    in this order, the least loaded first; a full one before one that is being drained.
    """
    known = list(nodes)
    for node in known:
        if node.name == pinned and not node.is_draining:
            return node
    return min(known, key=lambda node: _reluctance(node, branch), default=None)


def _reluctance(node: Node, branch: str) -> tuple[bool, bool, int, float, str]:
    distance = 0 if branch in node.branches else 1 if not node.branches else 2
    return node.is_draining, node.is_full, distance, node.load, node.name
