"""What a guard may see: the case, its facts, the actor and the clocks, read-only and fully typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Any

from zhidun.kernel import money, time
from zhidun.kernel.text import Text, t
from zhidun.procedures.model import FieldType, Procedure

LIST_TYPES = frozenset({FieldType.ITEMS})


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case as guards see it; every attribute is described in `VIEW_TABLE`."""

    number: str = ""
    kind: str = ""
    state: str = ""
    origin: str = ""
    office_kind: str = ""
    at: datetime | None = None
    received_at: datetime | None = None
    opened_at: datetime | None = None
    law_at: datetime | None = None
    officers: int = 0
    conflict_open: bool = False
    right_verified: bool = False
    right_number_known: bool = False
    referred_to_police: bool = False
    anonymous: bool = False
    sealed: bool = False
    demo: bool = False
    complainants: int = 0
    respondents: int = 0
    reporters: int = 0
    evidence: int = 0
    steps: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    attached_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorView:
    """The actor as guards and `decide` see it. `powers`: those that hold for the case's office."""

    key: str = ""
    kind: str = "anonymous"
    roles: frozenset[str] = frozenset()
    powers: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    handler: bool = False
    conflicted: bool = False


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock of the case, the latest of its rule.

    `days_left`: whole days, negative when late; `started_at`: to the minute, as forms know moments.
    """

    started: bool = False
    running: bool = False
    paused: bool = False
    over: bool = False
    missed: bool = False
    started_at: datetime | None = None
    due_at: datetime | None = None
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """Everything `decide` needs about one case and one actor.

    Attributes:
        facts: stored facts (JSON values by field key), not converted.
        clocks: by rule key; clocks that never started may be left out.
    """

    case: CaseView = CaseView()
    facts: Mapping[str, object] = field(default_factory=dict)
    actor: ActorView = ActorView()
    clocks: Mapping[str, ClockView] = field(default_factory=dict)


VIEW_TABLE: Mapping[str, tuple[str, Text]] = {
    "case.number": ("string", t("案件编号", "case number")),
    "case.kind": ("string", t("案件类别(程序 kinds 中的一项)", "kind of case, one of the procedure's kinds")),
    "case.state": ("string", t("目前状态", "present state")),
    "case.origin": ("string", t("来源:网上、窗口、电话等", "how it came in: online, counter, phone, …")),
    "case.office_kind": ("string", t("承办机构的类别", "kind of the office in charge")),
    "case.at": ("timestamp|null", t("办理该步骤的时刻", "moment of the step")),
    "case.received_at": ("timestamp|null", t("收到材料的时刻", "moment the filing was received")),
    "case.opened_at": ("timestamp|null", t("建案时刻", "moment the case was opened")),
    "case.law_at": ("timestamp|null", t("适用法律的日期(当日零时)", "date that decides the law in force, at 00:00")),
    "case.officers": ("int", t("在办的办案人员人数", "officers assigned now")),
    "case.conflict_open": ("bool", t("有办案人员应当回避", "an assigned officer has an open conflict of interest")),
    "case.right_verified": ("bool", t("权利证明已核验", "the right was verified by an officer")),
    "case.right_number_known": ("bool", t("权利号已知", "the number of the right is known")),
    "case.referred_to_police": ("bool", t("已移送公安机关", "the case went to the police")),
    "case.anonymous": ("bool", t("匿名举报", "the reporter is anonymous")),
    "case.sealed": ("bool", t("保密案件", "the case is sealed")),
    "case.demo": ("bool", t("演示数据", "demonstration data")),
    "case.complainants": ("int", t("投诉人、权利人人数", "number of complainants")),
    "case.respondents": ("int", t("被投诉人人数", "number of respondents")),
    "case.reporters": ("int", t("举报人人数", "number of reporters")),
    "case.evidence": ("int", t("证据件数", "items of evidence")),
    "case.steps": ("list(string)", t("已办步骤", "steps already taken")),
    "case.papers": ("list(string)", t("已制作的文书", "kinds of papers already made")),
    "case.links": ("list(string)", t("与其他案件的关联种类", "kinds of links to other cases")),
    "case.attached": (
        "list(string)",
        t(
            "本案附带程序(如查封扣押、移送公安)的名称",
            "procedures attached to the case, such as a seizure",
        ),
    ),
    "case.attached_open": ("list(string)", t("其中尚未办结的", "those of them that are still open")),
    "actor.key": ("string", t("办理人标识", "key of the actor")),
    "actor.kind": ("string", t("办理人类别", "staff, citizen, receipt, anonymous or system")),
    "actor.roles": ("list(string)", t("岗位", "role keys")),
    "actor.powers": ("list(string)", t("权限", "powers for the case's office")),
    "actor.relations": ("list(string)", t("与本案的关系", "relations to the case")),
    "actor.handler": ("bool", t("是本案办案人员", "is assigned to the case")),
    "actor.conflicted": ("bool", t("应当回避", "has a conflict of interest")),
    "clocks[rule].started": ("bool", t("期限开始过", "the period ever started")),
    "clocks[rule].running": ("bool", t("期限在计算", "the period runs")),
    "clocks[rule].paused": ("bool", t("期限已中止计算", "the period is paused")),
    "clocks[rule].over": ("bool", t("期限已届满或已停止", "the period ran out or was stopped")),
    "clocks[rule].missed": ("bool", t("期限已逾期", "the period was missed")),
    "clocks[rule].started_at": ("timestamp|null", t("起算时刻(到分)", "moment it began, to the minute")),
    "clocks[rule].due_at": ("timestamp|null", t("届满时刻", "moment the period ends")),
    "clocks[rule].days_left": ("int", t("剩余天数,逾期为负", "days left, negative when late")),
}
"""The documented schema of the guard view: name → type and meaning. Facts follow the procedure's own fields."""


