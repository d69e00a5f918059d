"""Money: Decimal yuan inside, whole fen for guards, strings with two places outside."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t

CENT = Decimal("0.01")
MOST = Decimal(10) ** 15
"""No amount in the city reaches it; beyond it sums to the fen could not be kept exactly."""


def yuan(value: Decimal | str | float | None, *, field: str | None = None) -> Decimal:
    """Read an amount of yuan as people write it; floats are read by their shortest decimal form.

    Raises:
        Invalid: not a finite number, or `MOST` and more.
    """
    try:
        amount = Decimal(unicodedata.normalize("NFKC", str(value)).replace(",", "").strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= MOST:
        raise Invalid(
            t(f"金额“{value}”不是数字或过大。", f"The amount “{value}” is not a number, or too large."),
            t("请以元为单位填写数字,例如 12000.50。", "Enter a number of yuan, such as 12000.50."),
            field=field,
        )
    return amount


def rounded(amount: Decimal) -> Decimal:
    """Round to fen, half up; to be used once, at the end of a computation."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """Return the amount as a string with two places, for JSON and papers."""
    return str(rounded(amount))


def fen(amount: Decimal) -> int:
    """Return whole fen, for guards (CEL has no decimals)."""
    return int(rounded(amount) * 100)
