"""A procedure for people: a state diagram (Mermaid) and one Markdown page in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from zhidun.kernel.text import LANGUAGES, Lang, Text, t
from zhidun.procedures.check_graph import finals
from zhidun.procedures.clock_table import clock_pages
from zhidun.procedures.load import Catalogue, catalogue
from zhidun.procedures.model import SAME, ClockVerb, Effects, Procedure, Step
from zhidun.procedures.view import VIEW_TABLE

DOCS = PurePosixPath("docs/procedures")
_LANGUAGE_NAMES: dict[Lang, str] = {"zh": "中文", "en": "English"}
_VERBS: dict[ClockVerb, Text] = {
    ClockVerb.START: t("开始", "starts"),
    ClockVerb.STOP: t("停止", "stops"),
    ClockVerb.PAUSE: t("中止", "pauses"),
    ClockVerb.RESUME: t("恢复", "resumes"),
    ClockVerb.EXTEND: t("延长", "extends"),
}
_HEADS = t("步骤 | 从 | 到 | 谁办 | 批准 | 期限 | 文书", "Step | from | to | by | approver | clocks | papers")
_STATE_HEADS = t("状态 | 含义 | 接下来", "State | what it means | what happens next")
_GUARD_HEADS = t("步骤 | 条件 | 不满足时的说明", "Step | condition | what is said where it fails")
_GENERATED = "<!-- Generated from the procedure files; do not edit. Regenerate with the docs command. -->"


def mermaid(procedure: Procedure, lang: str = "zh") -> str:
    """Return the state diagram; steps that keep the state are left out, parallel steps share one arrow."""
    lines = ["stateDiagram-v2"]
    lines += [f"    state {_label(state.title, lang)} as {_node(key)}" for key, state in procedure.states.items()]
    lines.append(f"    [*] --> {_node(procedure.opens_in)}")
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in procedure.steps.values():
        for state in step.from_states:
            if step.to not in {SAME, state}:
                arrows.setdefault((state, step.to), []).append(_plain(step.title, lang))
    lines += [f"    {_node(a)} --> {_node(b)} : {' / '.join(titles)}" for (a, b), titles in arrows.items()]
    lines += [f"    {_node(key)} --> [*]" for key in procedure.states if key in finals(procedure)]
    return "\n".join(lines) + "\n"


def page(procedure: Procedure) -> str:
    """Return the Markdown page of a procedure, Chinese first, then English."""
    head = f"# {procedure.title.zh} · {procedure.title.en}\n\n`{procedure.name}` v{procedure.version}\n"
    return "\n".join([_GENERATED, "", head, *(_section(procedure, lang) for lang in LANGUAGES)])


def render_docs(found: Catalogue | None = None) -> dict[str, str]:
    """Return every page of docs/procedures by its path from the project's root."""
    every = found or catalogue()
    pages = {str(DOCS / f"{one.name}.v{one.version}.md"): page(one) for one in every}
    rows = "\n".join(
        f"| [{one.title.zh}]({one.name}.v{one.version}.md) | {one.title.en} | `{one.name}` | {one.version} |"
        for one in every
    )
    index = (
        f"{_GENERATED}\n\n# 办理程序 · Procedures\n\n| 程序 | procedure | key | version |\n|---|---|---|---|\n{rows}\n"
    )
    return {
        **pages,
        str(DOCS / "README.md"): index,
        str(DOCS / "guard-view.md"): guard_view(),
        str(DOCS / "clocks.md"): f"{_GENERATED}\n\n{clock_pages(every)}",
    }


def guard_view() -> str:
    """Return the table of what a guard may see."""
    rows = "\n".join(f"| `{name}` | {kind} | {said.zh} | {said.en} |" for name, (kind, said) in VIEW_TABLE.items())
    return (
        f"{_GENERATED}\n\n# 条件可用的数据 · What a guard may see\n\n"
        "条件用 CEL 书写。金额是以分为单位的整数，日期和时刻是带时区的 timestamp，没有填写的为空值。"
        "文字长度用 `chars()`，列表用 `count()`；法律规定的数额用 `limit(规则, 参数, 时刻)` 取得（单位：分）。\n\n"
        "Guards are CEL. Money is whole fen, dates and moments are timestamps, what nobody entered is empty. "
        "Use `chars()` for the length of text and `count()` for lists; "
        "`limit(rule, parameter, moment)` gives an amount set by law, in fen.\n\n"
        f"| name | type | 含义 | meaning |\n|---|---|---|---|\n{rows}\n"
        "| `facts.<key>` | – | 程序的字段和 facts 声明的事实 | the procedure's fields and declared facts |\n"
    )


def _section(procedure: Procedure, lang: Lang) -> str:
    parts = [
        f"## {_LANGUAGE_NAMES[lang]}",
        procedure.summary.in_(lang),
        f"```mermaid\n{mermaid(procedure, lang)}```",
        _table(_STATE_HEADS.in_(lang), _state_rows(procedure, lang)),
        _table(_HEADS.in_(lang), _step_rows(procedure, lang)),
        _table(_GUARD_HEADS.in_(lang), _guard_rows(procedure, lang)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(heads: str, rows: Iterator[list[str]]) -> str:
    body = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join([f"| {heads} |", "|" + "---|" * (heads.count("|") + 1), *body]) if body else ""


def _state_rows(procedure: Procedure, lang: str) -> Iterator[list[str]]:
    for state in procedure.states.values():
        yield [f"**{state.title.in_(lang)}** `{state.key}`", state.public.in_(lang), state.next.in_(lang)]


def _step_rows(procedure: Procedure, lang: str) -> Iterator[list[str]]:
    opening = procedure.opening.effects
    yield [
        t("（收到）", "(opening)").in_(lang),
        "",
        procedure.opens_in,
        "",
        "",
        _clocks(opening, lang),
        _papers(opening),
    ]
    for step in procedure.steps.values():
        yield [
            f"{step.title.in_(lang)} `{step.key}`",
            ", ".join(step.from_states),
            step.to,
            ", ".join(doer.written for doer in step.by),
            ", ".join(step.approvers),
            _clocks(step.effects, lang),
            _papers(step.effects),
        ]


def _guard_rows(procedure: Procedure, lang: str) -> Iterator[list[str]]:
    for step in procedure.steps.values():
        found = [(one.expression, one.reason, one.remedy) for one in step.guards]
        found += [(one.expression, one.reason, one.remedy) for one in step.checks]
        for expression, reason, remedy in found:
            yield [_plain(step.title, lang), f"`{expression}`", f"{reason.in_(lang)} {remedy.in_(lang)}"]


def _clocks(effects: Effects, lang: str) -> str:
    return "; ".join(f"{_VERBS[action.verb].in_(lang)} {action.rule}" for action in effects.clocks)


def _papers(effects: Effects) -> str:
    return ", ".join(paper.kind for paper in effects.papers)


def _node(key: str) -> str:
    return key.replace("-", "_")


def _label(title: Text, lang: str) -> str:
    return '"' + title.in_(lang).replace('"', "'") + '"'


def _plain(title: Text, lang: str) -> str:
    return title.in_(lang).replace(":", " ").replace("：", " ").replace(";", ",")


def step_line(step: Step, lang: str = "zh") -> str:
    """Return one line about a step for the terminal."""
    doers = ", ".join(doer.written for doer in step.by)
    return f"{step.key}: {step.title.in_(lang)} [{', '.join(step.from_states)} → {step.to}] {doers}"
