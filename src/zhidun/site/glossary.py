"""The glossary of the pages, from the packs (`packs/*/words.yaml`): plain words beside the fields that need them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import yaml

from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Word:
    """A word with what it means; `find` is what in a label brings it up."""

    key: str
    word: Text
    find: Text
    says: Text


@lru_cache(maxsize=4)
def _read(packs: tuple[str, ...]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for _, file in pack_files("words.yaml", packs):
        for key, raw in yaml.safe_load(file.read_text(encoding="utf-8"))["words"].items():
            found[key] = Word(key, Text.of(raw["word"]), Text.of(raw["find"]), Text.of(raw["says"]))
    return found


def words() -> tuple[Word, ...]:
    """Return every word of the packs, in their order."""
    return tuple(_read(pack_names()).values())


def meant_in(label: str, lang: str) -> tuple[Word, ...]:
    """Return the words a label uses, at most two, so that their meaning can stand beside the field."""
    said = label.lower()
    return tuple(one for one in words() if one.find.in_(lang).lower() in said)[:2]
