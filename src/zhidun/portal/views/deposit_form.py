"""Depositing a work: pages, autosave, files or a commitment, check your answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhidun.deposit import services
from zhidun.deposit.questions import questions, step_of
from zhidun.deposit.types import WorkIn
from zhidun.evidence import selectors as evidence
from zhidun.evidence.services import store_upload
from zhidun.kernel.errors import Refusal, SignInNeeded
from zhidun.portal import deposit_form as forms
from zhidun.portal.actor import actor_of
from zhidun.portal.deposit_form import Work
from zhidun.portal.form import PageStep

UNPROCESSABLE = 422


def _work(request: HttpRequest) -> Work:
    actor = actor_of(request)
    if not actor.signed_in:
        raise SignInNeeded
    return forms.work_of(actor)


def _to(step: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:deposit_new", args=[step]))


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """Show or take one page; what was typed is kept before anything is checked."""
    work, actor = _work(request), actor_of(request)
    steps = forms.steps_of(work, step)
    if step == "check":
        return _check(request, work, steps)
    if request.method == "GET":
        return _page(request, work, step, {})
    work.raw |= forms.posted(request.POST, step)
    files = _take_files(request, work) if step == "file" else []
    forms.save(actor, work)
    go = request.POST.get("go", "upload" if "remove" in request.POST else "next")
    if go.startswith("add-"):
        forms.more_rows(work.raw, go.removeprefix("add-"))
        forms.save(actor, work)
        return _to(step)
    if go in {"back", "upload"} and not files:
        return _to(step if go == "upload" else forms.neighbour(step, -1))
    faults = work.read()[1]
    wrong = {key: one for key, one in faults.items() if step_of(key) == step}
    if files:
        wrong["files"] = files[0]
    if wrong:
        return _page(request, work, step, wrong)
    return _to(forms.neighbour(step, 1))


def _page(request: HttpRequest, work: Work, step: str, wrong: dict[str, Refusal]) -> HttpResponse:
    context = {
        "work": work,
        "step": step,
        "steps": forms.steps_of(work, step),
        "questions": forms.asked(step),
        "errors": wrong,
        "summary": forms.summary(wrong),
        "people": [(role, forms.rows(work.raw, wrong, role)) for role in forms.ROLES],
        "items": evidence.items(work.item_ids),
        "kinds": forms.PERSON_KINDS,
    }
    return render(request, f"portal/deposit/{step}.html", context, status=UNPROCESSABLE if wrong else 200)


def _take_files(request: HttpRequest, work: Work) -> list[Refusal]:
    """Store each file; one that is refused does not lose the others."""
    wrong: list[Refusal] = []
    kept = [one for one in work.item_ids if one != request.POST.get("remove")]
    for file in request.FILES.getlist("files"):
        try:
            item = store_upload(
                stream=file,
                filename=file.name or "file",
                declared_type=file.content_type or "",
                actor=actor_of(request),
            )
        except Refusal as refusal:
            wrong.append(refusal)
        else:
            kept.append(str(item.public_id))
    work.item_ids = tuple(dict.fromkeys(kept))
    return wrong


@require_POST
def autosave(request: HttpRequest, step: str) -> HttpResponse:
    """Keep what is being typed, unchecked, and say when."""
    work = _work(request)
    work.raw |= forms.posted(request.POST, step)
    draft = forms.save(actor_of(request), work)
    return render(request, "portal/saved.html", {"draft": draft})


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away and begin again."""
    forms.drop(_work(request))
    return _to("work")


def _check(request: HttpRequest, work: Work, steps: list[PageStep]) -> HttpResponse:
    facts, faults = work.read()
    if facts is not None and facts.form == "file" and not work.item_ids:
        faults = {"files": services.WorkMissing(field="files")}
    if request.method == "POST" and facts is not None and not faults:
        try:
            return _deposit(request, work, facts)
        except Refusal as refusal:
            faults = refusal.errors or {refusal.field or "": refusal}
    context = {
        "work": work,
        "steps": steps,
        "answers": [
            (one, work.raw.get(one.key)) for one in questions() if work.raw.get(one.key) and one.key != "ai_used"
        ],
        "people": [(role, forms.rows(work.raw, {}, role)) for role in forms.ROLES],
        "items": evidence.items(work.item_ids) if work.raw.get("form") == "file" else [],
        "summary": forms.summary(faults),
    }
    status = UNPROCESSABLE if faults and request.method == "POST" else 200
    return render(request, "portal/deposit/check.html", context, status=status)


def _deposit(request: HttpRequest, work: Work, facts: WorkIn) -> HttpResponse:
    row = services.deposit_work(actor=actor_of(request), work=facts, item_ids=work.item_ids)
    forms.drop(work)
    return HttpResponseRedirect(reverse("portal:deposit_page", args=[row.number]) + "?new=1")
