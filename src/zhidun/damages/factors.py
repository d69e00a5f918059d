"""Circumstances of intent and gravity: their keys are the law pack's, their words are here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook

RULES = {"intent": "dmg.punitive.intent", "gravity": "dmg.punitive.gravity"}
WORDS: Mapping[str, Text] = {
    "continued_after_effective_notice": t("经有效通知、警告后继续侵权", "Went on after effective notice or warning"),
    "officer_identity_with_rightholder_and_knew": t(
        "与权利人的管理人身份同一或者关联,知道该权利", "Same or linked officers as the right holder, and knew"
    ),
    "employment_license_agency_relation_with_access": t(
        "有劳动、许可、代理等关系,接触过该权利", "Employment, licence or agency with access to the right"
    ),
    "business_dealings_or_negotiation_with_access": t(
        "有业务往来或者磋商,接触过该权利", "Business dealings or negotiations with access to the right"
    ),
    "piracy_or_counterfeit_mark_or_counterfeit_patent": t(
        "盗版、假冒注册商标、假冒专利", "Piracy, counterfeit mark or counterfeit patent"
    ),
    "reoffended_after_settlement_promise": t("和解承诺停止后又侵权", "Infringed again after promising to stop"),
    "concealed_control_or_shell_company_or_disclaimer": t(
        "隐瞒控制、借用空壳公司等逃避", "Concealed control, shell companies, evasion"
    ),
    "repeat_after_admin_penalty_or_judgment": t(
        "受行政处罚或者裁判后再次侵权", "Again after an administrative penalty or judgment"
    ),
    "refusal_to_obey_preservation_order": t("拒不履行保全裁定", "Refused to obey a preservation order"),
    "forging_destroying_hiding_evidence": t("伪造、毁坏、隐匿证据", "Forged, destroyed or hid evidence"),
    "infringement_as_business": t("以侵权为业", "Infringement as a business"),
    "huge_profit_or_serious_goodwill_or_market_share_loss": t(
        "获利巨大,或者商誉、市场份额严重受损", "Huge profit, or serious loss of goodwill or market share"
    ),
    "harm_to_state_or_public_interest": t(
        "危害国家安全、公共利益或者人身健康", "Harm to the state, the public or health"
    ),
    "other": t("其他情形", "Other circumstances"),
}


def known(group: str) -> Sequence[tuple[str, Text]]:
    """Return the circumstances of `intent` or `gravity` with their words; empty for another word."""
    if group not in RULES:
        return ()
    rule = rulebook().versions(RULES[group])[-1]
    keys = cast("Sequence[object]", rule.params.get("factors") or ())
    return tuple((str(key), WORDS.get(str(key), t(str(key), str(key)))) for key in keys)
