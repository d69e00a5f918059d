"""Issuing papers: confirmed rules only, a gapless number, and the data frozen for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.cases.confirmations import need_confirmed
from zhidun.cases.deferring import defer
from zhidun.cases.models import Case, Move, Paper, PaperCounter
from zhidun.cases.paper_data import gather
from zhidun.cases.paper_kinds import paper_kind
from zhidun.cases.paper_rules import PaperInput, PaperOrder, facts_of, named_rules
from zhidun.kernel import events, time
from zhidun.kernel.ids import uuid7
from zhidun.procedures.model import Procedure


def issue(
    *, case: Case, move: Move | None, order: PaperOrder, procedure: Procedure, actor: Actor, at: datetime
) -> Paper:
    """Issue a paper in the running transaction: confirmed rules only, a gapless number, frozen data.

    Raises:
        RuleUnconfirmed: it would name a rule nobody has checked; nothing is written.
        PaperFaulty: no pack has the kind or a remedy.
    """
    kind = paper_kind(order.kind)
    facts = facts_of(case, move)
    named = named_rules(case, kind, order, facts, at)
    need_confirmed(named)
    year = time.local_date(at).year
    sign = (case.office.paper_sign or case.office.code) + kind.sign
    serial = next_serial(office_id=case.office_id, sign=sign, year=year) if kind.numbered else None
    number = f"{sign}〔{year}〕{serial}号" if serial else ""
    public_id = uuid7()
    given = PaperInput(
        case=case, move=move, kind=kind, order=order, procedure=procedure, facts=facts, rules=named, at=at
    )
    paper = Paper.objects.create(
        case=case,
        public_id=public_id,
        kind=kind.kind,
        office=case.office,
        sign=sign if serial else "",
        year=year,
        serial=serial,
        number=number,
        title_zh=kind.title.zh,
        title_en=kind.title.en,
        data=gather(given, number=number, public_id=str(public_id)),
        move=move,
        issued_at=at,
        issued_by=actor.key,
        issued_name=actor.name.zh,
        relations=list(order.relations),
        rules=[rule.id for rule in named],
        corrects=order.corrects,
    )
    events.publish(events.PaperIssued(at=at, paper=str(paper.public_id), case_number=case.number))
    defer("cases.render_paper", queue="papers", paper=str(paper.public_id))
    return paper


@transaction.atomic
def next_serial(*, office_id: int, sign: str, year: int) -> int:
    """Take the next number under the counter's row lock; when the caller's transaction is undone, so is the number."""
    PaperCounter.objects.get_or_create(office_id=office_id, sign=sign, year=year)
    counter = PaperCounter.objects.select_for_update().get(office_id=office_id, sign=sign, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
