"""`law check`: the shipped packs are clean; each sort of fault is found at its line with a remedy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.factories.law import LAW_YAML, WORDS_YAML, a_pack
from zhidun.kernel.packs import packs_root
from zhidun.law.check import Finding, check

RULE = LAW_YAML[LAW_YAML.index("- key:") :]
SPAN = "'1'\n  effective_from: 2000-01-01\n  effective_to: null"
SECOND = RULE.replace("id: some.rule", "id: some.rule.2")


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, [(one.code, one.what.en) for one in found]
    return found[0]


def test_the_shipped_packs_are_clean() -> None:
    assert [(str(one.place), one.code, one.what.en) for one in check()] == []


def test_the_small_pack_is_clean(tmp_path: Path) -> None:
    assert check(a_pack(tmp_path / "p")) == []


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("kind: deadline", "kind: wish"), "kind", 11),
        (("kind: deadline", "kind: law"), "kind", 11),  # a law's schema is no kind of rule
        (("  law: some_law", "  law: other"), "law", 11),
        (("unit: working_day\n    start", "unit: fortnight\n    start"), "unit", 11),
        (("{value: 5, unit: working_day", "{value: 5, unit: moon"), "unit", 11),
        (("start: complaint_received", "start: full_moon"), "start-event", 11),
        (("approver: head", "approver: nobody"), "word", 11),
        (("[testing]", "[dreaming]"), "word", 11),
        (("statement: {zh: 某期限。, en: Some period.}", "statement: {zh: 某期限。}"), "translation", 11),
        (("  statement: {zh: 某期限。, en: Some period.}\n", ""), "translation", 11),
        (("title: {zh: 某法, en: Some Law}", "title: {zh: '', en: Some Law}"), "translation", 2),
        (("'1'\n  effective_from: 2000-01-01", "'1'\n  effective_from: once"), "date", 11),
        (("'1'\n  effective_from: 2000-01-01", "'1'\n  effective_from: null"), "date", 11),
        (("confidence: text_read", "confidence: sure"), "schema", 11),
        (("  params: {}", "  params: {}\n  more: 1"), "schema", 11),
        (("    roll: none", "    roll: often"), "schema", 2),
        (("value: 5\n", "value: none\n"), "schema", 11),
        (("excluded: [testing]", "excluded: testing"), "schema", 11),
        ((SPAN, SPAN.replace("2000", "1999")), "outside-law", 11),
        ((SPAN, SPAN.replace("2000", "2003").replace("null", "2002-01-01")), "date-order", 11),
        (("superseded_by: null\n  confidence", "superseded_by: ghost\n  confidence"), "rule", 11),
        (("  params: {}", "  params: {}\n  readings: [{rule: ghost, from: 2001-01-01, why: {zh: 因, en: why}}]"),
         "rule", 11),
    ],
)  # fmt: skip
def test_each_fault_has_its_line(tmp_path: Path, change: tuple[str, str], code: str, line: int) -> None:
    text = LAW_YAML.replace(*change)
    assert text != LAW_YAML
    findings = [one for one in check(a_pack(tmp_path / "bad", text)) if one.code == code]
    found = only(findings)
    assert (found.place.file, found.place.line) == ("law/test.yaml", line)
    assert found.what.zh
    assert found.remedy.zh
    assert found.remedy.en


def test_a_broken_law_does_not_blame_itself_twice(tmp_path: Path) -> None:
    found = check(a_pack(tmp_path / "bad", LAW_YAML.replace("    roll: none", "    roll: often")))
    assert sorted(one.code for one in found) == ["law", "schema"]


def test_overlap_of_versions(tmp_path: Path) -> None:
    found = only(check(a_pack(tmp_path / "bad", LAW_YAML + SECOND.replace("2000-01-01", "2005-01-01"))))
    assert found.code == "overlap"
    assert "2004-12-31" in found.remedy.en


def test_overlap_in_a_law_family(tmp_path: Path) -> None:
    law = LAW_YAML[LAW_YAML.index("  some_law") : LAW_YAML.index("rules:")]
    second = law.replace("  some_law:", "  next_law:").replace("2000-01-01", "2005-01-01")
    text = LAW_YAML.replace("rules:", second + "rules:")
    assert only(check(a_pack(tmp_path / "bad", text))).code == "overlap"
    ended = text.replace("    effective_to: null", "    effective_to: 2004-12-31", 1)
    codes = [one.code for one in check(a_pack(tmp_path / "good", ended))]
    assert codes == ["outside-law"]  # the rule outlives its law; the family itself is in order


@pytest.mark.parametrize(
    "second",
    [
        RULE.replace("2000-01-01", "2005-01-01"),  # same key and id
        RULE.replace("key: some.rule", "key: other"),  # same id under another key
        SECOND.replace("key: some.rule", "key: other").replace("id: some.rule.2", "id: other\n  aliases: [some.rule]"),
        SECOND.replace("key: some.rule", "key: some.rule.3").replace("id: some.rule.2", "id: some.rule"),
    ],
)
def test_names_are_used_once(tmp_path: Path, second: str) -> None:
    first = LAW_YAML.replace("'1'\n  effective_from: 2000-01-01\n  effective_to: null",
                             "'1'\n  effective_from: 2000-01-01\n  effective_to: 2004-12-31")  # fmt: skip
    assert {one.code for one in check(a_pack(tmp_path / "bad", first + second))} == {"duplicate"}


def test_the_same_law_twice_in_a_pack_but_not_over_packs(tmp_path: Path) -> None:
    names = a_pack(tmp_path / "one")
    (tmp_path / "one" / "law" / "zweit.yaml").write_text(LAW_YAML[: LAW_YAML.index("rules:")], "utf-8")
    assert only(check(names)).code == "duplicate"
    (tmp_path / "one" / "law" / "zweit.yaml").unlink()
    assert check((*names, *a_pack(tmp_path / "two"))) == []


def test_unreadable_files(tmp_path: Path) -> None:
    names = a_pack(tmp_path / "bad", "laws: {", WORDS_YAML.replace("approvers:", "approvers: 3\nx:"))
    found = check(names)
    assert [one.code for one in found] == ["unreadable", "unreadable"]
    assert all(one.as_dict()["line"] == 1 for one in found)


def test_calendar_files_are_checked(tmp_path: Path) -> None:
    names = a_pack(tmp_path / "p")
    folder = tmp_path / "p" / "calendar"
    folder.mkdir()
    shutil.copy(packs_root() / "cn" / "calendar" / "2026.yaml", folder / "2026.yaml")
    assert check(names) == []
    (folder / "2026.yaml").rename(folder / "2030.yaml")
    assert "does not fit the year 2026" in only(check(names)).what.en
    (folder / "2030.yaml").write_text("year: 2030", "utf-8")
    assert only(check(names)).code == "calendar"


def test_every_kind_has_a_schema_that_names_itself() -> None:
    for path in (packs_root() / "cn" / "law" / "schema").glob("*.json"):
        schema = json.loads(path.read_text("utf-8"))
        assert schema["$id"].endswith("/" + path.name)
        assert schema["title"]
