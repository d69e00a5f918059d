"""`zhidun radar …`: find the look-alike among rights, in files alone or in the registry, and say why."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from zhidun.cli.main import House
from zhidun.cli.output import say_json, say_table, with_json, wording
from zhidun.cli.usage import Misuse
from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import Text, t

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
@click.option("--read-text/--no-read-text", default=True, help="Compare the text read in the picture too.")
@click.option("--cantonese", is_flag=True, help="Weigh the Cantonese sound of a text too.")
@with_json
@click.pass_obj
def search(house: House, /, text: str | None, image: Path | None, *, as_json: bool, **words: object) -> None:
    """Find the rights most like a text or a picture."""
    from zhidun.similarity import answers, gallery

    if (text is None) == (image is None):
        raise Misuse(answers.NothingAsked())
    asked = answers.Asked(
        text=text,
        image=image,
        classes=str(words["classes"]),
        mode=cast("Literal['logo', 'design']", words["mode"]),
        limit=cast("int", words["limit"]),
        read_text=bool(words["read_text"]),
        cantonese=bool(words["cantonese"]),
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
    if rows:
        say_table(rows, ["score", "id", "text", "why"])
    else:
        click.echo(wording(t("没有找到相近的标识。", "No mark is like it.")))
    for problem in answer.problems:
        click.echo(f"{problem.line}: {wording(problem.reason)}", err=True)


def _why(factors: tuple[Likeness, ...]) -> str:
    return "; ".join(dict.fromkeys(wording(one.reason) for one in factors[:3]))


@group.command()
@click.argument("feed", type=click.Path(path_type=Path))
@click.option("--rights", required=True, type=A_FILE, help="File of rights: id,text,image,classes.")
@click.option("--out", required=True, type=A_FILE, help="File of hits to write, one JSON object a line.")
@click.option("--least", default=0.7, show_default=True, type=click.FloatRange(0, 1), help="Score that makes a hit.")
@click.option("--spark", metavar="spark://…", help="Master of a cluster; the same rows as on one machine.")
@click.option(
    "--processes", default=0, type=click.IntRange(0, 256), help="Processes; 0: one a core, once the feed is long."
)
@click.option("--read-text/--no-read-text", default=False, help="Compare the text read in listings' pictures too.")
@with_json
def sweep(feed: Path, rights: Path, out: Path, *, as_json: bool, **words: object) -> None:
    """Hold every listing of FEED (id,title,image,seller; or a folder of pictures) against the rights.

    A sweep that was broken off goes on where it stopped when it is called again with the same files.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small products, a core a process: more threads only wait
    least, reads = cast("float", words["least"]), bool(words["read_text"])
    if words["spark"]:
        from zhidun.radar.engine.spark import sweep as on_cluster

        outcome = on_cluster(feed, rights, out, master=str(words["spark"]), least=least, reads=reads)
    else:
        from zhidun.radar.engine.filesweep import sweep as here

        processes, tell = cast("int", words["processes"]), None if as_json else _tell
        outcome = here(feed, rights, out, least=least, tell=tell, processes=processes, reads=reads)
    if as_json:
        say_json(outcome.as_dict())
        return
    if sys.stderr.isatty():
        click.echo(err=True)
    for problem in outcome.problems:
        click.echo(f"{problem['file']}:{problem['line']}: {wording(Text.of(problem['reason']))}", err=True)
    for note in outcome.notes:
        click.echo(wording(note), err=True)
    click.echo(
        f"{outcome.rows} rows · {outcome.rights} rights · {outcome.hits} hits · {outcome.left_out} left out · "
        f"{outcome.seconds:.1f} s → {out}"
    )


def _tell(rows: int, hits: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{rows:,} rows, {hits:,} hits", err=True, nl=False)


@group.command(name="eval")
@click.option("--gallery", required=True, type=A_FILE, help="File of rights: id,text,image.")
@click.option("--queries", required=True, type=A_FILE, help="File of questions: text,image,answer.")
@click.option("--mode", type=click.Choice(["text", "logo", "design"]), default="text", show_default=True)
@click.option("--k", "ks", default="1,10,50", show_default=True, help="Ranks to report, separated by commas.")
@click.option("--read-text/--no-read-text", default=None, help="Text in pictures; by default if the rights have texts.")
@click.option("--cantonese", is_flag=True, help="Weigh the Cantonese sound of texts too.")
@with_json
def evaluation(gallery: Path, queries: Path, mode: Mode, ks: str, *, as_json: bool, **more: bool | None) -> None:
    """Measure how often the right answer is among the first k."""
    from zhidun.similarity.evaluate import RanksUnfit, evaluate

    numbers = [int(word) for word in ks.split(",") if word.strip().isdigit() and int(word) > 0]
    if not numbers or len(numbers) != len(ks.split(",")):
        raise Misuse(RanksUnfit())
    outcome = evaluate(
        gallery, queries, mode=mode, ks=numbers, read_text=more["read_text"], cantonese=bool(more["cantonese"])
    )
    if as_json:
        say_json(outcome.as_dict())
        return
    say_table([{"k": k, "recall": f"{outcome.recall(k):.3f}"} for k in numbers], ["k", "recall"])
    click.echo(f"n {len(outcome.ranks)}  MRR {outcome.mrr:.3f}  {outcome.seconds:.2f} s")
    for note in outcome.notes:
        click.echo(wording(note), err=True)
    for problem in outcome.problems:
        click.echo(f"{problem.line}: {wording(problem.reason)}", err=True)
    sys.exit(0)


class BenchMissing(Unavailable):
    """The measurements come with the source, not with the installed package."""

    code = "radar.bench_missing"
    default_reason = t(
        "性能测量随源代码提供,本安装中没有。", "The measurements come with the source; they are not here."
    )
    default_remedy = t(
        "请在源代码目录中运行 ./run cli radar bench。", "Run ./run cli radar bench in a checkout of the source."
    )


@group.command()
@click.option("--size", "sizes", multiple=True, type=click.IntRange(100), help="Marks or vectors; may be repeated.")
@click.option("--job", "jobs", multiple=True, type=click.Choice(["J1", "J1q", "J2", "J2q", "J3"]), help="Which alone.")
@click.option("--install-peers", is_flag=True, help="Install the peers first, apart from the product.")
@with_json
def bench(sizes: tuple[int, ...], jobs: tuple[str, ...], *, install_peers: bool, as_json: bool) -> None:
    """Measure search, vectors and sweeps against their peers in one run, equal recall first; quality with baselines.

    A peer that is not installed is left out with the reason.
    """
    radar = _bench()
    found = radar.run(
        sizes or radar.SIZES, jobs or radar.JOBS, peers=install_peers, tell=lambda word: click.echo(word, err=True)
    )
    if as_json:
        say_json(found)
        return
    rows = [{"what": what, "value": value} for what, value in _flat("", found)]
    say_table(rows, ["what", "value"])


def _bench() -> Any:  # noqa: ANN401  a module that is not part of the package
    import importlib

    root = Path(__file__).resolve().parents[3]
    if not (root / "bench" / "radar.py").is_file():
        raise BenchMissing
    for place in (str(root / "src"), str(root)):
        if place not in sys.path:
            sys.path.insert(0, place)
    return importlib.import_module("bench.radar")


def _flat(name: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _flat(f"{name} {key}".strip(), one)
    else:
        yield name, value
