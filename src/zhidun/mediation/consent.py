"""Invitation, consent with reason, withdrawal; the answers feed the guard of the case the mediation comes from."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhidun.access.actors import SYSTEM, Actor
from zhidun.cases import services as cases
from zhidun.cases.models import Case, CaseParty, Move
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.events import CaseMoved
from zhidun.kernel.text import t
from zhidun.mediation.errors import AlreadyAnswered, TooLate
from zhidun.mediation.models import Mediation
from zhidun.mediation.moving import move
from zhidun.mediation.opening import offer_for
from zhidun.mediation.standing import COMPLAINANT, DESK, MEDIATOR, RESPONDENT, SIDES, held

ACCEPTED, DECLINED, NO_ANSWER = "accepted", "declined", "no_answer"
OFFER, ANSWER, RECORD = "offer-mediation", "answer-mediation", "record-mediation-answer"


@transaction.atomic
def answer_invitation(
    *,
    actor: Actor,
    number: str,
    accepts: bool,
    capacity: str,
    reason: str = "",
    power: Sequence[str] = (),
) -> Mediation:
    """Answer the invitation as a side; the other side learns the answer, never the reason.

    Args:
        actor: the side.
        number: case number of the mediation.
        accepts: agrees to mediation.
        capacity: self, organisation, agent, guardian or minor.
        reason: for the mediator's eyes.
        power: evidence items: power of attorney or proof of guardianship.

    Raises:
        MediationNotFound, NotYourPart, NotNow, AlreadyAnswered.
        TooLate: the day to answer has passed.
        FieldsInvalid: a minor agrees alone, an agent shows no power.
    """
    row, side = held(actor, number, *SIDES, states=("invited",))
    if time.today() > row.answer_due_on:
        raise TooLate(
            t(f"答复期限{row.answer_due_on:%Y-%m-%d}已过。", f"The day to answer, {row.answer_due_on}, has passed.")
        )
    _answer(
        row,
        side,
        actor,
        ACCEPTED if accepts else DECLINED,
        capacity=capacity,
        reason=reason,
        power=[str(p) for p in power],
    )
    return row


@transaction.atomic
def record_answer(*, actor: Actor, number: str, side: str, answer: str, reason: str) -> Mediation:
    """Enter a side's answer given on paper or by phone, or that none came, as the body; the reason says how.

    Raises:
        MediationNotFound, NotYourPart, NotNow, AlreadyAnswered.
        Invalid: an unknown side or answer, no reason, or "no answer" before the day has passed.
    """
    row, _ = held(actor, number, DESK, MEDIATOR, states=("invited",))
    if side not in SIDES or answer not in {ACCEPTED, DECLINED, NO_ANSWER} or not reason.strip():
        raise Invalid(
            t("请选择一方、答复,并写明以何方式得知。", "Choose side and answer, and say how it was learnt."),
            field="side",
        )
    if answer == NO_ANSWER and time.today() <= row.answer_due_on:
        raise Invalid(t("答复期限尚未届满。", "The day to answer has not passed."), field="answer")
    _answer(row, side, actor, answer, capacity="office", reason=reason)
    return row


def _answer(
    row: Mediation, side: str, actor: Actor, answer: str, *, capacity: str, reason: str, power: Sequence[str] = ()
) -> None:
    if f"{side}_consent" in row.case.facts:
        raise AlreadyAnswered
    facts: dict[str, object] = {f"{side}_consent": answer, f"{side}_capacity": capacity}
    facts |= {f"{side}_consent_reason": reason.strip()} if reason.strip() else {}
    facts |= {f"{side}_power": list(power)} if power else {}
    move(row, f"consent-{side}", actor, facts)
    _conclude(row)


def _conclude(row: Mediation) -> None:
    """Go on when both answered: to the choice of a mediator, or to an end; then tell the case it comes from."""
    answers = answers_of(row.case)
    if any(answers[side] is None for side in SIDES):
        return
    agreed = all(answers[side] == ACCEPTED for side in SIDES)
    move(row, "begin" if agreed else "decline", SYSTEM)
    if row.origin is not None:
        _tell_origin(row.origin)


def answers_of(case: Case) -> dict[str, str | None]:
    """Return what each side answered."""
    return {side: case.facts.get(f"{side}_consent") for side in SIDES}


def _tell_origin(origin: Case) -> None:
    """Record the answers in the case of the infringement, when all its mediations have both (the guard of 三)."""
    origin.refresh_from_db()
    found = [answers_of(row.case) for row in Mediation.objects.filter(origin=origin).select_related("case")]
    if any(None in answers.values() for answers in found) or origin.facts.get("mediation_answered"):
        return
    facts = {f"mediation_{side}": _best([answers[side] or NO_ANSWER for answers in found]) for side in SIDES}
    from zhidun.cases.selectors import open_steps_for

    if any(one.step.key == RECORD and one.allowed for one in open_steps_for(SYSTEM, origin.number)):
        cases.take_step(
            case_number=origin.number, step=RECORD, actor=SYSTEM, facts=facts, expected_version=origin.version
        )


def _best(answers: list[str]) -> str:
    return next(word for word in (ACCEPTED, DECLINED, NO_ANSWER) if word in answers)


@transaction.atomic
def withdraw_consent(*, actor: Actor, number: str, reason: str = "") -> Mediation:
    """Leave the mediation as a side: voluntary at every moment until the agreement is signed.

    Raises:
        MediationNotFound, NotYourPart, NotNow.
    """
    row, side = held(actor, number, *SIDES, states=("preparing", "mediating"))
    facts = {"withdrawn_by": side} | ({"withdrawal_reason": reason.strip()} if reason.strip() else {})
    move(row, "withdraw-consent", actor, facts)
    close_open(row)
    return row


@transaction.atomic
def end_mediation(*, actor: Actor, number: str, ground: str, reason: str = "") -> Mediation:
    """End the mediation without agreement, as its mediator.

    Raises:
        MediationNotFound, NotYourPart, NotNow, FieldsInvalid.
    """
    row, _ = held(actor, number, MEDIATOR, DESK, states=("preparing", "mediating"))
    move(row, "end", actor, {"end_ground": ground}, reason=reason)
    close_open(row)
    return row


def close_open(row: Mediation) -> None:
    """Close what is open when a mediation ends: offers, rounds of sealed offers with their keys, free slots."""
    from zhidun.mediation.blind import lapse
    from zhidun.mediation.models import OfferState, RoundState, SlotState

    now = time.now()
    row.offers.filter(state=OfferState.OPEN).update(state=OfferState.LAPSED, closed_at=now)
    for one in row.rounds.filter(state=RoundState.OPEN):
        lapse(one)
    row.slots.filter(state=SlotState.OFFERED).update(state=SlotState.WITHDRAWN, changed_at=now)


def lapse_invitations() -> int:
    """Close invitations whose day passed: who did not answer counts as no answer; return how many."""
    due = Mediation.objects.filter(case__state="invited", answer_due_on__lt=time.today())
    done = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Mediation.objects.select_for_update(of=("self",)).select_related("case", "origin").get(pk=pk)
            if row.case.state != "invited":
                continue
            for side, answer in answers_of(row.case).items():
                if answer is None:
                    _answer(row, side, SYSTEM, NO_ANSWER, capacity="office", reason="")
            done += 1
    return done


def on_case_moved(event: CaseMoved) -> None:
    """Follow the offer of mediation in an infringement case, and answers given there; wired in `site.wiring`."""
    if event.step not in {OFFER, ANSWER, RECORD} or event.procedure.startswith("mediation-"):
        return
    case = Case.objects.get(number=event.case_number)
    last = Move.objects.filter(case=case).order_by("-seq")[0]
    if event.step == OFFER:
        offer_for(case, last.facts)
    elif event.step == ANSWER:
        side = _side_of(case, last)
        if side:
            _mirror(case, {side: str(last.facts.get("mediation_view"))})
    else:
        _mirror(case, {side: str(last.facts.get(f"mediation_{side}")) for side in SIDES})


def _side_of(case: Case, last: Move) -> str:
    account = last.actor_key.removeprefix("account:")
    mine = CaseParty.objects.filter(case=case, role__in=(COMPLAINANT, RESPONDENT))
    mine = mine.filter(account_id=int(account)) if account.isdigit() else mine.filter(by_receipt=True)
    roles = set(mine.values_list("role", flat=True))
    return roles.pop() if len(roles) == 1 else ""


def _mirror(case: Case, given: dict[str, str]) -> None:
    for row in Mediation.objects.filter(origin=case, case__state="invited").select_related("case", "origin"):
        for side, answer in given.items():
            if answer in {ACCEPTED, DECLINED, NO_ANSWER} and answers_of(row.case)[side] is None:
                _answer(row, side, SYSTEM, answer, capacity="office", reason="")
