"""Import of tables: a run with its progress, row by row, dry or real; faults come back as a table."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from zhidun.kernel import events, identifiers, time
from zhidun.kernel.errors import Conflict, Invalid, Refusal
from zhidun.kernel.text import t
from zhidun.rights.errors import FieldUnfit, NotAnOfficer, NumberDoesNotFit, RightKnown, RightNotFound
from zhidun.rights.kinds import Kind, kind
from zhidun.rights.models import ImportRun, ImportState, RightKind
from zhidun.rights.policies import EDIT
from zhidun.rights.registering import register_right
from zhidun.rights.tables import columns, numbered_rows, write_csv
from zhidun.rights.types import RightFacts
from zhidun.rights.visibility import visible_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhidun.access.actors import Actor

STEP: Final = 50
MAX_FAULTS: Final = 1000
ENDED: Final = frozenset({ImportState.DONE, ImportState.FAILED, ImportState.STOPPED})
_DATES: Final = ("filed_on", "registered_on", "published_on")
_BETWEEN_CLASSES: Final = re.compile(r"[,;、/\s\uff0c\uff1b]+")  # half and full width
_YES, _NO = frozenset({"是", "yes", "true", "1", "y"}), frozenset({"否", "no", "false", "0", "n", "不详"})


@transaction.atomic
def start_import(*, actor: Actor, kind_key: str, filename: str, content: bytes, dry_run: bool) -> ImportRun:
    """Take a table in and queue its run; a dry run checks every row and writes none.

    Raises:
        NotAnOfficer: only officers import.
        TableUnreadable, TooLarge, FieldUnfit: the table as a whole does not fit.
    """
    if not actor.can(EDIT):
        raise NotAnOfficer
    of = kind(kind_key)
    if of.key == RightKind.TRADE_SECRET:
        raise Invalid(
            t("商业秘密不得批量导入。", "Trade secrets are not imported."),
            t("请逐项提交存证值。", "Hand in the commitments one by one."),
            field="kind",
        )
    rows = numbered_rows(content, of)
    run = ImportRun.objects.create(
        filename=filename[-200:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        kind=of.key,
        dry_run=dry_run,
        rows_total=len(rows),
        started_by=actor.key,
        started_at=time.now(),
    )
    app.configure_task("rights.import_table").defer(run=str(run.public_id))  # by name: `jobs` builds on this module
    return run


def import_run(actor: Actor, public_id: UUID | str) -> ImportRun:
    """Return a run, for its progress bar.

    Raises:
        RightNotFound: unknown, or started by somebody else.
    """
    try:
        run = ImportRun.objects.defer("content").get(public_id=UUID(str(public_id)))
    except (ValueError, ImportRun.DoesNotExist) as error:
        raise RightNotFound from error
    if run.started_by != actor.key and not actor.can(EDIT):
        raise RightNotFound
    return run


@transaction.atomic
def cancel_import(*, actor: Actor, public_id: UUID | str) -> ImportRun:
    """Ask a run to stop: one that waits stops at once, one that runs after at most fifty more rows; rows made stay.

    Raises:
        RightNotFound: unknown, or started by somebody else.
        Conflict: it has ended.
    """
    run = ImportRun.objects.select_for_update().get(pk=import_run(actor, public_id).pk)
    if run.state in ENDED:
        raise Conflict(t("该导入已结束，无需取消。", "This import has ended; there is nothing to cancel."))
    run.stop_asked_by = actor.key
    if run.state == ImportState.WAITING:
        run.state, run.ended_at = ImportState.STOPPED, time.now()
    run.save(update_fields=["stop_asked_by", "state", "ended_at"])
    return run


def seconds_left(run: ImportRun) -> int | None:
    """Return about how many seconds a run still takes, from its pace so far; None while that cannot be said."""
    if run.state != ImportState.RUNNING or run.running_at is None or not run.rows_done:
        return None
    pace = (time.now() - run.running_at).total_seconds() / run.rows_done
    return round(pace * (run.rows_total - run.rows_done))


def run_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Work through a run; called again after a crash it goes on, since rows already made are known.

    Raises:
        Conflict: the run has ended.
    """
    if run.state in (ImportState.DONE, ImportState.STOPPED):
        raise Conflict(t("该导入已完成。", "This import is done."))
    of = kind(run.kind)
    rows = numbered_rows(bytes(run.content), of)
    run.state, run.rows_done, run.rows_made, run.rows_known, run.faults = ImportState.RUNNING, 0, 0, 0, []
    run.running_at = time.now()
    run.save(update_fields=["state", "running_at"])
    seen: set[tuple[str, int]] = set()
    for number, row in rows:
        _one(actor, run, of, row, number, seen)
        run.rows_done += 1
        if run.rows_done % STEP == 0:
            run.save(update_fields=["state", "rows_done", "rows_made", "rows_known", "faults"])
            if ImportRun.objects.filter(pk=run.pk).exclude(stop_asked_by="").exists():
                run.state = ImportState.STOPPED
                break
    else:
        run.state = ImportState.DONE
    run.ended_at = time.now()
    run.save(update_fields=["state", "rows_done", "rows_made", "rows_known", "faults", "ended_at"])
    tell_end(run)
    return run


def tell_end(run: ImportRun) -> None:
    """Say to other rooms that a run has ended, so that its starter gets a notice."""
    events.publish(
        events.ImportEnded(
            at=time.now(),
            run=str(run.public_id),
            started_by=run.started_by,
            filename=run.filename,
            state=run.state,
            made=run.rows_made,
            faults=len(run.faults),
        )
    )


