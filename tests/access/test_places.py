from __future__ import annotations

from pathlib import Path

import pytest

from zhidun.access import places
from zhidun.access.places import Place
from zhidun.kernel.errors import Invalid


def test_there_are_23_units_and_261_townships_of_which_30_are_run_by_zones() -> None:
    assert len(places.units()) == 23
    townships = places._city().townships
    assert len(townships) == 261
    zones = [place.admin_unit for place in townships.values() if place.admin_unit != place.gb_district]
    assert {zone: zones.count(zone) for zone in zones} == {"510171": 9, "510172": 7, "510173": 14}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("成都市高新区桂溪街道天府大道北段1号", Place("510172", "510107", "桂溪街道")),
        (
            "四川省成都市武侯区桂溪街道",
            Place("510172", "510107", "桂溪街道"),
        ),  # a township beats the district around it
        ("成都市武侯区浆洗街街道12号", Place("510107", "510107", "浆洗街街道")),
        ("成都 东部新区 芦葭镇", Place("510173", "510185", "芦葭镇")),
        ("成都高新技术产业开发区某路", Place("510172", "")),
        ("双流区天府新区某路", Place("510171", "510116")),
        ("郫都区红光大道", Place("510117", "510117")),
        ("Pidu, Chengdu", None),
        ("重庆市渝中区", None),
        ("绵阳市高新区某路", None),
        ("四川省绵阳市高新区某路", None),
        ("湖北省高新区太平街道", None),
        ("四川省简阳市射洪坝街道", Place("510185", "510185", "射洪坝街道")),
        ("武侯区红牌楼超市", Place("510107", "510107")),
        ("", None),
    ],
)
def test_an_address_gives_both_codes(address: str, expected: Place | None) -> None:
    assert places.place_in(address) == expected


def test_a_township_code_is_normalised_to_its_zone() -> None:
    assert places.place_of_township("510107064").admin_unit == "510172"
    assert places.place_of_township("510107064001").gb_district == "510107"
    with pytest.raises(Invalid, match="no township"):
        places.place_of_township("110101001")


def test_a_unit_is_its_own_district_unless_it_is_a_zone() -> None:
    assert places.place_of_unit("510104") == Place("510104", "510104")
    assert places.place_of_unit("510172", "510107") == Place("510172", "510107")
    assert places.unit("510173").name.en == "Chengdu Eastern New Area"
    with pytest.raises(Invalid, match="no unit"):
        places.unit("999999")


def test_the_home_city_says_what_it_is_called_and_shortens_what_lies_in_it() -> None:
    home = places.city()
    assert (home.code, home.name.zh, home.province.en) == ("510100", "成都市", "Sichuan")
    assert home.platform.zh == "成都市知识产权保护平台"
    assert home.within("四川省成都市武侯区人民南路") == "武侯区人民南路"
    assert home.within("四川大学路1号") == "四川大学路1号"  # a street of that name is no province
    assert [home.short(one) for one in ("四川天府新区", "成都高新区", "锦江区")] == ["天府新区", "高新区", "锦江区"]


def test_a_city_without_a_name_for_its_house_has_a_plain_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pack = tmp_path / "mianyang"
    pack.mkdir()
    (pack / "districts.yaml").write_text(
        'city: {code: "510700", zh: 绵阳市, en: Mianyang, province_zh: 四川省, province_en: Sichuan}\n'
        'units: [{code: "510703", name: {zh: 涪城区, en: Fucheng District}, kind: district}]\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("ZHIDUN_PACKS", f"cn,{pack}")
    assert places.city().platform.zh == "知识产权保护平台"
    assert [one.zh for _, one in places.regions()] == ["全市", "涪城区"]
