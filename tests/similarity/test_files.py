"""The radar on files alone: galleries and questions in any encoding, bad rows told, pictures kept or told."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from tests.similarity.pictures import drawn
from zhidun.cli.radar import group
from zhidun.similarity import answers, evaluate, gallery, pictures, tables
from zhidun.similarity.likeness import Likeness

MARKS = ["康师傅", "雪碧", "大白兔", "六个核桃", "老干妈", "娃哈哈", "Nike", "腾讯", "洽洽", "海天"]
ASKED = [
    ("康帅傅", 0),
    ("雷碧", 1),
    ("大白免", 2),
    ("六仁核桃", 3),
    ("老干爹", 4),
    ("哇哈哈", 5),
    ("N1ke", 6),
    ("Tengxun", 7),
]


def written(file: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    with file.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream).writerows(rows)
    return file


def texts(folder: Path, encoding: str = "utf-8") -> tuple[Path, Path]:
    return (
        written(
            folder / "gallery.csv",
            [["id", "text", "image"], *([f"r{n}", m, ""] for n, m in enumerate(MARKS))],
            encoding,
        ),
        written(
            folder / "queries.csv", [["text", "image", "answer"], *([q, "", f"r{a}|none"] for q, a in ASKED)], encoding
        ),
    )


def told(arguments: list[str]) -> dict[str, object]:
    done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_evaluation_says_recall_and_rank(tmp_path: Path, encoding: str) -> None:
    rights, asked = texts(tmp_path, encoding)
    outcome = told(["eval", "--gallery", str(rights), "--queries", str(asked), "--k", "1,5", "--json"])
    assert outcome["n"] == len(ASKED)
    assert outcome["recall"] == {"1": 1.0, "5": 1.0}
    assert outcome["mrr"] == 1.0
    assert outcome["notes"] == []
    assert "seconds" in outcome


def test_utf16_without_a_mark_is_known_by_the_names_of_its_columns_and_a_refusal_shows_only_what_can_be_read(
    tmp_path: Path,
) -> None:
    file = tmp_path / "rights.csv"
    file.write_bytes(("id,text\n1," + "字" * 9000 + "\n2,康师傅\n").encode("utf-16-le"))
    assert [entry.id for entry in gallery.read(file).entries] == ["1", "2"]
    file.write_bytes(bytes(range(256)) * 50)
    with pytest.raises(tables.TableUnfit) as refused:
        gallery.read(file)
    assert refused.value.reason.zh.isprintable()


def test_search_says_hits_with_factors_in_both_languages(tmp_path: Path) -> None:
    rights, _ = texts(tmp_path)
    answer = told(["search", "--text", "康帅傅", "--rights", str(rights), "--limit", "3", "--json"])
    hits = answer["hits"]
    assert isinstance(hits, list)
    assert hits[0]["id"] == "r0"
    assert set(hits[0]) >= {"id", "text", "score", "factors"}
    assert all({"name", "score", "reason"} <= set(factor) for factor in hits[0]["factors"])
    assert all(set(factor["reason"]) == {"zh", "en"} for factor in hits[0]["factors"])


def test_an_answer_that_is_no_right_counts_as_not_found_and_is_told_and_the_mean_rank_does_not_hang_on_k(
    tmp_path: Path,
) -> None:
    rights = written(
        tmp_path / "g.csv", [["TEXT", "note", "ID"], *([m, "a,b\nc", f"00{n}"] for n, m in enumerate(MARKS))]
    )
    asked = written(
        tmp_path / "q.csv",
        [["Answer", "Text"], [" 000 | x ", "康帅傅"], ["001", "大白兔"], ["zzz|000z", "雷碧"], ["|", "雷碧"]],
    )
    one, many = (evaluate.evaluate(rights, asked, mode="text", ks=ks) for ks in ([1], [50, 1]))
    assert (one.recall(1), one.mrr, list(many.as_dict()["recall"])) == (1 / 3, many.mrr, ["50", "1"])  # type: ignore[call-overload]
    assert one.ranks[0] == 1
    assert one.ranks[2] == 0
    assert [problem.line for problem in one.problems] == [5]
    assert [note.zh for note in one.notes] == ["有 1 个问题的答案不在权利表中(第 4 行,如“000z”),按未找到计。"]


@pytest.mark.parametrize("mode", ["logo", "design"])
def test_pictures_are_found_and_broken_ones_told(tmp_path: Path, mode: evaluate.Mode) -> None:
    for name in ("star", "ring", "bars", "house"):
        (tmp_path / f"{name}.png").write_bytes(drawn(name))
        (tmp_path / f"{name}.jpg").write_bytes(drawn(name, ink="navy", size=110, kind="JPEG"))
    (tmp_path / "broken.png").write_bytes(drawn("star")[:200])
    rows = [
        ["id", "text", "image"],
        *([n, "", f"{n}.png"] for n in ("star", "ring", "bars", "house", "broken", "absent")),
    ]
    (tmp_path / "deep").mkdir()
    grey = np.asarray(Image.open(tmp_path / "star.png").convert("L"), np.uint16) * 257
    Image.fromarray(grey).save(tmp_path / "deep" / "star16.png")
    asked = [["text", "image", "answer"], *(["", f"{n}.jpg", n] for n in ("star", "ring", "bars", "house"))]
    asked.append(["", "deep\\star16.png", "star"])
    outcome = evaluate.evaluate(
        written(tmp_path / "gallery.csv", rows), written(tmp_path / "queries.csv", asked), mode=mode, ks=[1]
    )
    assert outcome.recall(1) == 1
    assert [problem.line for problem in outcome.problems] == [6, 7]
    assert all(problem.reason.zh and problem.reason.en for problem in outcome.problems)
    hits = answers.search(
        answers.Asked(image=tmp_path / "ring.jpg", mode=mode, limit=2), gallery.read(tmp_path / "gallery.csv")
    ).hits
    assert hits[0].id == "ring"
    assert answers.factor(hits[0], "copy") is not None
    assert answers.factor(hits[0], "none") is None


def test_one_bad_row_among_many_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = ["id,text,classes", *(f"{n},牌子{n},30" for n in range(2000))]
    lines[1000] = '999,"牌子'
    lines[1500] = "1499,牌子,30,更多"
    lines[1600] = "5,牌子重复,30"
    lines[1700] = "1699,,30"
    lines[1800] = "1799,牌子,99"
    file = tmp_path / "gallery.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = gallery.read(file)
    assert len(found.entries) == 1995
    assert [problem.line for problem in found.problems] == [1001, 1501, 1601, 1701, 1801]
    assert found.left_out == 5


def test_a_long_text_an_empty_file_and_a_missing_column_are_refused_or_told(tmp_path: Path) -> None:
    long = written(tmp_path / "long.csv", [["id", "text"], ["1", "字" * 10_001], ["2", "🍎"], ["", "牌"]])
    assert gallery.read(long).left_out == 3
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    for file in (empty, written(tmp_path / "no.csv", [["text"], ["牌"]]), tmp_path / "absent.csv"):
        with pytest.raises(tables.TableUnfit):
            gallery.read(file)
    with pytest.raises(evaluate.NothingToEvaluate, match="0 rights and 0 questions can be used, 4 rows were left out"):
        evaluate.evaluate(long, written(tmp_path / "q.csv", [["text", "answer"], ["牌", ""]]), mode="text", ks=[1])


def test_goods_weigh_and_are_told(tmp_path: Path) -> None:
    rights = written(tmp_path / "rights.csv", [["id", "text", "classes"], ["a", "康师傅", "30"], ["b", "康师傅", "12"]])
    answer = answers.search(answers.Asked(text="康帅傅", classes="3003"), gallery.read(rights))
    assert [hit.id for hit in answer.hits] == ["a", "b"]
    near = answers.factor(answer.hits[0], "goods")
    assert isinstance(near, Likeness)
    assert near.score > 0.8
    assert "30" in near.reason.zh


@pytest.mark.parametrize(
    ("content", "zh"),
    [
        (b"", "图片文件是空的。"),
        (
            b'<?xml version="1.0"?>\n<!-- ' + b"x" * 1200 + b' -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
            "SVG 是矢量图,不予读取。",
        ),
        (b"GIF89a", "无法读取图片。"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(content: bytes, zh: str) -> None:
    with pytest.raises(pictures.ImageUnfit) as refused:
        pictures.read(content)
    assert refused.value.reason.zh == zh
    assert refused.value.reason.en
