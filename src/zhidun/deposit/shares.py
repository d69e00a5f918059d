"""Shares of a copyright as fractions: a third is a third, and three of them are the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from zhidun.deposit.errors import SharesUnfit
from zhidun.kernel.text import t

WHOLE: Final = Fraction(1)
LARGEST: Final = 1_000_000
"""Largest denominator: a millionth is the smallest share."""
_RATIO: Final = re.compile(r"(\d{1,7})\s*[/／]\s*(\d{1,7})")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:[.．]\d{1,4})?)\s*[%％]?")
_HOW: Final = t("请写百分比(如 50 或 33.5%)或分数(如 1/3)。", "Write per cent (50, 33.5%) or a fraction (1/3).")


def parse(text: str, *, field: str = "share") -> Fraction:
    """Read a share as people write it: `50`, `33.5%`, `1/3`.

    Raises:
        SharesUnfit: it is no share, nothing, or more than the whole.
    """
    words = " ".join(text.split())
    ratio, percent = _RATIO.fullmatch(words), _PERCENT.fullmatch(words)
    if ratio and int(ratio.group(2)):
        found = Fraction(int(ratio.group(1)), int(ratio.group(2)))
    elif percent:
        found = Fraction(percent.group(1).replace("．", ".")) / 100
    else:
        raise SharesUnfit(t(f"“{words[:20]}”不是份额。", f"“{words[:20]}” is no share."), _HOW, field=field)
    if not 0 < found <= WHOLE or found.denominator > LARGEST:
        raise SharesUnfit(
            t("份额应大于 0、不超过 100%。", "A share is more than nothing and at most 100%."), _HOW, field=field
        )
    return found


def show(share: Fraction) -> str:
    """Return a share as people read it: per cent where it is exact, else a fraction."""
    percent = share * 100
    scaled = percent * 10_000
    if scaled.denominator == 1:
        return f"{float(percent):.4f}".rstrip("0").rstrip(".") + "%"
    return f"{share.numerator}/{share.denominator}"


def need_whole(shares: Iterable[Fraction], *, field: str = "owners") -> None:
    """Go on only when shares make up the whole.

    Raises:
        SharesUnfit: saying what they add up to, and what is missing or too much.
    """
    total = sum(shares, Fraction(0))
    if total == WHOLE:
        return
    gap = show(abs(WHOLE - total))
    short = total < WHOLE
    raise SharesUnfit(
        t(
            f"各著作权人份额合计应为 100%,现为 {show(total)}。",
            f"The owners' shares must add up to 100%; now {show(total)}.",
        ),
        t(
            f"{'还差' if short else '多出'} {gap},请修改;三人平分可写 1/3。",
            f"{gap} {'is missing' if short else 'too much'}; change it. For three equal parts write 1/3.",
        ),
        field=field,
    )
