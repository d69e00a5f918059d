"""Performance of an agreement: told, confirmed, reminded, in default; judicial confirmation; hand-over to the court."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from zhidun.access.actors import SYSTEM, Actor
from zhidun.cases.models import Clock, Paper
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t
from zhidun.mediation.agreements import live
from zhidun.mediation.errors import ConfirmationLate, NotYourPart
from zhidun.mediation.models import Agreement, AgreementState, Confirmation, Duty, DutyKind, Mediation
from zhidun.mediation.moving import move, tell
from zhidun.mediation.standing import COMPLAINANT, MEDIATOR, OTHER, SIDES, held

REMIND_DAYS = 3
"""Days before a duty is due at which its debtor is reminded: a habit of the house."""
LONGEST_DEFAULT = 2000
CONFIRM = "med.confirm.30d"


def _agreement(row: Mediation) -> Agreement:
    found = live(row)
    if found is None or found.state != AgreementState.SIGNED:
        raise NotFound
    return found


def _duty(row: Mediation, n: int) -> Duty:
    found = _agreement(row).duties.select_for_update().filter(n=n).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def tell_done(*, actor: Actor, number: str, n: int, words: str = "") -> Duty:
    """Say that one did what one owes, with how it can be seen (such as the bank's receipt).

    Raises:
        MediationNotFound, NotNow, NotFound.
        NotYourPart: the other side owes it.
    """
    row, side = held(actor, number, *SIDES, states=("agreed",))
    duty = _duty(row, n)
    if duty.by != side:
        raise NotYourPart
    if duty.done_at is None and duty.told_at is None:
        duty.told_at, duty.told_words = time.now(), words.strip()[:400]
        duty.save(update_fields=["told_at", "told_words"])
        subject = t(f"调解 {number} 有履行待确认", f"Performance to be confirmed in mediation {number}")
        tell(
            row,
            f"told:{duty.public_id}",
            OTHER[side],
            subject=subject,
            body=t("请核对并确认。", "Check and confirm it."),
        )
    return duty


@transaction.atomic
def confirm_done(*, actor: Actor, number: str, n: int) -> Duty:
    """Confirm that something was done, as the side it is owed to, or as the mediator; with the last, all is performed.

    Raises:
        MediationNotFound, NotNow, NotFound.
        NotYourPart: the debtor cannot confirm its own performance.
    """
    row, part = held(actor, number, MEDIATOR, *SIDES, states=("agreed",))
    duty = _duty(row, n)
    if duty.by == part:
        raise NotYourPart(
            t("履行应由对方或者调解员确认。", "Performance is confirmed by the other side or the mediator."),
        )
    if duty.done_at is None:
        duty.done_at, duty.confirmed_by = time.now(), actor.name.zh
        duty.save(update_fields=["done_at", "confirmed_by"])
        if not duty.agreement.duties.filter(done_at=None).exists():
            move(row, "complete", actor)
    return duty


@transaction.atomic
def ask_confirmation(*, actor: Actor, number: str, court: str) -> Confirmation:
    """Ask for judicial confirmation as a side; when both asked, the application is made from the same data and filed.

    Raises:
        MediationNotFound, NotYourPart, NotNow, NotFound.
        ConfirmationLate: the statutory period has passed; the reason names its last day.
        StepNotOpen: this form of mediation has none (the court has the action already).
        Invalid: no court.
    """
    row, side = held(actor, number, *SIDES, states=("agreed",))
    found = _agreement(row)
    _in_time(row)
    if not court.strip():
        raise Invalid(t("请填写受理法院。", "Name the court."), field="court")
    asked, _ = Confirmation.objects.select_for_update().get_or_create(
        agreement=found, defaults={"court": court.strip()}
    )
    if asked.court != court.strip():
        raise Invalid(
            t(f"对方填写的法院是“{asked.court}”,双方应向同一法院申请。", f"The other side named “{asked.court}”."),
            field="court",
        )
    if getattr(asked, f"{side}_at") is None:
        setattr(asked, f"{side}_at", time.now())
    if asked.complainant_at and asked.respondent_at and asked.filed_at is None:
        move(row, "file-confirmation", actor, {"confirmation_court": asked.court})
        asked.filed_at = time.now()
    asked.save()
    return asked


def confirmation_clock(row: Mediation) -> Clock | None:
    """Return the clock of the statutory period for judicial confirmation, if this form has one."""
    return Clock.objects.filter(case=row.case_id, rule_key=CONFIRM).order_by("-id").first()


def _in_time(row: Mediation) -> None:
    clock = confirmation_clock(row)
    if clock is None:
        raise ConfirmationLate(
            t("该类调解不办理司法确认。", "This form of mediation has no judicial confirmation."),
            t("请由受理案件的法院出具调解书。", "The court that has the action makes the agreement into its paper."),
        )
    if time.now() >= clock.due_at:
        raise ConfirmationLate(
            t(
                f"申请司法确认的期限{clock.due_on:%Y-%m-%d}已过。",
                f"The period for judicial confirmation ended on {clock.due_on}.",
            ),
            t(
                "协议仍有合同效力:可以申请办理赋予强制执行效力的公证,或者就协议向法院起诉。",
                "The agreement still binds: have it notarised as enforceable, or sue on it.",
            ),
            article=clock.rule_id,
        )


@transaction.atomic
def record_court(*, actor: Actor, number: str, result: str) -> Mediation:
    """Enter what the court made of the agreement, as the mediator.

    Raises:
        MediationNotFound, NotYourPart, NotNow, StepBlocked, FieldsInvalid.
    """
    row, _ = held(actor, number, MEDIATOR, states=("agreed",))
    if row.form == "entrusted":
        move(row, "hand-back", actor, {"court_result": result})
    else:
        move(row, "record-confirmation", actor, {"confirmation_result": result})
    return row


@transaction.atomic
def hand_to_court(*, actor: Actor, number: str) -> Mediation:
    """Leave an agreement in default for enforcement or action, as the side that is owed; the package is made.

    Raises:
        MediationNotFound, NotYourPart, NotNow, StepBlocked.
    """
    row, part = held(actor, number, COMPLAINANT, MEDIATOR, states=("agreed",))
    del part
    move(row, "hand-to-court", actor)
    return row


@transaction.atomic
def prepare_claim(*, actor: Actor, number: str) -> Mediation:
    """Make the papers for an action out of a mediation that ended without agreement, as the requester; made once.

    Raises:
        MediationNotFound, NotYourPart, NotNow.
    """
    row, _ = held(actor, number, COMPLAINANT, states=("ended", "declined"))
    if not Paper.objects.filter(case=row.case_id, kind="claim-form").exists():
        move(row, "prepare-claim", actor)
    return row


def watch_duties() -> tuple[int, int]:
    """Remind of duties that come due and note those in default; return how many of each."""
    today = time.today()
    live_ = Duty.objects.filter(done_at=None, agreement__state=AgreementState.SIGNED)
    live_ = live_.filter(agreement__mediation__case__state="agreed")
    reminded = defaulted = 0
    soon = live_.filter(reminded_at=None, due_on__lte=today + timedelta(days=REMIND_DAYS))
    for pk in list(soon.values_list("pk", flat=True)):
        reminded += _remind(pk)
    for pk in list(live_.filter(defaulted_at=None, due_on__lt=today).values_list("pk", flat=True)):
        defaulted += _default(pk)
    return reminded, defaulted


def _locked(pk: int) -> tuple[Duty, Mediation]:
    duty = Duty.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=pk)
    row = (
        Mediation.objects.select_for_update(of=("self",))
        .select_related("case", "body__office", "mediator")
        .get(pk=duty.agreement.mediation_id)
    )
    return duty, row


@transaction.atomic
def _remind(pk: int) -> int:
    duty, row = _locked(pk)
    if duty.done_at or duty.reminded_at:
        return 0
    duty.reminded_at = time.now()
    duty.save(update_fields=["reminded_at"])
    number = row.case.number
    subject = t(
        f"调解 {number} 第{duty.n}项{duty.due_on:%Y-%m-%d}到期", f"Item {duty.n} of {number} is due {duty.due_on}"
    )
    tell(row, f"remind:{duty.public_id}", duty.by, subject=subject, body=t("请按协议履行。", "Please perform it."))
    return 1


def overdue(agreement: Agreement) -> list[Duty]:
    """Return what is not performed although its day has passed, the oldest first."""
    return list(agreement.duties.filter(done_at=None, due_on__lt=time.today()).order_by("due_on", "n"))


def default_words(agreement: Agreement) -> str:
    """Return all that is in default now, a line each: item, what, how much, since when."""
    lines = [
        f"第{one.n}项:"
        + " ".join(filter(None, [str(DutyKind(one.kind).label), f"{one.amount}元" if one.amount else "", one.what]))
        + f"(应于{one.due_on:%Y-%m-%d}前履行)"
        for one in overdue(agreement)
    ]
    return "\n".join(lines)[:LONGEST_DEFAULT]


@transaction.atomic
def _default(pk: int) -> int:
    duty, row = _locked(pk)
    if duty.done_at or duty.defaulted_at:
        return 0
    duty.defaulted_at = time.now()
    duty.save(update_fields=["defaulted_at"])
    number = row.case.number
    if not row.case.facts.get("defaulted"):
        first = overdue(duty.agreement)[0]
        facts = {"performance_ended_on": first.due_on.isoformat(), "default_words": default_words(duty.agreement)}
        move(row, "note-default", SYSTEM, facts)
    subject = t(f"调解 {number} 第{duty.n}项逾期未履行", f"Item {duty.n} of {number} is in default")
    body = t("可以催告,或者申请强制执行、起诉。", "You may remind the debtor, or go to enforcement or court.")
    tell(row, f"default:{duty.public_id}", *SIDES, MEDIATOR, subject=subject, body=body)
    return 1
