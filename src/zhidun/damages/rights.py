"""Rights whose damages can be computed, as the calculators name them."""

from __future__ import annotations

from collections.abc import Mapping

from zhidun.kernel.text import Text, t

RIGHTS: Mapping[str, Text] = {
    "trademark": t("商标", "Trademark"),
    "patent": t("专利", "Patent"),
    "copyright": t("著作权", "Copyright"),
    "software": t("软件", "Software"),
    "trade_secret": t("商业秘密", "Trade secret"),
    "unfair_competition": t("不正当竞争", "Unfair competition"),
    "plant_variety": t("植物新品种", "Plant variety"),
    "ic_layout": t("集成电路布图设计", "IC layout"),
    "gi": t("地理标志", "Geographical indication"),
}
OF_KIND: Mapping[str, str] = {
    "patent_invention": "patent", "patent_utility": "patent", "patent_design": "patent",
    "copyright_work": "copyright", "gi_product": "gi", "gi_mark": "gi", "gi_agricultural": "gi",
}  # fmt: skip
"""Right of a kind of case; other kinds are their own right, where it is one."""


def right_of(kind: str) -> str:
    """Return the right for a kind of case, or an empty word."""
    found = OF_KIND.get(kind, kind)
    return found if found in RIGHTS else ""
