"""Matters handed to court, notary and arbitration: each sees exactly what it is asked about, and answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction

from zhidun.access import selectors as access
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.policies import need
from zhidun.evidence.sealing import moment, seal
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid, Unavailable
from zhidun.kernel.money import shown
from zhidun.kernel.text import Text, t
from zhidun.mediation.agreements import live
from zhidun.mediation.models import Agreement, AgreementState, Mediation, Referral, ReferralKind
from zhidun.mediation.moving import move, names, tell
from zhidun.mediation.outside.base import genuine
from zhidun.mediation.outside.registry import codes, party, secret_of
from zhidun.mediation.performance import default_words
from zhidun.mediation.policies import amount_of
from zhidun.mediation.receiving import ANSWER, AWARDS, NUMBERED, RESULTS, TITLES, found_for, has_own_system, takes
from zhidun.mediation.standing import COMPLAINANT, MEDIATOR, RESPONDENT, SIDES, held

REFERRED = "mediation-referral"
MOST_ATTEMPTS = 12
LONGEST = 2000
LONGEST_NUMBER = 80
FIRST_DAY = date(1995, 9, 1)
"""The Arbitration Law is in force since."""
REQUESTERS = frozenset({"enforcement", "claim", "arbitration"})
"""What the requester alone asks for."""
STATES: Mapping[str, tuple[str, ...]] = {
    "confirmation": ("agreed",),
    "notarise": ("agreed",),
    "enforcement": ("enforced",),
    "claim": ("ended", "declined"),
    "arbitration": ("ended", "declined", "preparing", "mediating"),
}


def referable(state: str, part: str) -> list[tuple[str, Text]]:
    """Return what a part may ask of an outside party in a state."""
    return [
        (kind, title)
        for kind, title in TITLES.items()
        if state in STATES[kind] and (part != RESPONDENT or kind not in REQUESTERS)
    ]


@transaction.atomic
def refer(*, actor: Actor, number: str, kind: str, office: str, agreement: str = "") -> Referral:
    """Hand a mediation to an outside party, as a side; for a confirmation both sides must have asked before.

    Args:
        actor: a side, or the mediator.
        number: case number of the mediation.
        kind: what is asked for.
        office: code of the office that takes such matters.
        agreement: the arbitration agreement (clause and day), for an arbitration: without one nobody takes it.

    Raises:
        MediationNotFound, NotYourPart, NotNow, OfficeUnknown.
        Invalid: an unknown kind, an office that does not take it, no arbitration agreement.
        Conflict: it is with that party already, or not everybody asked for it.
    """
    if kind not in ReferralKind.values:
        raise Invalid(t("请选择转送事项。", "Choose what is asked for."), field="kind")
    parts = (COMPLAINANT, MEDIATOR) if kind in REQUESTERS else (*SIDES, MEDIATOR)
    row, _ = held(actor, number, *parts, states=STATES[kind])
    if kind == "arbitration" and not 0 < len(agreement.strip()) <= LONGEST:
        raise Invalid(
            t("没有仲裁协议,仲裁机构不予受理。", "Without an arbitration agreement no institution takes it."),
            t(
                "请写明仲裁协议(条款和日期);没有的,可以与对方现在达成,或者向法院起诉。",
                "Name it (clause and day); if there is none, make one with the other side now, or sue.",
            ),
            field="agreement",
        )
    return _make(row, kind, office, actor, agreement.strip())


def _make(row: Mediation, kind: str, code: str, actor: Actor, agreement: str) -> Referral:
    office = access.office(code)
    if not takes(office.pk, kind) and not has_own_system(code):
        raise Invalid(
            t(f"{office.name.zh}不办理该事项。", f"{office.name.en} does not take such matters."),
            t("请选择列出的机构。", "Choose one of those listed."),
            field="office",
        )
    data = _data(row, kind)
    if agreement:
        data["arbitration_agreement"] = agreement
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    try:
        with transaction.atomic():
            made = Referral.objects.create(
                mediation=row,
                kind=kind,
                office=office,
                data=data,
                digest=hashlib.sha256(text.encode()).hexdigest(),
                made_by=actor.name.zh,
            )
    except IntegrityError as fault:
        raise Conflict(t("该事项已经转送,尚未答复。", "It was handed over and is not answered yet.")) from fault
    seal(
        actor=actor,
        kind=REFERRED,
        object_key=str(made.public_id),
        manifest={"referral": str(made.public_id), "sha256": made.digest, "kind": kind, "at": moment(made.made_at)},
        office=row.body.office.code,
    )
    return made


def _data(row: Mediation, kind: str) -> dict[str, object]:
    """Return what the outside party needs and no more."""
    who, facts = names(row), row.case.facts
    data: dict[str, object] = {
        "case": row.case.number,
        "form": row.form,
        "complainant": who.get("complainant", ""),
        "respondent": who.get("respondent", ""),
        "kind": row.case.kind,
        "dispute": _said(facts, "dispute"),
        "court_case": _said(facts, "court_case"),
    }
    found = live(row)
    if found is not None and found.state == AgreementState.SIGNED:
        if kind == "confirmation":
            _both_asked(found)
        data |= _agreed(found)
    if kind in {"claim", "arbitration"}:
        data["request"] = _said(facts, "request")
    if kind == "enforcement":
        data["default"] = (default_words(found) if found else "") or _said(facts, "default_words")
    return data


def _said(facts: Mapping[str, object], name: str) -> str:
    return str(facts.get(name) or "")


def _both_asked(found: Agreement) -> None:
    """Refuse a confirmation that both sides have not asked for.

    Raises:
        Conflict: one of them has not.
    """
    asked = getattr(found, "confirmation", None)
    if not (asked and asked.filed_at):
        raise Conflict(t("双方尚未都提出司法确认申请。", "Both sides have not asked for confirmation yet."))


def _agreed(found: Agreement) -> dict[str, object]:
    """Return the agreement that was signed: its text, digest, terms and who signed."""
    return {
        "agreement": {"zh": found.text_zh, "en": found.text_en},
        "agreement_sha256": found.digest,
        "terms": found.terms,
        "amount": None if found.amount is None else shown(found.amount),
        "effective_at": moment(found.effective_at) if found.effective_at else None,
        "signed": [one.part for one in found.signatures.order_by("id")],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an outside party answers: a result of its kind, in words, and the paper it stands in."""

    result: str
    words: str = ""
    paper_number: str = ""
    paper_on: str = ""
    amount: str = ""


