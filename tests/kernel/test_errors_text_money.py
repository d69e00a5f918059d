"""Refusals, bilingual text and money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.kernel import errors, money
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, listed, t


def _tree(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _tree(child))]


KERNEL_TREE = [kind for kind in _tree(Refusal) if kind.__module__ == errors.__name__]


def test_each_refusal_has_its_own_code_and_both_languages() -> None:
    assert len({kind.code for kind in KERNEL_TREE}) == len(KERNEL_TREE) >= 11
    for kind in KERNEL_TREE:
        assert 400 <= kind.status < 600
        for text in (kind.default_reason, kind.default_remedy):
            assert text.zh
            assert text.en
            assert text.zh != text.en


def test_a_refusal_is_rendered_as_problem_details() -> None:
    inner = Invalid(t("不对", "Wrong"), field="name")
    refusal = Invalid(t("有误", "Faulty"), t("改", "Mend"), field="form", errors={"name": inner}, article="第1条")
    body = refusal.problem("en-GB")
    assert body["title"] == "Faulty"
    assert body["type"] == "urn:zhidun:refusal:input.invalid"
    assert body["article"] == "第1条"
    assert body["field"] == "form"
    assert body["errors"] == {"name": inner.problem("en")}
    assert "input.invalid: Faulty" in str(refusal)


def test_a_bare_refusal_names_neither_field_nor_article() -> None:
    assert set(Refusal().problem("zh")) == {"type", "title", "status", "code", "reason", "remedy"}


def test_text_answers_in_the_language_asked_for() -> None:
    text = t("{n}件", "{n} pieces")
    assert text.format({"n": 3}) == Text("3件", "3 pieces")
    assert (text.in_("en-US"), text.in_("fr")) == ("{n} pieces", "{n}件")
    assert Text.of(text) is text
    assert Text.of(text.as_dict()) == text


@pytest.mark.parametrize(("value", "said"), [("zh", "expected"), ({"zh": "甲"}, "en"), ({"zh": " ", "en": "a"}, "zh")])
def test_text_wants_both_languages(value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Text.of(value)


@given(st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=4))
def test_money_is_rounded_half_up_once(amount: Decimal) -> None:
    rounded = money.rounded(money.yuan(amount))
    assert abs(rounded - amount) <= Decimal("0.005")
    assert money.fen(amount) == int(rounded * 100)
    assert money.yuan(money.shown(amount)) == rounded


@pytest.mark.parametrize(
    ("value", "shown"), [("12,000.5", "12000.50"), (0.1, "0.10"), (7, "7.00"), (" 1.005 ", "1.01"), ("-2.345", "-2.35")]
)
def test_money_is_read_as_people_write_it(value: str | float, shown: str) -> None:
    assert money.shown(money.yuan(value)) == shown


@pytest.mark.parametrize("value", ["abc", "NaN", "Infinity", None, "", float("inf")])
def test_what_is_no_number_is_refused_with_its_field(value: str | float | None) -> None:
    with pytest.raises(Invalid) as refused:
        money.yuan(value, field="claim")
    assert refused.value.field == "claim"
    assert "12000.50" in refused.value.remedy.en


def test_words_are_enumerated_as_each_language_does() -> None:
    assert listed(["甲", 7]) == Text("甲、7", "甲, 7")
    assert listed([]) == Text("", "")
