"""Forms filled in on the spot without a network and sent later: an inspection today, a fair's desk tomorrow.

The device names the record, so sending it twice makes nothing twice. What changed in the case since the form was begun
is shown before anything is laid into it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.cases import services as case_services
from zhidun.intake.models import FieldRecord
from zhidun.intake.submit import submit
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid
from zhidun.kernel.text import Text, t

INSPECT = "enforcement:case:investigate"
ORGANISE = "exhibitions:fair:manage"
LONGEST = 10_000
AT_A_FAIR: Mapping[str, str] = {"fair": "展会", "booth": "展位号"}
LABELS: Mapping[str, str] = {
    **AT_A_FAIR, "place": "地点", "people": "在场人员", "found": "检查情况", "counted": "清点",
}  # fmt: skip


class CaseMoved(Conflict):
    """The case went on while the form was filled in without a network."""

    code = "intake.case_moved"
    default_reason = t("填表期间，案件有了新进展。", "The case went on while the form was filled in.")
    default_remedy = t("请看过新进展后确认仍要提交。", "Look at what is new, then confirm that it is to be sent.")

    def __init__(self, news: Sequence[tuple[str, Text]]) -> None:
        super().__init__(field="case")
        self.news = tuple(news)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a record: the case it is in, and whether it was there already."""

    number: str
    repeated: bool


def start(actor: Actor, number: str) -> dict[str, object]:
    """Return what a device keeps of a case when a form is begun: number, title, version.

    Raises:
        Forbidden, CaseNotFound.
    """
    _need(actor, {}, number)
    card = cases.case_card(cases.find(actor, number), actor)
    return {"number": card.number, "title": card.title, "version": card.version}


def take_in(
    *,
    actor: Actor,
    key: UUID,
    made_at: datetime,
    facts: Mapping[str, str],
    items: Sequence[str] = (),
    case_number: str = "",
    seen_version: int = 0,
    confirmed: bool = False,
) -> Taken:
    """Take a record from a device in: into a case as a note with its photographs, or as a new lead.

    Args:
        actor: who filled it in and sends it.
        key: chosen by the device; the same key again gives the first answer.
        made_at: when it was filled in, by the device's clock.
        facts: `found`, `place`, `people`, `counted`; at a fair `fair` and `booth`; for a new lead also `district`,
            `right_kind`, `right_name`, `respondent_name`.
        items: photographs and files, handed in by the actor.
        case_number: the case it belongs to; empty for a new lead.
        seen_version: version of the case when the form was begun.
        confirmed: the officer saw what is new and still wants it in.

    Raises:
        Forbidden, CaseNotFound, Invalid, AnswersFaulty: an organiser records booths of a fair only.
        CaseMoved: with what is new; nothing was taken in.
    """
    account = _need(actor, facts, case_number)
    known = FieldRecord.objects.filter(key=key, account_id=account).first()
    if known is not None:
        return Taken(known.case_number, repeated=True)
    if not facts.get("found", "").strip() or sum(map(len, facts.values())) > LONGEST:
        raise Invalid(
            t("请填写检查情况,全部内容不超过一万字。", "Say what was found, in at most ten thousand characters."),
            field="found",
        )
    try:
        with transaction.atomic():
            number = case_number or _lead(actor, key, made_at, facts, items)
            if case_number:
                _into_case(actor, case_number, facts, items, None if confirmed else seen_version, made_at)
            FieldRecord.objects.create(
                key=key, account_id=account, case_number=number, facts=dict(facts), made_at=made_at
            )
    except IntegrityError:
        again = FieldRecord.objects.filter(key=key, account_id=account).first()
        if again is None:
            raise
        return Taken(again.case_number, repeated=True)
    return Taken(number, repeated=False)


def may_record(actor: Actor) -> bool:
    """Whether the form is for this actor: an inspector, or the organiser of a fair for its booths."""
    return actor.can(INSPECT) or actor.can(ORGANISE)


def _need(actor: Actor, facts: Mapping[str, str], case_number: str) -> int:
    if actor.account_id is None or not may_record(actor) or (case_number and not actor.can(INSPECT)):
        raise Forbidden
    if not actor.can(INSPECT) and not all(facts.get(name, "").strip() for name in AT_A_FAIR):
        raise Invalid(t("请填写展会名称和展位号。", "Give the fair and the booth."), field="fair")
    return actor.account_id


def _words(facts: Mapping[str, str], made_at: datetime) -> str:
    title = "展会巡查" if any(facts.get(name, "").strip() for name in AT_A_FAIR) else "现场检查"
    lines = [f"{title} {made_at.astimezone(time.CITY_ZONE):%F %H:%M}"]
    lines += [f"{LABELS[name]}：{facts[name].strip()}" for name in LABELS if facts.get(name, "").strip()]
    return "\n".join(lines)


def _into_case(
    actor: Actor, number: str, facts: Mapping[str, str], items: Sequence[str], seen: int | None, made_at: datetime
) -> None:
    case = cases.find(actor, number)
    if seen is not None and case.version != seen:
        page = cases.case_page(actor, number)
        raise CaseMoved([(one.who, one.title) for one in page.timeline if one.seq > seen])
    case_services.add_note(actor=actor, case_number=number, body=_words(facts, made_at))
    if items:
        case_services.add_evidence(actor=actor, case_number=number, items=items)


def _lead(actor: Actor, key: UUID, made_at: datetime, facts: Mapping[str, str], items: Sequence[str]) -> str:
    answers: dict[str, object] = {
        "intent": "report",
        "anonymous": True,
        "facts": _words(facts, made_at),
        "happened_on": f"{made_at.astimezone(time.CITY_ZONE):%F}",
        **{
            name: facts[name] for name in ("district", "right_kind", "right_name", "respondent_name") if facts.get(name)
        },
    }
    receipt = submit(
        actor=actor,
        answers=answers,
        item_ids=items,
        idempotency_key=f"field:{key}",
        channel="inspection",
        at_office=actor.posts[0].office_code,
    )
    return receipt.numbers[0]