def known_names() -> dict[str, frozenset[str]]:
    """Return the attributes a guard may name under `case`, `actor` and one entry of `clocks`."""
    return {
        "case": frozenset(item.name for item in fields(CaseView)),
        "actor": frozenset(item.name for item in fields(ActorView)),
        "clocks": frozenset(item.name for item in fields(ClockView)),
    }


def fact_types(procedure: Procedure) -> dict[str, tuple[FieldType, bool]]:
    """Return type and many of every fact of the procedure: its fields and its declared facts."""
    found = {key: (item.type, item.many) for key, item in procedure.all_fields().items()}
    for key, fact in procedure.facts.items():
        found.setdefault(key, (fact.type, False))
    return found


def empty(kind: FieldType, *, many: bool) -> object:
    """Return what a guard sees for a fact nobody gave: false, 0, empty text, empty list; null for a date or moment."""
    if many or kind in LIST_TYPES:
        return []
    if kind is FieldType.BOOL:
        return False
    if kind in {FieldType.NUMBER, FieldType.MONEY}:
        return 0
    return None if kind in {FieldType.DATE, FieldType.MOMENT} else ""


def shown(kind: FieldType, value: object, *, many: bool) -> object:
    """Turn a stored JSON value into what CEL compares: money as whole fen, dates and moments as aware moments."""
    if value is None or value == "":
        return empty(kind, many=many)
    if many or kind in LIST_TYPES:
        return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    return _SHOWN.get(kind, str)(value)


def midnight(day: date) -> datetime:
    """Return 00:00 of `day` in the city's zone, as a moment in UTC (CEL takes no named zones)."""
    return datetime(day.year, day.month, day.day, tzinfo=time.CITY_ZONE).astimezone(UTC)


_SHOWN: Mapping[FieldType, Callable[[object], object]] = {
    FieldType.BOOL: bool,
    FieldType.NUMBER: lambda value: int(str(value)),
    FieldType.MONEY: lambda value: money.fen(money.yuan(str(value))),
    FieldType.DATE: lambda value: midnight(date.fromisoformat(str(value)[:10])),
    FieldType.MOMENT: lambda value: time.aware(datetime.fromisoformat(str(value))).astimezone(UTC),
}


def clock_keys(procedure: Procedure) -> frozenset[str]:
    """Return the rule keys of every clock the procedure touches."""
    return frozenset(action.rule for effects in procedure.all_effects() for action in effects.clocks)


def variables(procedure: Procedure, view: View) -> dict[str, Any]:
    """Return the four CEL variables, complete: no key the grammar allows is ever missing."""
    facts = {key: shown(kind, view.facts.get(key), many=many) for key, (kind, many) in fact_types(procedure).items()}
    clocks = dict.fromkeys(clock_keys(procedure), ClockView()) | dict(view.clocks)
    return {
        "case": _plain(view.case),
        "facts": facts,
        "actor": _plain(view.actor),
        "clocks": {key: _plain(clock) for key, clock in clocks.items()},
    }


def _plain(row: CaseView | ActorView | ClockView) -> dict[str, object]:
    values = {item.name: getattr(row, item.name) for item in fields(row)}
    return {key: _cel(value) for key, value in values.items()}


def _cel(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return time.aware(value).astimezone(UTC) if isinstance(value, datetime) else value
