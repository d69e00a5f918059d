"""What people enter in a sheet, read field by field: words, days, yuan, shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from zhidun.kernel.errors import Invalid
from zhidun.kernel.money import rounded, yuan
from zhidun.kernel.text import t

LENGTHS = {
    "right_title": 300, "holder_name": 200, "other_name": 200, "other_address": 300, "story": 20_000, "listing": 120,
    "words": 400, "why": 1000, "multiple_reasons": 2000, "source": 20, "place": 200,
}  # fmt: skip
Words = Mapping[str, object]


def text_in(words: Words, key: str) -> str:
    """Return a word that was given, trimmed. Raises Invalid: it is too long."""
    value = words.get(key)
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if len(text) > LENGTHS.get(key, 80):
        raise Invalid(t(f"最多{LENGTHS.get(key, 80)}字。", f"At most {LENGTHS.get(key, 80)} characters."), field=key)
    return text


def day_in(words: Words, key: str) -> date | None:
    """Return a day that was given, if any. Raises Invalid: it is none."""
    text = text_in(words, key)
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not 1900 <= found.year <= 2200:  # noqa: PLR2004  the years of the house
        raise Invalid(t("请填写日期,如 2026-12-01。", "Enter a day such as 2026-12-01."), field=key)
    return found


def amount_in(words: Words, key: str) -> Decimal | None:
    """Return yuan that were given, if any. Raises Invalid: another currency, negative, or no number."""
    text = text_in(words, key)
    if not text:
        return None
    if any(sign in text for sign in "$€£¥¥₩") or any(one.isalpha() for one in text):
        raise Invalid(t("金额只能以人民币元计。", "Amounts are in yuan (CNY) only."), field=key)
    found = rounded(yuan(text, field=key))
    if found < 0:
        raise Invalid(t("金额不能为负。", "An amount is not negative."), field=key)
    return found


def rate_in(words: Words, key: str) -> Decimal | None:
    """Return a share from 0 to 1 that was given (0.25 or 25%), if any. Raises Invalid: it is none."""
    text = text_in(words, key)
    if not text:
        return None
    try:
        found = Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found <= 1:
        raise Invalid(t("请填写0至1之间的比例,或者如 25%。", "A share from 0 to 1, or such as 25%."), field=key)
    return found
