"""A mediation asked for with plain words: read here once, for the portal, the desk, the API and the wizard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhidun.access.actors import Actor
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t
from zhidun.mediation import words as said
from zhidun.mediation.models import Form, Mediation
from zhidun.mediation.opening import Request, SideIn, open_mediation

MOST = {"name": 200, "other": 200, "phone": 40, "request": 20_000, "court_case": 200, "trial": 20}
TITLE = 60
"""Characters of each name in the title."""


def ask(*, actor: Actor, words: Mapping[str, object]) -> Mediation:
    """Open a mediation as the requester.

    Args:
        actor: who asks, signed in.
        words: form, kind, dispute, name (own), other (the other side), own_kind, other_kind, phone (of the other side),
            request, answer_due_on, origin (number of an own case), body.

    Raises:
        SignInNeeded, BodyUnfit, CaseNotFound.
        Invalid: `errors` by field.
    """
    return _open(actor, words, forms=said.FORMS_FOR_CITIZENS, account_id=actor.account_id)


def open_at_desk(*, actor: Actor, words: Mapping[str, object]) -> Mediation:
    """Open a mediation as the desk of a body, for two sides it names.

    Args:
        actor: the desk.
        words: as `ask`, and court_case and trial (ordinary, simple) where a court refers it.

    Raises:
        Forbidden, BodyUnfit, CaseNotFound.
        Invalid, FieldsInvalid: `errors` by field.
    """
    return _open(actor, words, forms=tuple(Form.values), account_id=None)


def _open(actor: Actor, words: Mapping[str, object], *, forms: tuple[str, ...], account_id: int | None) -> Mediation:
    text = {key: value.strip() for key, value in words.items() if isinstance(value, str)}
    errors = _faults(text, forms)
    due = _due(text.get("answer_due_on", ""), errors)
    if errors:
        first = next(iter(errors.values()))
        raise Invalid(first.reason, first.remedy, field=first.field, errors=errors)
    dispute = said.DISPUTES[text["dispute"]].zh
    mine, other = text["name"], text["other"]
    request = Request(
        form=text["form"],
        title=f"{mine[:TITLE]}与{other[:TITLE]}{dispute}调解",
        kind=text["kind"],
        dispute=text["dispute"],
        request=text.get("request", ""),
        body=text.get("body", ""),
        answer_due_on=due,
        court_case=text.get("court_case", ""),
        trial=text.get("trial", ""),
    )
    return open_mediation(
        actor=actor,
        request=request,
        complainant=SideIn(name=mine, kind=text.get("own_kind") or "organisation", account_id=account_id),
        respondent=SideIn(name=other, kind=text.get("other_kind") or "organisation", phone=text.get("phone", "")),
        origin=text.get("origin", ""),
    )


def _faults(text: Mapping[str, str], forms: tuple[str, ...]) -> dict[str, Refusal]:
    errors: dict[str, Refusal] = {}
    lists = {"form": forms, "dispute": tuple(said.DISPUTES), "kind": tuple(dict(said.kinds()))}
    for key, known in lists.items():
        if text.get(key, "") not in known:
            errors[key] = Invalid(t("请选择。", "Please choose."), field=key)
    for key in ("name", "other", "request"):
        if not text.get(key):
            errors[key] = Invalid(t("请填写。", "Please fill it in."), field=key)
    for key, most in MOST.items():
        if len(text.get(key, "")) > most:
            errors[key] = Invalid(t(f"最多{most}字。", f"At most {most} characters."), field=key)
    for key in ("own_kind", "other_kind"):
        if text.get(key, "") not in {"", "person", "organisation"}:
            errors[key] = Invalid(t("请选择。", "Please choose."), field=key)
    return errors


def _due(text: str, errors: dict[str, Refusal]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        why = t("请填写日期,如 2026-12-01。", "Enter a day such as 2026-12-01.")
        errors["answer_due_on"] = Invalid(why, field="answer_due_on")
        return None
