"""Which node carries a session: its own branch's first, the least loaded, and never one that is on its way out."""

from verification.media.nodes import Node, choose


def node(name: str, rooms: int = 0, **how) -> Node:
    return Node(name, "boot", rooms, **{"capacity": 10, **how})


def name_of(nodes: list[Node], *, pinned: str = "", branch: str = "bekasi") -> str | None:
    chosen = choose(nodes, pinned=pinned, branch=branch)
    return chosen.name if chosen else None


def test_without_a_node_there_is_none_to_choose():
    assert name_of([]) is None


def test_the_least_loaded_for_its_size_is_taken_first():
    assert name_of([node("a", 4), node("b", 5, capacity=20), node("c", 5)]) == "b"


def test_a_branch_has_its_own_node_first_then_one_in_the_middle_then_a_strangers():
    own, middle, strange = node("z", 9, branches=("bekasi",)), node("y", 5), node("x", branches=("sofifi",))

    assert name_of([own, middle, strange]) == "z"
    assert name_of([middle, strange]) == "y"
    assert name_of([strange]) == "x"


def test_a_full_node_is_taken_only_before_one_that_is_drained():
    own_but_full, middle = node("z", 10, branches=("bekasi",)), node("y", 9)
    drained = node("w", 0, branches=("bekasi",), is_draining=True)

    assert name_of([own_but_full, middle, drained]) == "y"
    assert name_of([own_but_full, drained]) == "z"
    assert name_of([drained]) == "w"


def test_a_session_stays_where_it_is_however_full_that_is_unless_it_is_drained():
    assert name_of([node("a"), node("b", 10)], pinned="b") == "b"
    assert name_of([node("a"), node("b", 1, is_draining=True)], pinned="b") == "a"
    assert name_of([node("a")], pinned="b") == "a"
