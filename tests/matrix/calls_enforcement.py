"""Good requests for procedures within a case, the urgent lane, referrals, campaigns and public decisions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.matrix.world import Place

NOBODY = UUID("01900000-0000-7000-8000-000000000000")
UNKNOWN = "000000-2026-000000"
SEIZURE = {"seizure_kind": "seal", "seizure_ground": "涉嫌假冒", "seizure_place": "门店"}
LINE = {"article": "白酒", "quantity": "1", "unit": "瓶", "storage_place": "仓库"}
REVERSE = {
    "sender_docket": "1", "reverse_ground": "not_filed", "reverse_facts": "情节轻微",
    "opinion_received_on": "2026-01-05",
}  # fmt: skip


def plan(office: str) -> dict[str, Any]:
    """A campaign to be planned."""
    words = {"title_zh": "行动", "title_en": "Campaign", "scope_zh": "范围", "scope_en": "Scope"}
    return {
        **words, "office": office, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "units": [{"office": office}],
    }  # fmt: skip


def reads(number: str) -> dict[str, str]:
    """Addresses that are read."""
    case = f"/cases/{number}"
    return {
        "list_procedures_within": f"{case}/procedures", "read_inventory": f"{case}/inventory",
        "read_crime_meter": f"{case}/crime-meter", "read_factor_sheet": f"{case}/factors/court",
        "list_silence": "/silence", "list_urgent": "/urgent",
        "list_campaigns": "/campaigns", "read_campaign": f"/campaigns/{NOBODY}", "list_decisions": "/decisions",
        "list_type_cases": "/type-cases",
    }  # fmt: skip


def posts(number: str, office: str) -> dict[str, tuple[str, Any]]:
    """Addresses that are written to."""
    case = f"/cases/{number}"
    return {
        "open_procedure_within": (f"{case}/procedures", {"procedure": "seizure", "facts": SEIZURE}),
        "add_inventory": (f"{case}/inventory", {"lines": [LINE]}),
        "hand_in": ("/hand-ins", {"office": office, "title": "反向移送", "facts": REVERSE}),
        "call_urgent": (f"{case}/urgent", {"ground": "food"}), "take_urgent": (f"{case}/urgent/take", {}),
        "finish_urgent": (f"{case}/urgent/done", {"note": "已处置"}), "plan_campaign": ("/campaigns", plan(office)),
        "drop_campaign_case": (f"/campaigns/{NOBODY}/cases/drop", {"number": number, "reason": "误计"}),
        "report_campaign_inspections": (f"/campaigns/{NOBODY}/inspections", {"office": office, "inspections": 3}),
        "add_campaign_case": (f"/campaigns/{NOBODY}/cases", {"number": number}),
        "confirm_type_cases": ("/type-cases", {"numbers": [UNKNOWN, f"{UNKNOWN}1"], "reason": "同类"}),
        "leave_type_group": (f"/type-cases/{NOBODY}/leave", {"number": number, "reason": "不同"}),
        "take_type_step": (f"/type-cases/{NOBODY}/steps", {"step": "assign", "numbers": [number]}),
        "set_campaign_state": (f"/campaigns/{NOBODY}/state", {"state": "running"}),
    }  # fmt: skip


def arguments(place: Place) -> dict[str, list[Any]]:
    """What pages are about."""
    number = place.case.number
    return {
        "desk:within": [number], "desk:factors": [number, "administrative"],
        "desk:factors_pdf": [number, "court"], "desk:campaign": [NOBODY], "desk:type_group": [NOBODY],
        "portal:campaign": [NOBODY],
        "portal:case_step": [number, "supplement"],
    }  # fmt: skip


def posted(place: Place) -> dict[str, dict[str, Any]]:
    """What pages are sent."""
    return {"portal:case_step": {"supplement_text": "补充", "version": place.case.version}}


GOOD = {"add_inventory": (409,), "take_urgent": (409,), "finish_urgent": (409,), "portal:case_step": (409,)}
"""Allowed, though the world has nothing that fits: a case that is no measure and is in no lane, a version moved on."""
