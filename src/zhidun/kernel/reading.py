"""One reading of the records: what a page asks for several times is fetched once, and forgotten with the page.

Only pages that change nothing open a reading; within one that writes, every question is asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
_known: ContextVar[dict[Hashable, object] | None] = ContextVar("zhidun_reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Remember the answers of `once` functions until the block ends; a block within a block is its own reading."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once(ask: Callable[P, R]) -> Callable[P, R]:
    """Ask a function once for the same hashable arguments within a reading, and every time outside of one.

    The answer is shared by all who ask: it must not be changed by them.
    """

    @wraps(ask)
    def answered(*args: P.args, **words: P.kwargs) -> R:
        known = _known.get()
        if known is None:
            return ask(*args, **words)
        key = (ask, args, tuple(sorted(words.items())))
        if key not in known:
            known[key] = ask(*args, **words)
        return cast("R", known[key])

    return answered


def forget() -> None:
    """Forget what this reading has fetched: something was written after all."""
    known = _known.get()
    if known is not None:
        known.clear()
