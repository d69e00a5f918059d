"""The process tree: each part killed comes back, Ctrl-C and a killed owner leave nobody behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.tree import Tree, environment, free_port, processes_of, serve, until
from zhidun.site.serve import AlreadyServing, Choice, PortInUse, free, only_one, require_ports


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    served = serve(tmp_path_factory.mktemp("tree") / "home")
    yield served
    if served.process.poll() is None:
        served.process.kill()


def _group(pid: int) -> set[int]:
    found = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[2]) == pid and fields[0] != "Z":
                found.add(int(folder.name))
    return found


@pytest.mark.parametrize("name", ["web", "jobs", "files", "database"])
def test_a_killed_part_comes_back_and_its_old_group_is_gone(tree: Tree, name: str) -> None:
    old = tree.kill(name)
    new = until(lambda: (pid := tree.parts.get(name)) != old and pid, f"a new {name}")
    until(lambda: tree.get("/health") == 200, "the site")
    assert new != old
    assert not _group(old), "an orphan would answer beside its successor"
    assert tree.process.poll() is None


def test_jobs_are_started_again_with_the_database(tree: Tree) -> None:
    jobs = tree.parts["jobs"]
    tree.kill("database")
    until(lambda: tree.parts.get("jobs") not in {None, jobs}, "a job worker with a fresh connection")
    until(lambda: tree.get("/health") == 200, "the site")


def test_the_second_origin_has_no_pages(tree: Tree) -> None:
    until(lambda: tree.get("/health", port=tree.port + 1) == 200, "the files' origin")
    assert tree.get("/accounts/login/", port=tree.port + 1) == 404
    assert tree.get("/accounts/login/") == 200


def test_a_second_tree_on_the_same_data_is_refused(tree: Tree) -> None:
    words = [sys.executable, "-m", "zhidun.site.command", "--lang", "en", "serve", "--port", str(free_port())]
    done = subprocess.run(words, env=environment(tree.home), check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Process {tree.process.pid} already serves" in done.stderr


def test_ctrl_c_ends_everything(tree: Tree) -> None:
    assert processes_of(tree.home)
    assert tree.interrupt() == 0
    assert processes_of(tree.home) == []
    assert not (tree.home / "serve.json").exists()
    assert not (tree.home / "postgres" / "postmaster.pid").exists()


def test_a_killed_owner_takes_its_children_along_and_the_next_start_works(tree: Tree) -> None:
    if tree.process.poll() is None:
        tree.interrupt()
    first = serve(tree.home)  # the data folder is prepared already, as on any later start
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    until(lambda: not processes_of(first.home), "the end of every child")
    second = serve(tree.home, port=first.port)
    assert second.get("/health") == 200
    assert second.interrupt() == 0


def test_a_port_in_use_is_refused_naming_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"Port {port} is in use") as caught:
            require_ports("127.0.0.1", port)
        named = int(caught.value.remedy.en.rsplit(" ", 1)[1])
        assert named > port
        assert free("127.0.0.1", named)
        assert free("127.0.0.1", named + 1)
    require_ports("127.0.0.1", named)


def test_the_data_folder_has_one_owner(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(AlreadyServing, match=str(os.getpid())), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        assert (tmp_path / ".serving").read_text() == str(os.getpid())


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("192.0.2.7", "192.0.2.7")])  # noqa: S104
def test_the_address_shown_can_be_opened(host: str, shown: str) -> None:
    choice = Choice(host=host, port=8100)
    assert choice.url == f"http://{shown}:8100"
    assert choice.files_port == 8101
