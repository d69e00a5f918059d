"""`zhidun radar …`: find the look-alike among rights, in files alone or in the registry, and say why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from zhidun.cli.main import House
from zhidun.cli.output import say_json, say_table, with_json, wording

if TYPE_CHECKING:
    from zhidun.similarity.answers import Answer
    from zhidun.similarity.evaluate import Mode
    from zhidun.similarity.gallery import Gallery
    from zhidun.similarity.likeness import Likeness

A_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group(name="radar")
def group() -> None:
    """雷达 Look-alikes of marks, logos and designs: search, sweep, evaluation. A score is never a decision."""


@group.command()
@click.option("--text", help="Text of the mark to look for.")
@click.option("--image", type=A_FILE, help="Picture to look for.")
@click.option("--class", "classes", default="", help="Nice class (25), similar group (2501) or Locarno (06-01).")
@click.option("--rights", type=A_FILE, help="File of rights (id,text,image,classes); without it: the registry.")
@click.option("--mode", type=click.Choice(["logo", "design"]), default="logo", show_default=True, help="For pictures.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="Hits shown at most.")
@with_json
@click.pass_obj
def search(house: House, /, text: str | None, image: Path | None, *, as_json: bool, **words: object) -> None:
    """Find the rights most like a text or a picture."""
    from zhidun.similarity import answers, gallery

    if (text is None) == (image is None):
        raise click.UsageError("give --text or --image")
    asked = answers.Asked(
        text=text,
        image=image,
        classes=str(words["classes"]),
        mode=cast("Literal['logo', 'design']", words["mode"]),
        limit=cast("int", words["limit"]),
    )
    rights = cast("Path | None", words["rights"])
    answer = answers.search(asked, gallery.read(rights) if rights else _registry(house))
    if as_json:
        say_json(answer.as_dict())
        return
    _show(answer)


def _registry(house: House) -> Gallery:
    """Return the rights of the registry that anybody may see."""
    with house.ready():
        from zhidun.access.actors import SYSTEM
        from zhidun.rights import selectors
        from zhidun.similarity import goods
        from zhidun.similarity.gallery import Entry, Gallery

        found = Gallery()
        for right in selectors.visible_to(SYSTEM).iterator():
            classes = frozenset(one for word in right.classes for one in goods.known(str(word)))
            found.entries.append(Entry(right.number or str(right.public_id), right.title, None, classes))
        return found


def _show(answer: Answer) -> None:
    for warning in answer.warnings:
        click.echo(wording(warning), err=True)
    rows = [
        {"score": f"{hit.score:.2f}", "id": hit.id, "text": hit.text, "why": _why(hit.factors)} for hit in answer.hits
    ]
    say_table(rows, ["score", "id", "text", "why"])
    for problem in answer.problems:
        click.echo(f"{problem.line}: {wording(problem.reason)}", err=True)


def _why(factors: tuple[Likeness, ...]) -> str:
    return "; ".join(dict.fromkeys(wording(one.reason) for one in factors[:3]))


@group.command(name="eval")
@click.option("--gallery", required=True, type=A_FILE, help="File of rights: id,text,image.")
@click.option("--queries", required=True, type=A_FILE, help="File of questions: text,image,answer.")
@click.option("--mode", type=click.Choice(["text", "logo", "design"]), default="text", show_default=True)
@click.option("--k", "ks", default="1,10,50", show_default=True, help="Ranks to report, separated by commas.")
@with_json
def evaluation(gallery: Path, queries: Path, mode: Mode, ks: str, *, as_json: bool) -> None:
    """Measure how often the right answer is among the first k."""
    from zhidun.similarity.evaluate import evaluate

    numbers = [int(word) for word in ks.split(",") if word.strip().isdigit() and int(word) > 0]
    if not numbers or len(numbers) != len(ks.split(",")):
        raise click.UsageError("--k wants numbers such as 1,10,50")
    outcome = evaluate(gallery, queries, mode=mode, ks=numbers)
    if as_json:
        say_json(outcome.as_dict())
        return
    say_table([{"k": k, "recall": f"{outcome.recall(k):.3f}"} for k in numbers], ["k", "recall"])
    click.echo(f"n {len(outcome.ranks)}  MRR {outcome.mrr:.3f}  {outcome.seconds:.2f} s")
    for problem in outcome.problems:
        click.echo(f"{problem.line}: {wording(problem.reason)}", err=True)
    sys.exit(0)
