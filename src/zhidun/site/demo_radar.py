"""The radar's scene: 284,836 real trade names against the city's protected names; the best hits, one sealed, one case.

The names come with the package `companynameparser` (Company-Names-Corpus, Apache-2.0). A name like a protected one says
nothing about who bears it: every word the scene writes is marked 演示, and no firm is named in the case.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from django.db import transaction
from rich.console import Console
from rich.table import Table

from zhidun.intake import services as intake
from zhidun.kernel.text import Text
from zhidun.radar import running, selectors, services
from zhidun.radar.models import Feed, Hit, Sweep, SweepState, Watch
from zhidun.site.demo_stage import actor_named

FEED = "真实商号清单（演示）"
WATCH = "全市老字号与地理标志（演示）"
REGION = "510100"
SHOWN = 10
NOTE = "（演示）仅演示流程；名称相近不是对任何经营者的认定。"
WARNING = services.WarningFacts(
    title_zh="（演示）留意与本市老字号、地理标志相近的商号",
    title_en="(Demo) Look out for trade names like the city's brands and GIs",
    body_zh="（演示）系统把公开商号清单与本市老字号、地理标志逐一比对，发现同音、形近、增字等相近名称。"
    "登记字号、上架商品前，请先用“名称查重”自查。名称相近不等于侵权，是否侵权由主管机关依法判断。",
    body_en="(Demo) A public list of trade names was compared with the city's brands and GIs: names that sound or look "
    "alike, or add a word, were found. Check a name here before you register or sell under it. A like name is no "
    "infringement by itself; that is for the authority to decide by law.",
    field="food",
)
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the scene left behind: names compared, hits, the case opened from the best look-alike."""

    names: int
    hits: int
    case_number: str


def names() -> bytes:
    """Return the trade names as a feed of listings."""
    file = Path(str(resources.files("companynameparser"))) / "data" / "brand.txt"
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    rows = (f"{number},{line}" for number, line in enumerate(lines, 1) if line and "," not in line and '"' not in line)
    return ("id,title\n" + "\n".join(rows) + "\n").encode()


def play(tell: Tell | None = None) -> Scene:
    """Play the scene, or what is missing of it; `tell` hears names done and names in all."""
    sweep = _begin()
    if sweep.state in {SweepState.WAITING, SweepState.RUNNING}:
        running.run(str(sweep.public_id), tell=tell)
    hit = _case()
    if not selectors.warnings(standing=False).filter(title_zh=WARNING.title_zh).exists():
        services.publish_warning(actor=actor_named("luofeng"), facts=WARNING)
    sweep.refresh_from_db()
    return Scene(sweep.rows_done, sweep.hits, hit.case_number if hit else "")


@transaction.atomic
def _begin() -> Sweep:
    """Set the watch and hand the names in, once."""
    known = Sweep.objects.filter(feed__name=FEED).order_by("pk").first()
    if known is not None:
        return known
    officer = actor_named("wangqiang")
    if not Watch.objects.filter(name=WATCH).exists():
        facts = services.WatchFacts(name=WATCH, registry=True, region=REGION, sensitivity="low")
        services.add_watch(actor=officer, facts=facts)
    feed = Feed.objects.filter(name=FEED).first() or services.add_feed(actor=officer, name=FEED, kind="file")
    return services.hand_in(actor=officer, feed=feed, stream=io.BytesIO(names()), filename="商号清单-演示.csv")


@transaction.atomic
def _case() -> Hit | None:
    """Let an officer judge the likest look-alike, seal it and open a lead, once."""
    rows = Hit.objects.filter(sweep__feed__name=FEED)
    opened = rows.exclude(case_number="").first()
    best = opened or rows.filter(score__lt=1).order_by("-score", "pk").first()
    if best is None or opened is not None:
        return best
    officer = actor_named("wangqiang")
    services.give_verdict(actor=officer, hit=best, verdict="infringing", note=NOTE)
    services.seal_hit(actor=officer, hit=best)
    services.open_from_hit(actor=officer, hit=best, kind="lead", submit=intake.submit, demo=True)
    return Hit.objects.get(pk=best.pk)


def show(console: Console) -> None:
    """Print the best look-alikes with the reasons."""
    table = Table(title="雷达:真实商号与本市受保护名称的近似 Look-alikes among real trade names", title_justify="left")
    for heading in ("相近度 score", "商号 name", "受保护 protected", "理由 why"):
        table.add_column(heading, overflow="fold")
    best = Hit.objects.filter(sweep__feed__name=FEED, score__lt=1).order_by("-score", "pk")[:SHOWN]
    for hit in best:
        reasons = [Text.of(one["reason"]).zh for one in hit.factors if one["score"] >= 0.5]  # noqa: PLR2004
        table.add_row(f"{hit.score:.2f}", hit.title, hit.right_text, ";".join(dict.fromkeys(reasons[:3])))
    console.print(table)
    console.print("评分只作提示,不是认定 · a score only points, it is no finding")
