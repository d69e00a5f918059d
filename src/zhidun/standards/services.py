"""Writes of the standards room: saving a version of a claim chart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction

from zhidun.access import audit
from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.cases.models import Case
from zhidun.kernel.errors import Forbidden
from zhidun.kernel.text import t
from zhidun.similarity.comparison import compare
from zhidun.standards.conversion import ANSWERS, MET, NOT_MET, UNCLEAR, VERDICTS
from zhidun.standards.errors import ChartChanged, ChartUnfit
from zhidun.standards.library import Act, act_of
from zhidun.standards.models import ClaimChart

WRITE = "standards:chart:write"
MOST_WORDS = 2000
MOST_SIGN = 200
Given = Mapping[str, object]


@transaction.atomic
def save_chart(
    *,
    actor: Actor,
    case_number: str,
    act: str,
    expected_version: int,
    elements: Mapping[str, Given],
    defences: Mapping[str, Given],
    mark: str = "",
    sign: str = "",
) -> ClaimChart:
    """Save the next version of a claim chart; the versions before stay as they are.

    Args:
        actor: an officer of the office in charge, or of an authority the case was sent to.
        case_number: the case.
        act: key of an act of the library.
        expected_version: the version read, 0 for the first.
        elements: by element: verdict (met, not_met, unclear), fact, items (of the case), proofs (what they give).
        defences: by defence raised: state (open, founded, unfounded), words, items.
        mark: text of the right's sign, to have its likeness shown.
        sign: text of the sign complained of.

    Raises:
        SignInNeeded, Forbidden, CaseNotFound, ActUnknown.
        ChartUnfit: `field` names the element or defence.
        ChartChanged: a newer version was saved.
    """
    case = cases.find(actor, case_number)
    if not may_write(actor, case):
        raise Forbidden
    known = act_of(act)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    last = ClaimChart.objects.filter(case=case, act=act).order_by("-n").first()
    if (last.n if last else 0) != expected_version:
        raise ChartChanged(field="version")
    items = {str(one) for one in case.evidence.values_list("item__public_id", flat=True)}
    found = _elements(known, elements, items)
    raised = _defences(known, defences, items)
    score = _score(mark, sign)
    content = {"elements": found, "defences": raised, "mark": mark.strip(), "sign": sign.strip()}
    try:
        with transaction.atomic():
            row = ClaimChart.objects.create(
                case=case, act=act, n=expected_version + 1, law_on=case.law_on, elements=found, defences=raised,
                mark=mark.strip(), sign=sign.strip(), score=score, digest=_digest(content), made_by=actor.key,
                made_name=actor.name.zh,
            )  # fmt: skip
    except IntegrityError as fault:
        raise ChartChanged(field="version") from fault
    audit.record(
        actor=actor,
        action="standards.chart_saved",
        object_kind="case",
        object_key=case.number,
        facts={"act": act, "n": row.n, "sha256": row.digest},
    )
    return row


def may_write(actor: Actor, case: Case) -> bool:
    """Whether the actor keeps charts on a case: of the office in charge, or of an authority it was sent to."""
    if cases.in_charge(actor, case):
        return actor.can(WRITE, case.office_id)
    return cases.staff_sees(actor, case) and actor.can(WRITE)


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _score(mark: str, sign: str) -> Decimal | None:
    for name, word in (("mark", mark), ("sign", sign)):
        if len(word) > MOST_SIGN:
            raise ChartUnfit(t(f"最多{MOST_SIGN}字。", f"At most {MOST_SIGN} characters."), field=name)
    if not mark.strip() or not sign.strip():
        return None
    return Decimal(f"{compare(mark.strip(), sign.strip()).score * 100:.2f}")


def _words(given: Given, key: str, field: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str) or len(value) > MOST_WORDS or "\x00" in value:
        raise ChartUnfit(t(f"须为文字，最多{MOST_WORDS}字。", f"Text of at most {MOST_WORDS} characters."), field=field)
    return value.strip()


def _keys(given: Given, key: str, known: Sequence[str] | set[str], field: str) -> list[str]:
    value = given.get(key, ())
    if not isinstance(value, list | tuple) or any(str(one) not in known for one in value):
        said = (
            t("只能选择本案卷内的证据。", "Only evidence of this case can be named.")
            if key == "items"
            else t("该要件没有这种证据。", "The element knows no such proof.")
        )
        raise ChartUnfit(said, field=field)
    return sorted({str(one) for one in value})


def _elements(act: Act, given: Mapping[str, Given], items: set[str]) -> dict[str, object]:
    known = {one.key: one for one in act.elements}
    if strange := set(given) - set(known):
        raise ChartUnfit(t("该行为没有这个要件。", "The act has no such element."), field=min(strange)[:80])
    made: dict[str, object] = {}
    for key, element in known.items():
        answer = given.get(key, {})
        field = f"element:{key}"
        verdict = answer.get("verdict", UNCLEAR)
        if verdict not in VERDICTS:
            raise ChartUnfit(t("请选择具备、不具备或者不清楚。", "Choose met, not met or unclear."), field=field)
        fact = _words(answer, "fact", field)
        named = _keys(answer, "items", items, field)
        proofs = _keys(answer, "proofs", [one.key for one in element.proofs], field)
        if verdict in {MET, NOT_MET} and not fact:
            raise ChartUnfit(
                t(f"“{element.title.zh}”已作判断，须写明事实。", f"“{element.title.en}” is judged: state the fact."),
                t("没有查清的，请选“不清楚”。", "Where it is not established, choose unclear."), field=field,
            )  # fmt: skip
        if proofs and not named:
            raise ChartUnfit(
                t(
                    f"“{element.title.zh}”勾选了证据种类，须指明卷内哪一件。",
                    f"“{element.title.en}”: name the item that gives this proof.",
                ),
                field=field,
            )  # fmt: skip
        made[key] = {"verdict": verdict, "fact": fact, "items": named, "proofs": proofs}
    return made


def _defences(act: Act, given: Mapping[str, Given], items: set[str]) -> dict[str, object]:
    known = {one.key: one for one in act.defences}
    if strange := set(given) - set(known):
        raise ChartUnfit(t("该行为没有这项抗辩。", "The act has no such defence."), field=min(strange)[:80])
    made: dict[str, object] = {}
    for key, answer in given.items():
        field = f"defence:{key}"
        state = answer.get("state", "")
        if not state:
            continue
        if state not in ANSWERS:
            raise ChartUnfit(t("请选择抗辩的状态。", "Choose how the defence stands."), field=field)
        words = _words(answer, "words", field)
        if not words:
            raise ChartUnfit(t("请写明抗辩理由和判断。", "State the defence and the finding."), field=field)
        made[key] = {"state": state, "words": words, "items": _keys(answer, "items", items, field)}
    return made
