"""Where the installation keeps what it makes: `ZHIDUN_HOME`."""

from __future__ import annotations

import os
from pathlib import Path


def checkout() -> Path | None:
    """Return the project's folder when the product runs from a checkout, else None."""
    folder = Path(__file__).resolve().parents[3]
    return folder if (folder / "pyproject.toml").is_file() and (folder / "src" / "zhidun").is_dir() else None


def home() -> Path:
    """Return the data folder: `ZHIDUN_HOME`, else `var/` of the checkout, else `~/.local/share/zhidun`."""
    named = os.environ.get("ZHIDUN_HOME")
    if named:
        return Path(named).expanduser().resolve()
    folder = checkout()
    return folder / "var" if folder else Path.home() / ".local" / "share" / "zhidun"
