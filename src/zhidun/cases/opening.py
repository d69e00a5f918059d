"""Opening a case: the procedure version is pinned, the first move written, the first clocks started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.cases.applying import TOLERANCE, apply_plan, file_items, tell
from zhidun.cases.engine_words import OPENING_STEP
from zhidun.cases.errors import KeyReused
from zhidun.cases.models import Case, CaseParty, CaseRight, Move, PartyRole
from zhidun.cases.search_keys import keys_of
from zhidun.cases.types import PartyIn
from zhidun.cases.viewing import view_of
from zhidun.kernel import ids, time
from zhidun.kernel.errors import Conflict, Invalid
from zhidun.kernel.text import t
from zhidun.procedures.decide import check_opening, plan_opening
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Procedure

NUMBER_TRIES = 20
ADMITTED_ROLES = frozenset({PartyRole.COMPLAINANT, PartyRole.REPORTER})


def open_case(  # noqa: PLR0913  one filing has this many sides; all but a few have defaults
    *,
    procedure: str,
    actor: Actor,
    office: str,
    facts: Mapping[str, object],
    parties: Sequence[PartyIn],
    received_at: datetime,
    origin: str,
    title: str,
    kind: str = "",
    right_ids: Sequence[int] = (),
    items: Sequence[str] = (),
    district: str = "",
    law_on: date | None = None,
    at: datetime | None = None,
    sealed: bool = False,
    demo: bool = False,
    source: Mapping[str, object] | None = None,
    version: int | None = None,
    opening_key: str | None = None,
) -> Case:
    """Open a case before an office; whoever may file decides in `intake`.

    Args:
        procedure: name of the procedure; `version` None takes the newest.
        actor: who opens it.
        office: code of the competent office.
        facts: values of the procedure's opening form.
        parties: complainant or reporter, respondent and others.
        received_at: when the material reached the office; the first clocks count from there.
        origin: one of `Origin`.
        title: short title of the matter.
        kind: one of the procedure's kinds.
        right_ids: rows of the rights room.
        items: public ids of evidence items; the caller vouches for them.
        district: place of the act.
        law_on: date of the legal event that decides the version of substantive law; default the day of receipt.
        at: the moment of opening, default now.
        sealed: only officers of the case and the head see it.
        demo: invented, marked 演示 everywhere.
        source: where a restated case comes from.
        version: pin an older version of the procedure.
        opening_key: the same key a second time returns the case opened the first time.

    Raises:
        ProcedureUnknown, OfficeUnknown, FieldsInvalid, Invalid, RuleNotInForce: nothing is written.
    """
    if opening_key:
        known = Case.objects.filter(opening_key=opening_key).first()
        if known is not None:
            return _same(known, procedure)
    case = Case(
        procedure=procedure,
        kind=kind,
        title=title,
        received_at=received_at,
        opened_at=at or time.now(),
        law_on=law_on or time.local_date(received_at),
        origin=origin,
        sealed=sealed,
        demo=demo,
        source=dict(source or {}),
        district=district,
        opening_key=opening_key,
    )
    case.office = access.office(office)
    try:
        with transaction.atomic():
            return _open(
                case, catalogue().get(procedure, version), actor, facts, parties=parties, rights=right_ids, items=items
            )
    except IntegrityError:
        winner = Case.objects.filter(opening_key=opening_key).first() if opening_key else None
        if winner is None:
            raise
        return _same(winner, procedure)


def _same(case: Case, procedure: str) -> Case:
    if case.procedure != procedure:
        raise KeyReused
    return case


def _open(
    case: Case,
    procedure: Procedure,
    actor: Actor,
    facts: Mapping[str, object],
    *,
    parties: Sequence[PartyIn],
    rights: Sequence[int],
    items: Sequence[str],
) -> Case:
    _check(case, procedure)
    case.procedure_version, case.state, case.version = procedure.version, procedure.opens_in, 1
    entered = check_opening(procedure, facts)
    case.facts = entered
    _number(case)
    for party in parties:
        _add_party(case, party)
    CaseRight.objects.bulk_create(CaseRight(case=case, right_id=pk) for pk in dict.fromkeys(rights))
    file_items(case=case, public_ids=items, actor=actor, trusted=True, first=True)
    plan = plan_opening(procedure, view_of(case, actor, at=case.opened_at), entered)
    case.facts = {**entered, **plan.facts}
    move = Move.objects.create(
        case=case,
        seq=1,
        step=OPENING_STEP,
        from_state="",
        to_state=case.state,
        actor_key=actor.key,
        actor_name=actor.name.zh,
        office=case.office,
        at=case.opened_at,
        facts=entered,
        law=list(plan.basis),
    )
    apply_plan(case=case, procedure=procedure, plan=plan, fields=procedure.opening.fields, move=move, actor=actor)
    case.search_keys = search_keys(case)
    case.save()
    tell(case=case, plan=plan, move=move, actor=actor)
    return case


def _check(case: Case, procedure: Procedure) -> None:
    if procedure.kinds and case.kind not in procedure.kinds:
        raise Invalid(
            t(f"该程序不办理“{case.kind}”类案件。", f"The procedure takes no cases of the kind “{case.kind}”."),
            t(f"可选:{'、'.join(procedure.kinds)}。", f"Choose one of: {', '.join(procedure.kinds)}."),
            field="kind",
        )
    if case.received_at > time.now() + TOLERANCE:
        raise Invalid(
            t("收到材料的时间不能晚于现在。", "The material cannot have been received in the future."),
            field="received_at",
        )
    if not case.title.strip():
        raise Invalid(t("请填写案件标题。", "Give the case a title."), field="title")


def _number(case: Case) -> None:
    """Give the case a random number of its office and year; a number that is taken is drawn again."""
    year = time.local_date(case.received_at).year
    for _ in range(NUMBER_TRIES):
        case.number = ids.case_number(case.office.code, year)
        if not Case.objects.filter(number=case.number).exists():
            case.save(force_insert=True)
            return
    raise Conflict(t("案件编号生成失败。", "No free case number was found."))


def _add_party(case: Case, given: PartyIn) -> CaseParty:
    admitted = given.role in ADMITTED_ROLES if given.admitted is None else given.admitted
    return CaseParty.objects.create(
        case=case,
        party_id=given.party_id,
        role=PartyRole(given.role),
        shown_name=given.shown_name,
        agent=given.agent,
        account_id=given.account_id,
        by_receipt=given.by_receipt,
        admitted_at=case.opened_at if admitted else None,
    )


def search_keys(case: Case) -> list[str]:
    """Return the keys by which a case is found: number, title, parties but not reporters, rights.

    A reporter's name is left out, so that no search reveals who reported.
    """
    names = case.parties.exclude(role=PartyRole.REPORTER).values_list("shown_name", flat=True)
    rights = case.rights.values_list("right__title", "right__number", "right__holder_name")
    texts = [case.title, *names, *(text for title, _, holder in rights for text in (title, holder))]
    numbers = [case.number, *(number for _, number, _ in rights if number)]
    return keys_of(texts, numbers)
