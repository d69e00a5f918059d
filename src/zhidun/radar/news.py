"""News for right holders: a sweep found something like what they watch; a mail only says that there is news."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from uuid import UUID

from zhidun.cases import selectors as cases
from zhidun.cases.services import mark_notice_read, notify
from zhidun.kernel.text import t

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.radar.models import Sweep, Watch

KEY: Final = "radar.own"
MOST: Final = 500


def announce(sweep: Sweep, watches: Iterable[Watch]) -> None:
    """Tell owners that a sweep found something for their watches; once a sweep and a watch."""
    for watch in watches:
        if watch.account_id is None:
            continue
        notify(
            key=f"{KEY}:{watch.public_id}:{sweep.pk}",
            case=None,
            account_id=watch.account_id,
            subject=t(
                f"监测“{watch.name}”有新发现",
                f"Something new for your watch “{watch.name}”",
            ),
            body=t(
                "扫描中发现与您守护的标识相近的商品或名称。请到“我的监测”查看理由;相近不等于侵权,由您判断。",
                "A sweep found a listing or name like what you watch. See the reasons under “My watches”; "
                "likeness is no infringement: the judgement is yours.",
            ),
        )


def unread(actor: Actor) -> dict[UUID, list[int]]:
    """Return the unread news in the actor's own box, by watch."""
    found: dict[UUID, list[int]] = {}
    for row in cases.notices(actor, unread_only=True, limit=MOST):
        kind, _, rest = row.outbox.key.partition(":")
        if kind == KEY:
            found.setdefault(UUID(rest.partition(":")[0]), []).append(row.pk)
    return found


def mark_seen(*, actor: Actor, watch: Watch) -> None:
    """Mark the news of a watch as read."""
    for pk in unread(actor).get(watch.public_id, ()):
        mark_notice_read(actor=actor, notice_id=pk)
