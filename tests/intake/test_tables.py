"""The window's tables: whole, bilingual, every condition can be answered, later packs replace by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhidun.intake import tables
from zhidun.intake.answers import view
from zhidun.intake.competence import facts_view
from zhidun.intake.types import Answers
from zhidun.kernel.text import Text


def conditions() -> list[tuple[str, str]]:
    """Return (table, condition) of every condition over the answers of a filing."""
    found = []
    for row in tables.rows(tables.table("form"), "fields"):
        found += [("form", str(row[name])) for name in ("required_when", "show_when") if row.get(name)]
    classification = tables.table("classification")
    for name in ("kinds", "notices", "defences"):
        found += [("classification", str(row["when"])) for row in tables.rows(classification, name)]
    found.append(("classification", str(classification["emergency"])))
    found += [("routing", str(row["when"])) for row in tables.rows(tables.routing(), "routes")]
    return found


@pytest.mark.parametrize(("table", "condition"), conditions())
def test_every_condition_can_be_answered(table: str, condition: str) -> None:
    seen = view(Answers()) if table == "form" else {**facts_view(Answers(), "report")}
    assert tables.holds(condition, seen) in (True, False)


def words_in(value: object) -> list[dict[str, object]]:
    """Return every mapping with a zh or an en in a table."""
    if isinstance(value, dict):
        here = [value] if {"zh", "en"} & set(value) else []
        return here + [found for entry in value.values() for found in words_in(entry)]
    if isinstance(value, list):
        return [found for entry in value for found in words_in(entry)]
    return []


@pytest.mark.parametrize("name", ["form", "classification", "refusals", "routes"])
def test_every_word_exists_in_both_languages(name: str) -> None:
    found = words_in(tables.table(name))
    assert len(found) > 5
    for words in found:
        assert Text.of(words).en.isascii() or any(mark in str(words["en"]) for mark in "“”–’")


def test_the_routing_table_ends_with_a_line_for_everything() -> None:
    assert words_in(tables.routing())
    for city in ("510100", "500000"):
        seen = facts_view(Answers(city=city, right_kind="unknown"), "report")
        assert any(tables.holds(str(row["when"]), seen) for row in tables.rows(tables.routing(), "routes"))


def test_a_later_pack_replaces_by_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mine" / "intake"
    folder.mkdir(parents=True)
    (folder / "refusals.yaml").write_text(
        "grounds:\n  - {key: repeated, kinds: [report], reason: {zh: 改, en: changed}, remedy: {zh: 看, en: see}}\n",
        encoding="utf-8",
    )
    before = len(tables.rows(tables.table("refusals"), "grounds"))
    monkeypatch.setenv("ZHIDUN_PACKS", f"cn,chengdu,{tmp_path / 'mine'}")
    grounds = {row["key"]: row for row in tables.rows(tables.table("refusals"), "grounds")}
    assert len(grounds) == before
    assert grounds["repeated"]["reason"] == {"zh": "改", "en": "changed"}


def test_a_broken_table_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "broken" / "intake"
    folder.mkdir(parents=True)
    (folder / "form.yaml").write_text("- a\n- b\n", encoding="utf-8")
    monkeypatch.setenv("ZHIDUN_PACKS", str(tmp_path / "broken"))
    with pytest.raises(tables.TableFault, match="expected a mapping"):
        tables.table("form")
    (folder / "routes.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(tables.TableFault, match=r"routes\.yaml"):
        tables.table("routes")
    with pytest.raises(tables.TableFault, match="no pack has"):
        tables.table("nothing")


def test_a_condition_that_asks_for_what_is_not_there_is_named() -> None:
    with pytest.raises(tables.TableFault, match=r"a\.nowhere"):
        tables.holds("a.nowhere == 1", {})
    assert tables.holds("", {}) is False
