"""Sweeps from file to file: what is found, what is told, what goes on after it died."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.radar import files
from zhidun.cli.main import zhidun
from zhidun.radar.engine import feeds, filesweep, workers
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.sweeping import Sweeper, line_of
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.tables import Problem, TableUnfit


def hits(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def run(*words: str) -> dict[str, object]:
    done = CliRunner().invoke(zhidun, ["radar", "sweep", *words, "--json"])
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.output))


def test_look_alikes_are_found_with_their_reasons(tmp_path: Path) -> None:
    rights, feed, out = files.rights(tmp_path), files.feed(tmp_path), tmp_path / "hits.jsonl"
    told = run(str(feed), "--rights", str(rights), "--out", str(out))
    assert (told["rows"], told["hits"], told["rights"], told["left_out"]) == (120, 3, 4, 0)
    found = {hit["feed_id"]: hit for hit in hits(out)}
    assert {key: hit["right_id"] for key, hit in found.items()} == {"F5": "R1", "F40": "R2", "F77": "R4"}
    assert set(found["F5"]) == {"feed_id", "right_id", "score", "factors"}
    assert 0.9 < float(str(found["F77"]["score"])) < 1.0  # the mark with the word of its goods
    assert all(one["reason"]["zh"] and one["reason"]["en"] for one in found["F5"]["factors"])  # type: ignore[attr-defined]
    assert not (tmp_path / "hits.jsonl.progress").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_give_the_same_hits(tmp_path: Path, encoding: str) -> None:
    outs = []
    for name, one in (("a.csv", "utf-8"), ("b.csv", encoding)):
        out = tmp_path / f"{name}.jsonl"
        filesweep.sweep(files.feed(tmp_path, name=name, encoding=one), files.rights(tmp_path), out)
        outs.append(out.read_bytes())
    assert outs[0] == outs[1] != b""


def test_bad_rows_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = files.listings(3000)
    rows[10] = ("F10", '"open', "", "x")
    rows[11] = ("F5", "又一个", "", "x")
    rows[12] = ("F12", "", "", "x")
    rows += [("L", "长" * 10_050, "", "x"), ("E", "😀😀", "", "x"), ("B", "\u202eekiN", "", "x"), ("1", "一", "", "x")]
    feed = files.table(tmp_path / "feed.csv", "id,title,image,seller", rows)
    outcome = filesweep.sweep(feed, files.rights(tmp_path), tmp_path / "hits.jsonl")
    assert outcome.hits == 3
    assert outcome.rows == 3001
    assert [one["line"] for one in outcome.problems] == [12, 13, 14, 3002]


def test_in_a_feed_of_names_only_the_same_mark_has_one(tmp_path: Path) -> None:
    rows = [
        (str(place), name, "", "") for place, name in enumerate(("丹丹", "红丹丹", "丹丹豆瓣", "红丹丹 豆瓣酱 500g"))
    ]
    feed = files.table(tmp_path / "names.csv", "id,title,image,seller", rows)
    rights = files.table(tmp_path / "rights.csv", "id,text,image,classes", [("R", "丹丹", "", "")])
    filesweep.sweep(feed, rights, tmp_path / "hits.jsonl")
    scores = {str(hit["feed_id"]): float(str(hit["score"])) for hit in hits(tmp_path / "hits.jsonl")}
    assert scores["0"] == 1.0
    assert 1.0 > scores["2"] > scores["1"] >= 0.7  # generic words weigh little, a sign of its own more
    assert scores["3"] == 1.0  # a listing's title holds the mark itself


def test_no_rights_give_no_hits(tmp_path: Path) -> None:
    rights = files.table(tmp_path / "rights.csv", "id,text,image,classes", [])
    outcome = filesweep.sweep(files.feed(tmp_path), rights, tmp_path / "hits.jsonl")
    assert (outcome.rows, outcome.hits, outcome.rights) == (120, 0, 0)
    assert filesweep.NO_RIGHTS in outcome.notes


def test_a_sweep_that_died_goes_on_and_writes_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesweep, "CHUNK", 25)
    rights, feed = files.rights(tmp_path), files.feed(tmp_path)
    whole, out = tmp_path / "whole.jsonl", tmp_path / "hits.jsonl"
    filesweep.sweep(feed, rights, whole)

    class DiedError(Exception):
        pass

    def die(rows: int, hits: int) -> None:
        if rows >= 50:
            raise DiedError

    with pytest.raises(DiedError):
        filesweep.sweep(feed, rights, out, tell=die)
    with out.open("ab") as stream:
        stream.write(b'{"half a li')  # written after the last note
    outcome = filesweep.sweep(feed, rights, out)
    assert (outcome.resumed_at, outcome.rows, outcome.hits) == (50, 120, 3)
    assert out.read_bytes() == whole.read_bytes()


def test_other_files_do_not_go_on_with_what_was_begun(tmp_path: Path) -> None:
    feed, out = files.feed(tmp_path), tmp_path / "hits.jsonl"
    note = tmp_path / "hits.jsonl.progress"
    note.write_text(json.dumps({"mark": "other", "rows": 100, "hits": 9, "size": 0}), encoding="utf-8")
    assert filesweep.sweep(feed, files.rights(tmp_path), out).rows == 120


def test_pictures_of_a_folder_and_of_a_zip(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    files.drawing(shop / "same.png", size=160, colour="#175cd3")
    files.drawing(shop / "other.png", kind="bars")
    (shop / "broken.png").write_bytes(b"\x89PNG broken")
    mark = files.drawing(tmp_path / "mark.png")
    rights = files.table(tmp_path / "rights.csv", "id,text,image,classes", [("P1", "", mark.name, "")])
    packed = tmp_path / "shop.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(shop.iterdir()):
            archive.write(file, file.name)
    for feed in (shop, packed):
        out = tmp_path / "hits.jsonl"
        outcome = filesweep.sweep(feed, rights, out)
        assert [(hit["feed_id"], hit["right_id"]) for hit in hits(out)] == [("same.png", "P1")]
        assert [one["line"] for one in outcome.problems] == [1]
        names = {one["name"] for one in hits(out)[0]["factors"]}  # type: ignore[attr-defined]
        assert {"outline", "composition", "copy"} <= names


def test_a_picture_outside_the_feeds_folder_is_not_read(tmp_path: Path) -> None:
    files.drawing(tmp_path / "secret.png")
    inner = tmp_path / "feed"
    inner.mkdir()
    feed = files.table(inner / "feed.csv", "id,title,image,seller", [("A", "x", "../secret.png", "")])
    found = [one for one in feeds.read(feed) if isinstance(one, Listing)]
    assert [one.image for one in found] == [None]


def test_what_is_no_feed_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK no")
    with pytest.raises(TableUnfit):
        list(feeds.read(broken))
    plain = files.table(tmp_path / "x.csv", "a,b", [("1", "2")])
    for feed in (plain, tmp_path / "missing.csv"):
        done = CliRunner().invoke(
            zhidun, ["radar", "sweep", str(feed), "--rights", str(files.rights(tmp_path)), "--out", str(tmp_path / "o")]
        )
        assert done.exit_code == 1
        assert not (tmp_path / "o").exists()


def test_jsonl_names_the_seller(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text('{"id": 1, "title": "长虹", "shop": "甲店", "phone": "028"}\nno json\n', encoding="utf-8")
    rows = list(feeds.read(feed))
    assert isinstance(rows[0], Listing) and dict(rows[0].seller) == {"seller": "甲店", "phone": "028"}
    assert isinstance(rows[1], Problem)


def test_without_spark_a_cluster_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    words = [str(files.feed(tmp_path)), "--rights", str(files.rights(tmp_path)), "--out", str(tmp_path / "o.jsonl")]
    done = CliRunner().invoke(zhidun, ["--lang", "en", "radar", "sweep", *words, "--spark", "spark://127.0.0.1:1"])
    assert done.exit_code == 1
    assert "zhidun[cluster]" in done.output
    assert not (tmp_path / "o.jsonl").exists()


def test_the_measurements_are_refused_where_only_the_package_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhidun.cli import radar

    monkeypatch.setattr(radar, "__file__", str(tmp_path / "a" / "b" / "c" / "radar.py"))
    done = CliRunner().invoke(zhidun, ["--lang", "en", "radar", "bench"])
    assert done.exit_code == 1
    assert "checkout of the source" in done.output


def test_two_processes_write_what_one_writes_and_a_killed_one_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filesweep, "CHUNK", 25)
    rights, feed = files.rights(tmp_path), files.feed(tmp_path)
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    filesweep.sweep(feed, rights, one, processes=1)
    begun: list[int] = []
    begin = workers.Workers._begin

    def begin_and_kill_the_first(self: workers.Workers) -> object:
        worker = begin(self)
        if not begun:
            worker._process.kill()
        begun.append(worker._process.pid)
        return worker

    monkeypatch.setattr(workers.Workers, "_begin", begin_and_kill_the_first)
    outcome = filesweep.sweep(feed, rights, two, processes=2)
    assert outcome.workers == 2
    assert (outcome.rows, outcome.hits) == (120, 3)
    assert two.read_bytes() == one.read_bytes() != b""
    assert len(begun) == 3  # two, and one for the one that was killed


def test_lines_written_at_once_are_the_lines_of_each_match() -> None:
    titles = ["康帅傅红烧牛肉面 包邮", 'say "Nlke" \\ air', "大白免", "", "\ud800雪碧", "老干妈旗舰店"]
    listings = [Listing(f'"{at}\udfff', title) for at, title in enumerate(titles * 2)]
    marks = ("康师傅", "Nike", "大白兔", "雪碧", "老干妈", "老千妈")
    sweeper = Sweeper(Gallery([Entry(f"R\\{at}", mark, None) for at, mark in enumerate(marks)]), least=0.5)
    matches, _ = sweeper.sweep(listings)
    lines, hits, _ = sweeper.lines(listings)
    told = [match for row in matches for match in row]
    assert hits == len(told) >= 10
    assert lines == b"".join(line_of(match) for match in told)
    for line, match in zip(lines.splitlines(), told, strict=True):
        assert line == json.dumps(match.as_dict(), ensure_ascii=False).encode("utf-8", "replace")


def test_processes_that_die_again_and_again_end_the_sweep_with_a_reason(tmp_path: Path) -> None:
    sweeper = Sweeper(Gallery([Entry("R", "康师傅", None)]))
    with workers.Workers(sweeper, 1, "lines") as pool:
        for worker in pool._all:
            worker.end()
        pool._begin = lambda: pool._all[0]  # type: ignore[method-assign]  # every new one is dead, too
        with pytest.raises(workers.WorkerDied):
            list(pool.each([([Listing("1", "康帅傅")], [])]))


def test_a_long_feed_is_swept_by_several_processes_a_short_one_here(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Counted(workers.Workers):
        def __init__(self, sweeper: Sweeper, count: int, form: workers.Form) -> None:
            asked.append(count)
            super().__init__(sweeper, count, form)

        def _ask(self, listings: list[Listing]) -> workers.Swept:
            return workers.swept(sweeper, listings, self._form)

        def _begin(self) -> object:  # type: ignore[override]
            return None

    sweeper = Sweeper(Gallery([Entry("R", "康师傅", None)]))
    monkeypatch.setattr(workers, "Workers", Counted)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    chunks: list[workers.Chunk] = [([Listing(str(at), "康帅傅")], []) for at in range(workers.PAYS + 3)]
    for many in (chunks, chunks[:3]):
        found = list(workers.sweep_all(sweeper, many, form="matches"))
        assert [(rows[0].id, done.matches[0][0].right_id) for rows, _, done in found] == [
            (str(at), "R") for at in range(len(many))
        ]
    assert asked == [2]
