"""Numbers that others hand out: credit codes, patent numbers, registration numbers; their normal form and their fit.

Only the two checks whose arithmetic is published refuse: the unified social credit code (GB 32100-2015) and the Chinese
patent number. Every other pattern was learnt from examples, so it warns and never refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from zhidun.kernel.findings import Finding, Severity, plain
from zhidun.kernel.number_patterns import PATTERNS, check_organisation, check_pattern, organisation_check_character
from zhidun.kernel.patent_numbers import PATENT_KIND_DIGITS, PATENT_NAMES, check_patent, patent_check_character
from zhidun.kernel.text import t

__all__ = [
    "PATENT_KIND_DIGITS",
    "USCC_ALPHABET",
    "USCC_REGISTRARS",
    "Finding",
    "Severity",
    "check",
    "known_kinds",
    "organisation_check_character",
    "patent_check_character",
    "patent_valid",
    "plain",
    "uscc_check_character",
    "uscc_valid",
]

USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
USCC_LENGTH: Final = 18
USCC_REGISTRARS: Final = "123456789ANY"
_LOOKALIKES: Final = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}


def uscc_check_character(body: str) -> str:
    """Return the 18th character for the first 17 (GB 32100-2015: weights 3^i mod 31).

    Raises:
        ValueError: not 17 characters of the code's alphabet.
    """
    if len(body) != len(USCC_WEIGHTS) or any(c not in USCC_ALPHABET for c in body):
        msg = "17 characters of the code's alphabet are needed"
        raise ValueError(msg)
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(body, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % len(USCC_ALPHABET)]


def uscc_valid(code: str) -> bool:
    """Say whether a unified social credit code fits GB 32100-2015; codes that begin with a letter are codes too."""
    return check("uscc", code).ok


def _check_uscc(kind: str, number: str) -> Finding:
    code = plain(number).replace("-", "")
    remedy = t("请对照营业执照逐位核对。", "Compare it with the business licence, character by character.")
    if len(code) != USCC_LENGTH:
        reason = t(
            f"统一社会信用代码应为{USCC_LENGTH}位,填写了{len(code)}位。",
            f"A unified social credit code has {USCC_LENGTH} characters; {len(code)} were entered.",
        )
        return Finding(kind=kind, normal=code, severity="refuse", reason=reason, remedy=remedy)
    strange = next((c for c in code if c not in USCC_ALPHABET), "")
    if strange:
        reason = t(
            f"统一社会信用代码中不会出现“{strange}”。", f"“{strange}” never occurs in a unified social credit code."
        )
        meant = _LOOKALIKES.get(strange)
        if meant:
            remedy = t(
                f"是否应为“{meant}”?请对照营业执照核对。", f"Is “{meant}” meant? Compare with the business licence."
            )
        return Finding(kind=kind, normal=code, severity="refuse", reason=reason, remedy=remedy)
    parts = {"registrar": code[0], "category": code[1], "region": code[2:8], "organisation": code[8:17]}
    if not code[2:8].isdigit():
        reason = t(
            f"第3至8位是行政区划码,应为数字,填写的是“{code[2:8]}”。",
            f"Characters 3 to 8 are the region and must be digits; “{code[2:8]}” was entered.",
        )
        return Finding(kind=kind, normal=code, severity="refuse", reason=reason, remedy=remedy, parts=parts)
    expected = uscc_check_character(code[:-1])
    if expected != code[-1]:
        reason = t(
            f"统一社会信用代码校验位不符:应为“{expected}”,填写的是“{code[-1]}”。",
            f"The check character does not fit: expected “{expected}”, got “{code[-1]}”.",
        )
        return Finding(
            kind=kind, normal=code, severity="refuse", reason=reason, remedy=remedy, expected=expected, parts=parts
        )
    if code[0] not in USCC_REGISTRARS:
        reason = t(
            f"未见以“{code[0]}”开头的登记管理部门。", f"No registration authority is known to use “{code[0]}” first."
        )
        return Finding(kind=kind, normal=code, severity="warn", reason=reason, remedy=remedy, expected=expected)
    return Finding(kind=kind, normal=code, expected=expected, parts=parts)


def patent_valid(number: str) -> bool:
    """Say whether a patent (application) number of 8 or 12 digits and its check character fit."""
    return check("patent", number).ok


_CHECKS: Final[dict[str, Callable[[str, str], Finding]]] = {
    "uscc": _check_uscc,
    "organisation_code": check_organisation,
    "patent": check_patent,
    **dict.fromkeys(PATENT_NAMES, check_patent),
    **dict.fromkeys(PATTERNS, check_pattern),
}


def known_kinds() -> frozenset[str]:
    """Return the kinds of numbers that have a check."""
    return frozenset(_CHECKS)


def check(kind: str, number: str) -> Finding:
    """Check a number of `kind` and bring it to its normal form; a kind without a known pattern is taken as it is.

    Kinds: uscc, organisation_code, patent (any), patent_invention, patent_utility, patent_design, trademark, gi_mark,
    copyright_work, software, plant_variety, ic_layout, gi_product, gi_agricultural, customs_recordal.
    """
    checker = _CHECKS.get(kind)
    return checker(kind, number) if checker else Finding(kind=kind, normal=plain(number))
