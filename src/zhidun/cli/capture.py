"""`zhidun capture URL`: fix a web page as evidence: picture, document, archive, film, report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from zhidun.cli.main import House
from zhidun.cli.output import say_json, with_json, wording
from zhidun.cli.usage import misuse
from zhidun.kernel import time
from zhidun.kernel.ids import uuid7
from zhidun.kernel.text import Text, t

if TYPE_CHECKING:
    from zhidun.capture.engine import Captured, How

FOLDER = click.Path(path_type=Path, file_okay=False)
OPERATOR = t("命令行操作人", "operator of the command line")
MARKS = {True: "✓", False: "!", None: "?"}


@click.command(name="capture")
@click.argument("url")
@click.option("--how", type=click.Choice(["browser", "http"]), default="browser", show_default=True, help="The way.")
@click.option("--video", is_flag=True, help="Film the scrolling (browser only).")
@click.option("--out", type=FOLDER, help="Folder to make (default: capture-HOST-TIME).")
@click.option("--username", help="Keep it as evidence of this account, sealed, instead of a folder.")
@click.option("--case", "case_number", default="", help="Case whose file takes it (with --username).")
@with_json
@click.pass_obj
def group(house: House, /, url: str, *, as_json: bool, **words: object) -> None:
    """网页固定 Fix the page at URL as evidence, with a report for the four tests of a court.

    The page is asked for at a checked public address only; the browser runs in a network of its own. Where that cannot
    be had the capture by browser is refused and says why; --how http works everywhere.
    """
    if words["case_number"] and not words["username"]:
        raise misuse(
            "使用 --case 须同时给出 --username:由谁归入案卷?", "--case needs --username: who lays it into the file?"
        )
    if words["username"]:
        _kept(house, url, words, as_json=as_json)
    else:
        with house.loaded():
            _written(url, words, as_json=as_json)


def _written(url: str, words: dict[str, object], *, as_json: bool) -> None:
    """Write what was made to a folder; no database is needed."""
    from zhidun.capture import engine, papers
    from zhidun.capture.bundle import timing
    from zhidun.capture.net.targets import read
    from zhidun.capture.policies import usual

    policy = usual()
    host = re.sub(r"[^\w.-]", "_", read(url, policy).host)
    named = cast("Path | None", words["out"])
    folder = named or Path(f"capture-{host}-{time.now().astimezone(time.CITY_ZONE):%Y%m%d-%H%M%S}")
    if folder.exists() and any(folder.iterdir()):
        raise misuse(f"文件夹 {folder} 不是空的。", f"{folder} is not empty.")
    folder.mkdir(parents=True, exist_ok=True)
    order = engine.Order(
        url=url, how=cast("How", words["how"]), key=str(uuid7()), video=bool(words["video"]), operator=OPERATOR,
        time_servers=timing.servers(),
    )  # fmt: skip
    try:
        made = engine.capture(order, folder=folder, policy=policy)
    except BaseException:
        if not any(folder.iterdir()):
            folder.rmdir()
        raise
    (folder / "report.pdf").write_bytes(papers.report_pdf(made.report))
    files = {**made.files, "paper": folder / "report.pdf"}
    if as_json:
        say_json({"ok": True, "folder": str(folder), **_said(made.report), "files": _names(files)})
        return
    _show(made)
    click.echo(f"{folder}: {', '.join(sorted(path.name for path in files.values()))}")


def _names(files: dict[str, Path]) -> dict[str, str]:
    return {role: str(path) for role, path in files.items()}


def _said(report: dict[str, Any]) -> dict[str, object]:
    keys = ("capture", "asked_url", "final_url", "title", "how", "status", "started_at", "finished_at", "checks")
    return {key: report[key] for key in (*keys, "notes", "outputs")}


def _show(made: Captured) -> None:
    report = made.report
    click.echo(f"{report['final_url']} {report['status']} {report['title']}")
    for one in report["checks"]:
        title, detail = Text.of(one["title"]), Text.of(one["detail"])
        click.echo(f"{MARKS[one['ok']]} {wording(title)}: {wording(detail)}")
    for one in report["notes"]:
        click.echo(f"! {wording(Text.of(one['says']))}")


def _kept(house: House, url: str, words: dict[str, object], *, as_json: bool) -> None:
    """Keep what was made as sealed evidence of an account, under its own rights and limits."""
    with house.ready():
        from zhidun.access.actors import actor_for
        from zhidun.access.selectors import account
        from zhidun.capture import running, selectors, services

        actor = actor_for(account(str(words["username"])))
        row = services.ask(
            actor=actor, url=url, how=str(words["how"]), video=bool(words["video"]),
            case_number=str(words["case_number"]),
        )  # fmt: skip
        claimed = running.claim(str(row.public_id))
        if claimed is None:
            click.echo(str(row.public_id))
            return
        running.run(claimed)
        running.check(claimed)
        items = {one.role: str(one.item.public_id) for one in selectors.files_of(claimed)}
        report = selectors.report_of(claimed) or {}
    if as_json:
        say_json({"ok": True, "items": items, "case": words["case_number"], **_said(report)})
        return
    click.echo(f"{claimed.final_url} {claimed.status} {claimed.title}")
    for role, item in items.items():
        click.echo(f"{role} {item}")
