"""Which open cases are alike: same right, kind of act and goods, similar value. Proposed only; a person confirms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases_read
from zhidun.cases.models import Case
from zhidun.enforcement.models import TypeGroupCase
from zhidun.enforcement.tables import typecase_table
from zhidun.kernel.text import Text, t
from zhidun.parties.names import normal_name

WORK = "enforcement:case:investigate"
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Cases that look alike.

    Attributes:
        cases: the oldest first; it is proposed as the model.
        reasons: what they have in common.
    """

    cases: tuple[Case, ...]
    reasons: tuple[Text, ...]

    @property
    def key(self) -> str:
        """Return the number of the model, by which a proposal is named."""
        return self.cases[0].number


def proposals(actor: Actor) -> tuple[Proposal, ...]:
    """Return the groups the system proposes among the open cases of the actor's offices, the largest first."""
    spec = typecase_table()["alike"]
    taken = TypeGroupCase.objects.filter(left_at__isnull=True).values("case_id")
    rows = cases_read.visible_to(actor).filter(
        procedure__in=spec["procedures"], state__in=spec["states"], closed_at__isnull=True, sealed=False
    )
    rows = rows.exclude(pk__in=taken).select_related("office").prefetch_related("rights__right").order_by("id")
    found: list[Proposal] = []
    for bucket in _buckets([row for row in rows[:MOST] if actor.can(WORK, row.office_id)], spec):
        found += _clusters(bucket, spec)
    return tuple(sorted(found, key=lambda one: -len(one.cases)))


def alike(one: Case, other: Case) -> bool:
    """Whether two cases may stand in one group: everything the table compares, and the same office."""
    spec = typecase_table()["alike"]
    return (
        _same(one, spec) is not None
        and _same(one, spec) == _same(other, spec)
        and _goods_alike(one, other, spec)
        and _values_alike([one, other], spec)
    )


def _buckets(rows: Iterable[Case], spec: Mapping[str, Any]) -> list[list[Case]]:
    found: dict[tuple[str, ...], list[Case]] = {}
    for row in rows:
        key = _same(row, spec)
        if key is not None:
            found.setdefault(key, []).append(row)
    return list(found.values())


def _same(case: Case, spec: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return office, kind, right and act of a case; None where the right is not known: nothing to compare by."""
    rights = sorted(str(row.right_id) for row in case.rights.all())
    right = ",".join(rights) or normal_name(str(case.facts.get("right_number") or case.facts.get("right_name") or ""))
    act = [str(case.facts.get(name) or "") for name in spec["same"]]
    return (str(case.office_id), case.kind, right, *act) if right and all(act) else None


def _clusters(bucket: list[Case], spec: Mapping[str, Any]) -> list[Proposal]:
    """Part a bucket by goods and value, each cluster around its oldest case."""
    clusters: list[list[Case]] = []
    for case in bucket:
        home = next((one for one in clusters if _fits(case, one, spec)), None)
        if home is None:
            clusters.append([case])
        else:
            home.append(case)
    return [
        Proposal(cases=tuple(one), reasons=_reasons(one, spec)) for one in clusters if len(one) >= int(spec["least"])
    ]


def _fits(case: Case, cluster: list[Case], spec: Mapping[str, Any]) -> bool:
    return _goods_alike(case, cluster[0], spec) and _values_alike([*cluster, case], spec)


def _goods_alike(one: Case, other: Case, spec: Mapping[str, Any]) -> bool:
    first, second = (normal_name(str(case.facts.get(spec["goods"]) or "")) for case in (one, other))
    return bool(first and second) and (first in second or second in first)


def _values_alike(cases: Iterable[Case], spec: Mapping[str, Any]) -> bool:
    known = [value for case in cases if (value := _value(case, spec))]
    return not known or max(known) <= min(known) * Decimal(str(spec["value_factor"]))


def _value(case: Case, spec: Mapping[str, Any]) -> Decimal | None:
    for name in spec["value"]:
        try:
            found = Decimal(str(case.facts.get(name) or 0))
        except InvalidOperation:
            continue
        if found > 0:
            return found
    return None


def _reasons(cluster: list[Case], spec: Mapping[str, Any]) -> tuple[Text, ...]:
    first = cluster[0]
    right = next((row.right.title for row in first.rights.all()), "") or str(
        first.facts.get("right_name") or first.facts.get("right_number") or ""
    )
    goods = str(first.facts.get(spec["goods"]) or "")
    known = sorted(value for case in cluster if (value := _value(case, spec)))
    lines = [
        t(f"同一权利:{right}", f"The same right: {right}"),
        t("同类行为,由同一机关办理", "The same kind of act, before the same office"),
        t(f"同类商品:{goods}", f"The same kind of goods: {goods}"),
    ]
    if known:
        lines.append(t(f"金额相近:{known[0]} 至 {known[-1]} 元", f"Similar value: {known[0]} to {known[-1]} yuan"))
    unknown = len(cluster) - len(known)
    if unknown:
        lines.append(t(f"{unknown} 件金额尚未查明", f"The value is not known yet in {unknown} of them"))
    return tuple(lines)
