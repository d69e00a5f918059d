"""The wizard: what happened → what can be done. Answers travel in the address, so the back button is the way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from zhidun.intake.selectors import wizard
from zhidun.kernel.text import Text, t

NOT_ANSWERS = frozenset({"lang", "have"})


def _given(request: HttpRequest) -> dict[str, str]:
    return {key: str(value) for key, value in request.GET.items() if key not in NOT_ANSWERS and value}


def _earlier(answers: dict[str, str]) -> list[dict[str, object]]:
    """Return what was answered so far, each with the address that asks it again."""
    found: list[dict[str, object]] = []
    before: dict[str, str] = {}
    for key, value in answers.items():
        question = wizard(before).question
        if question is None:
            break
        chosen = next((one.label for one in question.options if one.value == value), Text(value, value))
        found.append({"label": question.label, "answer": chosen, "again": f"?{urlencode(before)}"})
        before[key] = value
    return found


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Ask the next question, or show the ways that fit."""
    answers = _given(request)
    have = request.GET.getlist("have")
    step = wizard({**answers, "have": have})
    context: dict[str, object] = {"step": step, "answers": answers, "earlier": _earlier(answers), "have": have}
    if step.question:
        bar = [
            {
                "title": t(f"第{number}问", f"Question {number}"),
                "done": number <= step.asked,
                "now": number == step.asked + 1,
            }
            for number in range(1, step.total + 1)
        ]
        context["bar"] = [*bar, {"title": t("可走的路", "Your options"), "done": False, "now": False}]
    return render(request, "portal/wizard.html", context)
