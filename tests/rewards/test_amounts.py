"""The amount of a reward: percentage, floor, cap, finance. Arithmetic in the comments; rules rwd.rate and rwd.cap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.rewards.errors import BelowThreshold, GroundUnproven
from zhidun.rewards.policies import amount_of, check_ground, differ
from zhidun.rewards.tables import RewardTable, reward_table

ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("level", "base", "amount", "finance"),
    [
        ("2", "60000", "3000.00", False),  # 60,000 × 3 % = 1,800 < floor 3,000
        ("1", "30000000", "1000000.00", True),  # 30 m × 5 % = 1.5 m > cap 1 m; ≥ 500,000: finance
        ("1", "100000", "5000.00", False),  # 100,000 × 5 % = 5,000, the floor exactly
        ("1", "100000.20", "5000.01", False),  # 5,000.01 above the floor
        ("2", "100000", "3000.00", False),  # 3,000, the floor exactly
        ("2", "200000", "6000.00", False),  # 200,000 × 3 %
        ("3", "99999.99", "1000.00", False),  # 999.9999 < floor 1,000
        ("3", "123456.78", "1234.57", False),  # 1,234.5678 half up at the end
        ("1", "0", "5000.00", False),  # no fine: the floor of the level
        ("2", "0", "3000.00", False),
        ("3", "0", "1000.00", False),
        ("1", "9999999", "499999.95", False),  # one fen step below the consultation
        ("1", "10000000", "500000.00", True),  # 10 m × 5 % = 500,000: finance from here on
        ("1", "20000000", "1000000.00", True),  # the cap exactly
        ("3", "200000000", "1000000.00", True),  # 2 m > cap
    ],
)
def test_a_reward_is_computed_from_the_rules(level: str, base: str, amount: str, *, finance: bool) -> None:
    found = amount_of(level=level, base=Decimal(base), on=ON, table=reward_table())
    assert str(found.amount) == amount
    assert found.finance is finance
    assert set(found.rules) >= {"rwd.rate", "rwd.cap"}
    assert not found.verified  # secondary: no paper before a named officer confirms
    assert found.steps[0].zh and found.steps[0].en


def test_unknown_levels_negative_money_and_days_before_the_rule_are_refused() -> None:
    with pytest.raises(Invalid):
        amount_of(level="4", base=Decimal(1), on=ON, table=reward_table())
    with pytest.raises(Invalid):
        amount_of(level="1", base=Decimal(-1), on=ON, table=reward_table())
    with pytest.raises(Invalid):
        amount_of(level="1", base=Decimal(1), on=date(2021, 11, 30), table=reward_table())


def local() -> RewardTable:
    """Another province's table laid over the national one (Zhejiang: from 100,000 yuan on)."""
    return RewardTable(
        place=t("浙江", "Zhejiang"), province="浙江", scope_rule="rwd.major", note=t("本省标准", "the figure here")
    )  # fmt: skip


def test_a_larger_fine_is_measured_by_the_local_table_or_needs_its_document() -> None:
    with pytest.raises(GroundUnproven):  # here the province's figure is not loaded
        check_ground(ground="larger_fine", document=" ", base=Decimal(900000), on=ON, table=reward_table())
    check_ground(ground="larger_fine", document="某号文件", base=Decimal(1), on=ON, table=reward_table())
    with pytest.raises(BelowThreshold):
        check_ground(ground="larger_fine", document="x", base=Decimal("99999.99"), on=ON, table=local())
    check_ground(ground="larger_fine", document="", base=Decimal(100000), on=ON, table=local())
    with pytest.raises(GroundUnproven):
        check_ground(ground="local_rule", document="", base=Decimal(1), on=ON, table=local())
    check_ground(ground="suspected_crime", document="", base=Decimal(0), on=ON, table=reward_table())


def test_a_city_s_pack_lays_its_table_over_the_national_one(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "hangzhou"
    folder.mkdir()
    (folder / "rewards.yaml").write_text(
        "rewards: {place: {zh: 杭州, en: Hangzhou}, province: 浙江}\n", encoding="utf-8"
    )
    monkeypatch.setenv("ZHIDUN_PACKS", f"cn,{folder}")
    found = reward_table()
    assert (found.place.en, found.province, found.scope_rule) == ("Hangzhou", "浙江", "rwd.major")


def test_figures_that_do_not_add_up_are_seen() -> None:
    assert not differ(Decimal(50000), Decimal(10000), Decimal(60000))
    assert differ(Decimal(50000), Decimal(10000), Decimal("60000.01"))
    assert not differ(Decimal(1), Decimal(1), None)
