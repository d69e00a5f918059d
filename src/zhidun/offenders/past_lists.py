"""Old cases found again: by number, party, matter or authority, filtered, and taken out as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.kernel.money import shown
from zhidun.kernel.text import Text
from zhidun.offenders.models import OTHER_KINDS, PastCase
from zhidun.offenders.standing import VIEW
from zhidun.parties import selectors as parties
from zhidun.rights.kinds import kinds
from zhidun.rights.tables import write_csv

MOST_PARTIES = 200
HEADS = (
    "案号 number", "办理机关 authority", "当事人 party", "案由 title", "权利种类 right kind", "结果 outcome",
    "行为日期 act", "决定日期 decided", "生效日期 effective", "罚款 fine", "没收 confiscated", "合计 total",
    "不一致 does not add up", "来源 source",
)  # fmt: skip


def kinds_of_past() -> tuple[tuple[str, Text], ...]:
    """Return the kinds of right an old case may have, with their words."""
    held = {key for key, _ in OTHER_KINDS}
    return (*((key, one.title) for key, one in kinds().items() if key not in held), *OTHER_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for among the old cases; empty words ask nothing."""

    q: str = ""
    right_kind: str = ""
    outcome: str = ""
    flagged: bool = False


def past_cases(actor: Actor, wanted: Wanted) -> QuerySet[PastCase]:
    """Return the old cases that fit, newest decision first, without those of parties the officer has an interest in.

    Raises:
        SignInNeeded, Forbidden: no `offenders:profile:view`.
    """
    need(actor, VIEW)
    rows = PastCase.objects.all()
    if wanted.q.strip():
        rows = rows.filter(_fits(actor, wanted.q.strip()))
    if wanted.right_kind:
        rows = rows.filter(right_kind=wanted.right_kind)
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.flagged:
        rows = rows.exclude(flags=[])
    return rows.exclude(_declared(actor)).select_related("party").order_by("-decided_on", "-id")


def _fits(actor: Actor, q: str) -> Q:
    found = [pk for one in parties.search(actor, q, limit=MOST_PARTIES) for pk in parties.members(one)]
    return Q(party__in=found) | Q(number__icontains=q) | Q(authority__icontains=q) | Q(title__icontains=q)


def _declared(actor: Actor) -> Q:
    """Return the condition on parties from which the officer stands aside."""
    keys = access.declared_subjects(actor.account_id).get("party", []) if actor.account_id is not None else []
    own = [int(key) for key in keys if key.isdecimal()]
    public = [key for key in keys if not key.isdecimal()]
    return Q(party__in=own) | Q(party__public_id__in=public)


def past_table(actor: Actor, wanted: Wanted) -> bytes:
    """Return the old cases that fit as CSV, with what does not add up.

    Raises:
        SignInNeeded, Forbidden: as `past_cases`.
    """
    rows = [
        [
            row.number, row.authority, row.party.name, row.title, row.right_kind, row.get_outcome_display(),
            row.acted_on or "", row.decided_on, row.effective_on or "",
            *("" if one is None else shown(one) for one in (row.fine, row.confiscated, row.stated_total)),
            "；".join(str(flag["zh"]) for flag in row.flags), row.source,
        ]
        for row in past_cases(actor, wanted).iterator()
    ]  # fmt: skip
    return write_csv([HEADS, *rows])
