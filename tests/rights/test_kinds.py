"""The kinds of rights: every kind of measure 二 is declared, and its own fields are checked."""

from __future__ import annotations

from datetime import date

import pytest

from zhidun.kernel import identifiers
from zhidun.rights.errors import FieldUnfit
from zhidun.rights.kinds import MAX_LIST, MAX_TEXT, checked_details, kind, kinds
from zhidun.rights.models import RightKind
from zhidun.rights.selectors import kind_choices


def test_every_kind_is_declared_in_both_languages() -> None:
    assert set(kinds()) == set(RightKind.values)
    assert len(kind_choices()) == 18
    for of in kinds().values():
        assert of.title.zh
        assert of.title.en
        assert of.statuses
        assert any(one.alive for one in of.statuses)


@pytest.mark.parametrize("key", sorted(RightKind.values))
def test_each_number_example_fits_its_own_check(key: str) -> None:
    of = kind(key)
    if of.number_example:
        assert identifiers.check(of.number_check, of.number_example).severity == "fine", of.number_example
    assert of.number_refuses == of.key.startswith("patent_")


def test_an_unknown_kind_is_refused_naming_the_known() -> None:
    with pytest.raises(FieldUnfit) as refused:
        kind("perpetuum_mobile")
    assert "trademark" in refused.value.remedy.en


def test_own_fields_are_brought_to_one_form() -> None:
    clean = checked_details(
        kind("trademark"),
        {
            "mark_kind": "图形",
            "renewed_until_on": date(2038, 3, 6),
            "licensees": "甲公司;乙公司",
            "well_known": "是",
            "goods": "",
        },
    )
    assert clean == {
        "mark_kind": "figure",
        "renewed_until_on": "2038-03-06",
        "licensees": ["甲公司", "乙公司"],
        "well_known": True,
    }
    design = checked_details(kind("patent_design"), {"locarno": ["06-01", "02-04"], "inventors": ("张三",)})
    assert design["locarno"] == ["06-01", "02-04"]
    assert checked_details(kind("patent_invention"), {"claims_count": " 12 "}) == {"claims_count": 12}
    assert checked_details(kind("trademark"), {"well_known": "否"}) == {"well_known": False}


@pytest.mark.parametrize(
    ("key", "details", "field"),
    [
        ("trademark", {"mark_kind": "smell"}, "mark_kind"),
        ("trademark", {"renewed_until_on": "next year"}, "renewed_until_on"),
        ("trademark", {"well_known": "perhaps"}, "well_known"),
        ("trademark", {"goods": "x" * (MAX_TEXT + 1)}, "goods"),
        ("trademark", {"licensees": ["x"] * (MAX_LIST + 1)}, "licensees"),
        ("patent_design", {"locarno": ["6-1"]}, "locarno"),
        ("patent_invention", {"claims_count": "twelve"}, "claims_count"),
        ("time_honoured_brand", {}, "city"),
        ("trademark", {"recipe": "secret"}, "recipe"),
    ],
)
def test_own_fields_that_do_not_fit_are_named(key: str, details: dict[str, object], field: str) -> None:
    with pytest.raises(FieldUnfit) as refused:
        checked_details(kind(key), details)
    assert field in refused.value.errors
    assert refused.value.errors[field].reason.zh
