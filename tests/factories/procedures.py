"""A small procedure for tests, as text so that each fault can be put on its line, and what exists around it."""

from __future__ import annotations

from pathlib import Path

from zhidun.procedures.check import check
from zhidun.procedures.check_names import Known
from zhidun.procedures.model import Procedure
from zhidun.procedures.parse import parse
from zhidun.procedures.shape import faults
from zhidun.procedures.source import Finding, read_text
from zhidun.procedures.view import ActorView, CaseView, ClockView, View

SMALL = """\
procedure: small
version: 1
title: {zh: 小程序, en: Small}
summary: {zh: 试验用, en: For tests}
kinds:
  trademark: {zh: 商标, en: Trademark}
  other: {zh: 其他, en: Other}
outcomes:
  done: {zh: 办结, en: Done}
  dropped: {zh: 放弃, en: Dropped}
facts:
  flag: {type: bool, title: {zh: 标记, en: Flag}}
relations:
  complainant: {title: {zh: 投诉人, en: Complainant}, sees: [moves, papers]}
  respondent: {title: {zh: 被投诉人, en: Respondent}, sees: [], hidden_in: [open]}
states:
  open:
    title: {zh: 待办, en: Open}
    public: {zh: 已收到, en: Received}
    next: {zh: 将办理, en: Work follows}
  waiting:
    title: {zh: 等待, en: Waiting}
    public: {zh: 等待中, en: Waiting}
    next: {zh: 将恢复, en: It resumes}
    parked: true
  closed:
    title: {zh: 办结, en: Closed}
    public: {zh: 已办结, en: Closed}
    next: {zh: 无, en: Nothing}
    final: true
    outcome: done
opens_in: open
opening:
  fields:
    story: {type: longtext, required: true, title: {zh: 经过, en: Story}}
  starts:
    - {rule: r.office, event: came, at: received_at}
  tasks:
    - {step: work, title: {zh: 办理, en: Work}, role: clerk, clock: r.office}
  sets: {flag: false}
  basis: [r.words]
steps:
  work:
    title: {zh: 办理, en: Work}
    help: {zh: 说明, en: Help}
    public_text: {zh: 正在办, en: Under way}
    from: [open]
    to: same
    by: [a:b:work, party:complainant]
    guard: 'chars(case.kind) > 0'
    guard_reason: {zh: 没有类别, en: No kind}
    guard_remedy: {zh: 请补充, en: Add it}
    checks:
      - if: 'facts.paid <= 10000'
        field: paid
        reason: {zh: 太多, en: Too much}
        remedy: {zh: 减少, en: Less}
    fields:
      paid: {type: money, title: {zh: 金额, en: Paid}}
      day: {type: date, title: {zh: 日期, en: Day}}
    starts:
      - {rule: r.party, at: day, lapses: true, when: 'facts.day != null'}
    extends:
      - {rule: r.office, extension: 1, until: day, when: 'clocks["r.office"].running'}
    papers:
      - {kind: letter, to: complainant, when: 'facts.paid > 0'}
    tasks:
      - {step: finish, title: {zh: 办结, en: Finish}, when: 'actor.handler'}
    notices:
      - {to: [complainant], text: {zh: "{case_number} 有进展", en: "News on {case_number}"}, when: '!facts.flag'}
    sets: {flag: true}
    emits: [worked]
    basis: [r.words]
    public: true
  wait:
    title: {zh: 等待, en: Wait}
    from: [open]
    to: waiting
    by: system
    kinds: [trademark]
    pauses: [r.office]
  go-on:
    title: {zh: 继续, en: Go on}
    from: [waiting]
    to: open
    by: [system, a:b:work]
    resumes: [r.office]
  finish:
    title: {zh: 办结, en: Finish}
    from: any
    to: closed
    by: a:b:finish
    approver: [head, second]
    guards:
      - if: 'facts.flag'
        reason: {zh: 尚未办理, en: Nothing was done}
        remedy: {zh: 请先办理, en: Work first}
      - if: '!case.conflict_open'
        reason: {zh: 应当回避, en: Conflict}
        remedy: {zh: 请更换, en: Replace}
    reason_required: true
    stops: [r.office]
    paper: letter
    remedies: [appeal]
    publication: {action: publish, kind: result, rule: r.words}
    closes: dropped
  mend:
    title: {zh: 更正, en: Correct}
    from: every
    to: same
    by: a:b:finish
    corrects: true
  reopen:
    title: {zh: 重开, en: Reopen}
    from: [closed]
    to: open
    by: a:b:finish
    approver: head
    reopens: true
    starts: [r.office]
"""

KNOWN = Known(
    rules=frozenset({"r.office", "r.party", "r.words"}),
    periods=frozenset({"r.office", "r.party"}),
    powers=frozenset({"a:b:work", "a:b:finish"}),
    roles=frozenset({"clerk", "head", "second"}),
    papers=frozenset({"letter"}),
    remedies=frozenset({"appeal"}),
    events=frozenset({"came"}),
)


def changed(old: str, new: str) -> str:
    """Return the small procedure with one place changed; the place must be there."""
    assert old in SMALL, old
    return SMALL.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    """Return the number of the first line that holds `part`."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def findings(text: str, known: Known = KNOWN) -> tuple[Finding, ...]:
    """Return everything wrong with a procedure given as text."""
    source = read_text(text, "test.yaml")
    return faults(source) or check(parse(source, "test"), known)


def small(text: str = SMALL) -> Procedure:
    """Return the small procedure."""
    return parse(read_text(text, "test.yaml"), "test")


def a_view(
    *,
    powers: tuple[str, ...] = (),
    relations: tuple[str, ...] = (),
    kind: str = "trademark",
    facts: dict[str, object] | None = None,
    actor_kind: str = "staff",
    conflicted: bool = False,
    handler: bool = False,
    clocks: dict[str, ClockView] | None = None,
    case: CaseView | None = None,
) -> View:
    """Return a view of one case and one actor."""
    return View(
        case=case or CaseView(kind=kind),
        facts=facts or {},
        actor=ActorView(
            key="x",
            kind=actor_kind,
            powers=frozenset(powers),
            relations=frozenset(relations),
            conflicted=conflicted,
            handler=handler,
        ),
        clocks=clocks or {},
    )


def write(folder: Path, name: str, text: str = SMALL) -> tuple[str, Path]:
    """Write a procedure file and return it as a (pack, file) pair."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return "test", path
