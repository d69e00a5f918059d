"""Finding rights, and statuses that follow from dates; the registers shipped with the packs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.rights import gi_facts, make_right, patent_facts, trademark_facts
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.rights import jobs, registers, selectors
from zhidun.rights.searching import keys_asked, keys_of


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("鹃城", True),
        ("豆瓣", True),
        ("瓣", True),
        ("juancheng", True),
        ("jcdb", True),  # initials
        ("JUANCHENGDOUBAN", True),
        ("31415926", True),
        ("4159", True),
        ("31", True),
        ("酿造 鹃城", True),  # holder and title
        ("豆瓣 大蒜", False),
        ("城鹃", False),
        ("99999999", False),
        ("???", False),
    ],
)
def test_a_right_is_found_by_title_number_holder_and_pinyin(query: str, *, hit: bool) -> None:
    right = make_right(facts=trademark_facts(number="31415926", title="鹃城豆瓣", holder_name="郫都酿造有限公司"))
    make_right(facts=trademark_facts(number="11111111", title="温江大蒜", holder_name="某合作社"))
    found = selectors.search(ANONYMOUS, query)
    assert (right in found) is hit
    assert found.count() <= 1


@pytest.mark.django_db
def test_a_search_is_narrowed_by_kind_status_and_list() -> None:
    mark, gi = make_right(), make_right(facts=gi_facts())
    assert set(selectors.search(ANONYMOUS)) >= {mark, gi}
    assert mark not in selectors.search(ANONYMOUS, kind="gi_product")
    assert mark not in selectors.search(ANONYMOUS, status="expired")
    assert gi not in selectors.search(ANONYMOUS, key_protection=True)
    assert selectors.by_number(ANONYMOUS, kind="trademark", number=f"第{mark.number}号") == [mark]
    assert selectors.by_number(ANONYMOUS, kind="trademark", number=" ") == []


@given(st.text(st.sampled_from("知盾锦绣abc123 蜀"), max_size=20), st.data())
def test_every_piece_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    word = text[begin:end]
    if any(c.isascii() and c.isalnum() for c in word) and len(word.strip()) < 3 and begin:
        return  # one or two Latin letters are found at the beginning of a word only
    chunks = [chunk for chunk in word.split() if chunk.isascii() or not any(c.isascii() for c in chunk)]
    for chunk in chunks:
        if len(chunk) >= 3 or not chunk.isascii():
            assert set(keys_asked(chunk)) <= set(keys_of([text]))


@pytest.mark.django_db
def test_renewals_come_up_before_they_are_due() -> None:
    right = make_right(facts=trademark_facts(registered_on=date(2018, 3, 7)))
    assert right in selectors.renewals_due(SYSTEM, on=date(2027, 1, 15))
    assert right not in selectors.renewals_due(SYSTEM, on=date(2026, 11, 22))
    assert right in selectors.renewals_due(SYSTEM, on=date(2028, 9, 6))
    assert right not in selectors.renewals_due(SYSTEM, on=date(2028, 9, 7))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2027, 3, 6), "registered"),
        (date(2027, 3, 7), "renewal_open"),
        (date(2028, 3, 6), "renewal_open"),
        (date(2028, 3, 7), "grace"),
        (date(2028, 9, 6), "grace"),
        (date(2028, 9, 7), "expired"),
    ],
)
def test_a_marks_status_follows_its_dates(on: date, status: str) -> None:
    right = make_right(facts=trademark_facts(registered_on=date(2018, 3, 7)))
    jobs.move_statuses(on)
    right.refresh_from_db()
    assert right.status == status


@pytest.mark.django_db
def test_a_patent_expires_the_day_after_its_last() -> None:
    right = make_right(facts=patent_facts(filed_on=date(2007, 7, 21)))
    assert jobs.status_on(right, date(2027, 7, 20)) == ""
    assert jobs.status_on(right, date(2027, 7, 21)) == "expired"
    assert jobs.status_on(make_right(facts=gi_facts()), date(2099, 1, 1)) == ""
    jobs.follow_dates(0)


@pytest.mark.django_db
def test_the_packs_registers_are_entered_once_with_unknown_numbers_marked() -> None:
    facts = list(registers.pack_entries())
    assert len(facts) == 94
    assert registers.enter_pack_entries(actor=SYSTEM) == 94
    assert registers.enter_pack_entries(actor=SYSTEM) == 0
    brands = selectors.key_list(ANONYMOUS, kind="time_honoured_brand")
    assert brands.count() == 82
    assert not brands.filter(number_known=True).exists()
    tuned = brands.get(title="竹叶青")
    assert tuned.details == {"city": "乐山", "name_published": "竹葉青", "level": "四川老字号"}
    assert selectors.key_list(ANONYMOUS).filter(kind__startswith="gi_").count() == 12
    assert "digipub" in tuned.source


@pytest.mark.needs_shared
def test_the_packs_registers_are_those_that_were_published(shared: object) -> None:
    from pathlib import Path

    folder = Path(str(shared)) / "data" / "registers"
    brands = (folder / "sichuan_laozihao_2024.tsv").read_text(encoding="utf-8").splitlines()[1:]
    published = {line.split("\t")[0] for line in brands}
    ours = [one for one in registers.pack_entries() if one.kind == "time_honoured_brand"]
    assert all(any(line.endswith(str(one.details["name_published"])) for line in published) for one in ours)
    assert len(ours) == len(published)
    products = (folder / "chengdu_gi_2009.tsv").read_text(encoding="utf-8").splitlines()[1:]
    named = {one.title for one in registers.pack_entries() if one.kind.startswith("gi_")}
    assert named == {line.split("\t")[0].split(" ")[0] for line in products}