def _one(
    actor: Actor, run: ImportRun, of: Kind, row: Mapping[str, str], number: int, seen: set[tuple[str, int]]
) -> None:
    try:
        with transaction.atomic():
            right = register_right(actor=actor, facts=facts_of(actor, of, row, source=run.filename))
            identity = right.number or f"{right.title}\n{right.region}\n{right.holder_name}"
            keys = {(identity, one) for one in right.classes or [0]}
            if run.dry_run:
                transaction.set_rollback(True)
        again = bool(keys & seen)  # only a dry run meets a right twice without the registry knowing it
        run.rows_known += again
        run.rows_made += not again
        seen |= keys
    except RightKnown:
        run.rows_known += 1
    except Refusal as refusal:
        if len(run.faults) < MAX_FAULTS:
            run.faults.append(_fault(number, row, refusal))


def _fault(number: int, row: Mapping[str, str], refusal: Refusal) -> dict[str, object]:
    return {
        "row": number,
        "field": refusal.field or "",
        "value": row.get(refusal.field or "", "")[:200],
        "title": row.get("title", "")[:200],
        "code": refusal.code,
        "reason": refusal.reason.as_dict(),
        "remedy": refusal.remedy.as_dict(),
    }


def facts_of(actor: Actor, of: Kind, row: Mapping[str, str], *, source: str) -> RightFacts:
    """Turn a row of text into a statement about a right.

    Raises:
        FieldUnfit, NumberDoesNotFit: a cell does not fit.
    """
    own = {one.name: row[one.name] for one in of.fields if row.get(one.name)}
    days = {name: _day(name, row.get(name, "")) for name in _DATES}
    number = row.get("number", "")
    status = row.get("status", "")
    return RightFacts(
        kind=of.key,
        title=row.get("title", ""),
        title_en=row.get("title_en", ""),
        number=number,
        number_known=_yes("number_known", row.get("number_known", ""), usual=bool(number)),
        classes=_class_numbers(row.get("classes", "")),
        holder_id=_holder(actor, row),
        holder_name=row.get("holder_name", ""),
        status=next((one.key for one in of.statuses if status in {one.title.zh, one.title.en}), status),
        filed_on=days["filed_on"],
        registered_on=days["registered_on"],
        published_on=days["published_on"],
        region=row.get("region", "")[:12],
        source=row.get("source", "") or source,
        key_protection=_yes("key_protection", row.get("key_protection", ""), usual=False),
        details=own,
    )


def _holder(actor: Actor, row: Mapping[str, str]) -> int | None:
    code = row.get("holder_uscc", "")
    if not code:
        return None
    found = identifiers.check("uscc", code)
    if not found.ok:
        raise NumberDoesNotFit(found.reason, found.remedy, field="holder_uscc")
    if not row.get("holder_name"):
        raise FieldUnfit(
            t("有信用代码时须填写权利人名称。", "With a credit code the holder's name is needed."), field="holder_name"
        )
    from zhidun.parties import services as parties

    party = parties.find_or_create(
        actor=actor, kind="organisation", name=row["holder_name"], identifiers={"uscc": found.normal}
    )
    return party.pk


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise FieldUnfit(
            t(f"“{text[:40]}”不是日期。", f"“{text[:40]}” is no date."),
            t("请填写如 2026-09-28。", "Write it as 2026-09-28."),
            field=name,
        ) from error


def _yes(name: str, text: str, *, usual: bool) -> bool:
    word = text.lower()
    if not word:
        return usual
    if word in _YES | _NO:
        return word in _YES
    raise FieldUnfit(t("请填写 是 或 否。", "Enter yes or no."), field=name)


def _class_numbers(text: str) -> tuple[int, ...]:
    try:
        parts = _BETWEEN_CLASSES.split(text.replace("第", "").replace("类", ""))
        return tuple(int(part) for part in parts if part)
    except ValueError as error:
        raise FieldUnfit(
            t("类别应为数字,多个用逗号分隔。", "Classes are numbers, separated by commas."), field="classes"
        ) from error


def faults_table(run: ImportRun) -> bytes:
    """Return the rows that did not fit as a CSV to download, each with reason and remedy in both languages."""
    heads = ["行 row", "列 field", "名称 title", "内容 value", "原因", "办法", "reason", "remedy"]
    rows = [
        [
            one["row"],
            one["field"],
            one["title"],
            one["value"],
            one["reason"]["zh"],
            one["remedy"]["zh"],
            one["reason"]["en"],
            one["remedy"]["en"],
        ]
        for one in run.faults
    ]
    return write_csv([heads, *rows])


def export_rights(actor: Actor, *, kind_key: str) -> bytes:
    """Return the rights of a kind that the actor may see as CSV; safe to open in a spreadsheet."""
    of = kind(kind_key)
    names = [name for name, _, _ in columns(of) if name != "holder_uscc"]
    heads = [f"{zh} ({name})" for name, zh, _ in columns(of) if name != "holder_uscc"]
    own = {one.name for one in of.fields}
    rows = (
        [_shown(right.details.get(name) if name in own else getattr(right, name)) for name in names]
        for right in visible_to(actor).filter(kind=of.key).order_by("id").iterator()
    )
    return write_csv([heads, *rows])


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    return ";".join(map(str, value)) if isinstance(value, list) else value
