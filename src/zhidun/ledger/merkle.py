"""The hash tree of RFC 6962 section 2.1: roots, inclusion paths and consistency proofs, made and verified.

Also subtrees (draft-ietf-plants-merkle-tree-certs section 4): a consistency proof is the proof of the subtree
that starts at zero. All hashes are 32 bytes of SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from zhidun.kernel.text import t
from zhidun.ledger.errors import ProofWrong

HASH_BYTES = 32
_ONE_LENGTH = frozenset({HASH_BYTES})
EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""
Read = Callable[[int, int], bytes]
"""`read(level, index)`: the hash of the complete subtree of `2**level` leaves that begins at `index << level`."""


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two below `size` (2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes held in memory."""
    if not hashes:
        return EMPTY
    row = list(hashes)
    while len(row) > 1:
        pairs = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = pairs if len(row) % 2 == 0 else [*pairs, row[-1]]
    return row[0]


def reader(hashes: Sequence[bytes]) -> Read:
    """Return a reader over leaf hashes held in memory (for small trees and tests)."""

    def read(level: int, index: int) -> bytes:
        return root_of(hashes[index << level : (index + 1) << level])

    return read


def range_root(start: int, end: int, read: Read) -> bytes:
    """Return MTH(D[start:end]) from complete subtrees; `start` is a multiple of a power of two not below the width."""
    found: bytes | None = None
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append(read(level, start >> level))
        start += 1 << level
    for part in reversed(parts):
        found = part if found is None else node_hash(part, found)
    return EMPTY if found is None else found


def root(size: int, read: Read) -> bytes:
    """Return the root of the tree of `size` leaves."""
    return range_root(0, size, read)


def inclusion_path(index: int, size: int, read: Read) -> list[bytes]:
    """Return the audit path of a leaf, from its sibling up (RFC 6962 section 2.1.1).

    Raises:
        ProofWrong: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ProofWrong(t(f"没有第 {index} 条(共 {size} 条)。", f"There is no leaf {index} in a tree of {size}."))
    path: list[bytes] = []
    level, place, last = 0, index, size - 1
    while last:
        beside = place ^ 1
        if beside < last or (beside == last and size == (last + 1) << level):
            path.append(read(level, beside))
        elif beside == last:  # the ragged right edge
            path.append(range_root(beside << level, size, read))
        level, place, last = level + 1, place >> 1, last >> 1
    return path


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """Return the proof that the first `old` leaves of `new` are the tree of size `old` (RFC 6962 section 2.1.2).

    Raises:
        ProofWrong: old is zero or larger than new: there is nothing to prove.
    """
    if not 0 < old <= new:
        raise ProofWrong(t(f"无法证明 {old} → {new}。", f"There is no proof from {old} to {new}."))
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    while end != old:
        middle = start + split(end - start)
        if old <= middle:
            proof.append(range_root(middle, end, read))
            end = middle
        else:
            proof.append(range_root(start, middle, read))
            start, whole = middle, False
    if not whole:
        proof.append(range_root(start, end, read))
    proof.reverse()
    return proof


def root_from(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """Return the root a path leads to (RFC 9162 section 2.1.3.2), or None when its length does not fit.

    Below the level where the leaf's way meets that of the last leaf there is a sibling at each step, left or right by
    the bits of the index; above it only where a complete subtree stands on the left.
    """
    inner = (index ^ (size - 1)).bit_length()
    if len(path) != inner + (index >> inner).bit_count():
        return None
    turns = index | -1 << inner
    rights = _TURNS[turns & 0xFF]
    for at in range(8, len(path), 8):
        rights += _TURNS[turns >> at & 0xFF]
    found, sha256 = leaf, hashlib.sha256
    for beside, right in zip(path, rights):  # noqa: B905  `rights` goes on beyond the path
        found = sha256(b"\x01" + beside + found if right else b"\x01" + found + beside).digest()
    return found


_TURNS = tuple(tuple(bool(byte >> bit & 1) for bit in range(8)) for byte in range(256))
"""By the bits of a byte, lowest first: whether the leaf's side is the right one."""


