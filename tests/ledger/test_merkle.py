"""Roots, paths and proofs against each other, at every small size and at sizes around full tiles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhidun.ledger import merkle
from zhidun.ledger.errors import ProofWrong

LEAVES = [merkle.leaf_hash(bytes([n % 256, n // 256])) for n in range(600)]


def tree(size: int) -> bytes:
    """The definition of RFC 6962, word by word."""
    return naive(LEAVES[:size])


def naive(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else merkle.EMPTY
    k = merkle.split(len(leaves))
    return merkle.node_hash(naive(leaves[:k]), naive(leaves[k:]))


def test_roots_are_those_of_the_definition() -> None:
    for size in [*range(34), 255, 256, 257, 511, 512, 513]:
        assert merkle.root_of(LEAVES[:size]) == tree(size)
        assert merkle.root(size, merkle.reader(LEAVES)) == tree(size)


def test_every_path_of_small_trees_verifies() -> None:
    for size in range(1, 34):
        for index in range(size):
            path = merkle.inclusion_path(index, size, merkle.reader(LEAVES))
            merkle.verify_inclusion(index=index, size=size, leaf=LEAVES[index], path=path, root=tree(size))


def test_every_consistency_proof_of_small_trees_verifies() -> None:
    for new in range(1, 26):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(old, new, merkle.reader(LEAVES))
            merkle.verify_consistency(old=old, new=new, old_root=tree(old), new_root=tree(new), proof=proof)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 520), st.data())
def test_a_changed_path_never_verifies(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(index, size, merkle.reader(LEAVES))
    root = tree(size)
    wrong = data.draw(st.sampled_from(["leaf", "root", "longer", "index", "step", "shorter"]))
    leaf = LEAVES[index]
    if wrong == "leaf":
        leaf = merkle.leaf_hash(b"another")
    elif wrong == "root":
        root = merkle.node_hash(root, root)
    elif wrong == "longer":
        path = [*path, leaf]
    elif wrong == "index" or not path:
        index = size + data.draw(st.integers(0, 3))
    elif wrong == "step":
        place = data.draw(st.integers(0, len(path) - 1))
        path[place] = bytes(32)
    else:
        path = path[:-1]
    with pytest.raises(ProofWrong):
        merkle.verify_inclusion(index=index, size=size, leaf=leaf, path=path, root=root)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 520), st.data())
def test_a_changed_consistency_proof_never_verifies(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    proof = merkle.consistency_proof(old, new, merkle.reader(LEAVES))
    place = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:place], bytes(32), *proof[place + 1 :]]
    for wrong in (changed, proof[:-1], [*proof, bytes(32)]):
        with pytest.raises(ProofWrong):
            merkle.verify_consistency(old=old, new=new, old_root=tree(old), new_root=tree(new), proof=wrong)


@pytest.mark.parametrize(("old", "new"), [(0, 5), (0, 0), (6, 5)])
def test_nothing_is_proved_from_nothing(old: int, new: int) -> None:
    with pytest.raises(ProofWrong):
        merkle.consistency_proof(old, new, merkle.reader(LEAVES))
    with pytest.raises(ProofWrong):
        merkle.verify_consistency(old=old, new=new, old_root=tree(old), new_root=tree(new), proof=[])


@pytest.mark.parametrize("index", [-1, 5, 6])
def test_a_leaf_that_is_not_there_has_no_path(index: int) -> None:
    with pytest.raises(ProofWrong):
        merkle.inclusion_path(index, 5, merkle.reader(LEAVES))
    with pytest.raises(ProofWrong):
        merkle.verify_inclusion(index=index, size=5, leaf=LEAVES[0], path=[], root=tree(5))


def test_a_subtree_begins_where_its_width_allows() -> None:
    words = {"subtree": tree(2), "proof": [], "root": tree(8)}
    for start, end in [(1, 3), (2, 5), (3, 2), (-1, 1), (0, 9)]:
        with pytest.raises(ProofWrong):
            merkle.verify_subtree_consistency(start=start, end=end, size=8, **words)  # type: ignore[arg-type]
    with pytest.raises(ProofWrong):
        merkle.verify_subtree_inclusion(index=3, start=4, end=8, leaf=LEAVES[3], path=[], root=tree(8))
