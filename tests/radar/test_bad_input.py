"""What feeds and files of rights may hold: empty marks, odd texts, broken and huge pictures, one bad row of many."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.radar import files
from zhidun.radar.engine import feeds, filesweep, naming
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.sweeping import Sweeper
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.tables import Problem

MARKS = ("郫县豆瓣", "一", "Nike", "é", "ニッポン", "한국", "A", "😀", "\u202ekiN", "长\u200b虹")


def test_one_bad_row_of_a_hundred_thousand_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [f"N{number},商品{number},店" for number in range(100_000)]
    lines[70_000] = 'N70000,"没有配对的引号,店'
    feed = tmp_path / "feed.csv"
    feed.write_bytes("\n".join(["id,title,seller", *lines, ""]).encode("gb18030"))
    rows = list(feeds.read(feed))
    assert [one.line for one in rows if isinstance(one, Problem)] == [70_002]
    assert sum(isinstance(one, Listing) for one in rows) == 99_999


def test_marks_with_nothing_in_them_are_told_and_short_ones_find_no_parts_of_words(tmp_path: Path) -> None:
    rows = [("E", "", "", ""), ("O", "一", "", ""), ("X", "😀", "", ""), ("G", "长虹", "", ""), ("G", "又一", "", "")]
    rights = files.table(tmp_path / "rights.csv", "id,text,image,classes", rows)
    titles = [("1", "一次性杯子 一箱", "", ""), ("2", "长虹电视 55英寸", "", ""), ("3", "😀😀", "", "")]
    feed = files.table(tmp_path / "feed.csv", "id,title,image,seller", titles)
    outcome = filesweep.sweep(feed, rights, tmp_path / "hits.jsonl")
    assert (outcome.rights, outcome.hits, outcome.rows) == (2, 1, 3)
    assert [one["line"] for one in outcome.problems] == [2, 4, 6]


def _bomb() -> bytes:
    """A PNG of a few bytes that claims 30,000 by 30,000 points."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 9)) + part(b"IEND", b"")


def test_broken_and_huge_pictures_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    good = files.drawing(shop / "d-good.png", colour="#175cd3").read_bytes()
    (shop / "a-bomb.png").write_bytes(_bomb())
    (shop / "b-cut.png").write_bytes(good[: len(good) // 2])
    (shop / "c-empty.jpg").write_bytes(b"")
    (shop / "e-page.gif").write_bytes(b"<html>no picture</html>")
    mark = files.drawing(tmp_path / "mark.png")
    rights = files.table(tmp_path / "rights.csv", "id,text,image,classes", [("P", "", mark.name, "")])
    outcome = filesweep.sweep(shop, rights, tmp_path / "hits.jsonl")
    assert (outcome.rows, outcome.hits) == (5, 1)
    assert [one["line"] for one in outcome.problems] == [1, 2, 3, 5]
    assert "too many pixels" in str(outcome.problems[0]["reason"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(st.characters(), max_size=40), max_size=8))
def test_no_title_of_any_signs_breaks_a_sweep(titles: list[str]) -> None:
    sweeper = _sweeper()
    listings = [Listing(str(at), title) for at, title in enumerate(titles)]
    found, problems = sweeper.sweep(listings)
    assert len(found) == len(titles)
    assert problems == []
    for row in found:
        assert [one.score for one in row] == sorted((one.score for one in row), reverse=True)
        assert all(0 <= one.score <= 1 for one in row)


_kept: list[Sweeper] = []


def _sweeper() -> Sweeper:
    if not _kept:
        _kept.append(Sweeper(Gallery([Entry(str(at), text, None) for at, text in enumerate(MARKS)])))
    return _kept[0]


@pytest.mark.parametrize("window", [0.7, 0.8, 0.95, 1.0])
def test_a_name_never_scores_above_its_part_nor_below_what_is_told(window: float) -> None:
    last = 0.0
    for step in range(11):
        score = naming.lowered(window, naming.Named(step / 10, ()), least=0.7)
        assert 0.7 <= score <= window
        assert score >= last
        last = score


def test_a_mark_at_the_end_of_a_very_long_title_is_found(tmp_path: Path) -> None:
    rows = [("1", "普通商品说明" * 1600 + "娃恰哈"), ("2", "a" * 9000 + " Nike"), ("3", "x" * 10_001 + "长虹")]
    feed = files.table(tmp_path / "feed.csv", "id,title", rows)
    outcome = filesweep.sweep(feed, files.rights(tmp_path), tmp_path / "hits.jsonl")
    found = [json.loads(line) for line in (tmp_path / "hits.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["feed_id"], one["right_id"]) for one in found] == [("1", "R2"), ("2", "R3")]
    assert [one["line"] for one in outcome.problems] == [4]  # what is beyond 10,000 characters is cut, and told


def test_a_picture_outside_the_folder_is_told_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    files.drawing(tmp_path / "secret.png")
    rows = [("1", "娃恰哈", "../secret.png"), ("2", "水", str(tmp_path / "secret.png"))]
    feed = files.table(tmp_path / "in" / "feed.csv", "id,title,image", rows)
    rights = files.table(tmp_path / "rights.csv", "id,text,image", [("R1", "", "secret.png"), ("R2", "娃哈哈", "")])
    outcome = filesweep.sweep(feed, rights, tmp_path / "hits.jsonl")
    assert [json.loads(line)["right_id"] for line in (tmp_path / "hits.jsonl").read_text().splitlines()] == ["R2"]
    assert [one["line"] for one in outcome.problems] == [2, 3]
