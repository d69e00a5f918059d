"""Marks alike in another tongue: the same sound in Cantonese when asked for, the same meaning in another script."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhidun.cli.radar import group
from zhidun.similarity import answers, meaning, translation
from zhidun.similarity.comparison import compare
from zhidun.similarity.fusion import scorer
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.normal import prepared
from zhidun.similarity.search import search
from zhidun.similarity.textindex import TextIndex


@pytest.mark.parametrize(("one", "other"), [("喜茶", "起茶"), ("美心", "尾心"), ("周生生", "洲生生")])
def test_the_same_sound_in_cantonese_counts_when_it_is_asked_for(one: str, other: str) -> None:
    found = compare(one, other, using=scorer("cantonese"))
    said = next(factor for factor in found.factors if factor.name == "cantonese")
    assert said.score == 1
    assert "同音" in said.reason.zh
    assert "the same sound" in said.reason.en
    assert found.score > compare(one, other).score
    assert "cantonese" not in {factor.name for factor in compare(one, other).factors}


def test_cantonese_is_symmetric_identity_is_one_and_unknown_signs_are_themselves() -> None:
    used = scorer("cantonese")
    assert compare("大家乐", "大家乐", using=used).score == 1
    assert compare("康师傅", "娃哈哈", using=used).score < 0.3
    assert compare("喜茶", "起茶", using=used).score == pytest.approx(
        compare("起茶", "喜茶", using=used).score, abs=1e-3
    )
    assert compare("𠮷野家", "𠮷野家", using=used).score == 1


@pytest.mark.parametrize(("asked", "right"), [("Apple", "苹果"), ("蓝月亮", "Blue Moon"), ("White Rabbit", "大白兔")])
def test_a_translation_is_found_and_told(asked: str, right: str) -> None:
    names = ["苹果", "Blue Moon", "大白兔", "康师傅", "Sony", "老干妈", "Nike", "海天酱油"]
    index = TextIndex([str(at) for at in range(len(names))], names)
    hits = search(index, prepared(asked), meant=True)
    assert hits[0].text == right
    assert hits[0].route == "meaning"
    assert 0.4 < hits[0].score < 0.9
    assert [one.name for one in hits[0].factors] == ["meaning"]
    assert right not in {hit.text for hit in search(index, prepared(asked)) if hit.score > 0.4}


def test_a_large_index_and_a_missing_model_leave_meaning_out(monkeypatch: pytest.MonkeyPatch) -> None:
    index = TextIndex(["0", "1"], ["苹果", "海天"])
    monkeypatch.setattr(translation, "MOST", 1)
    assert search(index, prepared("Apple"), meant=True) == search(index, prepared("Apple"))
    rights = Gallery([Entry("0", "苹果", None), Entry("1", "海天", None)])
    answer = answers.search(answers.Asked(text="Apple"), rights)
    assert [one.en for one in answer.warnings] == [translation.UNTRANSLATED.en]
    assert answers.search(answers.Asked(text="苹菓"), rights).warnings == ()
    monkeypatch.undo()

    def missing(_: object) -> None:
        raise meaning.MeaningMissing

    monkeypatch.setattr(meaning, "vectors", missing)
    other = TextIndex(["0"], ["苹果"])
    assert search(other, prepared("Apple"), meant=True) == search(other, prepared("Apple"))


@pytest.mark.parametrize(
    ("text", "script"), [("苹果", "han"), ("Apple", "latin"), ("苹果Apple", ""), ("365", ""), ("Привет", "")]
)
def test_the_script_of_a_mark(text: str, script: str) -> None:
    assert translation.script(prepared(text)) == script


def test_the_command_weighs_cantonese_on_demand(tmp_path: Path) -> None:
    file = tmp_path / "rights.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["id", "text"], ["a", "喜茶"], ["b", "娃哈哈"]])
    asked = ["search", "--text", "起茶", "--rights", str(file), "--json"]
    plain, heard = (json.loads(CliRunner().invoke(group, [*asked, *more]).stdout) for more in ([], ["--cantonese"]))
    assert heard["hits"][0]["score"] > plain["hits"][0]["score"]
