"""Old cases from tables: template, dry run, row errors, progress. What does not add up is flagged, never corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.access.services import record
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal, TooLarge
from zhidun.kernel.money import shown, yuan
from zhidun.kernel.text import Text, t
from zhidun.offenders.errors import PastCaseKnown, PastCaseUnfit, RecordNotFound
from zhidun.offenders.models import PastCase, PastImport, Trace
from zhidun.offenders.past_lists import kinds_of_past
from zhidun.offenders.standing import IMPORT
from zhidun.offenders.traces import PERSONAL, SHORTEST_NUMBER, key_of, masked, normal
from zhidun.parties import services as parties
from zhidun.parties.selectors import normal_name
from zhidun.rights.errors import TableUnreadable
from zhidun.rights.tables import MAX_ROWS, grid_of, write_csv, write_xlsx

STEP = 50
TOLD = 5
LONGEST = {"number": 120, "authority": 200, "party": 200, "title": 300, "legal_rep": 200, "address": 300}
"""Longest text of a column: a longer one is told, never cut."""
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("number", "案号", "Number"),
    ("authority", "办理机关", "Authority"),
    ("party", "当事人", "Party"),
    ("uscc", "统一社会信用代码", "Credit code"),
    ("title", "案由", "Matter"),
    ("right_kind", "权利种类", "Kind of right"),
    ("outcome", "结果", "Outcome"),
    ("acted_on", "行为日期", "Act on"),
    ("decided_on", "决定日期", "Decided on"),
    ("effective_on", "生效日期", "Effective on"),
    ("fine", "罚款", "Fine"),
    ("confiscated", "没收", "Confiscated"),
    ("total", "合计", "Total"),
    ("legal_rep", "法定代表人", "Legal representative"),
    ("phone", "电话", "Telephone"),
    ("payee", "收款账户", "Payee account"),
    ("address", "地址", "Address"),
)
OVER = "beyond"
NEEDED = ("number", "authority", "party", "outcome", "decided_on")
COMPARED = ("outcome", "acted_on", "decided_on", "effective_on", "fine", "confiscated", "stated_total", "right_kind")
TRACES = ("legal_rep", "phone", "payee", "address")
EXAMPLE = {
    "number": "示例:请删除本行", "authority": "某区市场监督管理局", "party": "某食品厂", "right_kind": "trademark",
    "outcome": "行政处罚", "decided_on": "2023-05-06", "fine": "20000",
}  # fmt: skip
LONGEST_PERSON = 4
"""Signs of a name without a credit code up to which it is taken for a person's."""
WORDS = {word: key for key, label in PastCase.Outcome.choices for word in (key, str(label))}


def column_titles() -> dict[str, Text]:
    """Return what each column of the table is called."""
    return {name: Text(zh, en) for name, zh, en in COLUMNS} | {OVER: Text("表头以外的列", "Outside the headings")}


def template(form: str = "xlsx") -> bytes:
    """Return the empty table with its headings and one example row marked 示例."""
    rows = [[f"{zh} ({name})" for name, zh, _ in COLUMNS], [EXAMPLE.get(name, "") for name, _, _ in COLUMNS]]
    return write_xlsx(rows, title="旧案") if form == "xlsx" else write_csv(rows)


def _wrong_headings(unknown: Sequence[str], twice: Sequence[str], missing: Sequence[str]) -> Text:
    """Say which headings are strange, which stand twice and which are not there, each by its title."""
    known = column_titles()
    zh, en = [], []
    for said_zh, said_en, names in (
        ("不认识的列", "unknown columns", unknown),
        ("重复的列", "columns given twice", twice),
        ("缺少的列", "missing columns", missing),
    ):
        if names:
            each = [known.get(name, Text(name, name)) for name in names[:TOLD]]
            zh.append(f"{said_zh}:{'、'.join(one.zh for one in each)}")
            en.append(f"{said_en}: {', '.join(one.en for one in each)}")
    return t(f"表头不符。{';'.join(zh)}。", f"The headings do not fit; {'; '.join(en)}.")


