"""A sweep from file to file: hits as JSON lines in the order of the feed; one that died goes on where it stopped."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final, Self

from zhidun.kernel.text import Text, t
from zhidun.radar.engine import feeds
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.looking import Effort
from zhidun.radar.engine.sweeping import LEAST, Sweeper, in_chunks
from zhidun.radar.engine.workers import planned, sweep_all
from zhidun.similarity import gallery
from zhidun.similarity.gallery import TOLD, Gallery
from zhidun.similarity.tables import Problem

CHUNK: Final = 2000
UNREAD: Final = t(
    "未识别图片中的文字;如需识别(每张约十分之一秒),请加 --read-text。",
    "Text in pictures was not read; --read-text reads it (about a tenth of a second a picture).",
)
NO_RIGHTS: Final = t(
    "权利表中没有可比对的权利,因此没有命中。",
    "The file of rights holds none that can be compared, so nothing was found.",
)
Tell = Callable[[int, int], None]
"""Called after each chunk with listings done and hits found."""


@dataclass(slots=True)
class Outcome:
    """What a sweep did.

    Attributes:
        rows: listings compared.
        left_out: rows of feed and rights that could not be used; the first hundred are named in `problems`.
        resumed_at: listings an earlier run had done.
        workers: processes that swept.
        effort: what reading text in pictures cost.
        notes: what the reader should know of how the sweep was done.
    """

    rows: int = 0
    hits: int = 0
    rights: int = 0
    left_out: int = 0
    problems: list[dict[str, object]] = field(default_factory=list)
    resumed_at: int = 0
    seconds: float = 0.0
    workers: int = 1
    effort: Effort = field(default_factory=Effort)
    notes: list[Text] = field(default_factory=list)

    def told(self, problem: Problem, where: str) -> None:
        """Keep a problem; beyond the first hundred only count it."""
        self.left_out += 1
        if len(self.problems) < TOLD:
            self.problems.append({"file": where, **problem.as_dict()})

    def as_dict(self) -> dict[str, object]:
        """Return the outcome for JSON."""
        return {
            "rows": self.rows, "hits": self.hits, "rights": self.rights, "left_out": self.left_out,
            "problems": self.problems, "resumed_at": self.resumed_at, "seconds": round(self.seconds, 3),
            "workers": self.workers, "pictures_read": self.effort.read,
            "reading_seconds": round(self.effort.seconds, 3), "notes": [one.as_dict() for one in self.notes],
        }  # fmt: skip


def begin(rights: Path, *, reads: bool) -> tuple[Gallery, Outcome]:
    """Return the rights of a file and an outcome that names its bad rows; where pictures are not read, it says so.

    Raises:
        TableUnfit: the file cannot be read at all.
    """
    found = gallery.read(rights)
    outcome = Outcome(rights=len(found.entries))
    if not found.entries:
        outcome.notes.append(NO_RIGHTS)
    if not reads and any(one.image for one in found.entries):
        outcome.notes.append(UNREAD)
    for problem in found.problems:
        outcome.told(problem, rights.name)
    outcome.left_out = found.left_out
    return found, outcome


def sweep(
    feed: Path,
    rights: Path,
    out: Path,
    *,
    least: float = LEAST,
    tell: Tell | None = None,
    processes: int = 0,
    reads: bool = False,
) -> Outcome:
    """Sweep a feed on this machine, over several processes when it is long (0: as many as there are cores).

    The file of hits is the same byte for byte whatever their number.

    `OUT.progress` stands beside the hits while the sweep runs; a second call with the same files and threshold goes on
    after the last chunk that was written whole. With `reads` the text in pictures is held against the rights too.

    Raises:
        TableUnfit, UnsupportedType: a file cannot be read at all.
    """
    began = time.monotonic()
    found, outcome = begin(rights, reads=reads)
    progress = Progress(out, mark_of(feed, rights, least, reads=reads))
    known = len(found.problems)
    sweeper = Sweeper(found, least=least, reads=reads)
    for problem in found.problems[known:]:  # pictures of rights that cannot be read
        outcome.told(problem, rights.name)
    listings = feeds.read(feed)
    first = next(listings, None)  # a feed that is no feed is refused before the old hits are touched
    with progress.opened() as stream:
        outcome.resumed_at = outcome.rows = progress.rows
        outcome.hits = progress.hits
        rest = in_chunks(_after(_joined(first, listings), progress.rows), CHUNK)
        outcome.workers, chunks = planned(rest, processes)
        for group, problems, found_here in sweep_all(sweeper, chunks, form="lines", processes=outcome.workers):
            stream.write(found_here.lines)
            for problem in (*problems, *found_here.unread):
                outcome.told(problem, feed.name)
            outcome.rows += len(group)
            outcome.hits += found_here.hits
            outcome.effort += found_here.effort
            progress.keep(stream, outcome.rows, outcome.hits)
            if tell:
                tell(outcome.rows, outcome.hits)
    progress.done()
    outcome.seconds = time.monotonic() - began
    return outcome


def _joined(first: Listing | Problem | None, rest: Iterator[Listing | Problem]) -> Iterator[Listing | Problem]:
    if first is not None:
        yield first
    yield from rest


def _after(rows: Iterable[Listing | Problem], done: int) -> Iterator[Listing | Problem]:
    """Leave out the listings an earlier run did; its problems are told again."""
    for row in rows:
        if isinstance(row, Listing) and done > 0:
            done -= 1
            continue
        yield row


def mark_of(feed: Path, rights: Path, least: float, *, reads: bool) -> str:
    """Return what must be the same for a sweep to go on: both files by name, size and time, and how it is done."""
    facts = [f"{least:.6f}", str(reads)]
    for file in (feed, rights):
        state = file.stat() if file.exists() else None
        facts.append(f"{file.resolve()}:{state.st_size if state else 0}:{state.st_mtime_ns if state else 0}")
    return blake2b("|".join(facts).encode(), digest_size=16).hexdigest()


class Progress:
    """How far a file of hits is: kept beside it, so that what was written after the last chunk is cut off."""

    def __init__(self, out: Path, mark: str) -> None:
        self._out, self._mark = out, mark
        self._file = out.with_name(out.name + ".progress")
        self.rows, self.hits, self._size = 0, 0, 0
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            if kept["mark"] == mark and out.stat().st_size >= kept["size"]:
                self.rows, self.hits, self._size = int(kept["rows"]), int(kept["hits"]), int(kept["size"])
        except (OSError, ValueError, KeyError, TypeError):
            pass

    def opened(self) -> _Out:
        """Open the file of hits after the last whole chunk."""
        return _Out(self._out, self._size)

    def keep(self, stream: _Out, rows: int, hits: int) -> None:
        """Note that everything up to here is on disk."""
        size = stream.on_disk()
        draft = self._file.with_name(self._file.name + ".part")
        draft.write_text(json.dumps({"mark": self._mark, "rows": rows, "hits": hits, "size": size}), encoding="utf-8")
        draft.replace(self._file)

    def done(self) -> None:
        """Take the note away: the sweep is whole."""
        self._file.unlink(missing_ok=True)


class _Out:
    """The file of hits, cut to what is sure and written on from there."""

    def __init__(self, file: Path, size: int) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._stream = file.open("r+b" if size else "wb")
        self._stream.truncate(size)
        self._stream.seek(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, lines: bytes) -> None:
        """Append lines."""
        self._stream.write(lines)

    def on_disk(self) -> int:
        """Make sure of what was written; return the size."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        return self._stream.tell()
