"""Fifty clients at once, each with a thread and a connection of its own that it keeps from round to round."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from zhidun.cases.types import PartyIn
from zhidun.kernel.errors import Refusal

CLIENTS = 50
Act = Callable[[], object]


class Clients:
    """Fifty threads that act from one starting gun.

    Attributes:
        parties: against whom they file, for a test that keeps them from round to round.
    """

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.parties: list[PartyIn] = []
        self._pool = pool
        self._gate = threading.Barrier(CLIENTS)

    def at_once(self, acts: Sequence[Act]) -> list[object]:
        """Run one act a client from one starting gun; refusals and what a test undoes come back as values."""

        def run(act: Act) -> object:
            self._gate.wait()
            try:
                return act()
            except (Refusal, RuntimeError) as caught:
                return caught

        return list(self._pool.map(run, acts))


@contextmanager
def fifty_clients() -> Iterator[Clients]:
    """Fifty clients, whose connections are closed at the end."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        found = Clients(pool)
        yield found
        found.at_once([_hang_up] * CLIENTS)


def _hang_up() -> None:
    connection.close()  # each thread's own: looked up here, not where the list was made
