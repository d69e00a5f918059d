"""Which channels there are, by name."""

from __future__ import annotations

from zhidun.cases.delivery.base import Channel

_channels: dict[str, Channel] = {}


def register(one: Channel) -> None:
    """Add a channel, or replace the one of its name."""
    _ship()
    _channels[one.name] = one


def channel(name: str) -> Channel:
    """Return a channel by its name. Raises KeyError: it is not installed; the row waits."""
    _ship()
    return _channels[name]


def channels_for(*, account_id: int | None, party_id: int | None) -> tuple[str, ...]:
    """Return the names of the channels that reach somebody."""
    _ship()
    return tuple(name for name, one in _channels.items() if one.reaches(account_id=account_id, party_id=party_id))


def _ship() -> None:
    if not _channels:
        from zhidun.cases.delivery.contrib.inapp import InApp
        from zhidun.cases.delivery.contrib.mail import Mail
        from zhidun.cases.delivery.contrib.sms import Sms
        from zhidun.cases.delivery.contrib.wecom import WeCom

        for one in (InApp(), Mail(), Sms(), WeCom()):
            _channels[one.name] = one
