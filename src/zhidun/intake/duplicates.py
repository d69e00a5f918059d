"""Hints at earlier filings about the same matter (投诉举报处理办法 2026, art 35)."""

from __future__ import annotations

import unicodedata

from zhidun.access.actors import Actor
from zhidun.intake.keys import keyed_hash
from zhidun.intake.models import Filing
from zhidun.intake.types import Answers, DuplicateHint
from zhidun.kernel import identifiers, time

MOST_HINTS = 20
_NAME_ENDS = ("有限责任公司", "股份有限公司", "有限公司")


def normal_text(text: str) -> str:
    """Return text without what does not matter when two statements are compared: width, case, blanks, punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _normal_name(name: str) -> str:
    normal = normal_text(name)
    end = next((end for end in _NAME_ENDS if normal.endswith(end)), "")
    return normal.removesuffix(end)


def respondent_key(answers: Answers) -> str:
    """Return the mark of the respondent by name, "" when nobody was named; two spellings of a company meet."""
    name = _normal_name(answers.respondent.name)
    return keyed_hash(name, purpose="respondent") if name else ""


def right_key(answers: Answers) -> str:
    """Return the mark of the right by number, by name where no number is known; "" when neither is."""
    number = identifiers.plain(answers.right_number)
    if number:
        return keyed_hash(answers.right_kind, number, purpose="right")
    name = normal_text(answers.right_name)
    return keyed_hash(answers.right_kind, name, purpose="right") if name else ""


def facts_key(answers: Answers) -> str:
    """Return the mark of the facts as stated."""
    normal = normal_text(answers.facts)
    return keyed_hash(normal, purpose="facts") if normal else ""


def duplicate_hints(answers: Answers, *, actor: Actor) -> tuple[DuplicateHint, ...]:
    """Return earlier filings on the same respondent and right, newest first; numbers for those who read filings.

    An earlier filing that named no right meets every right of that respondent; the officer judges.
    """
    who = respondent_key(answers)
    if not who:
        return ()
    what, facts = right_key(answers), facts_key(answers)
    found = Filing.objects.filter(respondent_key=who).prefetch_related("cases__case").order_by("-submitted_at")
    if what:
        found = found.filter(right_key__in=[what, ""])
    may_see = actor.can("intake:filing:view")
    return tuple(
        DuplicateHint(
            case_number=filing.cases.all()[0].case.number if may_see and filing.cases.all() else "",
            same_facts=bool(facts) and filing.facts_key == facts,
            same_filer=actor.account_id is not None and filing.filed_by_id == actor.account_id and not filing.on_behalf,
            filed_on=time.local_date(filing.submitted_at),
        )
        for filing in found[:MOST_HINTS]
    )
