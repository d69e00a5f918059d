"""What became of a file made from a sheet: handed in where and when, how it ended; the city's figures of each way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.damages.entered import amount_in, day_in, text_in
from zhidun.damages.models import DamagesSheet, SheetFiling
from zhidun.damages.purposes import PURPOSES
from zhidun.damages.standing import held, need_owner
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import Text, t

NEWEST: Final = 1000
Ending = tuple[date, date, bool | None, Decimal | None]
"""Begun, ended, whether the side got something of what it asked for, yuan."""
_SETTLED: Final = t("调解、和解", "Settled")
_WITHDRAWN: Final = t("已撤回", "Withdrawn")
RESULTS: Final[Mapping[str, Mapping[str, Text]]] = {
    "claim": {
        "upheld": t("判决支持", "Judgment for the claim"),
        "partly": t("部分支持", "Granted in part"),
        "settled": _SETTLED,
        "dismissed": t("驳回", "Dismissed"),
        "withdrawn": _WITHDRAWN,
    },
    "arbitration": {
        "upheld": t("裁决支持", "Award for the claim"),
        "partly": t("部分支持", "Granted in part"),
        "settled": _SETTLED,
        "dismissed": t("驳回", "Dismissed"),
        "withdrawn": _WITHDRAWN,
    },
    "notice": {
        "removed": t("已删除、断开链接", "Removed or disconnected"),
        "partly": t("部分处理", "Removed in part"),
        "restored": t("对方声明后恢复", "Restored on a counter-notice"),
        "refused": t("平台未采取措施", "The platform did nothing"),
        "withdrawn": _WITHDRAWN,
    },
    "customs": {
        "detained": t("已扣留", "Detained"),
        "recorded": t("已备案", "Recorded"),
        "released": t("未扣留或者放行", "Not detained, or released"),
        "withdrawn": _WITHDRAWN,
    },
    "police": {
        "opened": t("已立案", "Case opened"),
        "refused": t("不予立案", "No case opened"),
        "withdrawn": _WITHDRAWN,
    },
}
"""What a file can end with, by purpose."""
GOOD: Final = frozenset({"upheld", "partly", "settled", "removed", "detained", "recorded", "opened"})
MONEY: Final = frozenset({"claim", "arbitration"})
"""Purposes whose end may name an amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingCard:
    """A file handed in, for its owner."""

    purpose: str
    filed_on: date
    place: str
    docket: str
    result: str
    result_title: Text
    ended_on: date | None
    amount: Decimal | None


@transaction.atomic
def record(*, actor: Actor, sheet: str, words: Mapping[str, object]) -> SheetFiling:
    """Record that the file was handed in, or what became of it; a correction replaces what was recorded before.

    Args:
        actor: the owner.
        sheet: public id.
        words: filed_on; place, docket; and once it ended: result, ended_on, amount (yuan, awarded or paid).

    Raises:
        SheetNotFound. NotYourLine: not the owner.
        Invalid: a day is missing, later than today or out of order; no such result; an amount where there is none.
    """
    row, _ = held(actor, sheet)
    need_owner(row, actor)
    filed_on, ended_on, result = day_in(words, "filed_on"), day_in(words, "ended_on"), text_in(words, "result")
    today = time.today()
    if filed_on is None or filed_on > today:
        raise Invalid(t("请填写提交日期,不晚于今天。", "Enter the day it was handed in."), field="filed_on")
    if result and result not in RESULTS[row.purpose]:
        raise Invalid(t("请选择结果。", "Choose the result."), field="result")
    if bool(result) != (ended_on is not None) or (ended_on and not filed_on <= ended_on <= today):
        raise Invalid(
            t("结果和结果日期须一并填写,日期在提交之后、不晚于今天。", "Enter result and day together, in order."),
            field="ended_on" if result else "result",
        )
    amount = amount_in(words, "paid_amount")
    if amount is not None and (row.purpose not in MONEY or not result):
        raise Invalid(t("该项没有金额。", "There is no amount to it."), field="paid_amount")
    row.filings.filter(purpose=row.purpose, replaced_at=None).update(replaced_at=time.now())
    return SheetFiling.objects.create(
        sheet=row,
        purpose=row.purpose,
        filed_on=filed_on,
        place=text_in(words, "place"),
        docket=text_in(words, "docket"),
        result=result,
        good=None if not result or result == "withdrawn" else result in GOOD,
        ended_on=ended_on,
        amount=amount,
    )


def of_sheet(row: DamagesSheet) -> FilingCard | None:
    """Return what was recorded of the file the sheet is for; None: nothing."""
    one = row.filings.filter(purpose=row.purpose, replaced_at=None).first()
    if one is None:
        return None
    title = RESULTS[one.purpose].get(one.result, t("等待结果", "Result awaited"))
    return FilingCard(
        purpose=one.purpose,
        filed_on=one.filed_on,
        place=one.place,
        docket=one.docket,
        result=one.result,
        result_title=title,
        ended_on=one.ended_on,
        amount=one.amount,
    )


def results_of(purpose: str) -> list[tuple[str, Text]]:
    """Return what a file of a purpose can end with."""
    return list(RESULTS[purpose if purpose in PURPOSES else "claim"].items())


def endings(purpose: str, *, demo: bool) -> list[Ending]:
    """Return how the newest files of a purpose ended: days, whether something was granted, yuan; no name, no number.

    Only one record a right holder and other side counts, so that nobody makes a figure alone by typing it thrice.
    """
    found = SheetFiling.objects.filter(purpose=purpose, replaced_at=None, ended_on__isnull=False, sheet__demo=demo)
    seen: set[tuple[int, str]] = set()
    made: list[Ending] = []
    rows = found.order_by("-ended_on", "-id").values_list(
        "sheet__owner_id", "sheet__other_name", "filed_on", "ended_on", "good", "amount"
    )
    for owner, other, begun, ended, good, amount in rows[:NEWEST]:
        if (owner, other) not in seen and ended is not None:
            seen.add((owner, other))
            made.append((begun, ended, good, amount))
    return made
