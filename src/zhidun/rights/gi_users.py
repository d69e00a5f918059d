"""Lawful users of geographical indications, keyed by credit code: a package is checked by the code printed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from zhidun.kernel import identifiers, time
from zhidun.kernel.text import Text, t
from zhidun.rights.errors import FieldUnfit, NotAnOfficer, NumberDoesNotFit, RightKnown
from zhidun.rights.kinds import kind
from zhidun.rights.models import GiUser, Right
from zhidun.rights.policies import EDIT
from zhidun.rights.types import GiAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from zhidun.access.actors import Actor

BASES: Final[dict[str, Text]] = {
    "announced": t("公告核准的生产者", "producer approved by announcement"),
    "member": t("集体商标注册人的集体成员", "member of the holder of the collective mark"),
    "licensee": t("证明商标的被许可人", "licensee of the certification mark"),
    "recorded": t("经登记备案的其他使用人", "other user on record"),
}


@transaction.atomic
def add_gi_user(
    *, actor: Actor, right: Right, uscc: str, name: str, basis: str, from_on: date, source: str = ""
) -> GiUser:
    """Enter a lawful user of a geographical indication.

    Raises:
        NotAnOfficer: only officers keep the list.
        NumberDoesNotFit: the credit code does not fit.
        FieldUnfit: the right has no lawful users, or the basis is not known.
        RightKnown: the user is on the list already.
    """
    if not actor.can(EDIT):
        raise NotAnOfficer
    if not kind(right.kind).lawful_users:
        raise FieldUnfit(
            t("只有地理标志有合法使用人名单。", "Only geographical indications have such a list."), field="right"
        )
    if basis not in BASES:
        raise FieldUnfit(
            t("使用依据不明。", "The basis of the use is not known."),
            t("可选:" + "、".join(f"{k}({v.zh})" for k, v in BASES.items()), "Choose: " + ", ".join(BASES)),
            field="basis",
        )
    found = identifiers.check("uscc", uscc)
    if not found.ok:
        raise NumberDoesNotFit(found.reason, found.remedy, field="uscc")
    if not name.strip():
        raise FieldUnfit(t("请填写使用人名称。", "Fill in the user's name."), field="name")
    try:
        with transaction.atomic():
            return GiUser.objects.create(
                right=right,
                uscc=found.normal,
                name=name.strip()[:300],
                basis=basis,
                from_on=from_on,
                source=source[:300],
                added_by=actor.key,
                added_at=time.now(),
            )
    except IntegrityError as error:
        raise RightKnown(
            t("该使用人已在名单中。", "This user is on the list already."), RightKnown.default_remedy, field="uscc"
        ) from error


@transaction.atomic
def end_gi_user(*, actor: Actor, user: GiUser, to_on: date, reason: str) -> GiUser:
    """End a lawful use; `to_on` is its last day.

    Raises:
        NotAnOfficer: only officers keep the list.
        FieldUnfit: no reason, or an end before the beginning.
    """
    if not actor.can(EDIT):
        raise NotAnOfficer
    if not reason.strip() or to_on < user.from_on:
        raise FieldUnfit(
            t("请写明理由,且结束日不得早于开始日。", "Give a reason; the end must not lie before the beginning."),
            field="to_on",
        )
    row = GiUser.objects.select_for_update(no_key=True).get(pk=user.pk)
    row.to_on, row.end_reason = to_on, reason[:300]
    row.save(update_fields=["to_on", "end_reason"])
    return row


def gi_users(right: Right, *, on: date | None = None) -> list[GiUser]:
    """Return the lawful users of an indication on a day (today)."""
    day = on or time.today()
    rows = GiUser.objects.filter(Q(to_on=None) | Q(to_on__gte=day), right=right, from_on__lte=day)
    return list(rows.order_by("name"))


def gi_user(*, uscc: str, right: Right | None = None, on: date | None = None) -> Sequence[GiAnswer]:
    """Answer “may the holder of this credit code use this indication?”; without a right, for all indications.

    Raises:
        NumberDoesNotFit: the code itself is wrong, as on a forged package; the expected character is named.
    """
    found = identifiers.check("uscc", uscc)
    if not found.ok:
        raise NumberDoesNotFit(found.reason, found.remedy, field="uscc")
    day = on or time.today()
    rows = GiUser.objects.select_related("right").filter(uscc=found.normal)
    if right is not None:
        rows = rows.filter(right=right)
    answers = [_answer(row, day) for row in rows.order_by("right_id", "-from_on")]
    if answers:
        return answers
    reason = t("名单中没有该信用代码。", "This credit code is not on the list.")
    return [GiAnswer(found.normal, False, "", right.title if right else "", "", reason)]


def _answer(row: GiUser, day: date) -> GiAnswer:
    of = kind(row.right.kind).status(row.right.status)
    alive = of is not None and of.alive
    inside = row.from_on <= day and (row.to_on is None or day <= row.to_on)
    if alive and inside:
        reason = BASES[row.basis]
    elif not alive:
        reason = t("该地理标志已不受保护。", "This indication is no longer protected.")
    else:
        reason = t(
            f"许可使用期为{row.from_on}至{row.to_on or '今'}。",
            f"The use is allowed from {row.from_on} to {row.to_on or 'now'}.",
        )
    return GiAnswer(row.uscc, alive and inside, row.name, row.right.title, row.basis, reason)
