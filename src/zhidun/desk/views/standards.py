"""Claim charts on a case: elements with fact and evidence, defences, what is missing by each of the three standards."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhidun.cases import selectors as cases
from zhidun.desk.staff import actor_of, show, staff
from zhidun.enforcement import selectors as enforcement
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.kernel.text import t
from zhidun.standards import papers, selectors, services
from zhidun.standards.errors import VersionUnknown
from zhidun.standards.selectors import ChartPage

VERDICTS = (
    ("met", t("具备", "Met")),
    ("not_met", t("不具备", "Not met")),
    ("unclear", t("不清楚", "Unclear")),
)
STATES = (
    ("", t("没有提出", "Not raised")),
    ("open", t("已提出，待判断", "Raised, open")),
    ("founded", t("成立", "Made out")),
    ("unfounded", t("不成立", "Not made out")),
)
LONGEST_NUMBER = 6


@require_GET
@staff
def charts(request: HttpRequest, number: str) -> HttpResponse:
    """List the charts kept on a case and the acts that fit its kind of right, or that of the case it belongs to."""
    actor = actor_of(request)
    kept = selectors.charts_of(actor, number)
    known = {one.act for one in kept}
    main = enforcement.main_of(cases.find(actor, number))
    fitting = selectors.acts(main.kind) if main else selectors.suggested(actor, number)
    fit = [one for one in fitting if one.key not in known]
    rest = [one for one in selectors.acts() if one.key not in known and one not in fit]
    return show(request, "standards/charts", {"number": number, "kept": kept, "fit": fit, "rest": rest})


@require_http_methods(["GET", "POST"])
@staff
def chart(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Show a chart with its conversion; save the next version."""
    page = selectors.chart_page(actor_of(request), number, act, n=_version(request))
    refusal = _save(request, number, page) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        messages.success(request, _("已保存新的一版。"))
        return HttpResponseRedirect(reverse("desk:chart", args=[number, act]))
    typed = request.POST if refusal else None
    context = {
        "page": page,
        "elements": [(one, _typed_element(typed, page, one.key)) for one in page.view.elements],
        "defences": [(one, _typed_defence(typed, page, one.key)) for one in page.view.defences],
        "three": selectors.standards_view(page.view.on),
        "verdicts": VERDICTS,
        "states": STATES,
        "refusal": refusal,
        "mark": typed.get("mark", "") if typed else page.mark,
        "sign": typed.get("sign", "") if typed else page.sign,
        "editable": page.may_write and page.n == page.latest,
    }
    return show(request, "standards/chart", context, status=refusal.status if refusal else 200)


@require_GET
@staff
def chart_pdf(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Hand out a saved version of a chart, the newest by default."""
    made = papers.chart_pdf(actor_of(request), number, act, n=_version(request))
    name = f'inline; filename="{number}-{act}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


def _whole(said: str) -> int | None:
    """Return the number of a version, or None for what is none."""
    return int(said) if said.isdecimal() and len(said) <= LONGEST_NUMBER else None


def _version(request: HttpRequest) -> int | None:
    """Return which version is asked for; None is the newest.

    Raises:
        VersionUnknown: what stands there is no number.
    """
    said = request.GET.get("n", "")
    found = _whole(said)
    if said and found is None:
        raise VersionUnknown(field="n")
    return found


def _save(request: HttpRequest, number: str, page: ChartPage) -> Refusal | None:
    """Save the next version; return why not, where it was refused.

    Raises:
        NotFound: the case is not there for this actor.
    """
    sent = request.POST
    expected = _whole(sent.get("version", ""))
    try:
        services.save_chart(
            actor=actor_of(request), case_number=number, act=page.view.key,
            expected_version=-1 if expected is None else expected,
            elements=_elements(sent, page), defences=_defences(sent, page),
            mark=sent.get("mark", ""), sign=sent.get("sign", ""),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as wrong:
        return wrong
    return None


def _element(sent: QueryDict, key: str) -> Mapping[str, object]:
    return {
        "verdict": sent.get(f"v-{key}", "unclear"), "fact": sent.get(f"f-{key}", ""),
        "items": sent.getlist(f"i-{key}"), "proofs": sent.getlist(f"p-{key}"),
    }  # fmt: skip


def _defence(sent: QueryDict, key: str) -> Mapping[str, object]:
    return {"state": sent.get(f"ds-{key}", ""), "words": sent.get(f"dw-{key}", ""), "items": sent.getlist(f"di-{key}")}


def _elements(sent: QueryDict, page: ChartPage) -> dict[str, Mapping[str, object]]:
    return {one.key: _element(sent, one.key) for one in page.view.elements}


def _defences(sent: QueryDict, page: ChartPage) -> dict[str, Mapping[str, object]]:
    return {one.key: _defence(sent, one.key) for one in page.view.defences}


def _typed_element(typed: QueryDict | None, page: ChartPage, key: str) -> object:
    return _element(typed, key) if typed is not None else page.chart.elements.get(key)


def _typed_defence(typed: QueryDict | None, page: ChartPage, key: str) -> object:
    return _defence(typed, key) if typed is not None else page.chart.defences.get(key)
