"""Licences, transfers and their undoing: offered by one side, confirmed by every side in its own account."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import transaction

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.models import Account
from zhidun.access.policies import reason_given
from zhidun.access.selectors import account, account_by_id
from zhidun.deposit import deal_checks, records
from zhidun.deposit.deal_facts import facts_of
from zhidun.deposit.errors import DealClosed, DealNotFound, FieldUnfit, NotTheOwner, WithdrawnDeposit
from zhidun.deposit.holdings import owners_of
from zhidun.deposit.keeping import locked
from zhidun.deposit.models import (
    Deal,
    DealKind,
    DealSide,
    DealState,
    Deposit,
    EntryKind,
    Holder,
    SideRole,
)
from zhidun.deposit.types import LicenceIn, Share, Taker
from zhidun.deposit.words import DEALS, said
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal, SignInNeeded
from zhidun.kernel.text import t
from zhidun.parties.models import Party
from zhidun.parties.services import find_or_create

ACCEPT, DECLINE, WITHDRAW = "accept", "decline", "withdraw"


@transaction.atomic
def offer_transfer(
    *, actor: Actor, number: str, taker: Taker, share: Fraction, on: date, terms: str = "", holder: int | None = None
) -> Deal:
    """Offer a share of the copyright to somebody; it passes when both sides and every co-owner confirmed.

    Raises:
        NotTheOwner, ShareTooLarge, FieldUnfit, WithdrawnDeposit, CoOwnerWithoutAccount: see `deal_checks`.
    """
    row, mine = _mine(actor, number, holder)
    who = _taker(actor, taker)
    deal_checks.need_day(row, on, past_only=True)
    deal_checks.need_share(row, mine.holder_id, share)
    deal = Deal(
        deposit=row,
        kind=DealKind.TRANSFER,
        giver_id=mine.holder_id,
        giver_name=mine.name,
        from_on=on,
        share_num=share.numerator,
        share_den=share.denominator,
        terms=_terms(terms),
    )
    return _offered(deal, actor, who, taker.kind, others=_co_owners(row, mine))


@transaction.atomic
def offer_licence(
    *, actor: Actor, number: str, taker: Taker, licence: LicenceIn, parent: str = "", holder: int | None = None
) -> Deal:
    """Offer a licence, or with `parent` a sublicence of one the actor has.

    Raises:
        NotTheOwner, LicenceOverlaps, BeyondLicence, FieldUnfit, WithdrawnDeposit, CoOwnerWithoutAccount.
    """
    row = _standing(number)
    who = _taker(actor, taker)
    deal_checks.need_licence(row, licence)
    deal = Deal(
        deposit=row,
        kind=DealKind.LICENCE,
        licence_kind=licence.kind,
        powers=sorted(set(licence.powers)),
        territory=sorted(set(licence.territory)),
        from_on=licence.from_on,
        to_on=licence.to_on,
        sublicensing=licence.sublicensing,
        most_copies=licence.most_copies,
        terms=_terms(licence.terms),
    )
    others: list[Share] = []
    if parent:
        deal.parent = deal_checks.own_licence(row, actor, parent)
        deal.giver_name = deal.parent.taker_name
    else:
        mine = _share_of(row, actor, holder)
        deal.giver_id, deal.giver_name = mine.holder_id, mine.name
        others = _co_owners(row, mine) if licence.kind in deal_checks.ALONE else []
    deal_checks.need_free(deal)
    return _offered(deal, actor, who, taker.kind, others=others)


@transaction.atomic
def offer_undoing(*, actor: Actor, deal: str, reason: str) -> Deal:
    """Offer to undo a licence or a transfer; a counter entry is made when the other side confirms.

    Raises:
        DealNotFound: none that concerns the actor.
        DealClosed: it is not in effect, or its undoing is offered already.
        ShareTooLarge, DealsOpen: what was given has gone on to others since.
    """
    old = _concerned(actor, deal)
    row = locked(old.deposit.number)
    old.refresh_from_db()
    deal_checks.need_undoable(old)
    made = Deal.objects.create(
        deposit=row,
        kind=DealKind.UNDO,
        undoes=old,
        giver=old.giver,
        giver_name=old.giver_name,
        taker_party=old.taker_party,
        taker_name=old.taker_name,
        from_on=time.today(),
        terms=reason_given(reason),
        offered_at=time.now(),
    )
    for side in old.sides.all():
        _side(made, account_by_id(side.account_id), side.role, says=side.account_id == actor.account_id)
    return _settle(made, actor)


@transaction.atomic
def answer(*, actor: Actor, deal: str, answer: str, words: str = "") -> Deal:
    """Accept or decline what was offered, or take one's own offer back; with the last acceptance it takes effect.

    Raises:
        DealNotFound: none that concerns the actor.
        DealClosed: it was closed, or the actor answered.
        Invalid: no such answer, or a refusal without a reason.
    """
    if answer not in {ACCEPT, DECLINE, WITHDRAW}:
        raise Invalid(t("请选择同意或不同意。", "Choose to accept or to decline."), field="answer")
    found = _concerned(actor, deal)
    locked(found.deposit.number)
    row = Deal.objects.select_for_update().get(pk=found.pk)
    side = row.sides.get(account_id=actor.account_id or 0)
    if (
        row.state != DealState.OFFERED
        or (side.answer and answer != WITHDRAW)
        or (answer == WITHDRAW and not side.answer)
    ):
        raise DealClosed
    if answer == DECLINE and not words.strip():
        raise Invalid(t("请写明不同意的理由。", "Give the reason for declining."), field="words")
    side.answer, side.words, side.answered_at = answer, words.strip()[:1000], time.now()
    side.save(update_fields=["answer", "words", "answered_at"])
    if answer == ACCEPT:
        return _settle(row, actor)
    row.state = DealState.DECLINED if answer == DECLINE else DealState.WITHDRAWN
    row.ended_at = time.now()
    row.save(update_fields=["state", "ended_at"])
    _recorded(row, actor, row.state)
    return row


def _standing(number: str) -> Deposit:
    row = locked(number)
    if not row.standing:
        raise WithdrawnDeposit
    return row


def _mine(actor: Actor, number: str, holder: int | None) -> tuple[Deposit, Share]:
    row = _standing(number)
    return row, _share_of(row, actor, holder)


def _share_of(row: Deposit, actor: Actor, holder: int | None) -> Share:
    """Return what the actor holds; one account may act for several owners and then says for which."""
    if actor.account_id is None:
        raise SignInNeeded
    held = [one for one in owners_of(row) if one.account_id == actor.account_id]
    found = next((one for one in held if holder in {None, one.holder_id}), None)
    if found is None:
        raise NotTheOwner
    return found


def _co_owners(row: Deposit, mine: Share) -> list[Share]:
    return [one for one in owners_of(row) if one.holder_id != mine.holder_id]


def _taker(actor: Actor, taker: Taker) -> Account:
    if actor.account_id is None:
        raise SignInNeeded
    try:
        found = account(taker.account.strip())
    except Refusal as refusal:
        raise FieldUnfit(
            t(f"没有账号“{taker.account.strip()[:40]}”。", f"There is no account “{taker.account.strip()[:40]}”."),
            t("请向对方核对用户名;对方须先注册并登录。", "Ask the other side for the user name; they need an account."),
            field="taker",
        ) from refusal
    if found.pk == actor.account_id or not found.active:
        raise FieldUnfit(
            t("对方应为另一个有效账号。", "The other side must be another active account."),
            t("请填写对方的用户名。", "Give the user name of the other side."),
            field="taker",
        )
    if taker.kind not in Party.Kind.values:
        raise FieldUnfit(
            t("对方只能是个人或单位。", "The other side is a person or an organisation."), field="taker_kind"
        )
    return found


def _terms(text: str) -> str:
    most = 2000
    if len(text) > most:
        raise FieldUnfit(t(f"约定超过 {most} 字。", f"More than {most} characters of terms."), field="terms")
    return text.strip()


def _offered(deal: Deal, actor: Actor, who: Account, kind: str, *, others: list[Share]) -> Deal:
    deal.taker_party = find_or_create(
        actor=actor, kind=kind, name=who.name.zh, identifiers={"platform_account": f"zhidun:{who.username}"}
    )
    deal.taker_name, deal.offered_at = who.name.zh, time.now()
    deal.save(force_insert=True)
    _side(deal, account_by_id(actor.account_id or 0), SideRole.GIVER, says=True)
    _side(deal, who, SideRole.TAKER)
    for one in deal_checks.with_accounts(others):
        if not deal.sides.filter(account_id=one).exists():
            _side(deal, account_by_id(one), SideRole.CO_OWNER)
    _recorded(deal, actor, "offered")
    return deal


def _side(deal: Deal, who: Account, role: str, *, says: bool = False) -> None:
    DealSide.objects.create(
        deal=deal, account=who, role=role, answer=ACCEPT if says else "", answered_at=time.now() if says else None
    )


def _settle(deal: Deal, actor: Actor) -> Deal:
    """Put an agreement into effect once nobody's word is missing; everything is checked again, others came between."""
    if deal.sides.filter(answer="").exists():
        return deal
    deal_checks.need_possible(deal)
    deal.state, deal.confirmed_at = DealState.CONFIRMED, time.now()
    deal.save(update_fields=["state", "confirmed_at"])
    if deal.kind == DealKind.TRANSFER:
        _joined(deal)
    kind = {DealKind.LICENCE: EntryKind.LICENCE, DealKind.TRANSFER: EntryKind.TRANSFER}.get(
        DealKind(deal.kind), EntryKind.UNDONE
    )
    if deal.undoes is not None:
        deal.undoes.state, deal.undoes.ended_at = DealState.UNDONE, time.now()
        deal.undoes.save(update_fields=["state", "ended_at"])
    records.append(deposit=deal.deposit, kind=kind, facts=facts_of(deal), actor=actor, deal=deal)
    _recorded(deal, actor, "confirmed")
    return deal


def _joined(deal: Deal) -> None:
    taker = deal.sides.get(role=SideRole.TAKER)
    row, made = Holder.objects.get_or_create(
        deposit=deal.deposit,
        party=deal.taker_party,
        defaults={"name": deal.taker_name, "account_id": taker.account_id, "joined_at": time.now()},
    )
    if not made and row.account_id is None:
        row.account_id = taker.account_id
        row.save(update_fields=["account"])


def _concerned(actor: Actor, deal: str) -> Deal:
    if actor.account_id is None:
        raise SignInNeeded
    found = Deal.objects.filter(public_id=deal, sides__account_id=actor.account_id).select_related("deposit").first()
    if found is None:
        raise DealNotFound
    return found


def _recorded(deal: Deal, actor: Actor, what: str) -> None:
    facts = {"deposit": deal.deposit.number, "kind": said(DEALS, deal.kind).zh}
    access.record(actor=actor, action=f"deal.{what}", object_kind="deal", object_key=str(deal.public_id), facts=facts)
