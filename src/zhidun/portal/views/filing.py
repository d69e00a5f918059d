"""Filing a complaint or a report: pages, autosave, uploads, check your answers, sending."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.evidence import selectors as evidence
from zhidun.evidence.resumable import finish
from zhidun.evidence.services import store_upload
from zhidun.intake import pages, selectors, services
from zhidun.intake.drafts import DraftGone
from zhidun.intake.types import DraftView, Question
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.portal import form as forms
from zhidun.portal import keepsakes
from zhidun.portal.actor import actor_of
from zhidun.portal.form import Form

UNPROCESSABLE = 422


def _draft(request: HttpRequest, kind: str) -> DraftView | None:
    """The draft this browser holds; without one the newest of the account: begun on a phone, finished at a desk.

    A token whose draft is gone finds nothing: "send" pressed twice must not send an older draft.
    """
    token = keepsakes.draft_token(request, kind)
    if not token:
        return next((one for one in selectors.drafts_of(actor_of(request)) if one.kind == kind), None)
    try:
        draft = selectors.open_draft(token)
    except DraftGone:
        return None
    return draft if draft.kind == kind else None


def _form(request: HttpRequest, kind: str) -> Form:
    return forms.form_of(kind, _draft(request, kind), actor_of(request), forms.language_of(request))


def _save(request: HttpRequest, form: Form) -> DraftView:
    form.draft = services.save_draft(
        actor=actor_of(request),
        kind=form.kind,
        answers=form.raw,
        token=form.draft.token if form.draft else None,
        item_ids=form.item_ids,
    )
    return form.draft


def _kept(answer: HttpResponse, form: Form) -> HttpResponse:
    if form.draft:
        keepsakes.keep_draft(answer, form.kind, form.draft.token, trace=not form.anonymous)
    return answer


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Ask which form, and offer what was begun."""
    begun = [(kind, pages.KINDS[kind], draft) for kind in pages.KINDS if (draft := _draft(request, kind))]
    return render(request, "portal/choose.html", {"kinds": pages.KINDS, "begun": begun})