def rows_of(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Read a table into rows by column name, each with its number in the spreadsheet.

    Raises:
        TooLarge, TableUnreadable: no table, unknown headings, or a needed column is missing.
    """
    grid = grid_of(content)
    by_word = {word.lower(): name for name, zh, en in COLUMNS for word in (name, zh, en, f"{zh} ({name})")}
    names = [by_word.get(head.strip().lower(), "") for head in grid[0][1]]
    unknown = [head for head, name in zip(grid[0][1], names, strict=True) if head.strip() and not name]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    missing = [name for name in NEEDED if name not in names]
    if unknown or twice or missing:
        raise TableUnreadable(
            _wrong_headings(unknown, twice, missing),
            TableUnreadable.default_remedy,
        )
    if len(grid) - 1 > MAX_ROWS:
        raise TooLarge(t(f"表格超过{MAX_ROWS}行。", f"The table has more than {MAX_ROWS} rows."))
    rows = [(number, _row(names, cells)) for number, cells in grid[1:]]
    return [(number, row) for number, row in rows if any(row.values()) and not row["number"].startswith("示例")]


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return a row by column name; what stands outside the headed columns is kept under its own name, to be told."""
    over = [cell.strip() for at, cell in enumerate(cells) if (at >= len(names) or not names[at]) and cell.strip()]
    held = dict.fromkeys((name for name in names if name), "")
    held |= {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
    return held | ({OVER: "、".join(over)} if over else {})


@transaction.atomic
def start_import(*, actor: Actor, office_id: int, filename: str, content: bytes, dry_run: bool) -> PastImport:
    """Take a table of old cases in and queue its run; a dry run checks every row and writes none.

    Raises:
        Forbidden, TooLarge, TableUnreadable.
    """
    need(actor, IMPORT, office_id)
    rows = rows_of(content)
    run = PastImport.objects.create(
        filename=filename[-200:], content=content, sha256=hashlib.sha256(content).hexdigest(), office_id=office_id,
        dry_run=dry_run, rows_total=len(rows), started_by=actor.key, started_account=actor.account_id,
    )  # fmt: skip
    facts = {"rows": len(rows), "dry_run": dry_run, "sha256": run.sha256}
    record(actor=actor, action="past.import", object_kind="import", object_key=str(run.public_id), facts=facts)
    app.configure_task("offenders.import_past").defer(run=str(run.public_id))
    return run


def import_run(actor: Actor, public_id: str) -> PastImport:
    """Return a run, for its progress bar.

    Raises:
        RecordNotFound: unknown, or of an office the actor does not import for.
    """
    row = PastImport.objects.defer("content").filter(public_id=public_id).first()
    if row is None or not actor.can(IMPORT, row.office_id):
        raise RecordNotFound
    return row


def run_import(*, actor: Actor, run: PastImport) -> PastImport:
    """Work through a run; begun again after a crash it goes on, since rows already made are known."""
    run.state, run.rows_done, run.rows_made, run.rows_known = PastImport.State.RUNNING, 0, 0, 0
    run.rows_flagged, run.faults, run.notices = 0, [], []
    seen: dict[tuple[str, str, str], PastCase] = {}
    for number, row in rows_of(bytes(run.content)):
        _one(actor, run, number, row, seen)
        run.rows_done += 1
        if run.rows_done % STEP == 0:
            run.save()
    run.state, run.ended_at = PastImport.State.DONE, time.now()
    run.save()
    return run


def _one(
    actor: Actor, run: PastImport, number: int, row: Mapping[str, str], seen: dict[tuple[str, str, str], PastCase]
) -> None:
    key = (row["authority"], row["number"], row["party"])
    earlier = seen.get(key)
    try:
        with transaction.atomic():
            _fits(row)
            draft = _read(run, row)
            earlier = earlier or _held(row)
            if earlier is None:
                _enter(actor, draft, row)
            if run.dry_run:
                transaction.set_rollback(True)
    except PastCaseKnown:
        run.rows_known += 1
        run.notices.append(_notice(number, row, known=True, flags=[]))
    except Refusal as refusal:
        field = refusal.field or ""
        fault: dict[str, object] = {"row": number, "field": field, "value": row.get(field, "")[:200]}
        words = {"reason": refusal.reason.as_dict(), "remedy": refusal.remedy.as_dict()}
        run.faults.append({**fault, "number": row["number"][:120], **words})
    else:
        known = earlier is not None
        flags = draft.flags if earlier is None else _differs(draft, earlier)
        run.rows_known += known
        run.rows_made += not known
        run.rows_flagged += bool(flags)
        if known or flags:
            run.notices.append(_notice(number, row, known=known, flags=flags))
        seen.setdefault(key, draft)


def _notice(number: int, row: Mapping[str, str], *, known: bool, flags: Sequence[object]) -> dict[str, object]:
    return {"row": number, "number": row["number"][:120], "known": known, "flags": list(flags)}


def _held(row: Mapping[str, str]) -> PastCase | None:
    """Return the old case with the row's authority, number and party, if there is one."""
    same = PastCase.objects.filter(authority=row["authority"], number=row["number"])
    return same.filter(party__normal_name=normal_name(row["party"])).first()


def _differs(draft: PastCase, earlier: PastCase) -> list[dict[str, str]]:
    """Say in which columns a row known already says otherwise than what was entered first: a person must look."""
    titles = column_titles() | {"stated_total": column_titles()["total"]}
    other = [titles[name] for name in COMPARED if getattr(draft, name) != getattr(earlier, name)]
    if not other:
        return []
    zh, en = "、".join(one.zh for one in other), ", ".join(one.en for one in other)
    return [t(f"与先录入的不同:{zh}", f"says otherwise than what was entered first: {en}").as_dict()]


def _read(run: PastImport, row: Mapping[str, str]) -> PastCase:
    """Return the old case a row speaks of, not yet kept and without its party."""
    outcome, kind = _outcome(row), _kind(row.get("right_kind", ""))
    days = {name: _day(row, name) for name in ("acted_on", "decided_on", "effective_on")}
    sums = {name: _money(row, name) for name in ("fine", "confiscated", "total")}
    return PastCase(
        number=row["number"], authority=row["authority"], office_id=run.office_id, title=row.get("title", ""),
        right_kind=kind, outcome=outcome, acted_on=days["acted_on"], decided_on=days["decided_on"] or time.today(),
        effective_on=days["effective_on"], fine=sums["fine"], confiscated=sums["confiscated"],
        stated_total=sums["total"], flags=[one.as_dict() for one in flags_of(days, sums)], source=run.filename, run=run,
    )  # fmt: skip


def _enter(actor: Actor, draft: PastCase, row: Mapping[str, str]) -> None:
    numbers = {"uscc": row["uscc"]} if row.get("uscc") else {}
    draft.party = parties.find_or_create(
        actor=actor, kind="organisation" if numbers or len(row["party"]) > LONGEST_PERSON else "person",
        name=row["party"], identifiers=numbers, address=row.get("address", ""), phone=row.get("phone", ""),
    )  # fmt: skip
    draft.entered_by = actor.key
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        raise PastCaseKnown from None
    _trace(actor, draft, row)


def _fits(row: Mapping[str, str]) -> None:
    """Refuse a row in which something is missing, too long or outside the headings: nothing of it would be cut."""
    for name in NEEDED:
        if not row.get(name):
            raise PastCaseUnfit(t("必填的内容为空。", "A needed cell is empty."), field=name)
    for name, most in LONGEST.items():
        if len(row.get(name, "")) > most:
            raise PastCaseUnfit(
                t(f"内容超过{most}个字。", f"Longer than {most} characters."),
                t("请缩短后再导入;系统不会截断。", "Shorten it; nothing is cut."),
                field=name,
            )
    if row.get(OVER):
        raise PastCaseUnfit(
            t("表头以外的列里有内容。", "A cell outside the headed columns holds something."),
            t("请给该列加上表头,或者清空。", "Give the column a heading or empty it."),
            field=OVER,
        )


def _outcome(row: Mapping[str, str]) -> str:
    outcome = WORDS.get(row["outcome"])
    if outcome is None:
        labels = "、".join(str(label) for label in PastCase.Outcome.labels)
        raise PastCaseUnfit(
            t(f"不认识的结果“{row['outcome'][:40]}”。", f"Unknown outcome “{row['outcome'][:40]}”."),
            t(f"可填:{labels}。", f"Use one of: {', '.join(PastCase.Outcome.values)}."),
            field="outcome",
        )
    return outcome


def _trace(actor: Actor, made: PastCase, row: Mapping[str, str]) -> None:
    """Keep what the party may be known by again."""
    for name in TRACES:
        value = row.get(name, "")
        if len(normal(name, value)) >= SHORTEST_NUMBER - 3:
            Trace.objects.get_or_create(
                party=made.party, kind=name, value=key_of(name, value), withdrawn_at=None,
                defaults={"shown": _shown(name, value), "source": f"{made.authority} {made.number}"[:200],
                          "added_by": actor.key},
            )  # fmt: skip


def _shown(kind: str, value: str) -> str:
    return masked(normal(kind, value)) if kind in PERSONAL else value[:200]


def _kind(word: str) -> str:
    """Return the kind of right a word means, as the list of old cases offers them; empty stays empty."""
    known = kinds_of_past()
    found = next((key for key, title in known if word in {key, title.zh, title.en}), "")
    if word and not found:
        titles = [title for _, title in known]
        raise PastCaseUnfit(
            t(f"不认识的权利种类“{word[:40]}”。", f"Unknown kind of right “{word[:40]}”."),
            t(
                f"可填:{'、'.join(one.zh for one in titles)};不确定的留空。",
                f"Use one of: {', '.join(one.en for one in titles)}; leave it empty if unsure.",
            ),
            field="right_kind",
        )
    return found


def _day(row: Mapping[str, str], name: str) -> date | None:
    text = row.get(name, "")
    if not text:
        return None
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise PastCaseUnfit(
            t(f"“{text[:40]}”不是日期。", f"“{text[:40]}” is no date."),
            t("请填写如 2026-09-28。", "Write it as 2026-09-28."),
            field=name,
        ) from error


def _money(row: Mapping[str, str], name: str) -> Decimal | None:
    text = row.get(name, "")
    if not text:
        return None
    amount = yuan(text, field=name)
    if amount < 0:
        raise PastCaseUnfit(t("金额不能为负数。", "An amount is not negative."), field=name)
    return amount


def flags_of(days: Mapping[str, date | None], sums: Mapping[str, Decimal | None]) -> list[Text]:
    """Return what does not add up in a row: the figures stay as they are."""
    found = []
    parts = [one for one in (sums["fine"], sums["confiscated"]) if one is not None]
    total = sums["total"]
    if parts and total is not None and sum(parts, Decimal(0)) != total:
        added = shown(sum(parts, Decimal(0)))
        found.append(
            t(f"罚款与没收之和{added}元,与合计{shown(total)}元不一致",
              f"fine and confiscation sum to {added} yuan, the total says {shown(total)}")
        )  # fmt: skip
    acted, decided, effective = days["acted_on"], days["decided_on"], days["effective_on"]
    if acted and decided and acted > decided:
        found.append(t("行为日期晚于决定日期", "the act lies after the decision"))
    if decided and effective and effective < decided:
        found.append(t("生效日期早于决定日期", "it took effect before it was decided"))
    if decided and decided > time.today():
        found.append(t("决定日期在将来", "the decision lies in the future"))
    return found


def faults_table(run: PastImport) -> bytes:
    """Return the rows that did not fit as CSV, each with reason and remedy in both languages."""
    heads: Sequence[object] = ["行 row", "列 field", "案号 number", "内容 value", "原因", "办法", "reason", "remedy"]
    rows = [
        [
            one["row"], one["field"], one["number"], one["value"], one["reason"]["zh"], one["remedy"]["zh"],
            one["reason"]["en"], one["remedy"]["en"],
        ]
        for one in run.faults
    ] + [
        [one["row"], "", one["number"], "", *_noticed(one, "zh"), *_noticed(one, "en")] for one in run.notices
    ]  # fmt: skip
    return write_csv([heads, *sorted(rows, key=lambda row: int(str(row[0])))])


def _noticed(one: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """Return what was noticed about a row that needs no correction to be entered, and what becomes of it."""
    said = "；".join(str(flag[lang]) for flag in one["flags"])
    if one["known"]:
        known, done = (
            ("已有同一机关、案号、当事人的旧案", "未重复录入")
            if lang == "zh"
            else ("known already", "not entered twice")
        )
        return ("；".join(word for word in (known, said) if word), done)
    return said, "照原样录入并标出" if lang == "zh" else "entered as it stands, and marked"
