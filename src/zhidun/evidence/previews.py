"""Looking into items with a child process: what it may use, what it answers, what becomes of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.db import transaction

from zhidun.access.actors import SYSTEM
from zhidun.evidence import services
from zhidun.evidence.models import Item, ItemState, PreviewKind
from zhidun.evidence.policies import TYPES, Limits, limits
from zhidun.evidence.selectors import open_original

if TYPE_CHECKING:
    from collections.abc import Mapping

PREVIEW_BYTES: Final = 8_000_000
CHILD: Final = Path(__file__).with_name("child.py")
_LOOKS: Final = {
    "image": "image",
    "pdf": "pdf",
    "text": "text",
    "mail": "text",
    "office": "archive",
    "archive": "archive",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child said: a verdict (empty when all is well), the preview's type and bytes, the pages."""

    verdict: str = ""
    media_type: str = ""
    content: bytes = b""
    pages: int | None = None


def look_for(media_type: str) -> str:
    """Return which look the child takes at a type; empty for sound, video and SVG, which it does not decode."""
    known = TYPES.get(media_type)
    return _LOOKS.get(known.family, "") if known and media_type != "image/svg+xml" else ""


def look_into(source: Path, *, look: str, caps: Limits | None = None) -> Answer:
    """Run the child on a file and read its answer; a child that dies, hangs or says nothing gives a verdict."""
    caps = caps or limits()
    with tempfile.TemporaryDirectory(prefix="zhidun-look-") as folder:
        target = Path(folder) / "preview"
        command = [*_jail(), sys.executable, "-I", str(CHILD), look, str(source), str(target), _caps(caps)]
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(),
            start_new_session=True,
            close_fds=True,
        )
        try:
            said, _ = child.communicate(timeout=2 * caps.child_seconds)
        except subprocess.TimeoutExpired:
            _end(child)
            return Answer(verdict="too-costly")
        return _read(child.returncode, said, target)


def _environment() -> Mapping[str, str]:
    return {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}


def _caps(caps: Limits) -> str:
    return json.dumps(
        {
            "memory": caps.child_memory,
            "seconds": caps.child_seconds,
            "written": PREVIEW_BYTES,
            "pixels": caps.pixels,
            "frames": caps.frames,
            "archive_bytes": caps.archive_bytes,
        }
    )


@cache
def _jail() -> tuple[str, ...]:
    """Return the command that takes the network away from the child, where this machine allows it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--net") if os.geteuid() == 0 else (unshare, "--user", "--net")
    try:
        done = subprocess.run([*command, "true"], check=False, capture_output=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()


def _end(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _read(code: int, said: bytes, target: Path) -> Answer:
    try:
        answer = json.loads(said)
    except ValueError:
        answer = None
    if code != 0 or not isinstance(answer, dict):
        return Answer(verdict="too-costly")
    if answer.get("verdict"):
        return Answer(verdict=str(answer["verdict"]))
    content = target.read_bytes() if target.is_file() else b""
    pages = answer.get("pages")
    return Answer(media_type=str(answer.get("preview") or ""), content=content, pages=pages)


def examine(item: Item) -> Answer:
    """Let the child look into an item: keep its preview, or shut the item; doing it twice changes nothing."""
    look = look_for(item.detected_type)
    if item.state != ItemState.CLEAN or not look:
        services.note_examination(item=item, page_count=None)
        return Answer(verdict=item.finding)
    with tempfile.TemporaryDirectory(prefix="zhidun-copy-") as folder:
        source = Path(folder) / "original"
        with open_original(item) as original, source.open("wb") as copy:
            shutil.copyfileobj(original, copy)
        answer = look_into(source, look=look)
    _keep(item, answer)
    return answer


@transaction.atomic
def _keep(item: Item, answer: Answer) -> None:
    if answer.verdict:
        services.quarantine(item=item, actor=SYSTEM, code=answer.verdict)
    elif answer.content:
        kind = PreviewKind.IMAGE if answer.media_type == "image/jpeg" else PreviewKind.TEXT
        services.keep_preview(item=item, kind=kind, content=answer.content, media_type=answer.media_type)
    services.note_examination(item=item, page_count=answer.pages)
