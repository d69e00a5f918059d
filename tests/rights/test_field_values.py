"""Own fields of each kind: what is taken, in which form it is stored, what is refused with which remedy."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.rights.errors import FieldUnfit
from zhidun.rights.kinds import MAX_LIST, MAX_TEXT, checked_details, kind, kinds

EVENT = {"event": "成都世界运动会"}
CITY = {"city": "成都"}

# kind, field, as entered, as stored
TAKEN = [
    # dates
    ("copyright_work", "created_on", "2020-05-04", "2020-05-04"),
    ("copyright_work", "created_on", " 2020-05-04 ", "2020-05-04"),
    ("copyright_work", "created_on", "20200504", "2020-05-04"),
    ("copyright_work", "created_on", date(2020, 5, 4), "2020-05-04"),
    ("copyright_work", "author_died_on", "1101-08-24", "1101-08-24"),  # Su Shi
    ("ic_layout", "first_used_on", "2024-02-29", "2024-02-29"),
    ("trademark", "renewed_until_on", "2036-12-31", "2036-12-31"),
    ("patent_invention", "priority_on", "2016-07-21", "2016-07-21"),
    # whole numbers
    ("patent_invention", "claims_count", "12", 12),
    ("patent_invention", "claims_count", " 12 ", 12),
    ("patent_invention", "claims_count", 12, 12),
    ("patent_utility", "claims_count", "\uff11\uff12", 12),  # full width
    # yes and no
    ("trademark", "well_known", "是", True),
    ("trademark", "well_known", "否", False),
    ("trademark", "well_known", "yes", True),
    ("trademark", "well_known", "NO", False),
    ("trademark", "well_known", "True", True),
    ("trademark", "well_known", "false", False),
    ("trademark", "well_known", True, True),
    ("trademark", "well_known", False, False),
    ("trademark", "well_known", "1", True),
    ("trademark", "well_known", "0", False),
    # choices: the word, the Chinese, the English
    ("trademark", "mark_kind", "word", "word"),
    ("trademark", "mark_kind", "文字", "word"),
    ("trademark", "mark_kind", " Word ", "word"),
    ("trademark", "mark_kind", "立体", "three_d"),
    ("trademark", "mark_kind", "Three-dimensional", "three_d"),
    ("trademark", "mark_kind", "声音", "sound"),
    ("trademark", "mark_kind", "颜色组合", "colour"),
    ("gi_mark", "mark_type", "证明商标", "certification"),
    ("gi_mark", "mark_type", "Collective mark", "collective"),
    ("plant_variety", "plant_group", "木本", "woody"),
    ("plant_variety", "plant_group", "藤本", "vine"),
    ("plant_variety", "plant_group", "其他", "other"),
    ("copyright_work", "author_kind", "视听作品", "audiovisual"),
    ("software", "author_kind", "自然人作品", "natural_person"),
    ("patent_utility", "evaluation_report", "没有", "none"),
    ("patent_design", "evaluation_report", "Defects found", "negative"),
    # lists: by semicolon of either width, by the Chinese comma of lists, by line
    ("trademark", "licensees", "甲公司;乙公司", ["甲公司", "乙公司"]),
    ("trademark", "licensees", "甲公司\uff1b乙公司", ["甲公司", "乙公司"]),
    ("trademark", "licensees", "甲公司、乙公司", ["甲公司", "乙公司"]),
    ("trademark", "licensees", "甲公司\n乙公司\n", ["甲公司", "乙公司"]),
    ("trademark", "licensees", " 甲公司 ; ; 乙公司 ", ["甲公司", "乙公司"]),
    ("trademark", "licensees", ["甲公司", " 乙公司 "], ["甲公司", "乙公司"]),
    ("trademark", "licensees", ("甲公司",), ["甲公司"]),
    ("patent_invention", "inventors", "张三、李四", ["张三", "李四"]),
    ("patent_invention", "ipc", "A23L 27/50;C12N 1/16", ["A23L 27/50", "C12N 1/16"]),
    ("patent_design", "locarno", "09-01", ["09-01"]),
    # texts
    ("patent_invention", "licence", " 独占许可 ", "独占许可"),
    ("gi_product", "area", "成都市郫都区", "成都市郫都区"),
    ("gi_product", "standard", "x" * MAX_TEXT, "x" * MAX_TEXT),
    ("software", "version", "V1.0", "V1.0"),
    ("olympic_sign", "event", "成都世界运动会", "成都世界运动会"),
]


def usual(kind_key: str) -> dict[str, object]:
    """The fields a kind cannot do without."""
    return {"sports_event": dict(EVENT), "time_honoured_brand": dict(CITY)}.get(kind_key, {})


@pytest.mark.parametrize(("kind_key", "name", "entered", "stored"), TAKEN)
def test_a_value_is_stored_in_one_form(kind_key: str, name: str, entered: object, stored: object) -> None:
    found = checked_details(kind(kind_key), {**usual(kind_key), name: entered})
    assert found[name] == stored
    assert type(found[name]) is type(stored)
    assert checked_details(kind(kind_key), found) == found


# kind, field, as entered, what the remedy says in Chinese and in English
REFUSED = [
    ("copyright_work", "created_on", "昨天", "2026-09-28", "2026-09-28"),
    ("copyright_work", "created_on", "2020-13-01", "2026-09-28", "2026-09-28"),
    ("copyright_work", "created_on", "2021-02-29", "2026-09-28", "2026-09-28"),
    ("copyright_work", "created_on", "2020/05/04", "2026-09-28", "2026-09-28"),
    ("copyright_work", "created_on", "04-05-2020", "2026-09-28", "2026-09-28"),
    ("copyright_work", "author_died_on", "9990-01-01", "2026-09-28", "2026-09-28"),  # fifty years on is no date
    ("copyright_work", "author_died_on", "0001-01-01", "2026-09-28", "2026-09-28"),
    ("trademark", "renewed_until_on", "9999-12-31", "2026-09-28", "2026-09-28"),
    ("ic_layout", "created_on", date.max, "2026-09-28", "2026-09-28"),
    ("patent_invention", "claims_count", "十二", "整数", "whole number"),
    ("patent_invention", "claims_count", "12项", "整数", "whole number"),
    ("patent_invention", "claims_count", "1.5", "整数", "whole number"),
    ("patent_invention", "claims_count", "1e3", "整数", "whole number"),
    ("trademark", "well_known", "也许", "是 或 否", "yes or no"),
    ("trademark", "well_known", "2", "是 或 否", "yes or no"),
    ("trademark", "mark_kind", "气味", "word(文字)", "word (Word)"),
    ("trademark", "mark_kind", "WORD", "word(文字)", "word (Word)"),
    ("gi_mark", "mark_type", "普通商标", "collective(集体商标)", "certification (Certification mark)"),
    ("plant_variety", "plant_group", "草本", "woody(木本)", "vine (Vine)"),
    ("software", "author_kind", "公司", "legal_entity", "legal_entity"),
    ("patent_design", "evaluation_report", "好", "none(没有)", "positive (No defect found)"),
    ("patent_invention", "ipc", "23L 27/50", "[A-H]", "[A-H]"),
    ("patent_invention", "ipc", "A23L;豆瓣", "[A-H]", "[A-H]"),
    ("patent_invention", "ipc", "Z99Z 1/00", "[A-H]", "[A-H]"),
    ("patent_design", "locarno", "9-1", "[0-9]{2}", "[0-9]{2}"),
    ("patent_design", "locarno", "0901", "[0-9]{2}", "[0-9]{2}"),
    ("gi_product", "standard", "x" * (MAX_TEXT + 1), str(MAX_TEXT), str(MAX_TEXT)),
    ("trademark", "licensees", ";".join(["甲"] * (MAX_LIST + 1)), str(MAX_LIST), str(MAX_LIST)),
    ("trademark", "licensees", ["x" * (MAX_TEXT + 1)], str(MAX_TEXT), str(MAX_TEXT)),
]


@pytest.mark.parametrize(("kind_key", "name", "entered", "remedy_zh", "remedy_en"), REFUSED)
def test_a_value_that_does_not_fit_says_what_would(
    kind_key: str, name: str, entered: object, remedy_zh: str, remedy_en: str
) -> None:
    with pytest.raises(FieldUnfit) as caught:
        checked_details(kind(kind_key), {**usual(kind_key), name: entered})
    refusal = caught.value
    assert refusal.field == name
    assert set(refusal.errors) == {name}
    title = next(one.title for one in kind(kind_key).fields if one.name == name)
    assert title.zh in refusal.reason.zh and title.en in refusal.reason.en
    assert remedy_zh in refusal.remedy.zh
    assert remedy_en in refusal.remedy.en


@pytest.mark.parametrize("empty", [None, "", []])
@pytest.mark.parametrize(("kind_key", "name"), [("sports_event", "event"), ("time_honoured_brand", "city")])
def test_a_needed_field_must_not_be_empty(kind_key: str, name: str, empty: object) -> None:
    for details in ({}, {name: empty}):
        with pytest.raises(FieldUnfit) as caught:
            checked_details(kind(kind_key), details)
        assert caught.value.field == name
        assert "请填写" in caught.value.reason.zh and "Fill in" in caught.value.reason.en


@pytest.mark.parametrize("empty", [None, "", []])
@pytest.mark.parametrize("kind_key", sorted(kinds()))
def test_every_other_field_may_be_empty_and_is_left_out(kind_key: str, empty: object) -> None:
    of = kind(kind_key)
    given_ = {one.name: empty for one in of.fields if not one.required}
    assert checked_details(of, {**given_, **usual(kind_key)}) == usual(kind_key)


@pytest.mark.parametrize("kind_key", sorted(kinds()))
def test_no_kind_takes_a_field_of_another(kind_key: str) -> None:
    of = kind(kind_key)
    own = {one.name for one in of.fields}
    strange = sorted({one.name for other in kinds().values() for one in other.fields} - own)
    assert strange
    for name in strange:
        with pytest.raises(FieldUnfit) as caught:
            checked_details(of, {**usual(kind_key), name: "x"})
        assert caught.value.field == name
        assert f"“{name}”" in caught.value.reason.zh and f"“{name}”" in caught.value.reason.en


def test_all_faults_of_a_form_are_named_at_once() -> None:
    wrong = {"created_on": "x", "author_kind": "y", "colour": "red", "author_died_on": "z"}
    with pytest.raises(FieldUnfit) as caught:
        checked_details(kind("software"), wrong)
    assert set(caught.value.errors) == set(wrong)
    assert all(one.reason.zh and one.remedy.en for one in caught.value.errors.values())


@given(st.sampled_from(sorted(kinds())), st.data())
def test_whatever_is_entered_is_stored_or_refused(kind_key: str, data: st.DataObject) -> None:
    of = kind(kind_key)
    names = [one.name for one in of.fields] or ["x"]
    value = st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.lists(st.text(max_size=5), max_size=3)
    details = data.draw(st.dictionaries(st.sampled_from(names), value, max_size=4))
    try:
        stored = checked_details(of, {**usual(kind_key), **details})
    except FieldUnfit as caught:
        refusal = caught
    else:
        refusal = None
    if refusal is not None:
        assert refusal.field in refusal.errors
        return
    assert checked_details(of, stored) == stored
