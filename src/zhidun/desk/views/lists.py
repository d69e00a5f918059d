"""What is done with a list: kept as a view, its columns chosen, taken out as a table, acted on in bulk, printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhidun.access.personal import set_preference
from zhidun.cases import desk_lists
from zhidun.cases.types import CaseCard
from zhidun.desk import lists
from zhidun.desk.staff import actor_of, show, staff
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORIGINS = dict(lists.ORIGINS)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(target if safe else reverse("desk:home"))


@require_POST
@staff
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name."""
    place = "cases" if request.POST.get("place") == "cases" else "home"
    query = urlencode({name: request.POST[name] for name in lists.NAMES if request.POST.get(name)})
    desk_lists.save_view(
        actor=actor_of(request),
        name=request.POST.get("name", ""),
        query=f"{reverse(f'desk:{place}')}?{query}",
        shared=request.POST.get("shared") == "true",
    )
    messages.success(request, _("视图已保存。"))
    return _back(request)


@require_POST
@staff
def drop_view(request: HttpRequest) -> HttpResponse:
    """Forget a view of one's own."""
    desk_lists.drop_view(actor=actor_of(request), key=request.POST.get("view") or "0" * 32)
    return _back(request)


@require_POST
@staff
def columns(request: HttpRequest) -> HttpResponse:
    """Keep which columns are shown."""
    chosen = [key for key in request.POST.getlist("column") if key in lists.COLUMNS]
    set_preference(actor=actor_of(request), key="columns", value={"shown": chosen} if chosen else {})
    return _back(request)


def _cell(card: CaseCard, column: str, lang: str) -> str:
    """Return one value of a row as text, in the language of the page."""
    words = {
        "left": f"{card.left.due_on:%F}" if card.left.due_on and card.closed_at is None else "",
        "number": card.number,
        "title": card.title,
        "parties": " / ".join(card.parties),
        "state": card.state_title.in_(lang),
        "officers": ("、" if lang == "zh" else ", ").join(name.in_(lang) for name in card.officers),
        "received": f"{card.received_at.astimezone(time.CITY_ZONE):%F %H:%M}",
        "kind": card.kind_title.in_(lang),
        "origin": ORIGINS[card.origin].in_(lang) if card.origin in ORIGINS else card.origin,
        "office": card.office_name.in_(lang),
        "labels": "、".join(card.labels),
    }
    return words[column]


def _guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _csv(cards: Iterable[CaseCard], shown: Sequence[str], lang: str) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    yield "\ufeff"
    writer.writerow([lists.COLUMNS[key].in_(lang) for key in shown])
    for card in cards:
        writer.writerow([_guarded(_cell(card, key, lang)) for key in shown])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _xlsx(cards: Iterable[CaseCard], shown: Sequence[str], lang: str) -> io.BytesIO:
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for place, key in enumerate(shown):
            sheet.write_string(0, place, lists.COLUMNS[key].in_(lang), bold)
            sheet.set_column(place, place, 22)
        for row, card in enumerate(cards, 1):
            for place, key in enumerate(shown):
                sheet.write_string(row, place, _cell(card, key, lang))
        sheet.freeze_panes(1, 0)
    made.seek(0)
    return made


@require_GET
@staff
def export(request: HttpRequest) -> HttpResponseBase:
    """Take out exactly the rows and columns of the list, as CSV or Excel; the audit trail says who did."""
    actor = actor_of(request)
    shown = lists.columns_of(actor)
    closed = None if request.GET.get("place") == "cases" else False
    wanted = lists.filters_of(request.GET, closed=closed, since=lists.last_visit(actor))
    cards = desk_lists.export(actor=actor, filters=wanted, columns=shown)
    name = f"cases-{time.today():%Y%m%d}"
    if request.GET.get("format") == "csv":
        answer = StreamingHttpResponse(list(_csv(cards, shown, actor.language)), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer
    return FileResponse(
        _xlsx(cards, shown, actor.language), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX
    )


@require_POST
@staff
def bulk(request: HttpRequest) -> HttpResponse:
    """Assign, label or print the ticked cases. Decisions are never taken in bulk."""
    actor, numbers = actor_of(request), request.POST.getlist("number")
    if not numbers:
        raise Invalid(
            t("还没有勾选案件。", "No case is ticked."),
            t("请返回列表勾选后再操作。", "Go back, tick cases in the list, then try again."),
        )
    act = request.POST.get("act", "")
    if act == "print":
        cards = desk_lists.cards_of(actor, numbers)
        return show(request, "print", {"cards": cards, "columns": lists.columns_of(actor), "now": time.now()})
    if act == "assign":
        refused = desk_lists.assign_many(actor=actor, numbers=numbers, username=request.POST.get("account", ""))
    else:
        refused = desk_lists.label_many(actor=actor, numbers=numbers, word=request.POST.get("word", ""))
    return _told(request, len(set(numbers)), refused)


def _told(request: HttpRequest, asked: int, refused: list[tuple[str, Refusal]]) -> HttpResponse:
    done, lang = asked - len(refused), actor_of(request).language
    if done:
        messages.success(request, _("已办理 %(n)s 件。") % {"n": done})
    for number, why in refused[:10]:
        messages.error(request, f"{number}: {why.reason.in_(lang)} {why.remedy.in_(lang)}")
    return _back(request)
