"""Where this installation's log lives: folder, guard, key, policy. Everything an operator can choose is a setting."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from zhidun.kernel.errors import Refusal
from zhidun.ledger import log
from zhidun.ledger import policy as policies
from zhidun.ledger.keys import load_or_make
from zhidun.ledger.log import CHECKPOINT, Guard
from zhidun.ledger.nodes import NodeFile
from zhidun.ledger.note import Ed25519Signer, Signer, Verifier
from zhidun.ledger.policy import Policy
from zhidun.ledger.store import Folder, write_durably
from zhidun.ledger.tiles import WIDTH, Tile, TileReader

ORIGIN_FILE = "origin"
ID_LENGTH = 8
READERS = 8
"""Sizes of the log whose way up is remembered by a process."""


@dataclass(frozen=True, slots=True)
class Logbook:
    """The log of this installation.

    Attributes:
        store: the C2SP tree of files, as it is served.
        guard: last signed head, outside the backup set.
        signer: who signs; Ed25519 in a file, or what `LEDGER_SIGNER` names (a hardware module, an SM2 service).
        nodes: derived nodes beside the store, which make proofs quick; not part of the log, may be deleted.
    """

    store: Folder
    guard: Guard
    signer: Signer
    nodes: NodeFile

    @property
    def key(self) -> Verifier:
        """Return the public key of the log."""
        return self.signer.verifier

    def policy(self) -> Policy:
        """Return which witnesses are asked and how many are enough; none without a policy file.

        Raises:
            Malformed: the policy file is wrong; the line is named.
        """
        file = Path(settings.LEDGER_POLICY)
        found = policies.parse(file.read_text("utf-8")) if file.is_file() else Policy()
        return replace(found, logs=(self.key, *(key for key in found.logs if key.public != self.key.public)))

    def published_policy(self) -> Policy:
        """Return the policy for people who check proofs: without the addresses at which we ask the witnesses."""
        found = self.policy()
        return replace(found, witnesses=tuple(replace(witness, url="") for witness in found.witnesses))

    def checkpoint(self) -> bytes | None:
        """Return the published checkpoint."""
        return self.store.read(CHECKPOINT)

    def prune(self, before: int, size: int) -> None:
        """Drop partial tiles and bundles whose full one came to be between two sizes; readers fall back to it."""
        level, old, new = 0, before, size
        while new:
            for index in range(old // WIDTH, new // WIDTH):
                self._drop_parts(Tile(level, index))
                if level == 0:
                    self._drop_parts(Tile(-1, index))
            old, new, level = old // WIDTH, new // WIDTH, level + 1

    def _drop_parts(self, tile: Tile) -> None:
        shutil.rmtree(self.store.path / f"{tile.path}.p", ignore_errors=True)


def logbook() -> Logbook:
    """Return the log as the settings say; its key and name are made at the first call.

    Raises:
        Malformed: the key file is damaged.
    """
    store = Folder(Path(settings.LEDGER))
    guard = Guard(Path(settings.LEDGER_GUARD))
    return Logbook(store, guard, _signer(store), NodeFile(store.path.with_suffix(".nodes")))


_readers: OrderedDict[tuple[Path, int], TileReader] = OrderedDict()


def path_to(book: Logbook, index: int, *, size: int, leaf: bytes, root: bytes) -> list[bytes]:
    """Return the path of an entry in the tree of a size; what was read stays in this process for the next one.

    Raises:
        ProofWrong: the stored tiles do not lead from this leaf to this root.
        TileMissing: a tile is gone.
    """
    key = (book.store.path, size)
    try:
        return log.proven_path(_reader(book, size), index, leaf=leaf, root=root)
    except Refusal:  # another log may lie here since then
        _readers.pop(key, None)
        return log.proven_path(TileReader(book.store, size), index, leaf=leaf, root=root)


def _reader(book: Logbook, size: int) -> TileReader:
    key = (book.store.path, size)
    found = _readers.get(key)
    if found is None:
        akin = next((one for (path, _), one in reversed(_readers.items()) if path == key[0]), None)
        found = _readers[key] = akin.grown(size) if akin else TileReader(book.store, size, book.nodes)
        while len(_readers) > READERS:
            _readers.popitem(last=False)
    return found


def _signer(store: Folder) -> Signer:
    named: str = getattr(settings, "LEDGER_SIGNER", "")
    if named:
        signer: Signer = import_string(named)()
        return signer
    private = load_or_make(Path(settings.LEDGER_KEY))
    mark = private.public_key().public_bytes_raw().hex()[:ID_LENGTH]
    return Ed25519Signer(settings.LEDGER_ORIGIN or _origin(store, mark), private)


def _origin(store: Folder, mark: str) -> str:
    """Return the log's name, kept in a file from the first time on: it must not change with the site's address."""
    kept = store.read(ORIGIN_FILE)
    if kept is None:
        kept = f"zhidun.log/{mark}\n".encode()
        write_durably(store.path / ORIGIN_FILE, kept)
    return kept.decode("utf-8", "replace").strip()
