"""Writes of the damages workbench."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.damages.entered import Words, amount_in, day_in, rate_in, text_in
from zhidun.damages.errors import NotYourLine
from zhidun.damages.evidence_lines import KINDS, MARGINS
from zhidun.damages.factors import known as known_factors
from zhidun.damages.models import Contest, DamagesSheet, Factor, SheetLine, SheetVersion
from zhidun.damages.purposes import DEFAULT, PURPOSES
from zhidun.damages.reading import data_of
from zhidun.damages.rights import RIGHTS
from zhidun.damages.standing import SIDES, held, need_owner
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Item
from zhidun.evidence.sealing import moment, seal
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Invalid, NotFound, Refusal, SignInNeeded
from zhidun.kernel.text import t

SEALED = "damages-sheet"
MOST_LINES = 2000
LONGEST_ASK = 2000
MOST_UNITS = 10**12
NEEDS: Mapping[str, tuple[str, ...]] = {
    "counter": ("listing", "on", "units"), "price": ("amount",), "invoice": ("amount",),
    "screenshot": ("listing", "units"),
    "margin": ("rate", "source"), "gain": ("amount",), "loss": ("amount",), "unit_profit": ("amount",),
    "licence": ("amount",), "cost": ("amount",),
}  # fmt: skip
"""What a line of each kind must have."""


def _item(actor: Actor, words: Words) -> Item | None:
    key = text_in(words, "item")
    if not key:
        return None
    found = evidence.items([key])
    if not evidence.handed_in_by(actor).filter(pk__in=[one.pk for one in found]).exists():
        raise NotFound
    return found[0]


def _opened(words: Words) -> tuple[date, date]:
    """Return the first and last day of the act; raise Invalid, `errors` by field, unless right, names and days fit."""
    errors: dict[str, Refusal] = {}
    if text_in(words, "right") not in RIGHTS:
        errors["right"] = Invalid(t("请选择权利。", "Choose the right."), field="right")
    for key in ("holder_name", "other_name"):
        if not text_in(words, key):
            errors[key] = Invalid(t("请填写。", "Please fill it in."), field=key)
    days: dict[str, date | None] = {}
    for key in ("act_from", "act_to"):
        try:
            days[key] = day_in(words, key)
        except Invalid as wrong:
            errors[key] = wrong
    first, last = days.get("act_from"), days.get("act_to")
    if not errors and (first is None or last is None or first > last or last > time.today()):
        errors["act_from"] = Invalid(
            t("请填写侵权起止日期,起不晚于止,止不晚于今天。", "Enter from and to, in order, not after today."),
            field="act_from",
        )
    if errors or first is None or last is None:
        one = next(iter(errors.values()))
        raise Invalid(one.reason, one.remedy, field=one.field, errors=errors)
    return first, last


@transaction.atomic
def open_sheet(*, actor: Actor, words: Words) -> DamagesSheet:
    """Begin a sheet of one's own, for a case one is a side of or for none yet.

    Args:
        actor: who claims, or who defends.
        words: right, act_from, act_to, holder_name, other_name, right_title, other_address, story, case, side, purpose.

    Raises:
        SignInNeeded, CaseNotFound.
        Invalid: `errors` by field.
    """
    if actor.account_id is None:
        raise SignInNeeded
    first, last = _opened(words)
    case, side = None, "complainant"
    if text_in(words, "case"):
        case = cases.find(actor, text_in(words, "case"))
        mine = cases.relations_of(actor, case) & frozenset(SIDES)
        side = next(iter(mine)) if len(mine) == 1 else side
    return DamagesSheet.objects.create(
        owner_id=actor.account_id,
        side=side,
        case=case,
        right=text_in(words, "right"),
        right_title=text_in(words, "right_title"),
        holder_name=text_in(words, "holder_name"),
        other_name=text_in(words, "other_name"),
        other_address=text_in(words, "other_address"),
        story=text_in(words, "story"),
        purpose=text_in(words, "purpose") if text_in(words, "purpose") in PURPOSES else DEFAULT,
        act_from=first,
        act_to=last,
        demo=case.demo if case else False,
    )


@transaction.atomic
def add_line(*, actor: Actor, sheet: str, words: Words) -> SheetLine:
    """Enter a line of evidence.

    Args:
        actor: a side.
        sheet: public id.
        words: kind, listing, on, units, amount, rate, source, words, item (evidence handed in before).

    Raises:
        SheetNotFound, NotYourLine, NotFound.
        Invalid: a field is missing or does not have its shape.
    """
    row, side = held(actor, sheet)
    kind = text_in(words, "kind")
    if kind not in KINDS:
        raise Invalid(t("请选择证据种类。", "Choose the kind of evidence."), field="kind")
    units = text_in(words, "units")
    if units and (not units.isdecimal() or int(units) > MOST_UNITS):
        raise Invalid(t("件数须为整数。", "Pieces are a whole number."), field="units")
    source = text_in(words, "source")
    given: dict[str, object] = {
        "listing": text_in(words, "listing"), "on": day_in(words, "on"), "units": int(units) if units else None,
        "amount": amount_in(words, "amount"), "rate": rate_in(words, "rate"), "source": source,
    }  # fmt: skip
    for key in NEEDS[kind]:
        if given[key] in (None, ""):
            raise Invalid(t("该种证据须填写此项。", "This kind of evidence needs it."), field=key)
    if kind == "margin" and source not in MARGINS:
        raise Invalid(t("请选择利润率的来源。", "Choose whose margin it is."), field="source")
    last = row.lines.aggregate(n=Max("n"))["n"] or 0
    if last >= MOST_LINES:
        raise Invalid(t("证据行过多。", "Too many lines."), field="kind")
    return SheetLine.objects.create(
        sheet=row, n=last + 1, kind=kind, side=side, words=text_in(words, "words"), item=_item(actor, words), **given
    )


@transaction.atomic
def strike_line(*, actor: Actor, sheet: str, n: int) -> SheetLine:
    """Strike a line one entered; it stays readable in the versions kept.

    Raises:
        SheetNotFound, NotFound.
        NotYourLine: the other side entered it.
    """
    row, side = held(actor, sheet)
    line = row.lines.select_for_update().filter(n=n, struck_at=None).first()
    if line is None:
        raise NotFound
    if line.side != side:
        raise NotYourLine
    line.struck_at = time.now()
    line.save(update_fields=["struck_at"])
    return line


@transaction.atomic
def choose(*, actor: Actor, sheet: str, words: Words) -> DamagesSheet:
    """Set basis, multiples and circumstances beside the evidence; the owner's to set, the other side contests.

    Raises:
        SheetNotFound.
        NotYourLine: not the owner.
        Invalid: a number does not fit.
    """
    row, _ = held(actor, sheet)
    need_owner(row, actor)
    chosen = text_in(words, "chosen")
    if chosen not in {"", "actual_loss", "infringer_profit", "licence_fee"}:
        raise Invalid(t("请选择计算方法。", "Choose the basis."), field="chosen")
    multiple, licence, asked = (amount_in(words, k) for k in ("multiple", "licence_multiple", "claimed_statutory"))
    row.settings = {
        "chosen": chosen,
        "multiple": str(multiple) if multiple is not None else "",
        "licence_multiple": str(licence) if licence is not None else "",
        "claimed_statutory": str(asked) if asked else "",
        "multiple_reasons": text_in(words, "multiple_reasons"),
        "by_trade": text_in(words, "by_trade") == "true" or words.get("by_trade") is True,
        "fine_paid": text_in(words, "fine_paid") == "true" or words.get("fine_paid") is True,
        "act": text_in(words, "act"),
    }
    row.save(update_fields=["settings"])
    return row


@transaction.atomic
def set_purpose(*, actor: Actor, sheet: str, words: Words) -> DamagesSheet:
    """Say what the sheet is for and what that file asks for beside it; other files keep what they were told.

    Args:
        actor: the owner.
        sheet: public id.
        words: purpose, and the questions of that purpose by their keys.

    Raises:
        SheetNotFound. NotYourLine: not the owner. Invalid: no such purpose, or a word is too long.
    """
    row, _ = held(actor, sheet)
    need_owner(row, actor)
    found = PURPOSES.get(text_in(words, "purpose"))
    if found is None:
        raise Invalid(t("请选择要办的事。", "Choose what it is for."), field="purpose")
    told = {one.key: str(words.get(one.key) or "").strip() for one in found.asks if one.key in words}
    for key, text in told.items():
        if len(text) > LONGEST_ASK:
            raise Invalid(t("最多2000字。", "At most 2,000 characters."), field=key)
    row.purpose, row.dossier = found.key, {**row.dossier, **told}
    row.save(update_fields=["purpose", "dossier"])
    return row


@transaction.atomic
def tick_factor(*, actor: Actor, sheet: str, words: Words) -> Factor:
    """Tick a circumstance of intent or gravity, with its proof; ticking again changes words and proof.

    Args:
        actor: the owner.
        sheet: public id.
        words: group (intent, gravity), key, words, item; `off` true takes the tick away.

    Raises:
        SheetNotFound, NotYourLine, NotFound.
        Invalid: the law names no such circumstance.
    """
    row, _ = held(actor, sheet)
    need_owner(row, actor)
    group, key = text_in(words, "group"), text_in(words, "key")
    if key not in dict(known_factors(group)):
        raise Invalid(t("解释没有列明该因素。", "The interpretation names no such circumstance."), field="key")
    before = row.factors.filter(group=group, key=key, ended_at=None).first()
    off = text_in(words, "off") == "true" or words.get("off") is True
    if before is not None:
        before.ended_at = time.now()
        before.save(update_fields=["ended_at"])
        if off:
            return before
    elif off:
        raise NotFound
    return Factor.objects.create(
        sheet=row, group=group, key=key, words=text_in(words, "words"), item=_item(actor, words)
    )


@transaction.atomic
def contest(*, actor: Actor, sheet: str, subject: str, why: str) -> Contest:
    """Contest a line, a circumstance, the multiple or the basis, and say why.

    Raises:
        SheetNotFound, NotFound.
        Invalid: no reason. Conflict: contested already. NotYourLine: one's own line.
    """
    row, side = held(actor, sheet)
    reason = text_in({"why": why}, "why")
    if not reason:
        raise Invalid(t("请说明理由。", "Say why."), field="why")
    _need_subject(row, subject, side)
    try:
        with transaction.atomic():
            return Contest.objects.create(sheet=row, subject=subject, side=side, why=reason)
    except IntegrityError as fault:
        raise Conflict(t("已经标记过争议。", "It is contested already.")) from fault


def _need_subject(row: DamagesSheet, subject: str, side: str) -> None:
    head, _, tail = subject.partition(":")
    if head == "line" and tail.isdecimal():
        line = row.lines.filter(n=int(tail[:9]), struck_at=None).first()
        if line is None:
            raise NotFound
        if line.side == side:
            raise NotYourLine(t("这是您自己填写的。", "You entered it yourself."))
    elif head in {"intent", "gravity"}:
        if not row.factors.filter(group=head, key=tail, ended_at=None).exists():
            raise NotFound
    elif subject not in {"multiple", "basis"}:
        raise NotFound


@transaction.atomic
def end_contest(*, actor: Actor, sheet: str, subject: str) -> Contest:
    """Take back one's contest.

    Raises:
        SheetNotFound, NotFound.
    """
    row, side = held(actor, sheet)
    found = row.contests.filter(subject=subject, side=side, ended_at=None).first()
    if found is None:
        raise NotFound
    found.ended_at = time.now()
    found.save(update_fields=["ended_at"])
    return found


@transaction.atomic
def share(*, actor: Actor, sheet: str, case: str = "") -> DamagesSheet:
    """Share a sheet with the other side of its case, or of the case named; it cannot be taken back.

    Raises:
        SheetNotFound, NotYourLine, CaseNotFound.
        Invalid: it belongs to no case and none is named.
    """
    row, _ = held(actor, sheet)
    need_owner(row, actor)
    if case:
        row.case = cases.find(actor, case)
    if row.case is None:
        raise Invalid(t("请写明用于哪一件案件或者调解。", "Name the case or mediation."), field="case")
    row.shared = True
    row.save(update_fields=["case", "shared"])
    keep_version(actor=actor, sheet=sheet)
    return row


@transaction.atomic
def keep_version(*, actor: Actor, sheet: str) -> SheetVersion:
    """Keep the sheet as it stands: data, digest, and a seal of the digest; the same state is kept once.

    Raises:
        SheetNotFound, NotYourLine.
    """
    row, _ = held(actor, sheet)
    data = data_of(row)
    digest = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    last = row.versions.order_by("-n").first()
    if last is not None and last.digest == digest:
        return last
    made = SheetVersion.objects.create(
        sheet=row, n=(last.n if last else 0) + 1, data=data, digest=digest, made_by=actor.name.zh
    )
    row.version = made.n
    row.save(update_fields=["version"])
    seal(
        actor=actor,
        kind=SEALED,
        object_key=f"{row.public_id}:{made.n}",
        manifest={"sheet": str(row.public_id), "n": made.n, "sha256": digest, "at": moment(made.at)},
        office="",
    )
    return made
