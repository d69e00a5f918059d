"""One shape for every input: a question of the window, a field of a procedure, or a few words given in a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django import template

from zhidun.kernel.errors import Refusal

register = template.Library()
INPUTS: Mapping[str, tuple[str, str, str]] = {
    # kind: (type attribute, inputmode, width)
    "text": ("text", "", ""),
    "date": ("date", "", "zd-short"),
    "moment": ("datetime-local", "", "zd-short"),
    "number": ("number", "numeric", "zd-short"),
    "money": ("text", "decimal", "zd-short"),
    "phone": ("tel", "tel", "zd-middle"),
    "email": ("email", "email", "zd-middle"),
    "uscc": ("text", "", "zd-middle"),
    "password": ("password", "", "zd-middle"),
    "search": ("search", "", ""),
}
SELECTS = frozenset({"district", "city", "right_kind", "right", "office", "account", "party", "rule"})
MANY_OPTIONS = 8
AUTOCOMPLETE = {"filer_name": "name", "filer_phone": "tel", "filer_email": "email", "filer_address": "street-address"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An input with its value and fault, ready for `<c-field>`."""

    name: str
    label: object
    hint: object
    kind: str
    required: bool
    value: object
    error: Refusal | None
    options: tuple[object, ...]
    html_type: str = "text"
    inputmode: str = ""
    width: str = ""
    many: bool = False
    max: int | None = None
    show_when: str = ""
    autocomplete: str = ""
    rows: int = 6


def _option(one: object) -> dict[str, object]:
    """Read an option, whatever room it comes from."""
    if isinstance(one, Mapping):
        return dict(one)
    if isinstance(one, tuple):
        return {"value": one[0], "label": one[1], "hint": None}
    label = getattr(one, "label", None) or getattr(one, "title", "")
    return {"value": getattr(one, "value", ""), "label": label, "hint": getattr(one, "hint", None)}


def _kind(kind: str, *, many: bool, count: int) -> str:
    if kind in {"longtext", "links", "bool"}:
        return "longtext" if kind == "links" else kind
    if kind == "items":
        return "choices"
    if kind in SELECTS:
        return "select"
    if kind == "choice":
        return "choices" if many else "select" if count > MANY_OPTIONS else "choice"
    return "input"


def _either(question: object, intake: str, step: str) -> object:
    """Return what intake's questions and procedures' fields call by different names."""
    return getattr(question, intake, None) or getattr(question, step, None)


def bind(
    question: object,
    values: Mapping[str, object],
    errors: Mapping[str, Refusal],
    options: Mapping[str, Iterable[object]] | None = None,
) -> Bound:
    """Join a question (of the intake form or of a procedure's step) with what was typed and what is wrong with it."""
    name = str(getattr(question, "key", ""))
    kind = str(_either(question, "kind", "type") or "text")
    own = cast("Iterable[object]", _either(question, "options", "choices") or ())
    choices = tuple(_option(one) for one in ((options or {}).get(name) or own))
    many = bool(getattr(question, "many", False))
    html_type, inputmode, width = INPUTS.get(kind, INPUTS["text"])
    value = values.get(name, "")
    if kind == "links" and isinstance(value, list | tuple):
        value = "\n".join(str(one) for one in value)
    return Bound(
        name=name,
        label=_either(question, "label", "title") or name,
        hint=_either(question, "hint", "help"),
        kind=_kind(kind, many=many, count=len(choices)),
        required=bool(getattr(question, "required", False)),
        value=value,
        error=errors.get(name),
        options=choices,
        html_type=html_type,
        inputmode=inputmode,
        width=width,
        many=many,
        max=getattr(question, "max", None),
        show_when=str(getattr(question, "show_when", "") or ""),
        autocomplete=AUTOCOMPLETE.get(name, ""),
        rows=3 if kind == "links" else 6,
    )


@register.simple_tag
def bound(
    question: object,
    values: Mapping[str, object] | None = None,
    errors: Mapping[str, Refusal] | None = None,
    options: Mapping[str, Iterable[object]] | None = None,
) -> Bound:
    """Return a `Bound` for `<c-field>`: `{% bound question values errors options as field %}`."""
    return bind(question, values or {}, errors or {}, options)


@register.simple_tag
def ask(
    name: str,
    label: str,
    kind: str = "text",
    value: object = "",
    hint: str = "",
    required: bool = False,  # noqa: FBT001, FBT002  template tags have no keyword-only arguments
    error: Refusal | None = None,
    options: Iterable[object] = (),
    autocomplete: str = "",
) -> Bound:
    """Return a `Bound` written in the template itself, for small forms."""
    choices = tuple(_option(one) for one in options)
    html_type, inputmode, width = INPUTS.get(kind, INPUTS["text"])
    known = kind in {"select", "choices", "files"}
    shown = kind if known else _kind(kind, many=False, count=len(choices))
    return Bound(
        name=name, label=label, hint=hint, kind=shown, required=required, value=value, error=error, options=choices,
        html_type=html_type, inputmode=inputmode, width=width, autocomplete=autocomplete, rows=4,
    )  # fmt: skip
