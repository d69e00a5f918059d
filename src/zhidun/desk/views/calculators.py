"""The calculators of the law as forms: the arithmetic line by line, the rules it rests on, and what is not settled."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_safe

from zhidun.cases.calendars import current_calendar
from zhidun.cases.confirmations import unconfirmed
from zhidun.desk.staff import show, staff
from zhidun.law import calculators
from zhidun.law.load import rulebook
from zhidun.law.opinions import forms, words

LONGEST = 200


@require_safe
@staff
def page(request: HttpRequest, name: str = "damages") -> HttpResponse:
    """Show the form of a calculator and, when something was asked, its answer.

    Raises:
        Http404: no such calculator.
    """
    if name not in words.FORMS:
        raise Http404
    typed = _typed(request.GET)
    asked = forms.question(name, typed)
    answer = calculators.answer(name, asked, calendar=current_calendar()) if asked else None
    context = {
        "name": name,
        "title": words.TITLES[name],
        "about": words.ABOUT[name],
        "tabs": [(key, title) for key, title in words.TITLES.items()],
        "groups": forms.groups(name, typed, rulebook()),
        "answer": answer,
        "figures": forms.figures(name, answer) if answer else [],
        "unread_rules": _unread(answer) if answer else [],
        "on_desk": True,
    }
    return show(request, "calculators/page", context)


def _typed(query: MultiValueDict[str, str]) -> dict[str, list[str]]:
    return {key: [value[:LONGEST] for value in query.getlist(key)] for key in query}


def _unread(answer: calculators.Answer) -> list[str]:
    """Return the citations of rules that no officer has confirmed: no paper may rest on this answer."""
    rules = [rulebook().by_id(one) for one in calculators.unread(answer)]
    return [rule.id for rule in unconfirmed(rules)]
