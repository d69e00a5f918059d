"""Watches, feeds, sweeps and hits for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

from tests.factories.access import make_actor, make_office
from tests.factories.rights import make_right, trademark_facts
from zhidun.access.actors import Actor
from zhidun.radar import services
from zhidun.radar.models import Feed, Hit, Sweep, Watch
from zhidun.rights.models import Right

HEADER = "id,title,image,seller,code,phone,payee,link,district"


def officer(role: str = "enforcement-officer") -> Actor:
    """Somebody of an office that handles trademarks."""
    return make_actor(role, make_office(fields=("trademark", "gi_product")))


def make_watch(actor: Actor, **facts: object) -> Watch:
    """A watch; over a registered mark unless said otherwise."""
    given = facts or {"right": str(make_right(facts=trademark_facts(title="娃哈哈", classes=(32,))).public_id)}
    return services.add_watch(actor=actor, facts=services.WatchFacts(**given))  # type: ignore[arg-type]


def make_feed(actor: Actor, name: str = "测试平台", **words: object) -> Feed:
    """A source of files."""
    return services.add_feed(actor=actor, name=name, kind=str(words.pop("kind", "file")), **words)  # type: ignore[arg-type]


def table(rows: Sequence[Sequence[str]]) -> bytes:
    """Listings as CSV; short rows are filled up."""
    width = HEADER.count(",") + 1
    return "\n".join([HEADER, *(",".join([*row, *[""] * (width - len(row))]) for row in rows), ""]).encode()


def hand_in(actor: Actor, feed: Feed, rows: Sequence[Sequence[str]], name: str = "listings.csv") -> Sweep:
    """A sweep of some rows that has not begun."""
    return services.hand_in(actor=actor, feed=feed, stream=io.BytesIO(table(rows)), filename=name)


def swept(actor: Actor, rows: Sequence[Sequence[str]], feed: Feed | None = None) -> list[Hit]:
    """The hits of some rows, the likest first."""
    sweep = hand_in(actor, feed or make_feed(actor), rows)
    services.run(str(sweep.public_id))
    return list(Hit.objects.filter(sweep=sweep).order_by("-score", "id"))


def named(title: str = "正品直供") -> Right:
    """A trademark with a title."""
    return make_right(facts=trademark_facts(title=title))
