"""The demo as a sandbox: its data is set aside, never deleted, and loaded anew. Data of real work is not touched."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.kernel.errors import Conflict
from zhidun.kernel.text import t

MARK = "made-by-the-demo"
"""The file that says a data folder was made by the demo; the folder `demo` beside it holds the closed files."""
ASKED = "begin-anew"
"""The file by which an administrator asks the demo to begin anew; the process that serves it looks for it."""
OFFERED = "ZHIDUN_SANDBOX"
"""Set by `./run demo` for what it serves: it is there to begin anew. Nothing else that serves the folder would."""
POWER = "system:setting:change"
STAYS = frozenset({"similarity", "static", "fonts"})
"""What the demo only reads or makes again from the product."""


class NotTheDemo(Conflict):
    """The data folder was not made by the demo."""

    code = "site.not_the_demo"
    default_reason = t("这个数据目录不是演示产生的。", "This data folder was not made by the demo.")
    default_remedy = t(
        "用 ZHIDUN_HOME=… ./run demo 为演示另设一个目录。",
        "Give the demo a folder of its own by ZHIDUN_HOME=… ./run demo.",
    )


class StillRunning(Conflict):
    """Somebody works in the folder."""

    code = "site.demo_running"
    default_reason = t("演示正在运行。", "The demo is running.")
    default_remedy = t("请先停下演示，再重新装入。", "Stop it first, then start it afresh.")


def mark(home: Path) -> None:
    """Say that a data folder is the demo's; one with data in it and without the mark is left as it is."""
    if not (home / "postgres").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / MARK).touch()


def offered(home: Path) -> bool:
    """Say whether a page may offer to begin anew: the folder is the demo's and `./run demo` serves it."""
    return OFFERED in os.environ and (home / MARK).exists()


def ask_anew(home: Path, *, actor: Actor, at: datetime) -> None:
    """Ask the demo to set its data aside and load it anew; it stops within a second and is back in a minute or two.

    Raises:
        Forbidden: the actor has no `system:setting:change`.
        NotTheDemo: data of real work, or nobody is there to begin anew; nothing is asked.
    """
    need(actor, POWER)
    if not offered(home):
        raise NotTheDemo
    (home / ASKED).write_text(json.dumps({"by": actor.key, "at": at.isoformat()}), encoding="utf-8")


def asked(home: Path) -> bool:
    """Say whether somebody asked to begin anew."""
    return (home / ASKED).exists()


def set_aside(home: Path, *, at: datetime) -> Path | None:
    """Move the demo's data beside its folder and return where to; None when there is none yet.

    Raises:
        NotTheDemo, StillRunning: nothing was moved.
    """
    if not (home / "postgres").exists():
        return None
    if not (home / MARK).exists():
        raise NotTheDemo
    if _alive(home / "postgres" / "postmaster.pid"):
        raise StillRunning
    place = home.with_name(f"{home.name}-{at:%Y%m%d-%H%M%S}")
    place.mkdir()
    for part in sorted(home.iterdir()):
        if part.name not in STAYS:
            part.rename(place / part.name)
    return place


def _alive(file: Path) -> bool:
    try:
        pid = int(file.read_text(encoding="ascii").split("\n", 1)[0])
        os.kill(pid, 0)
    except (OSError, ValueError) as error:
        return isinstance(error, PermissionError)
    return True
