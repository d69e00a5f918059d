"""Numbers that name a party: checked, brought into normal form, personal ones kept as a keyed hash only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from zhidun.kernel import identifiers
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.parties.errors import IdentifierInvalid

PERSONAL = frozenset({"resident_id", "passport"})
"""Kinds that are personal data."""
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"
_LONGEST = 60
_KINDS: dict[str, Text] = {
    "uscc": t("统一社会信用代码", "unified social credit code"),
    "organisation_code": t("组织机构代码", "organisation code"),
    "resident_id": t("居民身份证号码", "resident identity number"),
    "passport": t("护照号码", "passport number"),
    "foreign_registration": t("境外登记号", "foreign registration number"),
    "platform_account": t("平台账号", "platform account"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A checked number.

    Attributes:
        kind: register it comes from.
        value: what is stored and compared; a keyed hash for personal numbers.
        shown: what people see; personal numbers with the middle masked.
    """

    kind: str
    value: str
    shown: str

    @property
    def personal(self) -> bool:
        """Whether it is personal data."""
        return self.kind in PERSONAL


def _resident_fault(number: str) -> Text | None:
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return t(
            "身份证号码应为 18 位(末位可为 X)。", "A resident identity number has 18 characters (the last may be X)."
        )
    total = sum(int(digit) * weight for digit, weight in zip(number, _RESIDENT_WEIGHTS, strict=False))
    if _RESIDENT_CHECKS[total % 11] != number[-1]:
        return t("身份证号码校验位不符。", "The check character of the resident identity number does not fit.")
    return None


def _fault(kind: str, normal: str, given: str) -> tuple[Text, Text] | None:
    """Return reason and remedy when a number must be refused."""
    remedy = t(
        "请对照证件逐位核对;没有证件号码可以留空。", "Compare it with the document; leave it empty if you have none."
    )
    if kind == "resident_id":
        reason = _resident_fault(normal)
        return (reason, remedy) if reason else None
    if kind == "uscc":
        finding = identifiers.check(kind, given)
        unfit = t("号码不符合编码规则。", "The number does not fit its standard.")
        return None if finding.ok else (finding.reason or unfit, finding.remedy or remedy)
    if not normal or len(normal) > _LONGEST:  # an organisation code is only warned of by its check
        return t(f"号码应为 1 至 {_LONGEST} 个字符。", f"The number has 1 to {_LONGEST} characters."), remedy
    return None


def _normal(kind: str, given: str) -> str:
    if kind in {"uscc", "organisation_code"}:
        return identifiers.check(kind, given).normal
    if kind == "platform_account":  # capitals may matter on a platform
        return " ".join(given.split())
    return identifiers.plain(given)


def _masked(number: str) -> str:
    if len(number) <= 8:  # noqa: PLR2004  too short to show both ends
        return number[:1] + "*" * (len(number) - 1)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


def checked(kind: str, given: str) -> Number:
    """Check one number.

    Raises:
        IdentifierInvalid: the kind is unknown or the number does not fit; with reason and remedy.
    """
    if kind not in _KINDS:
        kinds = ", ".join(_KINDS)
        raise IdentifierInvalid(
            t(f"不支持的号码类型“{kind}”。", f"There is no kind of number “{kind}”."),
            t(f"可选:{kinds}。", f"Choose one of: {kinds}."),
            field="identifiers",
        )
    normal = _normal(kind, given)
    if fault := _fault(kind, normal, given):
        raise IdentifierInvalid(fault[0], fault[1], field=kind)
    if kind not in PERSONAL:
        return Number(kind, normal, normal)
    key = getattr(settings, "IDENTITY_KEY", "") or settings.SECRET_KEY
    hashed = salted_hmac(f"zhidun.parties.{kind}", normal, secret=key, algorithm="sha256").hexdigest()
    return Number(kind, hashed, _masked(normal))


def checked_all(given: Mapping[str, str]) -> list[Number]:
    """Check several numbers; empty ones are left out.

    Raises:
        IdentifierInvalid: one or more do not fit; with several, `errors` names each by kind.
    """
    numbers: list[Number] = []
    errors: dict[str, Refusal] = {}
    for kind, text in given.items():
        if not text or not text.strip():
            continue
        try:
            numbers.append(checked(kind, text))
        except IdentifierInvalid as refusal:
            errors[kind] = refusal
    if len(errors) == 1:
        raise next(iter(errors.values()))
    if errors:
        raise IdentifierInvalid(t("有多个号码不符合要求。", "Several numbers do not fit."), errors=errors)
    return sorted(numbers, key=lambda number: number.kind)


def kind_name(kind: str) -> Text:
    """Return what a kind of number is called."""
    return _KINDS[kind]
