"""Filings, drafts and answers for tests: a right holder's complaint, a report, a consumer complaint."""

from __future__ import annotations

from zhidun.access import services as access
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor
from zhidun.access.models import Office
from zhidun.intake.types import Receipt
from zhidun.kernel.text import t

WUHOU = "510107"
UNITS = {
    "510104": "锦江",
    "510107": "武侯",
    "510115": "温江",
    "510117": "郫都",
    "510183": "邛崃",
    "510171": "天府",
    "510172": "高新",
}
FIELDS = ("trademark", "trade_secret", "special_sign", "gi_mark", "gi_product", "patent_invention")
USCC_FOOD_FACTORY = "91110000600037341L"

HOLDER: dict[str, object] = {
    "intent": "stop_infringement",
    "relation": "holder",
    "act": "infringement",
    "right_kind": "trademark",
    "right_number": "1234567",
    "right_name": "沈绣",
    "facts": "2026年11月在武侯区一家店发现刺绣礼盒突出使用“沈绣”二字，包装与我方相近。",
    "request": "责令停止侵权。",
    "happened_on": "2026-11-10",
    "district": WUHOU,
    "goods": "刺绣礼盒",
    "respondent_name": "川味食品厂",
    "respondent_uscc": USCC_FOOD_FACTORY,
    "filer_kind": "person",
    "filer_name": "沈绣坊",
    "filer_phone": "028-85000001",
    "filer_address": "成都市武侯区浆洗街1号",
}
REPORT: dict[str, object] = {
    "intent": "report",
    "anonymous": True,
    "act": "counterfeit_goods",
    "right_kind": "trademark",
    "right_name": "沈绣",
    "facts": "武侯区一处仓库夜间分装假冒礼盒，门口有白色货车。",
    "district": WUHOU,
    "goods_kind": "other",
    "respondent_name": "川味食品厂",
}
CONSUMER: dict[str, object] = {
    "intent": "refund",
    "relation": "buyer",
    "own_use": True,
    "right_kind": "trademark",
    "facts": "买到的豆瓣酱与正品包装不同，味道不对，商家拒绝退货。",
    "request": "退货退款。",
    "happened_on": "2026-11-12",
    "district": WUHOU,
    "goods": "豆瓣酱",
    "goods_kind": "food",
    "respondent_name": "川味食品厂",
    "respondent_address": "成都市武侯区某街2号",
    "filer_name": "王女士",
    "filer_phone": "13800000000",
    "filer_address": "成都市武侯区某街3号",
}


def holder_answers(**changes: object) -> dict[str, object]:
    """Return a right holder's complaint as typed, with changes."""
    return {**HOLDER, **changes}


def report_answers(**changes: object) -> dict[str, object]:
    """Return an anonymous report as typed, with changes."""
    return {**REPORT, **changes}


def consumer_answers(**changes: object) -> dict[str, object]:
    """Return a consumer complaint as typed, with changes."""
    return {**CONSUMER, **changes}


def filed(answers: dict[str, object] | None = None, *, actor: Actor = ANONYMOUS, key: str | None = None) -> Receipt:
    """Submit answers (a right holder's complaint when none are given) and return the receipt."""
    from zhidun.intake.services import submit

    return submit(actor=actor, answers=answers or holder_answers(), idempotency_key=key)


def city() -> Office:
    """The city bureau with the bureaus of some units below it; returns the city bureau."""
    bureau = access.create_office(
        actor=SYSTEM, code="cdsjj", kind="city_bureau", name=t("市局", "City bureau"), admin_unit="510100",
        fields=FIELDS, paper_sign="成市监知",
    )  # fmt: skip
    for unit, name in UNITS.items():
        access.create_office(
            actor=SYSTEM, code=f"b{unit}", kind="district_bureau", name=t(f"{name}市场监管局", f"Bureau {unit}"),
            parent=bureau, gb_district=unit, admin_unit=unit, fields=FIELDS, paper_sign=f"{name}市监知",
        )  # fmt: skip
    return bureau
