"""Numbers whose shape was learnt from examples: they warn and never refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from zhidun.kernel.findings import Finding, plain
from zhidun.kernel.patent_numbers import patent_check_character
from zhidun.kernel.text import Text, t

ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shape learnt from examples: the expressions it may have, how it is brought to normal form, an example."""

    name: Text
    expressions: tuple[re.Pattern[str], ...]
    example: str
    normal: Callable[[str], str] = str
    checked: re.Pattern[str] | None = None


def _trademark_normal(raw: str) -> str:
    bare = raw.removeprefix("第").removesuffix("号").replace("-", "")
    return bare.lstrip("0") or bare if bare.isdigit() else bare


def _bs_normal(raw: str) -> str:
    return re.sub(r"^BS\.?(?=\d)", "BS.", raw)


_TRADEMARK = Pattern(
    t("商标注册号", "trademark number"),
    (re.compile(r"\d{1,9}[A-Z]?"), re.compile(r"G\d{5,8}[A-Z]?")),
    "12345678",
    _trademark_normal,
)
_CN_NUMERAL = "〇零一二三四五六七八九十百千"
PATTERNS: Final[dict[str, Pattern]] = {
    "trademark": _TRADEMARK,
    "gi_mark": _TRADEMARK,
    "copyright_work": Pattern(
        t("作品登记号", "work registration number"),
        (re.compile(r"[\u4e00-\u9fff]{1,3}作登字-\d{4}-[A-Z]-\d{1,8}"),),
        "国作登字-2018-F-00673505",
    ),
    "software": Pattern(
        t("软件著作权登记号", "software registration number"),
        (re.compile(r"(?:19|20)\d{2}SR\d{4,8}"), re.compile(r"软著登字第\d{4,9}号")),
        "2021SR1234567",
    ),
    "plant_variety": Pattern(
        t("植物新品种权号", "plant variety number"),
        (re.compile(r"CNA\d{4}\d{7}"), re.compile(r"CNA\d{8}\.[\dX]"), re.compile(r"\d{8}")),
        "CNA20191006012",
        str,
        re.compile(r"CNA(\d{8})\.([\dX])"),
    ),
    "ic_layout": Pattern(
        t("布图设计登记号", "layout registration number"),
        (re.compile(r"BS\.\d{2}5\d{5}\.[\dX]"), re.compile(r"BS\.\d{2}5\d{6}")),
        "BS.08500145.7",
        _bs_normal,
        re.compile(r"BS\.(\d{8})\.([\dX])"),
    ),
    "gi_product": Pattern(
        t("地理标志保护产品公告号", "announcement of a protected GI product"),
        (
            re.compile(r"(?:国家质检总局公告|质检总局公告)?\d{4}年第\d+号"),
            re.compile(rf"国家知识产权局公告(?:\d{{4}}年)?第(?:\d+|[{_CN_NUMERAL}]+)号"),
        ),
        "国家质检总局公告2012年第111号",
    ),
    "gi_agricultural": Pattern(
        t("农产品地理标志质量控制技术规范编号", "number of an agricultural GI"),
        (re.compile(r"AGI\d{4}-\d{2}-\d{1,4}"),),
        "AGI2012-02-869",
    ),
    "customs_recordal": Pattern(
        t("海关备案号", "customs recordal number"), (re.compile(r"T\d{4}-\d{4,6}"),), "T2020-12345"
    ),
}


def check_pattern(kind: str, number: str) -> Finding:
    """Check a number against the shapes of its kind."""
    pattern = PATTERNS[kind]
    normal = pattern.normal(plain(number))
    if not any(expression.fullmatch(normal) for expression in pattern.expressions):
        reason = t(
            f"“{normal[:40]}”不像常见的{pattern.name.zh}。", f"“{normal[:40]}” does not look like a {pattern.name.en}."
        )
        remedy = t(
            f"常见写法如 {pattern.example};如证书确为此号,可照此提交。",
            f"The usual form is {pattern.example}; if the certificate says so, submit it as it is.",
        )
        return Finding(kind=kind, normal=normal, severity="warn", reason=reason, remedy=remedy)
    found = pattern.checked.fullmatch(normal) if pattern.checked else None
    expected = patent_check_character(found[1]) if found else ""
    if found and expected != found[2]:
        reason = t(
            f"校验位可能有误:按旧号规则应为“{expected}”,填写的是“{found[2]}”。",
            f"The check digit may be wrong: expected “{expected}” by the rule of old numbers, got “{found[2]}”.",
        )
        remedy = t("请对照证书核对;确认无误可照此提交。", "Compare with the certificate; submit it if it is right.")
        return Finding(kind=kind, normal=normal, severity="warn", reason=reason, remedy=remedy, expected=expected)
    return Finding(kind=kind, normal=normal, expected=expected)


def organisation_check_character(body: str) -> str:
    """Return the check character of an organisation code's 8 characters (GB 11714).

    Raises:
        ValueError: not 8 digits or capitals.
    """
    if not re.fullmatch(r"[0-9A-Z]{8}", body):
        msg = "8 digits or capitals are needed"
        raise ValueError(msg)
    rest = -sum(int(c, 36) * w for c, w in zip(body, ORGANISATION_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004  the remainder 10 is written X


def check_organisation(kind: str, number: str) -> Finding:
    """Check an organisation code (GB 11714), which the credit code has replaced."""
    raw = plain(number).replace("-", "")
    normal = f"{raw[:8]}-{raw[8:]}" if len(raw) > len(ORGANISATION_WEIGHTS) else raw
    remedy = t("请改填18位统一社会信用代码。", "Enter the unified social credit code of 18 characters instead.")
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", raw):
        reason = t("组织机构代码应为8位加1位校验位。", "An organisation code has 8 characters and a check character.")
        return Finding(kind=kind, normal=normal, severity="warn", reason=reason, remedy=remedy)
    expected = organisation_check_character(raw[:8])
    if expected != raw[8]:
        reason = t(
            f"组织机构代码校验位应为“{expected}”,填写的是“{raw[8]}”。",
            f"The check character of the organisation code: expected “{expected}”, got “{raw[8]}”.",
        )
        return Finding(kind=kind, normal=normal, severity="warn", reason=reason, remedy=remedy, expected=expected)
    return Finding(kind=kind, normal=normal, expected=expected)
