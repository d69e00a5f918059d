"""Text messages: the interface, and the Null service until an operator connects a provider."""

from __future__ import annotations

from typing import ClassVar, Protocol

from zhidun.access import selectors as access
from zhidun.access.errors import AccountUnknown
from zhidun.access.personal import notice_choices
from zhidun.cases.delivery.base import Channel
from zhidun.cases.models import Outbox

WORDS = "【知盾】您有一条新消息,请登录平台查看。"


class Provider(Protocol):
    """What a provider of text messages has to do; sending the same key twice must do no harm."""

    def send(self, *, phone: str, words: str, key: str) -> None:
        """Send a fixed text without any fact of a case."""


class NullProvider:
    """Keeps how many it would have sent; nothing leaves the machine."""

    def __init__(self) -> None:
        self.asked: dict[str, str] = {}

    def send(self, *, phone: str, words: str, key: str) -> None:
        """Note the key."""
        del phone
        self.asked[key] = words


class Sms(Channel):
    """Reaches accounts with a telephone number that asked for text messages."""

    name: ClassVar[str] = "sms"

    def __init__(self, provider: Provider | None = None) -> None:
        self.provider: Provider = provider or NullProvider()

    def reaches(self, *, account_id: int | None, party_id: int | None) -> bool:
        """Whether the account has a number and wants to be told this way."""
        del party_id
        return account_id is not None and bool(_phone(account_id)) and notice_choices(account_id)[self.name]

    def deliver(self, row: Outbox) -> None:
        """Hand one message to the provider."""
        if phone := _phone(row.account_id or 0):
            self.provider.send(phone=phone, words=WORDS, key=row.key)


def _phone(account_id: int) -> str:
    try:
        return access.account_by_id(account_id).phone
    except AccountUnknown:
        return ""
