"""Where data packs lie: national law in `cn`, one pack a city; a later pack adds or replaces by key."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_PACKS = "cn,chengdu"


def pack_names() -> tuple[str, ...]:
    """Return the packs in the order they are laid over each other (`ZHIDUN_PACKS`)."""
    return tuple(p.strip() for p in os.environ.get("ZHIDUN_PACKS", DEFAULT_PACKS).split(",") if p.strip())


def packs_root() -> Path:
    """Return the folder that holds the packs shipped with the product."""
    return Path(str(resources.files("zhidun"))) / "packs"


def pack_folders(names: tuple[str, ...] | None = None) -> Iterator[tuple[str, Path]]:
    """Yield (name, folder) of each pack; a name with a slash is a path to an operator's own pack.

    Raises:
        FileNotFoundError: a named pack is not there.
    """
    for name in names if names is not None else pack_names():
        folder = Path(name) if "/" in name else packs_root() / name
        if not folder.is_dir():
            msg = f"pack {name!r}: no folder {folder}; set ZHIDUN_PACKS to packs that exist"
            raise FileNotFoundError(msg)
        yield Path(name).name, folder


def pack_files(pattern: str, names: tuple[str, ...] | None = None) -> Iterator[tuple[str, Path]]:
    """Yield (pack, file) for each file that fits the glob `pattern`, in pack order, then by name."""
    for name, folder in pack_folders(names):
        for file in sorted(folder.glob(pattern)):
            yield name, file


def last_file(name: str) -> Path:
    """Return the file `name` (a path below a pack) of the last pack that has it.

    Raises:
        FileNotFoundError: no pack in force has it.
    """
    found = [folder / name for _, folder in pack_folders() if (folder / name).is_file()]
    if not found:
        msg = f"no pack of {', '.join(pack_names())} has {name}"
        raise FileNotFoundError(msg)
    return found[-1]
