"""A sweep over several processes: rights made ready once, read together; results in the order of the feed."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Final, Literal, Self

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.looking import Effort
from zhidun.radar.engine.sweeping import Match, Sweeper
from zhidun.similarity.tables import Problem

Chunk = tuple[list[Listing], list[Problem]]
Row = tuple[list[Listing], list[Problem], "Swept"]
Form = Literal["lines", "matches"]
PAYS: Final = 10
"""Chunks from which several processes are begun: each takes a second or two to begin."""
ATTEMPTS: Final = 3
"""Times a chunk is tried when the process that had it dies."""
PIPE: Final = 1 << 20
"""Bytes of lines that wait in the pipe of a process."""
AHEAD: Final = 2
"""Chunks handed out for each process."""


class WorkerDied(Unavailable):
    """Processes of a sweep died again and again over the same listings."""

    code = "radar.worker_died"
    default_reason = t("比对进程多次意外终止。", "Processes of the sweep died again and again.")
    default_remedy = t(
        "请检查内存是否充足;可用 --processes 1 重试,已完成的部分不必重做。",
        "See whether memory suffices; try --processes 1: what is done need not be done again.",
    )


@dataclass(frozen=True, slots=True)
class Swept:
    """One chunk that was swept.

    Attributes:
        lines: its matches as lines of a file of hits, when these were asked for.
        matches: by listing, when these were asked for.
        hits: number of matches.
        unread: pictures that could not be read.
        effort: what reading text in pictures cost.
    """

    lines: bytes
    matches: list[list[Match]]
    hits: int
    unread: list[Problem]
    effort: Effort = field(default_factory=Effort)


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def swept(sweeper: Sweeper, listings: list[Listing], form: Form) -> Swept:
    """Sweep one chunk here, without a search for garbage in between: it makes many objects and no circles of them."""
    searches = gc.isenabled()
    gc.disable()
    try:
        return _swept(sweeper, listings, form)
    finally:
        if searches:
            gc.enable()


def _swept(sweeper: Sweeper, listings: list[Listing], form: Form) -> Swept:
    if form == "lines":
        lines, hits, unread = sweeper.lines(listings)
        return Swept(lines, [], hits, unread, sweeper.effort())
    matches, unread = sweeper.sweep(listings)
    return Swept(b"", matches, sum(map(len, matches)), unread, sweeper.effort())


def planned(chunks: Iterable[Chunk], processes: int = 0) -> tuple[int, Iterator[Chunk]]:
    """Return how many processes the chunks are worth (0: as many as cores, given enough chunks), and the chunks."""
    source = iter(chunks)
    count = processes or cores()
    if processes or count == 1:
        return count, source
    first = list(islice(source, PAYS))
    return (count if len(first) == PAYS else 1), chain(first, source)


def sweep_all(
    sweeper: Sweeper, chunks: Iterable[Chunk], *, form: Form, processes: int = 0
) -> Generator[Row, None, None]:
    """Yield every chunk with what was found, in order; the same whatever the number of processes.

    Args:
        sweeper: the rights, ready.
        chunks: listings and problems met on the way.
        form: what is wanted of the matches.
        processes: 0: as many as there are cores once the feed is long enough for that to pay.

    Raises:
        WorkerDied: processes died again and again over the same listings.
    """
    count, source = planned(chunks, processes)
    if count == 1:
        for listings, problems in source:
            yield listings, problems, swept(sweeper, listings, form)
        return
    with Workers(sweeper, count, form) as workers:
        yield from workers.each(source)


class Workers:
    """Processes that sweep chunks; each reads the rights from the same pages of memory."""

    def __init__(self, sweeper: Sweeper, count: int, form: Form) -> None:
        self._count, self._form = count, form
        self._place = tempfile.TemporaryDirectory(prefix="zhidun-sweep-")
        self._free: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []
        sweeper.share(Path(self._place.name))

    def __enter__(self) -> Self:
        for _ in range(self._count):
            self._free.put(self._begin())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._all:
            worker.end()
        self._place.cleanup()

    def _begin(self) -> _Worker:
        worker = _Worker(Path(self._place.name), self._form)
        self._all.append(worker)
        return worker

    def each(self, chunks: Iterable[Chunk]) -> Generator[Row, None, None]:
        """Yield every chunk with what was found, in order; a few are read ahead."""
        waiting: deque[tuple[Chunk, Future[Swept]]] = deque()
        pool = ThreadPoolExecutor(self._count)
        try:
            for chunk in chunks:
                waiting.append((chunk, pool.submit(self._ask, chunk[0])))
                if len(waiting) >= self._count * AHEAD:
                    (listings, problems), done = waiting.popleft()
                    yield listings, problems, done.result()
            for (listings, problems), done in waiting:
                yield listings, problems, done.result()
        finally:
            for worker in list(self._all):
                worker.end()  # a thread that waits for an answer wakes up
            pool.shutdown(cancel_futures=True)

    def _ask(self, listings: list[Listing]) -> Swept:
        worker = self._free.get()
        for _ in range(ATTEMPTS):
            answer = worker.ask(listings)
            if answer is not None:
                self._free.put(worker)
                return answer
            worker.end()
            worker = self._begin()
        self._free.put(worker)
        raise WorkerDied


class _Worker:
    """One process."""

    def __init__(self, folder: Path, form: Form) -> None:
        source = str(Path(__file__).resolve().parents[3])
        path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH", "")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "zhidun.radar.engine.workers", str(folder), form],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        _widen(self._process.stdout)

    def ask(self, listings: list[Listing]) -> Swept | None:
        """Have listings swept; None when the process died over them."""
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018  opened above
        try:
            pickle.dump(listings, self._process.stdin, protocol=5)
            self._process.stdin.flush()
            answer = pickle.load(self._process.stdout)  # noqa: S301  from the process this one began
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            return None
        return answer if isinstance(answer, Swept) else None

    def end(self) -> None:
        """Let the process go."""
        self._process.kill()
        self._process.wait()


def _widen(pipe: IO[bytes] | None) -> None:
    """Let more lines wait in a pipe than the 64 KiB it has at first, where the system can; else it is only slower."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno() if pipe else -1, fcntl.F_SETPIPE_SZ, PIPE)


def serve(folder: Path, form: Form, asked: IO[bytes], answers: IO[bytes]) -> None:
    """Sweep what is asked until there is no more."""
    sweeper = Sweeper.joined(folder)
    gc.freeze()  # what is there now stays
    while True:
        try:
            listings = pickle.load(asked)  # noqa: S301  from the process that began this one
        except EOFError:
            return
        pickle.dump(swept(sweeper, listings, form), answers, protocol=5)
        answers.flush()


def _main(folder: str, form: str) -> None:
    from zhidun.radar.engine import workers  # noqa: PLW0406  its classes, not those of __main__

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints to the errors
    workers.serve(Path(folder), "lines" if form == "lines" else "matches", sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2])
