"""What can be done on a sheet, by name and with plain words, for every door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from zhidun.access.actors import Actor
from zhidun.damages import filings, services
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t

Words = Mapping[str, object]


def do(*, actor: Actor, sheet: str, act: str, words: Words) -> object:
    """Do something on a sheet.

    Raises:
        NotFound: no such act; and all that the service refuses.
    """
    found = ACTS.get(act)
    if found is None:
        raise NotFound
    return found(actor, sheet, words)


def _word(words: Words, key: str) -> str:
    value = words.get(key)
    return str(value) if isinstance(value, str | int) else ""


def _line(actor: Actor, sheet: str, words: Words) -> object:
    return services.add_line(actor=actor, sheet=sheet, words=words)


def _strike(actor: Actor, sheet: str, words: Words) -> object:
    n = _word(words, "n")
    if not n.isdecimal() or len(n) > 6:  # noqa: PLR2004  no sheet is that long
        raise Invalid(t("请选择一行。", "Choose a line."), field="n")
    return services.strike_line(actor=actor, sheet=sheet, n=int(n))


def _choose(actor: Actor, sheet: str, words: Words) -> object:
    return services.choose(actor=actor, sheet=sheet, words=words)


def _factor(actor: Actor, sheet: str, words: Words) -> object:
    return services.tick_factor(actor=actor, sheet=sheet, words=words)


def _contest(actor: Actor, sheet: str, words: Words) -> object:
    return services.contest(actor=actor, sheet=sheet, subject=_word(words, "subject"), why=_word(words, "why"))


def _uncontest(actor: Actor, sheet: str, words: Words) -> object:
    return services.end_contest(actor=actor, sheet=sheet, subject=_word(words, "subject"))


def _share(actor: Actor, sheet: str, words: Words) -> object:
    return services.share(actor=actor, sheet=sheet, case=_word(words, "case").strip())


def _keep(actor: Actor, sheet: str, words: Words) -> object:
    del words
    return services.keep_version(actor=actor, sheet=sheet)


def _purpose(actor: Actor, sheet: str, words: Words) -> object:
    return services.set_purpose(actor=actor, sheet=sheet, words=words)


def _filed(actor: Actor, sheet: str, words: Words) -> object:
    return filings.record(actor=actor, sheet=sheet, words=words)


ACTS: Mapping[str, Callable[[Actor, str, Words], object]] = {
    "line": _line,
    "strike": _strike,
    "choose": _choose,
    "factor": _factor,
    "contest": _contest,
    "uncontest": _uncontest,
    "share": _share,
    "keep": _keep,
    "purpose": _purpose,
    "filed": _filed,
}


def names() -> Sequence[str]:
    """Return the names of the acts."""
    return tuple(ACTS)
