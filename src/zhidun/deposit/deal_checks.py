"""What an agreement must fit when it is offered, and again when it takes effect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from zhidun.access.actors import Actor
from zhidun.deposit import territory, words
from zhidun.deposit.errors import (
    BeyondLicence,
    CoOwnerWithoutAccount,
    DealClosed,
    DealsOpen,
    FieldUnfit,
    LicenceOverlaps,
    NotTheOwner,
    ShareTooLarge,
    WithdrawnDeposit,
)
from zhidun.deposit.holdings import owners_of, shares_of
from zhidun.deposit.models import Deal, DealKind, DealState, Deposit, LicenceKind, SideRole
from zhidun.deposit.policies import Grant, beyond, in_the_way
from zhidun.deposit.shares import show
from zhidun.deposit.types import LicenceIn, Share
from zhidun.kernel import time
from zhidun.kernel.text import listed, t

LATEST = 2300
ALONE = frozenset({LicenceKind.EXCLUSIVE, LicenceKind.SOLE})
"""Kinds of licence that need every co-owner; so does a transfer (著作权法 14)."""
MOST_COPIES = 100_000_000


def need_day(row: Deposit, on: date, *, past_only: bool = False) -> None:
    """Go on only when a day does not lie before the deposit (nor, for a transfer, in the future).

    Raises:
        FieldUnfit: saying the day of the deposit.
    """
    day = time.local_date(row.deposited_at)
    if on < day:
        raise FieldUnfit(
            t(f"生效日期早于存证日 {day}。", f"The date is before the deposit, {day}."),
            t(
                "存证之前的许可、转让不能补记;请填存证日或之后的日期,并在约定中说明此前情况。",
                "What came before the deposit cannot be entered; take a later day and tell the rest in the terms.",
            ),
            field="from_on",
        )
    if past_only and on > time.today():
        raise FieldUnfit(
            t("转让日期在将来。", "The day of the transfer lies in the future."),
            t("请填今天,或到期再办理。", "Take today, or come back on that day."),
            field="from_on",
        )


def need_share(row: Deposit, holder: int, share: Fraction) -> None:
    """Go on only when the giver holds the share.

    Raises:
        NotTheOwner: nothing is held any more.
        ShareTooLarge: less is held.
    """
    held = shares_of(row).get(holder, Fraction(0))
    if not held:
        raise NotTheOwner
    if share > held:
        raise ShareTooLarge(
            t(
                f"要转让 {show(share)},现持有 {show(held)}。",
                f"{show(share)} is to be transferred; {show(held)} is held.",
            ),
            t(f"最多可转让 {show(held)}。", f"At most {show(held)} can be transferred."),
            field="share",
        )


def need_licence(row: Deposit, asked: LicenceIn) -> None:
    """Go on only when a licence is well formed.

    Raises:
        FieldUnfit: naming the field.
    """
    choose = t("请从列表中选择。", "Choose from the list.")
    if asked.kind not in words.LICENCES:
        raise FieldUnfit(t("请选择许可种类。", "Choose the kind of licence."), choose, field="licence_kind")
    if not asked.powers or not set(asked.powers) <= set(words.POWERS):
        raise FieldUnfit(t("请选择许可的权利。", "Choose the rights that are licensed."), choose, field="powers")
    if not asked.territory or not all(territory.known(one) for one in asked.territory):
        raise FieldUnfit(
            t("请选择许可的地域。", "Choose where the licence holds."),
            t(
                f"如 {'、'.join(territory.names())},或两个字母的国家代码。",
                f"Such as {', '.join(territory.names())}, or a country of two letters.",
            ),
            field="territory",
        )
    need_day(row, asked.from_on)
    if asked.to_on is not None and not asked.from_on <= asked.to_on <= date(LATEST, 1, 1):
        raise FieldUnfit(
            t("结束日期早于开始日期,或太远。", "It ends before it begins, or too far away."),
            t("请核对两个日期;长期许可可留空。", "Compare both dates; leave the end empty for a licence without one."),
            field="to_on",
        )
    if asked.most_copies is not None and not 0 < asked.most_copies <= MOST_COPIES:
        raise FieldUnfit(t("数量不合理。", "The number makes no sense."), field="most_copies")


def grant_of(deal: Deal) -> Grant:
    """Return what a licence gives."""
    above: list[int] = []
    parent = deal.parent
    while parent is not None:
        above.append(parent.pk)
        parent = parent.parent
    return Grant(
        deal.pk or 0,
        deal.licence_kind,
        frozenset(deal.powers),
        tuple(deal.territory),
        deal.from_on,
        deal.to_on,
        tuple(above),
    )


def running(row: Deposit) -> list[Deal]:
    """Return the licences of a deposit that are in effect and not over."""
    found = Deal.objects.filter(deposit=row, kind=DealKind.LICENCE, state=DealState.CONFIRMED).select_related("parent")
    return [one for one in found if one.to_on is None or one.to_on >= time.today()]


def own_licence(row: Deposit, actor: Actor, key: str) -> Deal:
    """Return the licence the actor has and may pass on.

    Raises:
        NotTheOwner: there is none.
        BeyondLicence: it may not be passed on.
    """
    found = next((one for one in running(row) if str(one.public_id) == key), None)
    if found is None or not found.sides.filter(role=SideRole.TAKER, account_id=actor.account_id or 0).exists():
        raise NotTheOwner
    if not found.sublicensing:
        raise BeyondLicence(
            t("您的许可不允许再许可。", "Your licence does not allow sublicences."),
            t("请与著作权人另行约定。", "Agree on it with the owner first."),
            field="parent",
        )
    return found


def need_free(deal: Deal) -> None:
    """Go on only when a licence stays within the one above it and meets no other.

    Raises:
        BeyondLicence, LicenceOverlaps: naming what is in the way.
    """
    asked = grant_of(deal)
    if deal.parent is not None and (names := beyond(asked, grant_of(deal.parent))):
        said = {"powers": "权利", "territory": "地域", "term": "期限", "kind": "种类"}
        raise BeyondLicence(
            t(
                f"超出上级许可:{'、'.join(said[one] for one in names)}。",
                f"Beyond the licence above: {', '.join(names)}.",
            ),
            t("请缩小到上级许可的范围内。", "Keep within the licence it derives from."),
            field="powers",
        )
    rows = {one.pk: one for one in running(deal.deposit)}
    if hit := in_the_way(asked, [grant_of(one) for one in rows.values()]):
        other = rows[hit[0].key]
        ends = other.to_on.isoformat() if other.to_on else "—"
        kind = words.said(words.LICENCES, other.licence_kind)
        raise LicenceOverlaps(
            t(
                f"与一项有效的许可冲突:{kind.zh},{other.from_on} 至 {ends}。",
                f"It collides with a licence in force: {kind.en}, {other.from_on} to {ends}.",
            ),
            t(
                "请错开权利、地域或期限,或先与对方撤销该许可。",
                "Choose other rights, places or times, or undo that licence with its holder first.",
            ),
            field="licence_kind",
        )


def with_accounts(others: Sequence[Share]) -> list[int]:
    """Return the accounts of co-owners.

    Raises:
        CoOwnerWithoutAccount: naming who has none.
    """
    if missing := [one.name for one in others if one.account_id is None]:
        names = listed(missing)
        raise CoOwnerWithoutAccount(
            t(
                f"须经共有人同意(著作权法第十四条),但共有人没有关联账号:{names.zh}。",
                f"Co-owners have to agree (Copyright Law art. 14), but these have no account: {names.en}.",
            ),
            field="owners",
        )
    return [one.account_id for one in others if one.account_id is not None]


def need_undoable(old: Deal) -> None:
    """Go on only when an agreement is in effect and what it gave has not gone on.

    Raises:
        DealClosed: it is not in effect, or its undoing is offered.
        ShareTooLarge, DealsOpen: somebody else holds it, or licences rest on it.
    """
    offered = old.undone_by.filter(state__in=[DealState.OFFERED, DealState.CONFIRMED])
    if old.kind == DealKind.UNDO or old.state != DealState.CONFIRMED or offered.exists():
        raise DealClosed
    _need_reversible(old)


def _need_reversible(old: Deal) -> None:
    if old.kind == DealKind.TRANSFER:
        holder = old.deposit.holders.get(party=old.taker_party)
        need_share(old.deposit, holder.pk, old.share)
    elif any(old.pk in grant_of(one).above for one in running(old.deposit)):
        raise DealsOpen(
            t("还有由该许可产生的再许可。", "Sublicences rest on this licence."),
            t("请先撤销再许可。", "Undo the sublicences first."),
        )


def need_possible(deal: Deal) -> None:
    """Check an agreement once more in the moment it takes effect.

    Raises:
        WithdrawnDeposit, ShareTooLarge, LicenceOverlaps, BeyondLicence, DealClosed: something came between.
    """
    if not deal.deposit.standing and deal.kind != DealKind.UNDO:
        raise WithdrawnDeposit
    _need_everybody(deal)
    if deal.kind == DealKind.TRANSFER:
        need_share(deal.deposit, deal.giver_id or 0, deal.share)
    elif deal.undoes is not None:
        if deal.undoes.state != DealState.CONFIRMED:
            raise DealClosed
        _need_reversible(deal.undoes)
    else:
        if deal.parent is not None and deal.parent.state != DealState.CONFIRMED:
            raise DealClosed
        if deal.giver_id is not None and not shares_of(deal.deposit).get(deal.giver_id):
            raise NotTheOwner
        need_free(deal)


def _need_everybody(deal: Deal) -> None:
    """Refuse when somebody became a co-owner since the offer, whose word is needed and was not asked."""
    alone = deal.licence_kind in ALONE and deal.parent is None
    if deal.kind != DealKind.TRANSFER and not alone:
        return
    asked = set(deal.sides.values_list("account_id", flat=True))
    if any(one.account_id not in asked for one in owners_of(deal.deposit) if one.holder_id != deal.giver_id):
        raise DealClosed(
            t(
                "提出之后共有人有变动,须重新征得同意。",
                "The co-owners changed since it was offered; they have to be asked.",
            ),
            t("请收回后重新提出。", "Take it back and offer it again."),
        )
