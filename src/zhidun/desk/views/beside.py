"""Beside a case: papers before they are issued, two papers compared, evidence and right side by side, labels, links."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhidun.access.actors import Actor
from zhidun.cases import desk_lists, previewing, selectors, services
from zhidun.cases.types import CasePage
from zhidun.desk import steps
from zhidun.desk.staff import actor_of, show, staff
from zhidun.desk.views.case import case_page
from zhidun.evidence import links
from zhidun.evidence import selectors as evidence
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.rights import selectors as rights

INLINE = 'inline; filename="preview.pdf"'


@require_POST
@staff
def preview(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Show the paper a step would issue, from what is typed so far; nothing is kept."""
    actor = actor_of(request)
    fields = steps.fields_of(request, selectors.open_steps_for(actor, number), step)
    try:
        made = previewing.preview(
            actor=actor,
            case_number=number,
            step=step,
            facts=steps.entered(request.POST, fields),
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        return case_page(request, number, refusal, step=step)
    return HttpResponse(made[0].pdf, content_type="application/pdf", headers={"Content-Disposition": INLINE})


@dataclass(frozen=True, slots=True)
class Side:
    """One half of the comparison: an item of evidence or a right."""

    key: str
    title: str
    kind: str
    image: str
    text: str
    right: object | None = None


def _side(actor: Actor, page: CasePage, key: str) -> Side | None:
    if any(one.item == key for one in page.evidence):
        item = selectors.item_for(actor, key)
        image = links.signed_path(item=item, actor=actor, form="image") if evidence.preview_of(item, "image") else ""
        text = links.signed_path(item=item, actor=actor, form="text") if evidence.preview_of(item, "text") else ""
        return Side(key, item.filename, item.detected_type, image, text)
    if any(str(one[0]) == key for one in page.rights):
        row = rights.by_public_id(actor, key)
        return Side(key, row.title, "", "", "", right=row)
    return None


@require_GET
@staff
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """Show two of a case's items, or an item and the right, side by side."""
    actor = actor_of(request)
    page = selectors.case_page(actor, number)
    choices = [(one.item, one.filename) for one in page.evidence]
    choices += [(str(key), title) for key, title, _ in page.rights]
    keys = [request.GET.get(name, "") for name in ("left", "right")]
    usual = [choices[0][0] if choices else "", choices[-1][0] if choices else ""]
    sides = [_side(actor, page, asked or fallback) for asked, fallback in zip(keys, usual, strict=True)]
    context = {"page": page, "choices": choices, "sides": list(zip(("left", "right"), sides, strict=True))}
    return show(request, "compare", context)


@require_GET
@staff
def diff(request: HttpRequest, key: UUID, other: UUID) -> HttpResponse:
    """Show what differs between two papers of a case, such as a decision and its correction."""
    actor = actor_of(request)
    pair = [selectors.paper_for(actor, str(one)) for one in (key, other)]
    if pair[0].case_id != pair[1].case_id:
        raise NotFound
    texts = [selectors.paper_lines(one) for one in pair]
    return show(request, "diff", {"pair": pair, "lines": _differences(*texts)})


def _differences(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Return the lines of both texts, each marked `same`, `gone` or `new`."""
    found: list[tuple[str, str]] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [("same", line) for line in old[first:last]]
            continue
        found += [("gone", line) for line in old[first:last]] + [("new", line) for line in new[start:end]]
    return found


def _back(number: str, anchor: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('desk:case', args=[number])}#{anchor}")


@require_POST
@staff
def label(request: HttpRequest, number: str) -> HttpResponse:
    """Hang a label on the case, or take one off."""
    word, off = request.POST.get("word", ""), request.POST.get("off", "")
    try:
        desk_lists.set_label(actor=actor_of(request), case_number=number, word=off or word, on=not off)
    except Refusal as refusal:
        return case_page(request, number, refusal)
    return _back(number, "labels")


@require_POST
@staff
def link(request: HttpRequest, number: str) -> HttpResponse:
    """Link another case to this one."""
    try:
        services.link_cases(
            actor=actor_of(request),
            a=number,
            b=request.POST.get("other", "").strip(),
            kind=request.POST.get("kind", "joined"),
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        return case_page(request, number, refusal)
    return _back(number, "links")