def _need_hashes(given: Iterable[bytes]) -> None:
    if not _ONE_LENGTH.issuperset(map(len, given)):
        raise ProofWrong(t("哈希值应为 32 字节。", "A hash has 32 bytes."))


def verify_inclusion(*, index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash stands at `index` in the tree of `size` leaves with this root.

    Raises:
        ProofWrong: it does not, or the path is too long, too short, or of other hashes.
    """
    found = root_from(index, size, leaf, path) if 0 <= index < size else None
    if found == root and len(leaf) == HASH_BYTES:  # a step of another length would make another root
        return
    _need_hashes((leaf, root, *path))
    if found is None:
        raise ProofWrong(
            t("存证路径的长度与位置、大小不符。", "The length of the path does not fit the place and the size.")
        )
    raise ProofWrong(
        t(f"应得根值 {root.hex()},实得 {found.hex()}。", f"Expected the root {root.hex()}, got {found.hex()}.")
    )


def verify_subtree_inclusion(
    *, index: int, start: int, end: int, leaf: bytes, path: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf hash stands at `index` in the subtree [start, end) with this root.

    Raises:
        ProofWrong: it does not, or [start, end) is no subtree.
    """
    _need_subtree(start, end)
    if index < start:
        raise ProofWrong
    verify_inclusion(index=index - start, size=end - start, leaf=leaf, path=path, root=root)


def _need_subtree(start: int, end: int) -> None:
    width = 1 << max(end - start - 1, 0).bit_length()
    if not 0 <= start < end or start % width:
        raise ProofWrong(t(f"[{start}, {end}) 不是子树。", f"[{start}, {end}) is not a subtree."))


def verify_subtree_consistency(
    *, start: int, end: int, size: int, subtree: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the subtree [start, end) with hash `subtree` is part of the tree of `size` leaves with this root.

    Raises:
        ProofWrong: it is not.
    """
    if 0 <= start == end <= size:  # an empty subtree is part of every tree
        if subtree != EMPTY or proof:
            raise ProofWrong
        return
    _need_subtree(start, end)
    if end > size:
        raise ProofWrong(t(f"子树超出大小 {size}。", f"The subtree reaches beyond the size {size}."))
    found = _both_roots(start, end, size, subtree, list(proof))
    if found != (subtree, root):
        raise ProofWrong


def _both_roots(start: int, end: int, size: int, subtree: bytes, proof: list[bytes]) -> tuple[bytes, bytes]:
    """Return the subtree's hash and the root that a proof leads to; it is walked from its end, the top."""
    turns: list[tuple[str, bytes]] = []
    whole = True
    while (start, end) != (0, size):
        if not proof:
            raise ProofWrong
        middle, top = split(size), proof.pop()
        if end <= middle:
            turns.append(("left", top))
            size = middle
        elif middle <= start:
            turns.append(("right", top))
            start, end, size = start - middle, end - middle, size - middle
        else:
            turns.append(("both", top))
            start, end, size, whole = 0, end - middle, size - middle, False
    if whole == bool(proof) or len(proof) > 1:
        raise ProofWrong
    part = tree = subtree if whole else proof[0]
    for side, top in reversed(turns):
        part = node_hash(top, part) if side == "both" else part
        tree = node_hash(tree, top) if side == "left" else node_hash(top, tree)
    return part, tree


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of size `old` is the beginning of the tree of size `new` (RFC 9162 section 2.1.4.2).

    Raises:
        ProofWrong: it is not; also for an old size of zero, which proves nothing.
    """
    if not 0 < old <= new:
        raise ProofWrong(t(f"无法证明 {old} → {new}。", f"There is no proof from {old} to {new}."))
    verify_subtree_consistency(start=0, end=old, size=new, subtree=old_root, proof=proof, root=new_root)
