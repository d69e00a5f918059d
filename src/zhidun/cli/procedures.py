"""`zhidun procedures …`: the declarations by which cases run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zhidun.cli.output import LANGUAGE, say_json, say_table, with_json
from zhidun.procedures import answers, show


@click.group(name="procedures")
def group() -> None:
    """办理程序 Procedures: list, check, draw."""


@group.command(name="list")
@with_json
def list_all(*, as_json: bool) -> None:
    """List every procedure and version."""
    rows = answers.list_answer()
    if as_json:
        say_json(rows)
    else:
        lang = LANGUAGE.get()
        say_table([row | {"title": row["title"][lang]} for row in rows], ["procedure", "version", "title"])


@group.command()
@with_json
def check(*, as_json: bool) -> None:
    """Check every procedure of the packs; each finding names file, line and remedy."""
    answer = answers.check_answer()
    if as_json:
        say_json(answer)
    else:
        lang = LANGUAGE.get()
        for one in answer["findings"]:
            click.echo(f"{one['file']}:{one['line']}: {one['message'][lang]} → {one['remedy'][lang]} [{one['code']}]")
        click.echo("OK" if answer["ok"] else str(len(answer["findings"])))
    sys.exit(0 if answer["ok"] else 1)


@group.command(name="show")
@click.argument("name")
@click.option("--version", type=int, help="Version (default: the newest).")
@click.option("--mermaid", is_flag=True, help="The state diagram alone.")
@with_json
def show_one(name: str, version: int | None, *, mermaid: bool, as_json: bool) -> None:
    """Show procedure NAME with its states, steps and diagram."""
    if as_json:
        say_json(answers.show_answer(name, version))
    else:
        click.echo(answers.show_text(name, version, diagram=mermaid, lang=LANGUAGE.get()), nl=False)


@group.command()
@click.option("--to", "root", type=click.Path(file_okay=False, path_type=Path), default=Path(), show_default=True)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail when a page is out of date.")
@with_json
def docs(root: Path, *, only_check: bool, as_json: bool) -> None:
    """Write the pages of docs/procedures below a folder."""
    pages = show.render_docs()
    stale = [name for name, text in pages.items() if not _same(root / name, text)]
    if not only_check:
        for name in stale:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(pages[name], encoding="utf-8")
    if as_json:
        say_json({"pages": sorted(pages), "stale": stale, "written": [] if only_check else stale})
    else:
        for name in stale:
            click.echo(name)
    sys.exit(1 if only_check and stale else 0)


def _same(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text
