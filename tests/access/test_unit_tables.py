"""Each unit of the city by its code and by the addresses people write; what lies elsewhere is nowhere."""

from __future__ import annotations

import pytest

from zhidun.access import places
from zhidun.access.places import Place
from zhidun.kernel.errors import Invalid

# unit, GB/T 2260 district of its own, a name people write
UNITS = [
    ("510104", "510104", "锦江区"),
    ("510105", "510105", "青羊区"),
    ("510106", "510106", "金牛区"),
    ("510107", "510107", "武侯区"),
    ("510108", "510108", "成华区"),
    ("510112", "510112", "龙泉驿区"),
    ("510113", "510113", "青白江区"),
    ("510114", "510114", "新都区"),
    ("510115", "510115", "温江区"),
    ("510116", "510116", "双流区"),
    ("510117", "510117", "郫都区"),
    ("510118", "510118", "新津区"),
    ("510121", "510121", "金堂县"),
    ("510129", "510129", "大邑县"),
    ("510131", "510131", "蒲江县"),
    ("510181", "510181", "都江堰市"),
    ("510182", "510182", "彭州市"),
    ("510183", "510183", "邛崃市"),
    ("510184", "510184", "崇州市"),
    ("510185", "510185", "简阳市"),
    ("510171", "", "四川天府新区"),
    ("510172", "", "成都高新区"),
    ("510173", "", "成都东部新区"),
]


@pytest.mark.parametrize(("code", "district", "name"), UNITS)
def test_each_unit_is_known_by_code_and_by_address(code: str, district: str, name: str) -> None:
    assert places.unit(code).name.zh == name
    assert places.place_of_unit(code) == Place(code, district)
    for address in (f"{name}某路1号", f"四川省成都市{name}某路", f" 成都市 {name} 某路 ", f"成都市{name}"):
        found = places.place_in(address)
        assert found is not None
        assert found.admin_unit == code
        assert found.gb_district == district


def test_the_table_of_units_is_whole() -> None:
    assert [code for code, _, _ in UNITS] == [unit.code for unit in places.units()]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "   ",
        "某路1号",
        "北京市朝阳区",
        "上海市浦东新区",
        "重庆市渝中区",
        "云南省昆明市高新区",
        "四川省绵阳市涪城区",
        "Chengdu",
    ],
)
def test_an_address_elsewhere_is_nowhere(address: str) -> None:
    assert places.place_in(address) is None


@pytest.mark.parametrize("code", ["", "510100", "510199", "510170", "武侯区", "51010", "5101070"])
def test_a_unit_of_nowhere_is_refused(code: str) -> None:
    with pytest.raises(Invalid) as caught:
        places.unit(code)
    assert caught.value.field == "district"
    assert f"“{code}”" in caught.value.reason.zh and f"“{code}”" in caught.value.reason.en
