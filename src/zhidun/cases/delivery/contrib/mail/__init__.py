"""Mail: says that there is news and where, never what it is about; nobody reads a case out of a mailbox."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.mail import EmailMessage

from zhidun.access import selectors as access
from zhidun.access.actors import actor_for
from zhidun.access.errors import AccountUnknown
from zhidun.access.personal import notice_choices
from zhidun.cases.delivery.base import Channel
from zhidun.cases.models import Outbox
from zhidun.kernel.text import Text, t

SUBJECT = t("知盾：您有一条新消息", "Zhidun: there is news for you")
BODY = t("请登录后查看：", "Sign in to read it: ")
STOP = t("不想收邮件，可以在“设置”里关闭。", "To stop these mails, use your settings.")


class Mail(Channel):
    """Sends by the mail server the operator named; without one each mail is a file in the outbox folder."""

    name: ClassVar[str] = "mail"

    def reaches(self, *, account_id: int | None, party_id: int | None) -> bool:
        """Only accounts with an address that want mail; a receipt holder stays unknown."""
        del party_id
        return account_id is not None and bool(_address(account_id)) and notice_choices(account_id)["mail"]

    def deliver(self, row: Outbox) -> None:
        """Send one mail; the key goes with it as its message id, so that a repeat can be told."""
        address = _address(row.account_id or 0)
        if not address:
            return
        digest = row.key.startswith("digest:")
        said = Text(row.subject_zh, row.subject_en) if digest else SUBJECT
        where = f"{settings.ORIGIN}{_box(row)}"
        lines = [f"{BODY.zh}{where}", f"{BODY.en}{where}"]
        numbers = [row.body_zh, row.body_en] if digest else []  # a digest holds counts, nothing of a case
        mail = EmailMessage(
            subject=f"{said.zh} / {said.en}",
            body="\n".join([*numbers, *lines, "", STOP.zh, STOP.en]),
            to=[address],
            headers={"Message-ID": f"<{row.pk}.{row.made_at:%Y%m%d%H%M%S}@zhidun>"},
        )
        mail.send()


def _box(row: Outbox) -> str:
    """Return where the account reads its news: staff at the desk, others where they watch or follow their cases."""
    if actor_for(access.account_by_id(row.account_id or 0)).is_staff:
        return "/desk/notices"
    return "/radar/watches" if row.key.startswith("radar.own:") else "/mine"


def _address(account_id: int) -> str:
    try:
        return access.account_by_id(account_id).email
    except AccountUnknown:
        return ""
