"""Pure decisions of the registry: what a statement becomes, which dates follow, what a commitment is."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zhidun.kernel import identifiers
from zhidun.kernel.text import Text, t
from zhidun.rights import terms
from zhidun.rights.errors import FieldUnfit, NumberDoesNotFit
from zhidun.rights.kinds import Kind, checked_details, kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from zhidun.rights.types import RightFacts

EDIT: Final = "rights:right:edit"
VERIFY: Final = "rights:right:verify"
NUMBER_LENGTH: Final = 64
TITLE_LENGTH: Final = 300
NICE_CLASSES: Final = range(1, 46)
SALT_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A statement that passed: normal number, status, own fields, dates, warnings."""

    kind: Kind
    number: str
    status: str
    details: dict[str, object]
    classes: tuple[int, ...]
    term: terms.Term
    warnings: tuple[Text, ...]

    def class_keys(self) -> tuple[int, ...]:
        """Return the classes that belong to the right's identity."""
        return self.classes or (0,) if self.kind.keyed_by_class else (0,)


def term(*, kind: str, dates: dict[str, date | None], details: dict[str, object] | None = None) -> terms.Term:
    """Return when a right ends and may be renewed (see `terms.term`)."""
    return terms.term(kind=kind, dates=dates, details=details)


def checked(facts: RightFacts, *, today: date) -> Checked:
    """Check a statement about a right.

    Raises:
        NumberDoesNotFit: a patent number whose check digit does not fit.
        FieldUnfit: a field is missing, too long, in the future or not of this kind.
    """
    of = kind(facts.kind)
    _check_words(facts)
    number, warnings = _number(of, facts)
    status = facts.status or of.statuses[0].key
    if of.status(status) is None:
        names = [f"{one.key}({one.title.zh})" for one in of.statuses]
        raise FieldUnfit(
            t(f"“{of.title.zh}”没有状态“{status[:40]}”。", f"“{of.title.en}” has no status “{status[:40]}”."),
            t("可选:" + "、".join(names), "Choose: " + ", ".join(one.key for one in of.statuses)),
            field="status",
        )
    _check_dates(facts, today)
    details = checked_details(of, facts.details)
    return Checked(
        kind=of,
        number=number,
        status=status,
        details=details,
        classes=_classes(of, facts.classes),
        term=terms.term(kind=of.key, dates=facts.dates(), details=details),
        warnings=warnings,
    )


def _check_words(facts: RightFacts) -> None:
    if not facts.title.strip():
        raise FieldUnfit(t("请填写权利名称。", "Fill in the name of the right."), field="title")
    for name in ("title", "title_en", "holder_name", "source"):
        if len(getattr(facts, name)) > TITLE_LENGTH:
            raise FieldUnfit(
                t(f"内容超过{TITLE_LENGTH}字。", f"More than {TITLE_LENGTH} characters."),
                t("请精简后重填。", "Shorten it."),
                field=name,
            )
        if "\x00" in getattr(facts, name):
            raise FieldUnfit(
                t("内容含有不可见的控制字符。", "An invisible control character was entered."),
                t("请手工重新输入。", "Type it again by hand."),
                field=name,
            )


def _number(of: Kind, facts: RightFacts) -> tuple[str, tuple[Text, ...]]:
    if of.numberless or not facts.number_known:
        if facts.number.strip():
            raise FieldUnfit(
                t("已选“编号不详”,却填写了编号。", "A number was entered although it is marked as unknown."),
                t("请去掉编号,或取消“编号不详”。", "Clear the number, or clear the mark."),
                field="number",
            )
        return "", ()
    if not facts.number.strip():
        raise FieldUnfit(
            t(f"请填写{of.number_title.zh}。", f"Fill in: {of.number_title.en}."),
            t("确实不知道编号的,请勾选“编号不详”。", "Mark it as unknown if it is not known."),
            field="number",
        )
    found = identifiers.check(of.number_check, facts.number)
    if len(found.normal) > NUMBER_LENGTH:
        raise FieldUnfit(
            t(f"编号超过{NUMBER_LENGTH}个字符。", f"The number has more than {NUMBER_LENGTH} characters."),
            field="number",
        )
    if not found.ok and of.number_refuses:
        raise NumberDoesNotFit(found.reason, found.remedy, field="number")
    return found.normal, () if found.reason is None else (found.reason,)


def _check_dates(facts: RightFacts, today: date) -> None:
    for name, day in facts.dates().items():
        if day and day > today:
            raise FieldUnfit(
                t(f"日期{day}在今天({today})之后。", f"The date {day} lies after today ({today})."),
                t("请核对证书上的日期。", "Check the date on the certificate."),
                field=name,
            )
    if facts.filed_on and facts.registered_on and facts.registered_on < facts.filed_on:
        raise FieldUnfit(
            t("授权(注册)日早于申请日。", "The date of grant lies before the date of filing."),
            t("请核对两个日期是否填反。", "Check whether the two dates were swapped."),
            field="registered_on",
        )


def _classes(of: Kind, classes: Sequence[int]) -> tuple[int, ...]:
    unique = tuple(sorted(set(classes)))
    if of.keyed_by_class and any(one not in NICE_CLASSES for one in unique):
        raise FieldUnfit(
            t("商标类别应为1至45。", "Classes of trademarks run from 1 to 45."),
            t("请核对商标注册证上的国际分类。", "Check the international class on the certificate."),
            field="classes",
        )
    return unique


def commitment_of(*, salt: bytes, sha256: str) -> str:
    """Return the salted commitment to a file: HMAC-SHA-256 over its SHA-256, keyed with a salt of 32 bytes.

    Raises:
        ValueError: the salt is not 32 bytes, or the digest is no SHA-256 in hexadecimal.
    """
    if len(salt) != SALT_BYTES or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        msg = "a salt of 32 bytes and a SHA-256 in hexadecimal are needed"
        raise ValueError(msg)
    return hmac.new(salt, bytes.fromhex(sha256), hashlib.sha256).hexdigest()


def commitment_fits(*, commitment: str, salt: bytes, sha256: str) -> bool:
    """Say whether a file and a salt open a commitment."""
    return hmac.compare_digest(commitment_of(salt=salt, sha256=sha256), commitment)