@transaction.atomic
def answer(
    *,
    actor: Actor,
    key: str,
    result: str,
    words: str = "",
    paper_number: str = "",
    paper_on: str = "",
    amount: str = "",
) -> Referral:
    """Answer a matter, at the desk of the party it was handed to.

    Args:
        actor: who.
        key: public id of the matter.
        result: one of the results of its kind.
        words: an explanation; a refusal needs one.
        paper_number: number of the award, ruling or deed.
        paper_on: its day, ISO; both are needed for an award.
        amount: yuan awarded by a judgment or an award, where it awards any.

    Raises:
        NotFound: none, handed to another office, or of a kind the actor's post does not answer.
        Invalid: no such result, or something it needs is missing. Conflict: answered already.
    """
    row = found_for(actor, key)
    need(actor, ANSWER, row.office_id)
    said = Answer(result=result, words=words, paper_number=paper_number, paper_on=paper_on, amount=amount)
    return _answer(row, said, actor.name.zh)


@transaction.atomic
def answer_signed(*, text: str, signature: str) -> Referral:
    """Take the answer of a party's own system: JSON text {referral, result, words} with its HMAC.

    Raises:
        Forbidden: the signature is not that of the office the matter was handed to; unknown matters look the same.
        Invalid: no such result. Conflict: answered already.
    """
    try:
        said = json.loads(text)
        row = Referral.objects.select_related("office").filter(public_id=UUID(str(said["referral"]))).first()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        row, said = None, {}
    if row is None or not genuine(text, signature, secret_of(row.office.code)):
        raise Forbidden
    found = cast("Mapping[str, object]", said)
    keys = ("result", "words", "paper_number", "paper_on", "amount")
    return _answer(row, Answer(**{key: str(found.get(key) or "") for key in keys}), row.office.name.zh)