@require_GET
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a form, or ask whether to go on with the one begun."""
    form = _form(request, kind)
    if form.draft is None:
        return HttpResponseRedirect(reverse("portal:filing_step", args=[kind, "what"]))
    return render(request, "portal/resume.html", {"form": form})


@require_POST
def discard(request: HttpRequest, kind: str) -> HttpResponse:
    """Throw the draft away and begin again."""
    draft = _draft(request, kind)
    if draft:
        services.delete_draft(token=draft.token)
    answer = HttpResponseRedirect(reverse("portal:filing_step", args=[kind, "what"]))
    keepsakes.drop_draft(answer, kind)
    return answer


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """Show or take one page of the form; what was typed is kept before anything is checked."""
    form = _form(request, kind)
    if step == "check":
        return _check(request, form)
    if step == "evidence":
        return _evidence(request, form)
    if request.method == "GET":
        return _page(request, form, step, {})
    asked = pages.open_questions(form.kind, form.raw, step, actor=actor_of(request))
    form.raw |= forms.posted(request.POST, asked)
    form.raw = pages.with_right(form.raw, actor_of(request))
    _save(request, form)
    if request.POST.get("go") == "back":
        return _kept(_to(form, forms.neighbour(step, -1)), form)
    faults = form.answers()[1]
    wrong = {
        one.key: faults[one.key]
        for one in pages.open_questions(form.kind, form.raw, step, actor=actor_of(request))
        if one.key in faults
    }
    if wrong:
        return _kept(_page(request, form, step, wrong), form)
    return _kept(_to(form, forms.neighbour(step, 1)), form)


def _to(form: Form, step: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:filing_step", args=[form.kind, step]))


def _page(request: HttpRequest, form: Form, step: str, wrong: dict[str, Refusal]) -> HttpResponse:
    asked = pages.open_questions(form.kind, form.raw, step, actor=actor_of(request))
    first = [one for one in asked if one.required or one.key in forms.MAIN or step != "what"]
    context = {
        "form": form,
        "step": step,
        "steps": forms.steps_of(form, step),
        "first": first,
        "more": [one for one in asked if one not in first],
        "options": pages.options_for(form.kind, asked, actor_of(request)),
        "errors": wrong,
        "summary": forms.summary(form.kind, wrong),
        "known": forms.known_json(form),
        "open_more": any(one.key in wrong or form.raw.get(one.key) for one in asked if one not in first),
    }
    return render(request, "portal/step.html", context, status=UNPROCESSABLE if wrong else 200)


@require_POST
def autosave(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """Keep what is being typed, unchecked, and say when."""
    form = _form(request, kind)
    form.raw |= forms.posted(request.POST, pages.open_questions(form.kind, form.raw, step, actor=actor_of(request)))
    draft = _save(request, form)
    return _kept(render(request, "portal/saved.html", {"draft": draft}), form)


@require_POST
def hints(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """Say whether the same matter was filed before."""
    form = _form(request, kind)
    form.raw |= forms.posted(request.POST, pages.open_questions(form.kind, form.raw, step, actor=actor_of(request)))
    found = selectors.duplicate_hints(form.answers()[0], actor=actor_of(request))
    return render(request, "portal/hints.html", {"found": found})


def _evidence(request: HttpRequest, form: Form) -> HttpResponse:
    wrong: list[Refusal] = []
    if request.method == "POST":
        wrong = _take_files(request, form)
        if not wrong and request.POST.get("go") in {"next", "back"}:
            by = 1 if request.POST["go"] == "next" else -1
            return _kept(_to(form, forms.neighbour("evidence", by)), form)
        if not wrong:
            return _kept(_to(form, "evidence"), form)
    context = {
        "form": form,
        "step": "evidence",
        "steps": forms.steps_of(form, "evidence"),
        "items": evidence.items(form.item_ids),
        "summary": wrong,
    }
    return _kept(render(request, "portal/evidence.html", context, status=UNPROCESSABLE if wrong else 200), form)


def _take_files(request: HttpRequest, form: Form) -> list[Refusal]:
    """Store each file; one that is refused does not lose the others."""
    wrong: list[Refusal] = []
    kept = [one for one in form.item_ids if one != request.POST.get("remove")]
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
    for key in request.POST.getlist("upload"):
        try:
            kept.append(str(finish(key=key, actor=actor_of(request)).public_id))
        except Refusal as refusal:
            wrong.append(refusal)
    form.item_ids = tuple(dict.fromkeys(kept))
    _save(request, form)
    return wrong


def _check(request: HttpRequest, form: Form) -> HttpResponse:
    if form.draft is None:
        raise NotFound
    answers, faults = form.answers()
    if request.method == "POST" and not faults:
        try:
            return _send(request, form)
        except Refusal as refusal:
            faults = refusal.errors or {"": refusal}
    sections = [
        (one, pages.open_questions(form.kind, form.raw, one.key, actor=actor_of(request)))
        for one in forms.steps_of(form, "check")[:-1]
    ]
    context = {
        "form": form,
        "step": "check",
        "steps": forms.steps_of(form, "check"),
        "sections": [(page, _answered(form, asked, request)) for page, asked in sections],
        "items": evidence.items(form.item_ids),
        "summary": forms.summary(form.kind, faults),
        "proposal": None if faults else selectors.classify(answers, actor=actor_of(request)),
    }
    status = UNPROCESSABLE if faults and request.method == "POST" else 200
    return _kept(render(request, "portal/check.html", context, status=status), form)


def _answered(form: Form, asked: list[Question], request: HttpRequest) -> list[dict[str, object]]:
    options = pages.options_for(form.kind, asked, actor_of(request))
    rows: list[dict[str, object]] = []
    for one in asked:
        value = form.raw.get(one.key)
        if value in (None, "", []) or one.key == "intent":
            continue
        chosen = next((o.label for o in options.get(one.key, list(one.options)) if o.value == value), value)
        rows.append(
            {"key": one.key, "label": one.label, "value": chosen, "truth": one.kind == "bool", "kind": one.kind}
        )
    return rows


def _send(request: HttpRequest, form: Form) -> HttpResponse:
    if form.draft is None:
        raise NotFound
    receipt = services.submit(
        actor=actor_of(request),
        answers=form.raw,
        draft_token=form.draft.token,
        item_ids=form.item_ids,
        idempotency_key=hashlib.sha256(f"portal:{form.draft.token}".encode()).hexdigest(),
    )
    answer = HttpResponseRedirect(reverse("portal:receipt"))
    keepsakes.drop_draft(answer, form.kind)
    keepsakes.keep_receipt(answer, receipt.numbers, receipt.secret)
    return answer
