"""A monitor sees growth, forks, shrinking, damage and delay, and remembers across runs."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories import ledger_core as make
from zhidun.cli.ledger import group
from zhidun.kernel.errors import Invalid
from zhidun.ledger import log
from zhidun.ledger.monitor import Monitor, Website
from zhidun.ledger.store import Folder, Memory
from zhidun.ledger.tiles import TileStore


def cosigned(grown: make.Grown, *numbers: int) -> None:
    """Write the checkpoint with the cosignatures of some witnesses, as a log serves it."""
    content = grown.store.read("checkpoint")
    assert content is not None
    from zhidun.ledger import note

    grown.store.write("checkpoint", make.cosign(note.parse(content), *numbers).encode())


def watch(store: TileStore, folder: Path, *, witnesses: int = 2, now: int = make.TIME, stale: int = 0) -> Monitor:
    return Monitor(store, make.policy(witnesses), folder / "heads", lambda: now, stale)


def test_growth_is_consistent_and_remembered(tmp_path: Path) -> None:
    grown = make.grown(tmp_path, 300)
    cosigned(grown, 1, 2)
    first = watch(grown.store, tmp_path).look()
    assert (first.alarm, first.before, first.size, len(first.witnesses)) == ("", 0, 300, 2)
    grown.append([b"more %d" % n for n in range(400)])
    cosigned(grown, 1, 2)
    second = watch(grown.store, tmp_path).look()
    assert (second.alarm, second.before, second.size) == ("", 300, 700)


@pytest.mark.parametrize(("sizes", "alarm"), [((300, 300), "fork"), ((300, 301), "fork"), ((300, 299), "shrunk")])
def test_another_history_is_a_grave_alarm_and_its_note_is_kept(
    tmp_path: Path, sizes: tuple[int, int], alarm: str
) -> None:
    honest = make.grown(tmp_path / "a", sizes[0])
    cosigned(honest, 1, 2)
    assert not watch(honest.store, tmp_path).look().alarm
    other = make.Grown(log.Guard(tmp_path / "b" / "guard.json"))
    other.append([b"another %d" % n for n in range(sizes[1])])
    cosigned(other, 1, 2)
    seen = watch(other.store, tmp_path).look()
    assert (seen.alarm, seen.grave) == (alarm, True)
    assert seen.says.zh != seen.says.en
    assert len(list((tmp_path / "heads").glob("fault-*.note"))) == 1
    assert watch(honest.store, tmp_path).look().before == sizes[0], "the good head is still the one remembered"


def test_a_changed_tile_is_damage(tmp_path: Path) -> None:
    grown = make.grown(tmp_path, 300)
    cosigned(grown, 1, 2)
    assert isinstance(grown.store, Memory)
    name = "tile/0/000"
    tile = grown.store.files[name]
    grown.store.files[name] = bytes([tile[0] ^ 1]) + tile[1:]
    assert watch(grown.store, tmp_path).look().alarm == "damaged"


def test_a_missing_tile_and_a_silent_log_are_delays(tmp_path: Path) -> None:
    grown = make.grown(tmp_path, 300)
    cosigned(grown, 1, 2)
    assert isinstance(grown.store, Memory)
    del grown.store.files["tile/0/000"]
    seen = watch(grown.store, tmp_path).look()
    assert (seen.alarm, seen.grave) == ("unreachable", False)
    assert watch(Memory(), tmp_path).look().alarm == "unreachable"


def test_unknown_keys_few_witnesses_and_old_cosignatures(tmp_path: Path) -> None:
    grown = make.grown(tmp_path, 5)
    assert watch(grown.store, tmp_path).look().alarm == "quorum"
    cosigned(grown, 1, 2)
    assert watch(grown.store, tmp_path, now=make.TIME + 61, stale=60).look().alarm == "stale"
    assert not watch(grown.store, tmp_path, now=make.TIME + 59, stale=60).look().alarm
    stranger = Monitor(grown.store, make.policy(0).__class__(), tmp_path / "heads", lambda: 0)
    assert stranger.look().alarm == "signature"


def test_a_site_is_followed_over_http(tmp_path: Path) -> None:
    grown = make.grown(tmp_path, 300, Folder(tmp_path / "log"))
    cosigned(grown, 1, 2)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "log"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    (tmp_path / "policy").write_text(make.policy(2).text)
    words = ["monitor", url, "--policy", str(tmp_path / "policy"), "--state", str(tmp_path / "seen"), "--json"]
    try:
        done = CliRunner().invoke(group, words)
        said = json.loads(done.stdout)
        assert (done.exit_code, said["ok"], said["size"]) == (0, True, 300)
        assert Website(url).read("tile/9/000") is None
    finally:
        server.shutdown()
        server.server_close()
    done = CliRunner().invoke(group, words)
    assert (done.exit_code, json.loads(done.stdout)["alarm"]) == (1, "unreachable")


def test_a_monitor_reads_only_and_only_the_web(tmp_path: Path) -> None:
    del tmp_path
    with pytest.raises(Invalid):
        Website("file:///etc/passwd")
    with pytest.raises(Invalid):
        Website("https://log.example").write("checkpoint", b"")