def _checked(kind: str, said: Answer) -> date | None:
    """Return the day of the paper. Raises Invalid: what the result needs is missing, or a word has no shape."""
    if said.result not in RESULTS[kind]:
        raise Invalid(t("请选择结果。", "Choose the result."), field="result")
    if len(said.words) > LONGEST:
        raise Invalid(t("说明不超过2000字。", "At most 2,000 characters."), field="words")
    if said.result == "rejected" and not said.words.strip():
        raise Invalid(
            t("不予受理的,请写明理由。", "A refusal names its reason."),
            t("当事人据此选择其他途径。", "The sides choose another way by it."),
            field="words",
        )
    if len(said.paper_number.strip()) > LONGEST_NUMBER:
        raise Invalid(t("文书编号过长。", "The number is too long."), field="paper_number")
    if said.result in NUMBERED and not said.paper_number.strip():
        raise Invalid(t("请填写裁决书编号。", "Enter the number of the award."), field="paper_number")
    if not said.paper_on.strip() and said.result not in NUMBERED:
        return None
    try:
        found = date.fromisoformat(said.paper_on.strip())
    except ValueError:
        found = date.min
    if not FIRST_DAY <= found <= time.today():
        raise Invalid(
            t("请填写文书日期,不晚于今天。", "Enter the day of the paper, today at the latest."), field="paper_on"
        )
    return found


def _awarded(kind: str, said: Answer) -> Decimal | None:
    """Return what was awarded. Raises Invalid, YuanOnly: no amount, or a result that awards none."""
    if not said.amount.strip():
        return None
    if (kind, said.result) not in AWARDS:
        raise Invalid(t("该结果没有金额。", "This result awards no amount."), field="amount")
    return amount_of(said.amount, "CNY")


def _answer(found: Referral, said: Answer, who: str) -> Referral:
    row = Referral.objects.select_for_update(of=("self",)).select_related("mediation__case").get(pk=found.pk)
    if row.answered_at is not None:
        raise Conflict(t("已经答复。", "It was answered."))
    paper_on, result = _checked(row.kind, said), said.result
    row.result, row.words, row.amount = result, said.words.strip(), _awarded(row.kind, said)
    row.paper_number, row.paper_on = said.paper_number.strip(), paper_on
    row.answered_by = who
    row.answered_at = None if result == "accepted" else time.now()
    row.save(update_fields=["result", "words", "paper_number", "paper_on", "amount", "answered_by", "answered_at"])
    mediation = Mediation.objects.select_related("case", "body__office", "mediator").get(pk=row.mediation_id)
    if row.kind == "confirmation" and result != "accepted" and mediation.case.state == "agreed":
        move(mediation, "record-confirmation", SYSTEM, {"confirmation_result": result})
    subject = t(f"调解 {mediation.case.number} 的转送有答复", f"An answer in {mediation.case.number}")
    title, told = TITLES[row.kind], RESULTS[row.kind][result]
    body = t(f"{title.zh}:{told.zh}", f"{title.en}: {told.en}")
    tell(mediation, f"referral:{row.public_id}:{result}", *SIDES, MEDIATOR, subject=subject, body=body)
    return row


def send_waiting() -> int:
    """Send what is not sent yet to parties with a system of their own; return how many went out."""
    waiting = Referral.objects.filter(
        sent_at=None, answered_at=None, attempts__lt=MOST_ATTEMPTS, office__code__in=codes()
    )
    done = 0
    for pk in list(waiting.order_by("id").values_list("pk", flat=True)[:200]):
        with transaction.atomic():
            row = Referral.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, sent_at=None).first()
            if row is not None:
                done += _send(row)
    return done


def _send(row: Referral) -> int:
    message = {"referral": str(row.public_id), "kind": row.kind, "sha256": row.digest, "data": row.data}
    row.attempts += 1
    try:
        sent = party(row.office.code).send(message)
    except Unavailable:
        row.save(update_fields=["attempts"])
        return 0
    row.sent_at = time.now() if sent else None
    row.attempts = row.attempts if sent else 0
    row.save(update_fields=["attempts", "sent_at"])
    return int(sent)
