"""`ZHIDUN_DATABASE_URL`: the house serves from a server of the operator's, starts none, and never stops it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.tree import Tree, log_of, processes_of, serve, until
from zhidun.site.postgres import Embedded


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Embedded]:
    own = Embedded(tmp_path / "server", durable=False)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def tree(tmp_path: Path, server: Embedded) -> Iterator[Tree]:
    served = serve(tmp_path / "house", ZHIDUN_DATABASE_URL=server.url, ZHIDUN_DEMO="1")
    yield served
    if served.process.poll() is None:
        served.process.kill()


def test_the_house_lives_on_the_operators_server(tree: Tree, server: Embedded) -> None:
    assert tree.parts.keys() == {"ledger", "witness-1", "witness-2", "jobs", "files", "web"}
    assert tree.get("/health") == tree.get("/accounts/login/") == 200, "migrated, and sign-in's shared cache is there"
    assert not (tree.home / "postgres").exists()
    assert "WITHOUT a second factor" in log_of(tree.home).read_text(), "the demo says so loudly"

    server.stop()
    until(lambda: tree.get("/health") == 503, "an honest answer")
    server.start()
    until(lambda: tree.get("/health") == 200, "the site again")
    assert tree.process.poll() is None

    assert tree.interrupt() == 0
    assert processes_of(tree.home) == []
    assert server.answers(), "whoever starts a server stops it"
