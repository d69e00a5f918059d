from __future__ import annotations

from pathlib import Path

import pytest

from zhidun.access import places, roles, selectors
from zhidun.access.actors import actor_for
from zhidun.access.loading import load_cast, load_city
from zhidun.access.models import Account, AuditEntry, Office, Post
from zhidun.kernel.errors import Invalid

pytestmark = pytest.mark.django_db
PASSWORD = "Bambus-Regen-Seide-31"


@pytest.fixture
def city() -> int:
    return load_city()


def test_the_city_has_its_bureau_and_23_units_below_it(city: int) -> None:
    bureau = selectors.office("510100")
    assert bureau.paper_sign == "成市监知"
    below = selectors.offices(kind="district_bureau", under=bureau)
    assert {office.admin_unit for office in below} == {unit.code for unit in places.units()}
    assert below.count() == 23
    assert city == Office.objects.count()


def test_the_three_zones_have_no_gb_code_of_their_own(city: int) -> None:
    zones = selectors.offices(kind="district_bureau").filter(gb_district="")
    assert sorted(zones.values_list("admin_unit", flat=True)) == ["510171", "510172", "510173"]


def test_loading_again_changes_nothing(city: int) -> None:
    before = AuditEntry.objects.count()
    assert load_city() == city
    assert Office.objects.count() == city
    assert AuditEntry.objects.count() == before


def test_loading_puts_back_what_the_pack_says_and_records_it(city: int) -> None:
    Office.objects.filter(code="510107").update(name_zh="别的名字", parent=None)
    load_city()
    office = selectors.office("510107")
    assert office.name_zh == "成都市武侯区市场监督管理局"
    assert office.parent is not None
    assert AuditEntry.objects.filter(action="office.loaded").get().facts == {"changed": ["name_zh", "parent"]}


def test_unknown_facts_are_named_and_never_invented(city: int) -> None:
    for office in Office.objects.all():
        assert bool(office.phone) != ("phone" in office.unknown), office.code
        assert office.name_en.isascii() or "’" in office.name_en, office.code


def test_each_field_has_a_competent_office_and_paper_signs_differ(city: int) -> None:
    kinds = {
        "patent_invention", "patent_utility", "patent_design", "trademark", "copyright_work", "software", "gi_product",
        "gi_mark", "gi_agricultural", "trade_secret", "plant_variety", "ic_layout", "special_sign", "olympic_sign",
        "tcm_knowledge", "sports_event", "specialty_food", "time_honoured_brand", "counterfeit_patent",
    }  # fmt: skip
    for kind in kinds:
        assert selectors.offices(field=kind).exclude(kind="workstation").exists(), kind
    assert {field for office in Office.objects.all() for field in office.fields} == kinds
    signs = [office.paper_sign for office in Office.objects.all() if office.paper_sign]
    assert len(signs) == len(set(signs))


@pytest.mark.parametrize(
    ("field", "unit", "code"),
    [
        ("trademark", "510107", "510107"),
        ("trademark", "510172", "510172"),
        ("trademark", "", "510100"),
        ("patent_design", "510107", "510100"),
        ("counterfeit_patent", "510185", "510185"),
    ],
)
def test_the_competent_bureau_follows_from_field_and_place(city: int, field: str, unit: str, code: str) -> None:
    office = selectors.bureau_for(field, unit)
    assert office is not None
    assert office.code == code


def test_no_bureau_handles_layout_designs(city: int) -> None:
    assert selectors.bureau_for("ic_layout", "510107") is None


def test_the_cast_holds_its_posts_and_may_sign_in(city: int) -> None:
    cast = load_cast(PASSWORD)
    assert len(cast) == 27
    wang = actor_for(selectors.account("wangqiang"))
    wuhou = selectors.office("510107")
    assert wang.can("enforcement:case:accept", wuhou.pk)
    assert not wang.can("enforcement:case:accept", selectors.office("510104").pk)
    assert [account.username for account in selectors.staff_of(wuhou, "enforcement-officer")] == [
        "linchuan",
        "wangqiang",
    ]
    assert all(account.check_password(PASSWORD) for account in Account.objects.all())
    assert {member.group for member in cast} == {"staff", "citizens", "administrators"}


def test_every_role_of_the_cast_exists_and_administrators_stand_apart(city: int) -> None:
    load_cast(PASSWORD)
    held: dict[int, set[str]] = {}
    for post in Post.objects.all():
        held.setdefault(post.account_id, set()).add(post.role)
    for keys in held.values():
        assert not {other for key in keys for other in roles.role(key).excludes} & keys
    administrators = {"system-admin", "security-admin", "audit-admin"}
    assert sum(bool(keys & administrators) for keys in held.values()) == 3


def test_loading_the_cast_again_only_sets_the_new_password(city: int) -> None:
    load_cast(PASSWORD)
    posts = Post.objects.count()
    load_cast("Anders-Regen-Seide-32")
    assert Post.objects.count() == posts
    assert selectors.account("limin").check_password("Anders-Regen-Seide-32")


def test_a_weak_password_is_refused_for_the_cast_too(city: int) -> None:
    with pytest.raises(Invalid):
        load_cast("12345678")


def test_a_pack_with_a_missing_parent_is_refused_with_its_place(tmp_path: Path) -> None:
    pack = tmp_path / "town"
    pack.mkdir()
    row = '{code: "1", kind: court, parent: "9", name: {zh: 法院, en: Court}}'
    (pack / "offices.yaml").write_text(f"offices: [{row}]", encoding="utf-8")
    with pytest.raises(ValueError, match="office 1: its parent 9"):
        load_city((str(pack),))


def test_a_pack_without_a_translation_is_refused(tmp_path: Path) -> None:
    pack = tmp_path / "town"
    pack.mkdir()
    (pack / "offices.yaml").write_text("offices: [{code: '1', kind: court, name: {zh: 法院}}]", encoding="utf-8")
    with pytest.raises(ValueError, match="translation missing: en"):
        load_city((str(pack),))
