"""One page of a filing form: its questions, what was typed, what is wrong with it. No rule lives here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from zhidun.access.actors import Actor
from zhidun.intake import answers as reading
from zhidun.intake import pages
from zhidun.intake.types import Answers, DraftView, Question
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.kernel.text import Text

CONTROL = frozenset({"csrfmiddlewaretoken", "go", "files", "remove", "key", "next"})
MAIN = frozenset({"intent", "relation", "act", "facts", "request", "happened_on", "district", "online"})
"""Questions asked first on a long page; the others stand below under "more, if you know it"."""


@dataclass(frozen=True, slots=True)
class PageStep:
    """A page of the form in the step bar."""

    key: str
    title: Text
    url: str
    done: bool
    now: bool


@dataclass(frozen=True, slots=True)
class FormError:
    """One line of the error summary; `url` leads to the field."""

    field: str
    reason: Text
    remedy: Text
    url: str
    article: str | None = None


@dataclass(slots=True)
class Form:
    """A form as far as it is filled in."""

    kind: str
    raw: dict[str, object]
    item_ids: tuple[str, ...]
    draft: DraftView | None

    @property
    def title(self) -> Text:
        """Name of the form."""
        return pages.KINDS[self.kind]

    @property
    def anonymous(self) -> bool:
        """Whether the filer chose, or may still choose, to stay unnamed: then no trace is to be left."""
        return self.kind == "report"

    def answers(self) -> tuple[Answers, dict[str, Refusal]]:
        """Return the facts that can be read, and every fault of the whole form by field."""
        return pages.read_all(self.raw)


def form_of(kind: str, draft: DraftView | None, actor: Actor, lang: str) -> Form:
    """Return the form of a kind, filled with the draft.

    Raises:
        NotFound: no such form.
    """
    if kind not in pages.KINDS:
        raise NotFound
    raw = pages.start(kind, lang)
    if actor.signed_in and kind != "report":
        raw["filer_name"] = actor.name.zh
    if draft:
        raw |= draft.answers
    return Form(kind=kind, raw=raw, item_ids=draft.item_ids if draft else (), draft=draft)


def steps_of(form: Form, now: str) -> list[PageStep]:
    """Return all pages of the form; their number never changes.

    A page counts as done when something was entered on it and nothing of that is wrong or missing. Pages before this
    one, and those with something entered, can be gone to.

    Raises:
        NotFound: no such page.
    """
    all_pages = reading.form_steps()
    keys = [key for key, _ in all_pages]
    if now not in keys:
        raise NotFound
    at, entered = keys.index(now), _entered(form)
    faulty = {one.step for one in reading.form_questions(form.kind) if one.key in form.answers()[1]} if entered else ()
    return [
        PageStep(
            key,
            title,
            reverse("portal:filing_step", args=[form.kind, key]) if number < at or key in entered - {now} else "",
            key in entered and key not in faulty and number != at,
            number == at,
        )
        for number, (key, title) in enumerate(all_pages)
    ]


def _entered(form: Form) -> set[str]:
    """Return the pages something was entered on (or brought), beyond what is known before anything is typed."""
    known = pages.start(form.kind, "")
    found = {
        one.step
        for one in reading.form_questions(form.kind)
        if one.key not in known and form.raw.get(one.key) not in (None, "", [])
    }
    return found | {"evidence"} if form.item_ids else found


def neighbour(step: str, by: int) -> str:
    """Return the key of the page before (-1) or after (+1) a page; itself at the ends."""
    keys = [key for key, _ in reading.form_steps()]
    return keys[min(max(keys.index(step) + by, 0), len(keys) - 1)]


def posted(data: QueryDict, questions: Iterable[Question]) -> dict[str, object]:
    """Return what was typed, unchecked; an unticked box is an answer too."""
    typed: dict[str, object] = {key: data[key] for key in data if key not in CONTROL and not key.startswith("_")}
    for one in questions:
        if one.kind == "bool" and one.key not in data:
            typed[one.key] = ""
    return typed


def known_json(form: Form) -> str:
    """Return the answers that conditions of this page may look at, for the browser."""
    return json.dumps(pages.known(form.raw), ensure_ascii=False)


def summary(kind: str, faults: Mapping[str, Refusal]) -> list[FormError]:
    """Return the lines of the error summary, in the order of the form."""
    where = {one.key: one.step for one in reading.form_questions(kind)}
    order = list(where)
    lines = [
        FormError(
            field=key,
            reason=fault.reason,
            remedy=fault.remedy,
            url=f"{reverse('portal:filing_step', args=[kind, where[key]])}#f-{key}" if key in where else "",
            article=fault.article,
        )
        for key, fault in faults.items()
    ]
    return sorted(lines, key=lambda line: order.index(line.field) if line.field in where else -1)


def language_of(request: HttpRequest) -> str:
    """Return the language of the page in kernel words."""
    return "en" if str(getattr(request, "LANGUAGE_CODE", "zh")).startswith("en") else "zh"
