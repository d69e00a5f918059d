"""Which filings meet in one party and which do not, a row for each fact they may share; how parties are found."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.factories.access import make_actor, make_citizen
from tests.factories.parties import make_party
from zhidun.access.actors import ANONYMOUS, SYSTEM, receipt_actor
from zhidun.kernel.errors import Forbidden, Invalid, SignInNeeded
from zhidun.parties import selectors, services
from zhidun.parties.errors import IdentifiersDisagree, NameInvalid, PartyUnknown
from zhidun.parties.models import Alias, Party

pytestmark = pytest.mark.django_db
CODE, OTHER = "91510100633142770A", "91510000709151981F"
RESIDENT = "11010519491231002X"
Facts = Mapping[str, str]


def find(facts: Facts) -> Party:
    plain = {name: facts[name] for name in ("phone", "email", "district", "address") if name in facts}
    numbers = {name: facts[name] for name in ("uscc", "resident_id", "passport", "organisation_code") if name in facts}
    return services.find_or_create(
        actor=SYSTEM, kind=facts.get("kind", "organisation"), name=facts["name"], identifiers=numbers, **plain
    )


PERSON = {"kind": "person", "name": "王五", "phone": "13812345678"}
FIRM = {"name": "成都沈氏绣坊有限公司", "district": "510107"}
SHOP = {"name": "沈姐绣坊", "district": "510107"}

# first filing, second filing, one party
PAIRS: list[tuple[Facts, Facts, bool]] = [
    # a number decides, whatever else is said
    ({**FIRM, "uscc": CODE}, {**FIRM, "uscc": CODE}, True),
    ({**FIRM, "uscc": CODE}, {"name": "沈氏绣坊", "uscc": CODE}, True),
    ({**FIRM, "uscc": CODE}, {"name": "另一名称", "uscc": CODE.lower()}, True),
    ({**FIRM, "uscc": CODE}, {**FIRM, "uscc": OTHER}, False),
    ({**FIRM, "uscc": CODE}, FIRM, True),  # the registered name in the same place
    (FIRM, {**FIRM, "uscc": CODE}, True),
    ({**PERSON, "resident_id": RESIDENT}, {**PERSON, "resident_id": RESIDENT, "name": "王伍"}, True),
    ({**PERSON, "resident_id": RESIDENT}, {**PERSON, "passport": "E12345678"}, True),  # name and telephone
    # a person: name with telephone or e-mail
    (PERSON, PERSON, True),
    (PERSON, {**PERSON, "phone": "+86 138 1234 5678"}, True),
    (PERSON, {**PERSON, "phone": "138-1234-5678"}, True),
    (PERSON, {**PERSON, "phone": "086-13812345678"}, True),
    (PERSON, {**PERSON, "phone": "13812345679"}, False),
    (PERSON, {**PERSON, "name": "王 五"}, True),
    (PERSON, {**PERSON, "name": "王五(先生)"}, False),
    (PERSON, {**PERSON, "name": "赵六"}, False),
    (PERSON, {**PERSON, "kind": "organisation"}, False),
    (PERSON, {"kind": "person", "name": "王五"}, False),
    ({"kind": "person", "name": "王五"}, {"kind": "person", "name": "王五"}, False),  # a name alone says nothing
    ({**PERSON, "phone": "", "email": "W@a.cn"}, {**PERSON, "phone": "", "email": " w@A.cn "}, True),
    ({**PERSON, "phone": "", "email": "w@a.cn"}, {**PERSON, "phone": "", "email": "v@a.cn"}, False),
    ({**PERSON, "phone": "无", "email": ""}, {**PERSON, "phone": "无", "email": ""}, False),
    # an organisation: a registered name is one in a place
    (FIRM, FIRM, True),
    (FIRM, {**FIRM, "district": "510104"}, False),
    (FIRM, {**FIRM, "name": "成都沈氏繡坊有限公司"}, True),
    (FIRM, {**FIRM, "name": "成都沈氏绣坊（有限）公司"}, True),
    (FIRM, {**FIRM, "name": "成都沈氏绣坊有限责任公司"}, False),
    (SHOP, SHOP, False),  # a shop sign is nobody's alone
    ({**SHOP, "phone": "028-85551234"}, {**SHOP, "phone": "02885551234"}, True),
    ({**SHOP, "phone": "028-85551234"}, {**SHOP, "phone": "028-85551235"}, False),
    ({"name": "沈氏绣品专业合作社"}, {"name": "沈氏绣品专业合作社"}, True),
    ({"name": "成都刺绣协会"}, {"name": "成都刺绣协会"}, True),
    ({"name": "沈陈律师事务所"}, {"name": "沈陈律师事务所"}, True),
    ({"name": "蜀绣研究院"}, {"name": "蜀绣研究院"}, True),
    ({"name": "蜀绣工作室"}, {"name": "蜀绣工作室"}, False),
]


@pytest.mark.parametrize(("first", "second", "same"), PAIRS, ids=range(len(PAIRS)))
def test_two_filings_meet_in_one_party_when_they_should(first: Facts, second: Facts, *, same: bool) -> None:
    one, other = find(first), find(second)
    assert (one.pk == other.pk) is same
    assert Party.objects.count() == (1 if same else 2)
    if same:
        other.refresh_from_db()
        assert other.name == first["name"]  # what is known is not overwritten
        assert second["name"] in selectors.known_names(other) or selectors.normal_name(
            second["name"]
        ) == selectors.normal_name(first["name"])


def test_numbers_of_two_parties_in_one_filing_are_refused() -> None:
    find({**FIRM, "uscc": CODE})
    find({"name": "乙", "organisation_code": "70915198-1"})
    with pytest.raises(IdentifiersDisagree) as caught:
        find({**FIRM, "uscc": CODE, "organisation_code": "70915198-1"})
    assert caught.value.status == 409
    assert "同一主体认定" in caught.value.remedy.zh
    assert Party.objects.count() == 2


def test_a_second_credit_code_for_one_party_is_refused() -> None:
    find({**FIRM, "uscc": CODE, "organisation_code": "63314277-0"})
    with pytest.raises(IdentifiersDisagree) as caught:
        find({**FIRM, "uscc": OTHER, "organisation_code": "63314277-0"})
    assert caught.value.field == "uscc"


@pytest.mark.parametrize("name", ["", " ", "\u3000", "\u200b", "\x00\x01", "\u202e", "名" * 201, "a" * 1000])
def test_a_party_has_a_name_of_at_most_200_characters(name: str) -> None:
    with pytest.raises(NameInvalid) as caught:
        find({**FIRM, "name": name})
    assert caught.value.field == "name"
    assert caught.value.reason.en and caught.value.remedy.zh
    party = make_party()
    with pytest.raises(NameInvalid):
        services.rename(actor=SYSTEM, party=party, name=name, reason="更名")
    with pytest.raises(NameInvalid):
        services.add_alias(actor=SYSTEM, party=party, name=name)


@pytest.mark.parametrize("kind", ["", "firm", "Person", "个人"])
def test_a_party_is_a_person_or_an_organisation(kind: str) -> None:
    with pytest.raises(Invalid) as caught:
        find({**FIRM, "kind": kind})
    assert caught.value.field == "kind"


@pytest.mark.parametrize(
    ("field", "given_value", "kept"),
    [
        ("phone", " 138 ", "138"),
        ("phone", "1" * 60, "1" * 40),
        ("email", "a@b.cn ", "a@b.cn"),
        ("address", "路" * 400, "路" * 300),
        ("district", "510107001", "510107"),
        ("phone", "138\x00", "138"),
        ("address", "武侯区\x00某路", "武侯区某路"),
    ],
)
def test_contacts_are_kept_clean_and_within_their_length(field: str, given_value: str, kept: str) -> None:
    party = find({**SHOP, "phone": "028-1", field: given_value})
    party.refresh_from_db()
    assert getattr(party, field) == kept
    other = services.set_contact(actor=SYSTEM, party=make_party(), **{field: given_value})
    other.refresh_from_db()
    assert getattr(other, field) == kept


@pytest.mark.parametrize("kind", [*Alias.Kind.values])
def test_a_party_is_found_by_every_kind_of_name(kind: str) -> None:
    party = make_party("成都沈氏绣坊有限公司")
    services.add_alias(actor=SYSTEM, party=party, name="锦里老绣铺", kind=kind)
    for query in ("锦里", "老绣", "jinli", "jllxp", "锦里老绣铺", "沈氏"):
        assert selectors.search(SYSTEM, query) == [party]


def test_a_former_name_finds_the_party_after_it_was_renamed_twice() -> None:
    party = make_party("甲字号绣坊")
    for name in ("乙字号绣坊", "丙字号绣坊"):
        services.rename(actor=SYSTEM, party=party, name=name, reason="变更登记")
    for name in ("甲字号", "乙字号", "丙字号"):
        assert [found.name for found in selectors.search(SYSTEM, name)] == ["丙字号绣坊"]
    assert selectors.known_names(Party.objects.get(pk=party.pk))[0] == "丙字号绣坊"


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        (CODE, 1),
        (CODE.lower(), 1),
        (CODE[:10], 0),  # a number is found whole only
        ("028-85551234", 1),
        ("02885551234", 1),
        ("8555", 0),
        ("沈氏", 1),
        ("shenshi", 1),
        ("csxf", 0),
        ("cdss", 1),
        ("成都 沈氏", 1),
        ("", 0),
        (" ", 0),
        ("\x00", 0),
        ("%", 0),
        ("_", 0),
        ("'", 0),
        ("\\", 0),
        ("{}", 0),
        ("x" * 5000, 0),
    ],
)
def test_how_a_party_is_asked_for(query: str, hits: int) -> None:
    services.find_or_create(
        actor=SYSTEM, kind="organisation", name="成都沈氏绣坊有限公司", identifiers={"uscc": CODE}, phone="028-85551234"
    )
    make_party("李记面馆")
    assert len(selectors.search(SYSTEM, query)) == hits


def test_a_personal_number_finds_nobody() -> None:
    party = find({**PERSON, "resident_id": RESIDENT})
    assert selectors.search(SYSTEM, RESIDENT) == []
    assert selectors.identifier_of(party, "resident_id") == "1101**********002X"
    assert selectors.identifier_of(party, "passport") == ""


def test_only_staff_search_the_parties() -> None:
    make_party("成都沈氏绣坊有限公司")
    for actor in (make_citizen(), receipt_actor("1-2026-000001")):
        with pytest.raises(Forbidden):
            selectors.search(actor, "沈氏")
    with pytest.raises(SignInNeeded):
        selectors.search(ANONYMOUS, "沈氏")
    assert len(selectors.search(make_actor("mediator"), "沈氏")) == 1


@pytest.mark.parametrize("public_id", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00", "1"])
def test_an_id_of_nobody_is_unknown(public_id: str) -> None:
    with pytest.raises(PartyUnknown):
        selectors.by_public_id(public_id)


@pytest.mark.parametrize(
    ("known", "asked", "hint"),
    [
        ("成都沈氏绣坊有限公司", "沈氏绣坊", True),
        ("成都沈氏绣坊有限公司", "成都沈氏秀坊有限公司", True),  # sounds the same
        ("成都沈氏绣坊有限公司", "四川沈氏绣坊股份有限公司", True),
        ("成都沈氏绣坊有限公司", "成都李记面馆有限公司", False),  # only place and form are shared
        ("张三", "章三", True),
        ("张三", "李四", False),
    ],
)
def test_look_alikes_are_hinted_at_never_decided(known: str, asked: str, *, hint: bool) -> None:
    party = make_party(known, kind="person")
    found = selectors.similar(asked)
    assert [one.party for one in found] == ([party] if hint else [])
    assert all(0.5 <= one.score <= 1 and one.why.zh and one.why.en for one in found)
