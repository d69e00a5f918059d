"""WeCom (企业微信): the same interface as text messages, addressed by user name; Null until connected."""

from __future__ import annotations

from typing import ClassVar

from zhidun.access import selectors as access
from zhidun.access.errors import AccountUnknown
from zhidun.access.personal import notice_choices
from zhidun.cases.delivery.base import Channel
from zhidun.cases.delivery.contrib.sms import WORDS, NullProvider, Provider
from zhidun.cases.models import Outbox


class WeCom(Channel):
    """Reaches staff accounts that asked for it."""

    name: ClassVar[str] = "wecom"

    def __init__(self, provider: Provider | None = None) -> None:
        self.provider: Provider = provider or NullProvider()

    def reaches(self, *, account_id: int | None, party_id: int | None) -> bool:
        """Whether the account is staff and wants to be told this way."""
        del party_id
        return account_id is not None and bool(_user(account_id)) and notice_choices(account_id)[self.name]

    def deliver(self, row: Outbox) -> None:
        """Hand one message to the provider."""
        if user := _user(row.account_id or 0):
            self.provider.send(phone=user, words=WORDS, key=row.key)


def _user(account_id: int) -> str:
    try:
        row = access.account_by_id(account_id)
    except AccountUnknown:
        return ""
    return row.username if row.kind == "staff" else ""
