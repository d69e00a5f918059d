"""What can be done in a mediation, by name and with plain words: every door asks here, none reads the words itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast

from zhidun.access.actors import Actor
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.money import yuan
from zhidun.kernel.text import t
from zhidun.mediation import services
from zhidun.mediation.policies import Act, Instalment, Terms, amount_of

Words = Mapping[str, object]
LONGEST = 20_000
YES = frozenset({"true", "yes", "1", "on"})
MOST_LISTED = 200
MOST_MINUTES = 480


def do(*, actor: Actor, number: str, act: str, words: Words) -> object:
    """Do something in a mediation.

    Args:
        actor: who.
        number: case number of the mediation.
        act: a name out of `ACTS`.
        words: what was typed: texts, lists of texts, or JSON values.

    Raises:
        NotFound: no such act.
        Invalid: a word does not have its shape; and all that the service refuses.
    """
    found = ACTS.get(act)
    if found is None:
        raise NotFound
    return found(actor, number, words)


def _said(words: Words, key: str) -> str:
    value = words.get(key)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if not isinstance(value, str | int | float) or len(str(value)) > LONGEST:
        raise Invalid(t("请填写文字。", "Enter text."), field=key)
    return str(value)


def _yes(words: Words, key: str) -> bool:
    return _said(words, key).strip().lower() in YES


def _many(words: Words, key: str) -> list[str]:
    value = words.get(key)
    if value in (None, ""):
        return []
    listed = value if isinstance(value, list | tuple) else [value]
    if len(listed) > MOST_LISTED:
        raise Invalid(t("项目过多。", "Too many."), field=key)
    return [_said({key: one}, key) for one in listed if one not in (None, "")]


def _day(text: str, key: str) -> date:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        found = date.min
    if not 1900 <= found.year <= 2200:  # noqa: PLR2004  the years of the house
        raise Invalid(t("请填写日期,如 2026-12-01。", "Enter a day such as 2026-12-01."), field=key)
    return found


def _moment(words: Words, key: str) -> datetime | None:
    text = _said(words, key).strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.min  # noqa: DTZ901  refused in the next line
    if not 1900 <= found.year <= 2200:  # noqa: PLR2004
        raise Invalid(t("请填写日期和时间。", "Enter day and time."), field=key)
    return time.aware(found)


def _whole(words: Words, key: str) -> int:
    text = _said(words, key).strip()
    if not text.isdecimal() or len(text) > 6:  # noqa: PLR2004  no list is that long
        raise Invalid(t("请填写整数。", "Enter a whole number."), field=key)
    return int(text)


def _rows(words: Words, key: str) -> list[Words]:
    value = words.get(key) or []
    if (
        not isinstance(value, list | tuple)
        or len(value) > MOST_LISTED
        or not all(isinstance(one, dict) for one in value)
    ):
        raise Invalid(t("格式不正确。", "It does not have the shape asked for."), field=key)
    return list(cast("list[Words]", value))


def terms_of(words: Words) -> Terms:
    """Read the terms of an agreement: amount, payer, instalments, acts, penalty_rate, claims_settled, other.

    Raises:
        YuanOnly, Invalid: a word does not have its shape; whether they hold together is for `check_terms`.
    """
    amount = _said(words, "amount").strip()
    currency = _said(words, "currency") or "CNY"
    parts = [
        Instalment(
            amount=amount_of(_said(one, "amount"), currency, field="instalments"),
            due_on=_day(_said(one, "due_on"), "instalments"),
        )
        for one in _rows(words, "instalments")
        if _said(one, "amount").strip() or _said(one, "due_on").strip()
    ]
    acts = [
        Act(
            kind=_said(one, "kind"),
            what=_said(one, "what").strip(),
            due_on=_day(_said(one, "due_on"), "acts"),
            by=_said(one, "by") or "respondent",
        )
        for one in _rows(words, "acts")
        if _said(one, "what").strip() or _said(one, "due_on").strip()
    ]
    payer = _said(words, "payer") or "respondent"
    if payer not in {"complainant", "respondent"}:
        raise Invalid(t("请选择付款人。", "Choose who pays."), field="payer")
    return Terms(
        amount=amount_of(amount, currency) if amount else None,
        payer=payer,
        instalments=parts,
        acts=acts,
        penalty_rate=_rate(words),
        claims_settled=_yes(words, "claims_settled") if "claims_settled" in words else True,
        other=_said(words, "other"),
    )


def _rate(words: Words) -> Decimal | None:
    text = _said(words, "penalty_rate").strip()
    return yuan(text, field="penalty_rate") if text else None


def times_of(words: Words) -> list[tuple[datetime, datetime]]:
    """Read offered times: `starts` as a list of moments, each `minutes` long.

    Raises:
        Invalid: no moment, or longer than eight hours.
    """
    length = _whole(words, "minutes") if _said(words, "minutes") else 60
    if not 0 < length <= MOST_MINUTES:
        raise Invalid(t("时长为1至480分钟。", "It lasts 1 to 480 minutes."), field="minutes")
    starts = [cast("datetime", _moment({"times": one}, "times")) for one in _many(words, "starts")]
    return [(one, one + timedelta(minutes=length)) for one in starts]


# ------------------------------------------------------------------ the acts


def _answer(actor: Actor, number: str, words: Words) -> object:
    return services.answer_invitation(
        actor=actor,
        number=number,
        accepts=_yes(words, "accepts"),
        capacity=_said(words, "capacity"),
        reason=_said(words, "reason"),
        power=_many(words, "power"),
    )


def _record_answer(actor: Actor, number: str, words: Words) -> object:
    return services.record_answer(
        actor=actor,
        number=number,
        side=_said(words, "side"),
        answer=_said(words, "answer"),
        reason=_said(words, "reason"),
    )


def _link(actor: Actor, number: str, words: Words) -> object:
    return services.link_account(
        actor=actor, number=number, side=_said(words, "side"), username=_said(words, "username").strip()
    )


def _code(actor: Actor, number: str, words: Words) -> object:
    return services.make_code(actor=actor, number=number, side=_said(words, "side"))


def _withdraw(actor: Actor, number: str, words: Words) -> object:
    return services.withdraw_consent(actor=actor, number=number, reason=_said(words, "reason"))


def _end(actor: Actor, number: str, words: Words) -> object:
    return services.end_mediation(
        actor=actor, number=number, ground=_said(words, "ground"), reason=_said(words, "reason")
    )


def _choose(actor: Actor, number: str, words: Words) -> object:
    return services.choose_mediator(actor=actor, number=number, mediator_id=_said(words, "mediator"))


def _appoint(actor: Actor, number: str, words: Words) -> object:
    return services.name_mediator(actor=actor, number=number, mediator_id=_said(words, "mediator"))


def _stand_aside(actor: Actor, number: str, words: Words) -> object:
    return services.stand_aside(actor=actor, number=number, reason=_said(words, "reason"))


def _begin_draw(actor: Actor, number: str, words: Words) -> object:
    return services.begin_draw(actor=actor, number=number, why=_said(words, "why"))


def _commit(actor: Actor, number: str, words: Words) -> object:
    return services.commit_draw(actor=actor, number=number, digest=_said(words, "digest"))


def _reveal(actor: Actor, number: str, words: Words) -> object:
    return services.reveal_draw(actor=actor, number=number, secret=_said(words, "secret"))


def _say(actor: Actor, number: str, words: Words) -> object:
    return services.say(
        actor=actor,
        number=number,
        room=_said(words, "room"),
        body=_said(words, "body"),
        items=_many(words, "items"),
        key=_said(words, "key")[:120] or None,
    )


def _meeting(actor: Actor, number: str, words: Words) -> object:
    return services.set_meeting(
        actor=actor,
        number=number,
        video_link=_said(words, "video_link"),
        interpreter=_short(words, "interpreter", 200),
        interpreter_language=_short(words, "interpreter_language", 60),
    )


def _short(words: Words, key: str, most: int) -> str:
    text = _said(words, key).strip()
    if len(text) > most:
        raise Invalid(t(f"最多{most}字。", f"At most {most} characters."), field=key)
    return text


def _minutes(actor: Actor, number: str, words: Words) -> object:
    held = _moment(words, "held_at")
    if held is None:
        raise Invalid(t("请填写会议时间。", "Enter when it was held."), field="held_at")
    return services.write_minutes(
        actor=actor,
        number=number,
        room=_said(words, "room"),
        held_at=held,
        body=_said(words, "body"),
        present=_short(words, "present", 400),
    )


def _note(actor: Actor, number: str, words: Words) -> object:
    return services.add_note(actor=actor, number=number, body=_said(words, "body"))


def _slots(actor: Actor, number: str, words: Words) -> object:
    return services.offer_slots(
        actor=actor,
        number=number,
        times=times_of(words),
        room=_said(words, "room") or "joint",
        place=_short(words, "place", 300),
    )


def _take_slot(actor: Actor, number: str, words: Words) -> object:
    return services.take_slot(actor=actor, number=number, slot=_said(words, "slot"))


def _cancel_slot(actor: Actor, number: str, words: Words) -> object:
    return services.cancel_slot(actor=actor, number=number, slot=_said(words, "slot"))


def _offer(actor: Actor, number: str, words: Words) -> object:
    return services.make_offer(
        actor=actor,
        number=number,
        amount=_said(words, "amount").strip() or None,
        currency=_said(words, "currency") or "CNY",
        terms=_said(words, "terms"),
        until_at=_moment(words, "until_at"),
        audience=_said(words, "audience") or "both",
        answers=_said(words, "answers"),
    )


def _answer_offer(actor: Actor, number: str, words: Words) -> object:
    return services.answer_offer(
        actor=actor, number=number, offer=_said(words, "offer"), accepts=_yes(words, "accepts")
    )


def _withdraw_offer(actor: Actor, number: str, words: Words) -> object:
    return services.withdraw_offer(actor=actor, number=number, offer=_said(words, "offer"))


def _open_round(actor: Actor, number: str, words: Words) -> object:
    return services.open_round(actor=actor, number=number, until_at=_moment(words, "until_at"))


def _seal_offer(actor: Actor, number: str, words: Words) -> object:
    return services.seal_offer(
        actor=actor, number=number, amount=_said(words, "amount"), currency=_said(words, "currency") or "CNY"
    )


def _draft(actor: Actor, number: str, words: Words) -> object:
    return services.draft(actor=actor, number=number, terms=terms_of(words))


def _sign(actor: Actor, number: str, words: Words) -> object:
    return services.sign(actor=actor, number=number, shown_digest=_said(words, "digest"))


def _tell_done(actor: Actor, number: str, words: Words) -> object:
    return services.tell_done(actor=actor, number=number, n=_whole(words, "n"), words=_said(words, "words"))


def _confirm_done(actor: Actor, number: str, words: Words) -> object:
    return services.confirm_done(actor=actor, number=number, n=_whole(words, "n"))


def _ask_confirmation(actor: Actor, number: str, words: Words) -> object:
    return services.ask_confirmation(actor=actor, number=number, court=_short(words, "court", 200))


def _record_court(actor: Actor, number: str, words: Words) -> object:
    return services.record_court(actor=actor, number=number, result=_said(words, "result"))


def _hand_to_court(actor: Actor, number: str, words: Words) -> object:
    del words
    return services.hand_to_court(actor=actor, number=number)


def _claim(actor: Actor, number: str, words: Words) -> object:
    del words
    return services.prepare_claim(actor=actor, number=number)


def _refer(actor: Actor, number: str, words: Words) -> object:
    kind, _, office = _said(words, "to").partition("/")  # one choice of the page: what, and who takes it
    return services.refer(
        actor=actor,
        number=number,
        kind=_said(words, "kind") or kind,
        office=_said(words, "office") or office,
        agreement=_said(words, "agreement"),
    )


ACTS: Mapping[str, Callable[[Actor, str, Words], object]] = {
    "answer": _answer,
    "record-answer": _record_answer,
    "link-account": _link,
    "code": _code,
    "withdraw": _withdraw,
    "end": _end,
    "choose": _choose,
    "appoint": _appoint,
    "stand-aside": _stand_aside,
    "begin-draw": _begin_draw,
    "commit": _commit,
    "reveal": _reveal,
    "say": _say,
    "meeting": _meeting,
    "minutes": _minutes,
    "note": _note,
    "slots": _slots,
    "take-slot": _take_slot,
    "cancel-slot": _cancel_slot,
    "offer": _offer,
    "answer-offer": _answer_offer,
    "withdraw-offer": _withdraw_offer,
    "open-round": _open_round,
    "seal-offer": _seal_offer,
    "draft": _draft,
    "sign": _sign,
    "tell-done": _tell_done,
    "confirm-done": _confirm_done,
    "ask-confirmation": _ask_confirmation,
    "record-court": _record_court,
    "hand-to-court": _hand_to_court,
    "claim": _claim,
    "refer": _refer,
}


def names() -> Sequence[str]:
    """Return the names of the acts."""
    return tuple(ACTS)
