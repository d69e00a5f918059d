"""Lists of cases as a page shows them: filters read from the address, choosers above the list, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, cast

from django.http import HttpRequest, QueryDict

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.access.personal import preference, set_preference, stands_in_for
from zhidun.cases.desk_lists import label_words
from zhidun.cases.types import CaseFilters
from zhidun.kernel import time
from zhidun.kernel.reading import once
from zhidun.kernel.text import Text, t
from zhidun.procedures.load import catalogue
from zhidun.rights.kinds import kinds

Due = Literal["", "soon", "overdue"]
NAMES = (
    "text", "who", "due", "procedure", "state", "kind", "origin", "office", "officer", "label", "from", "to",
    "closed", "closed_from", "new",
)  # fmt: skip
"""Every filter a list understands, as written in the address."""
VISIT_PAUSE = timedelta(minutes=30)
DUES: tuple[tuple[str, Text], ...] = (
    ("overdue", t("已超期", "Overdue")),
    ("soon", t("两个工作日内到期", "Due within two working days")),
)
ORIGINS: tuple[tuple[str, Text], ...] = (
    ("online", t("网上", "Online")),
    ("counter", t("窗口", "Counter")),
    ("phone", t("电话", "Telephone")),
    ("letter", t("来信", "Letter")),
    ("inspection", t("检查发现", "Inspection")),
    ("transfer", t("移送", "Hand-over")),
)
COLUMNS: Mapping[str, Text] = {
    "left": t("剩余时间", "Time left"),
    "number": t("案号", "Number"),
    "title": t("事项", "Matter"),
    "parties": t("当事人", "Parties"),
    "state": t("状态", "State"),
    "officers": t("承办", "Officers"),
    "received": t("收到于", "Received"),
    "kind": t("权利种类", "Kind of right"),
    "origin": t("来源", "Origin"),
    "office": t("机关", "Office"),
    "labels": t("标签", "Labels"),
}
USUAL = ("left", "number", "title", "parties", "state", "officers", "received")


@dataclass(frozen=True, slots=True)
class Chooser:
    """A filter above the list: a choice, words or a date."""

    name: str
    label: Text
    value: str
    options: tuple[dict[str, object], ...] = ()
    kind: str = "choice"
    more: bool = False


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def filters_of(query: QueryDict, *, closed: bool | None, since: datetime | None = None) -> CaseFilters:
    """Read the filters of an address; what cannot be read filters nothing."""
    asked = {name: query.get(name, "").strip() for name in NAMES}
    shut = {"yes": True, "no": False}.get(asked["closed"], closed)
    return CaseFilters(
        procedure=asked["procedure"],
        state=asked["state"],
        kind=asked["kind"],
        mine=asked["who"] == "mine",
        unassigned=asked["who"] == "nobody",
        standing_in=asked["who"] == "substitute",
        due=cast("Due", asked["due"] if asked["due"] in {"soon", "overdue"} else ""),
        closed=shut,
        origin=asked["origin"],
        office_code=asked["office"],
        officer=asked["officer"],
        label=asked["label"],
        text=asked["text"],
        received_from=_day(asked["from"]),
        received_to=_day(asked["to"]),
        closed_from=_day(asked["closed_from"]),
        new_since=since if asked["new"] else None,
    )


def used(query: QueryDict) -> dict[str, str]:
    """Return the filters of an address that narrow something, to be kept or sent on."""
    return {name: str(query[name]) for name in NAMES if query.get(name, "").strip()}


def choosers(request: HttpRequest, actor: Actor, *, closed: bool) -> list[Chooser]:
    """Return the filters above a list, the everyday ones first; the others stand under "more"."""
    query = request.GET
    procedures = [catalogue().get(name) for name in catalogue().names()]
    whose = [("mine", t("我承办的", "Mine")), ("nobody", t("未指派的", "Nobody's"))]
    if stands_in_for(actor.account_id):
        whose.append(("substitute", t("我代理的", "Standing in")))
    lists: list[tuple[str, Text, Sequence[tuple[str, Text]], bool]] = [
        ("who", t("范围", "Whose"), whose, False),
        ("due", t("期限", "Deadline"), DUES, False),
        ("procedure", t("程序", "Procedure"), [(one.name, one.title) for one in procedures], False),
        ("kind", COLUMNS["kind"], [(key, one.title) for key, one in kinds().items() if not one.list_only], True),
        ("origin", COLUMNS["origin"], ORIGINS, True),
        ("office", COLUMNS["office"], _offices(actor), True),
        ("officer", COLUMNS["officers"], colleagues(actor), True),
        ("label", COLUMNS["labels"], [(word, Text(word, word)) for word in label_words(actor)], True),
    ]
    chosen = next((one for one in procedures if one.name == query.get("procedure")), None)
    if chosen is not None:
        states = [(one.key, one.title) for one in chosen.states.values()]
        lists.insert(3, ("state", t("状态", "State"), states, False))
    if closed:
        lists.append(("closed", t("办结", "Closed"), [("no", t("在办", "Open")), ("yes", t("已办结", "Closed"))], True))
    found = [_chooser(one, query) for one in lists if one[2]]
    words = Chooser("text", t("编号、当事人、拼音", "Number, party, pinyin"), query.get("text", ""), (), "text")
    days = [
        Chooser("from", t("收到不早于", "Received from"), query.get("from", ""), (), "date", more=True),
        Chooser("to", t("收到不晚于", "Received to"), query.get("to", ""), (), "date", more=True),
    ]
    return [words, *found, *days]


def _chooser(one: tuple[str, Text, Sequence[tuple[str, Text]], bool], query: QueryDict) -> Chooser:
    name, label, options, more = one
    shown = tuple({"value": value, "label": text} for value, text in options)
    return Chooser(name, label, query.get(name, ""), shown, more=more)


def _offices(actor: Actor) -> list[tuple[str, Text]]:
    """Return the offices an actor sees cases of, where there are several."""
    if len(actor.office_ids) < 2:  # noqa: PLR2004  one office leaves nothing to choose
        return []
    return [(row.code, row.name) for row in access.offices().filter(pk__in=sorted(actor.office_ids))]


@once
def colleagues(actor: Actor) -> list[tuple[str, Text]]:
    """Return the people of one's own offices by user name."""
    found: dict[str, Text] = {}
    for code in dict.fromkeys(post.office_code for post in actor.posts):
        found |= {row.username: row.name for row in access.staff_of(access.office(code))}
    return list(found.items())


def columns_of(actor: Actor) -> tuple[str, ...]:
    """Return the columns somebody chose, in their fixed order; the number always stands there."""
    chosen = preference(actor, "columns").get("shown")
    wanted = set(chosen) | {"number"} if isinstance(chosen, list) else set(USUAL)
    return tuple(key for key in COLUMNS if key in wanted)


def last_visit(actor: Actor) -> datetime | None:
    """Return when somebody was last here before this visit, and note this one."""
    kept = preference(actor, "visit")
    now = time.now()
    at, before = (_moment(kept.get(name)) for name in ("at", "before"))
    if at is not None and now - at < VISIT_PAUSE:
        return before
    if actor.account_id is not None:
        value = {"at": now.isoformat(), "before": at.isoformat() if at else ""}
        set_preference(actor=actor, key="visit", value=value)
    return at


def _moment(text: object) -> datetime | None:
    try:
        return time.aware(datetime.fromisoformat(str(text))) if text else None
    except ValueError:
        return None
