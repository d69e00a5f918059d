"""The calculators of the law for machines: one question or a list of them, in the words of the shipped schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Body, Router

from zhidun.api.auth import everybody
from zhidun.api.problems import answers
from zhidun.cases.calendars import current_calendar
from zhidun.kernel.errors import TooLarge
from zhidun.kernel.text import t
from zhidun.law import calculators

router = Router()
MOST = 200
Question = dict[str, Any]
ABOUT = {
    "damages": "Say from which basis damages are computed and what may be awarded",
    "punitive": "Say whether damages may be multiplied, and to what total",
    "fine": "Say the bracket of a fine, repeat, hearing, surcharge, gains and confiscation",
    "crime": "Say whether the threshold of a crime is reached, by what, and what is missing",
    "reward": "Say what a reporter is due",
    "limitation": "Say when the right to sue or to ask for adjudication runs out",
}


def _operation(name: str) -> Callable[..., Question | list[Question]]:
    def calculate(request: HttpRequest, payload: Body[Question | list[Question]]) -> Question | list[Question]:
        del request
        calendar = current_calendar()
        if isinstance(payload, dict):
            return calculators.answer(name, payload, calendar=calendar)
        if len(payload) > MOST:
            raise TooLarge(
                t(f"一次最多{MOST}题。", f"At most {MOST} questions at once."), t("请分批。", "Send them in batches.")
            )
        return [calculators.answer(name, one, calendar=calendar) for one in payload]

    calculate.__name__ = name
    calculate.__doc__ = (
        f"{ABOUT[name]}; `accepted` is false with reason and remedy where it cannot be said. A list is answered by a "
        f"list. Fields: `zhidun/law/opinions/{name}.schema.json`."
    )
    return calculate


for _name in calculators.NAMES[1:]:
    router.post(
        f"/law/{_name}",
        auth=everybody,
        response=answers(Question | list[Question]),
        operation_id=f"calculate_{_name}",
        summary=ABOUT[_name],
    )(_operation(_name))
