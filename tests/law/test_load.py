"""The rule book: keys, ids, aliases and dates; what a refusal names; packs over packs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.factories.law import LAW_YAML, WORDS_YAML, a_law, a_pack, a_period, a_rule
from zhidun.kernel.text import t
from zhidun.law.load import RuleBook, rulebook
from zhidun.law.model import Confidence, Unit
from zhidun.law.pack_files import read_packs, read_words
from zhidun.law.refusals import PackBroken, PeriodUnknown, RuleNotInForce, RuleUnknown

OLD = replace(
    a_rule(a_period(45, Unit.WORKING_DAY)),
    key="mediate",
    id="mediate.old",
    aliases=("mediate.45",),
    effective_to=date(2020, 12, 31),
    superseded_by="mediate.new",
)
NEW = replace(
    a_rule(a_period(60, Unit.CALENDAR_DAY), a_period(7, Unit.WORKING_DAY, part="notice")),
    key="mediate",
    id="mediate.new",
    effective_from=date(2021, 1, 1),
)
GONE = replace(a_rule(rule_id="gone"), effective_to=date(2020, 12, 31), superseded_by="heir")
HEIR = replace(
    a_rule(rule_id="heir"), effective_from=date(2021, 1, 1), effective_to=date(2022, 1, 1), superseded_by="late"
)
LATE = replace(a_rule(rule_id="late"), effective_from=date(2022, 1, 2), confidence=Confidence.MEMORY)
BOOK = RuleBook([a_law()], [NEW, OLD, GONE, HEIR, LATE])


@pytest.mark.parametrize(
    ("name", "on", "found"),
    [
        ("mediate", date(2020, 12, 31), "mediate.old"),  # last day of the old
        ("mediate", date(2021, 1, 1), "mediate.new"),  # first day of the new
        ("mediate.45", date(2021, 1, 1), "mediate.new"),  # an alias follows its key
        ("mediate.old", date(2020, 6, 1), "mediate.old"),
        ("mediate.new#notice", date(2021, 6, 1), "mediate.new"),
    ],
)
def test_found(name: str, on: date, found: str) -> None:
    assert BOOK.rule(name, on).id == found


@pytest.mark.parametrize(
    ("name", "on", "named"),
    [
        ("mediate.old", date(2021, 6, 1), "mediate.new"),  # an id outside its dates names the version in force
        ("mediate.new", date(2020, 6, 1), "mediate.old"),
        ("gone", date(2021, 6, 1), "heir"),  # another key took over
        ("gone", date(2023, 1, 1), "late"),  # and another after that
        ("mediate", date(1999, 1, 1), "mediate.old 2000-01-01–2020-12-31"),  # nothing yet: the spans
        ("late", date(2021, 1, 1), "late 2022-01-02–"),
    ],
)
def test_not_in_force_names_what_is(name: str, on: date, named: str) -> None:
    with pytest.raises(RuleNotInForce) as caught:
        BOOK.rule(name, on)
    assert named in caught.value.remedy.en
    assert named in caught.value.remedy.zh
    assert caught.value.status == 409


def test_unknown_names_suggest() -> None:
    with pytest.raises(RuleUnknown, match=r"law\.rule_unknown") as caught:
        BOOK.rule("mediat", date(2021, 1, 1))
    assert "mediate" in caught.value.remedy.en
    with pytest.raises(RuleUnknown) as caught:
        BOOK.rule("zzzz", date(2021, 1, 1))
    assert "law folder" in caught.value.remedy.en
    for ask in (BOOK.law, BOOK.by_id):
        with pytest.raises(RuleUnknown):
            ask("nothing")


def test_lookups() -> None:
    assert BOOK.law("some_law").title.zh == "某法"
    assert BOOK.by_id("mediate.old").in_force(date(2020, 1, 1))
    assert [rule.id for rule in BOOK.versions("mediate.45")] == ["mediate.old", "mediate.new"]
    assert BOOK.keys == ("gone", "heir", "late", "mediate")
    assert [rule.id for rule in BOOK.unverified()] == ["late"]
    assert len(BOOK.rules) == 5
    assert len(BOOK.laws) == 1


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("mediate", True),
        ("mediate#notice", True),  # in one version is enough
        ("mediate#other", False),
        ("mediate.old", True),
        ("nothing", False),
    ],
)
def test_has(name: str, known: bool) -> None:  # noqa: FBT001  a table
    assert BOOK.has(name) is known


def test_located() -> None:
    rule, period = BOOK.located("mediate#notice", date(2022, 1, 1))
    assert (rule.id, period.value) == ("mediate.new", 7)
    with pytest.raises(PeriodUnknown):
        BOOK.located("gone", date(2020, 1, 1))


def test_citation() -> None:
    law = a_law(edition=t("2019修正", "2019 amendment"))
    assert law.cited("60").zh == "《某法》(2019修正)第60条"
    assert law.cited("60").en == "Some Law (2019 amendment), art. 60"
    assert law.cited("81,82(5)").zh == "《某法》(2019修正)第81、82(5)条"
    assert a_law().cited("local: Zhejiang") == t("《某法》", "Some Law (local: Zhejiang)")
    assert a_law().cited("附则").zh == "《某法》(附则)"
    assert a_law().cited("all") == t("《某法》", "Some Law")
    assert not a_law(effective_to=date(2001, 1, 1)).in_force(date(2001, 1, 2))
    assert a_law().in_force(date(2001, 1, 2))


def test_a_later_pack_replaces_by_key(tmp_path: Path) -> None:
    first, second = a_pack(tmp_path / "one"), a_pack(
        tmp_path / "two",
        LAW_YAML.replace("value: 5", "value: 9").replace("id: some.rule", "id: some.rule.city").replace("某法", "新法"),
    )  # fmt: skip
    laws, rules = read_packs((*first, *second))
    assert [rule.id for rule in rules] == ["some.rule.city"]
    assert rules[0].period().value == 9
    assert rules[0].law.title.zh == "新法"
    assert len(laws) == 1
    assert str(rules[0].place) == "two/law/test.yaml:11"


def test_the_book_of_the_packs_is_read_once() -> None:
    assert rulebook() is rulebook()


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (("laws:", "laws: [1]\nmore:"), "laws: {…}, rules: […]"),
        (("rules:", "rules: 3\nmore:"), "laws: {…}, rules: […]"),
        (("roll: none", "roll: sometimes"), "sometimes"),
        (("  law: some_law", "  law: other_law"), "other_law"),
        (("value: 5", "value: 0"), "whole number"),
        (("value: 5", "value: true"), "whole number"),
        (("unit: working_day", "unit: fortnight"), "fortnight"),
        (("{value: 5, unit", "{value: null, unit"), "both null"),
        (("approver: head", "approver: nobody"), "nobody"),
        (("excluded: [testing]", "excluded: testing"), "a list is expected"),
        (("title: {zh: 某期限, en: Some period}", "title: {zh: 某期限}"), "translation missing: en"),
        (("  confidence: text_read\n", ""), "confidence"),
        (("  effective_from: 2000-01-01\n  effective_to: null\n  superseded_by: null\n  confidence", "  confidence"),
         "effective_from"),
        (("- key: some.rule", "- 3\n- key: some.rule"), "3"),
        (("laws:", "laws: {"), "YAML"),
        (("effective_from: 2000-01-01", "effective_from: 2000-13-41"), "YAML"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, change: tuple[str, str], part: str) -> None:
    with pytest.raises(PackBroken) as caught:
        read_packs(a_pack(tmp_path / "bad", LAW_YAML.replace(*change)))
    assert part in caught.value.reason.en
    assert "bad/law/test.yaml:" in caught.value.reason.en


def test_a_word_needs_both_languages(tmp_path: Path) -> None:
    names = a_pack(tmp_path / "bad", words=WORDS_YAML.replace(", en: head", ""))
    with pytest.raises(PackBroken):
        read_words(names)


def test_optional_fields(tmp_path: Path) -> None:
    text = LAW_YAML.replace(
        "  params: {}\n",
        "  params: {}\n  aliases: [other]\n  note: {zh: 注, en: note}\n  readings:\n"
        "  - {rule: some.rule, from: 2001-01-01, why: {zh: 因, en: why}}\n",
    ).replace("    roll: none\n", "    roll: none\n    edition: {zh: 一, en: one}\n    version_rule: some.rule\n")
    text = text.replace("superseded_by: null\n    family", "superseded_by: other\n    family")
    text = text.replace("    start: complaint_received\n", "    start: complaint_received\n    roll: day_off\n")
    text = text.replace(
        "  effective_to: null\n  superseded_by: null\n  c", "  effective_to: '2001-01-01'\n  superseded_by: x\n  c"
    )
    (law,), (rule,) = read_packs(a_pack(tmp_path / "full", text))
    assert rule.note is not None
    assert rule.readings[0].from_on == date(2001, 1, 1)
    assert rule.aliases == ("other",)
    assert rule.effective_to == date(2001, 1, 1)
    assert rule.period().roll == "day_off"
    assert (law.version_rule, law.superseded_by) == ("some.rule", "other")
    empty, none = read_packs(a_pack(tmp_path / "empty", "laws:\nrules:\n"))
    assert (empty, none) == ([], [])
    assert read_packs(a_pack(tmp_path / "blank", "")) == ([], [])
