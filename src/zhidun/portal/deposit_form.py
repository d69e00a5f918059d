"""The deposit form as it is typed: pages, rows of people, what is wrong and where. No rule lives here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from zhidun.access.actors import Actor
from zhidun.deposit.questions import PEOPLE, STEPS, Question, questions, step_of
from zhidun.deposit.reading import PARTS, read
from zhidun.deposit.types import WorkIn
from zhidun.intake import selectors, services
from zhidun.intake.types import DraftView
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.kernel.text import t
from zhidun.portal.form import FormError, PageStep

KIND = "deposit"
CONTROL = frozenset({"csrfmiddlewaretoken", "go", "files", "remove"})
ROLES = ("author", "owner")
PERSON_KINDS = (("person", t("个人", "A person")), ("organisation", t("单位", "An organisation")))


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row of the people page: its place, what was typed, what is wrong with it."""

    role: str
    place: int
    typed: Mapping[str, str]
    errors: Mapping[str, Refusal]

    @property
    def key(self) -> str:
        """Return the stem of the row's fields."""
        return f"{self.role}-{self.place}"


@dataclass(slots=True)
class Work:
    """The form of a deposit as far as it is filled in."""

    raw: dict[str, object]
    item_ids: tuple[str, ...]
    draft: DraftView | None

    def read(self) -> tuple[WorkIn | None, dict[str, Refusal]]:
        """Return the statement, or every fault by field."""
        try:
            return read(self.raw), {}
        except Refusal as refusal:
            return None, refusal.errors or {refusal.field or "": refusal}


def start(actor: Actor) -> dict[str, object]:
    """Return what a new form is filled with: the depositor as author and as owner of everything."""
    found: dict[str, object] = {"form": "file", "visibility": "public", "authorship": "original"}
    if actor.kind == "citizen":
        found |= {"author-0-name": actor.name.zh, "owner-0-name": actor.name.zh, "owner-0-account": actor.username}
        found["owner-0-share"] = "100"
    return found


def work_of(actor: Actor) -> Work:
    """Return the form of an account, as it was left."""
    draft = next((one for one in selectors.drafts_of(actor) if one.kind == KIND), None)
    raw = start(actor) | (dict(draft.answers) if draft else {})
    return Work(raw, draft.item_ids if draft else (), draft)


def save(actor: Actor, work: Work) -> DraftView:
    """Keep what was typed, unchecked."""
    work.draft = services.save_draft(
        actor=actor,
        kind=KIND,
        answers=work.raw,
        token=work.draft.token if work.draft else None,
        item_ids=work.item_ids,
    )
    return work.draft


def drop(work: Work) -> None:
    """Throw the draft away."""
    if work.draft:
        services.delete_draft(token=work.draft.token)


def posted(data: QueryDict, step: str) -> dict[str, object]:
    """Return what was typed on a page; an unticked box is an answer too."""
    typed: dict[str, object] = {key: data[key] for key in data if key not in CONTROL and not key.startswith("_")}
    if step == "work" and "ai_used" not in data:
        typed["ai_used"] = ""
    return typed


def asked(step: str) -> list[Question]:
    """Return the questions of a page."""
    return [one for one in questions() if one.step == step]


def rows(raw: Mapping[str, object], errors: Mapping[str, Refusal], role: str) -> list[PersonRow]:
    """Return the rows of people to show: those filled in, and as many more as were asked for."""
    wanted = int(str(raw.get(f"{role}-rows") or "1")) if str(raw.get(f"{role}-rows") or "1").isdigit() else 1
    filled = [place for place in range(PEOPLE) if raw.get(f"{role}-{place}-name")]
    count = min(max(wanted, (filled[-1] + 1) if filled else 1), PEOPLE)
    found = []
    for place in range(count):
        key = f"{role}-{place}"
        typed = {part: str(raw.get(f"{key}-{part}") or "") for part in PARTS}
        wrong = {part: errors[f"{key}-{part}"] for part in PARTS if f"{key}-{part}" in errors}
        found.append(PersonRow(role, place, typed, wrong))
    return found


def more_rows(raw: dict[str, object], role: str) -> None:
    """Show one more row of a role."""
    if role in ROLES:
        raw[f"{role}-rows"] = str(len(rows(raw, {}, role)) + 1)


def steps_of(work: Work, now: str) -> list[PageStep]:
    """Return the pages of the form; one counts as done when nothing on it is wrong or missing.

    Raises:
        NotFound: no such page.
    """
    keys = [key for key, _ in STEPS]
    if now not in keys:
        raise NotFound
    at = keys.index(now)
    faulty = {step_of(key) for key in work.read()[1]}
    if work.raw.get("form") == "file" and not work.item_ids:
        faulty.add("file")
    return [
        PageStep(
            key,
            title,
            reverse("portal:deposit_new", args=[key]) if number < at else "",
            number < at and key not in faulty,
            number == at,
        )
        for number, (key, title) in enumerate(STEPS)
    ]


def neighbour(step: str, by: int) -> str:
    """Return the page before (-1) or after (+1)."""
    keys = [key for key, _ in STEPS]
    return keys[min(max(keys.index(step) + by, 0), len(keys) - 1)]


def summary(faults: Mapping[str, Refusal]) -> list[FormError]:
    """Return the lines of the error summary, in the order of the pages; each leads to its field."""
    order = [key for key, _ in STEPS]
    lines = [
        FormError(
            field=key,
            reason=one.reason,
            remedy=one.remedy,
            url=f"{reverse('portal:deposit_new', args=[step_of(key)])}#f-{key}" if key else "",
            article=one.article,
        )
        for key, one in faults.items()
    ]
    return sorted(lines, key=lambda line: order.index(step_of(line.field)))
