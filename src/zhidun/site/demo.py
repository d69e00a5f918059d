"""`./run demo`: loads the city, the cast and the registry, plays the main job, and says in figures what is there."""

from __future__ import annotations

import json
import time as stopwatch
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from zhidun.access.actors import SYSTEM
from zhidun.access.loading import load_cast, load_city
from zhidun.access.models import Account
from zhidun.access.roles import role
from zhidun.access.selectors import offices
from zhidun.cases import services as moves
from zhidun.cases.models import Case, Paper
from zhidun.evidence.models import Item, LedgerCheckpoint, Seal
from zhidun.evidence.sequencing import Sequencer
from zhidun.intake.types import Receipt
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text
from zhidun.rights.registers import enter_pack_entries
from zhidun.site import demo_enforcement, demo_invented, demo_mediation, demo_radar, demo_real, demo_witnesses
from zhidun.site.demo_stage import Entry, appoint_recorders, played

PASSWORD = "Rongcheng-Demo-2026"  # noqa: S105  printed on purpose: the demo's accounts are invented
LOCK = 0x5A44_4445_4D4F
"""Advisory lock of the database: two demos at once wait for each other."""


@dataclass(slots=True, kw_only=True)
class Summary:
    """What the demo left behind; `as_json` is the last line of `./run demo --headless`.

    Attributes:
        played: scenes played by this run; 0 on a second run: data is kept, nothing is replayed.
        receipts: (case number, code) of invented cases played now, for trying the status page.
        names_swept: real trade names held against the city's protected names by the radar.
        radar_hits: those that are alike; a score is no finding.
        radar_case: number of the lead opened from the likest.
        sealed: things committed to the public log that have their place.
        checkpoint_size: entries of the newest checkpoint.
        cosigned: whether its witnesses' quorum is met.
        waiting: papers whose PDF could not be made yet, and why.
    """

    cases_by_state: dict[str, int] = field(default_factory=dict)
    cases_by_procedure: dict[str, int] = field(default_factory=dict)
    papers_made: int = 0
    evidence_hashed: int = 0
    rights_entered: int = 0
    names_swept: int = 0
    radar_hits: int = 0
    radar_case: str = ""
    sealed: int = 0
    checkpoint_size: int = 0
    cosigned: bool = False
    offices: int = 0
    rule_confirmed: str = ""
    played: int = 0
    closed_files: list[str] = field(default_factory=list)
    receipts: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> str:
        """Return the summary as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def play(headless: bool = False) -> Summary:  # noqa: FBT001, FBT002  the one switch of the command
    """Load and play the demo, or what is missing of it, and return the summary; the caller prints it.

    Each scene is one transaction: a run that was interrupted is taken up where it stopped.
    """
    begun = stopwatch.monotonic()
    console = Console(quiet=headless)
    summary = Summary()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        _set_up(console, summary)
        _play_all(console, summary)
        _play_radar(console, summary)
        _seal_all()
        _count(summary)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    summary.seconds = round(stopwatch.monotonic() - begun, 1)
    _show(console, summary)
    return summary


def _set_up(console: Console, summary: Summary) -> None:
    """Load the city, the cast and the registry; when every scene is there already only the accounts are shown."""
    if not all(played(str(entry["key"])) for entry, _ in _scenes(time.today())):
        load_city()
        load_cast(PASSWORD)
        appoint_recorders(PASSWORD)
        enter_pack_entries(actor=SYSTEM)
    summary.offices = offices().count()
    _show_accounts(console)


def _show_accounts(console: Console) -> None:
    table = Table(title=f"演示账号 Demo accounts · 密码 password: {PASSWORD}", title_justify="left")
    for heading in ("账号 account", "姓名 name", "单位 office", "岗位 post"):
        table.add_column(heading, overflow="fold")
    for account in Account.objects.filter(active=True).order_by("kind", "pk").prefetch_related("posts__office"):
        posts = [post for post in account.posts.all() if post.revoked_at is None]
        places = ", ".join(dict.fromkeys(post.office.name_zh for post in posts))
        titles = [role(post.role).title for post in posts]
        shown = ", ".join(f"{title.zh} {title.en}" for title in titles)
        table.add_row(account.username, f"{account.name.zh} {account.name.en}", places, shown)
    console.print(table)
    if not settings.SECOND_FACTOR_REQUIRED:
        console.print("[bold red]演示模式：第二因素已关闭，切勿用于生产。Demo: the second factor is OFF.[/bold red]")


def _scenes(today: date) -> list[tuple[Entry, Callable[[Entry], Receipt]]]:
    return [
        *((entry, demo_real.replay) for entry in demo_real.scenes()),
        *((entry, _performed_on(today)) for entry in demo_invented.scenes()),
    ]


def _play_all(console: Console, summary: Summary) -> None:
    scenes = _scenes(time.today())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=console.quiet) as progress:
        bar = progress.add_task("", total=len(scenes) + 1)
        for entry, run in scenes:
            title = Text.of(entry["title"])
            progress.update(bar, description=f"{title.zh} · {title.en}"[:78])
            if not played(str(entry["key"])):
                _note(summary, entry, run(entry))
            progress.advance(bar)
        demo_mediation.perform(time.today())
        demo_enforcement.perform(time.today())
        progress.update(bar, description="核对一条规则,制作文书 · one rule confirmed, papers made")
        summary.rule_confirmed = demo_invented.confirm_one_rule()
        _make_papers(summary)
        progress.advance(bar)


def _play_radar(console: Console, summary: Summary) -> None:
    """Sweep the real trade names; about a quarter of a minute on two idle cores, with its progress."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=console.quiet) as progress:
        bar = progress.add_task("雷达:比对真实商号 · radar: real trade names", total=None)
        scene = demo_radar.play(lambda done, total: progress.update(bar, completed=done, total=total))
    summary.names_swept, summary.radar_hits, summary.radar_case = scene.names, scene.hits, scene.case_number
    demo_radar.show(console)


def _performed_on(start: date) -> Callable[[Entry], Receipt]:
    return lambda entry: demo_invented.perform(entry, start)


def _note(summary: Summary, entry: Entry, receipt: Receipt) -> None:
    summary.played += 1
    if str(entry["key"]).startswith(("invented", "open")):
        summary.receipts.append((receipt.number, receipt.secret))


@transaction.atomic
def _rendered(paper: Paper) -> None:
    moves.ensure_rendered(paper=paper)


def _make_papers(summary: Summary) -> None:
    """Make the PDFs that are not there yet, and the closed files of the invented cases."""
    for paper in Paper.objects.filter(pdf=None).order_by("id"):
        try:
            _rendered(paper)
        except Refusal as refusal:
            summary.waiting.append(f"{paper.title_zh}: {refusal.remedy.en}")
    wanted = {str(entry["key"]) for entry in demo_invented.scenes() if entry.get("file")}
    for case in Case.objects.filter(source__demo_key__in=wanted, closed_at__isnull=False).order_by("id"):
        try:
            summary.closed_files.append(str(demo_invented.keep_file(case.number)))
        except Refusal as refusal:
            summary.waiting.append(f"{case.number}: {refusal.remedy.en}")


def _count(summary: Summary) -> None:
    for state, procedure in Case.objects.values_list("state", "procedure"):
        summary.cases_by_state[state] = summary.cases_by_state.get(state, 0) + 1
        summary.cases_by_procedure[procedure] = summary.cases_by_procedure.get(procedure, 0) + 1
    summary.papers_made = Paper.objects.filter(pdf__isnull=False).count()
    summary.evidence_hashed = Item.objects.count()
    summary.rights_entered = _rights()
    summary.sealed = Seal.objects.exclude(index=None).count()
    head = LedgerCheckpoint.objects.order_by("-size").first()
    summary.checkpoint_size = head.size if head else 0
    summary.cosigned = bool(head and head.quorum_at)


def _seal_all() -> None:
    """Give every seal its place in the log, cosigned by the demo's two witnesses."""
    with demo_witnesses.serving(settings.HOME):
        sequencer = Sequencer()
        if sequencer.until_idle().mine:
            sequencer.round()


def _rights() -> int:
    from zhidun.rights.selectors import visible_to

    return visible_to(SYSTEM).count()


def _show(console: Console, summary: Summary) -> None:
    table = Table(title="演示数据 What is there now", title_justify="left")
    table.add_column("项目 item")
    table.add_column("数量 count", justify="right")
    for name, value in _rows(summary).items():
        table.add_row(name, str(value))
    console.print(table)
    for number, secret in summary.receipts:
        console.print(f"回执 receipt {number} · 密码 code {secret}")
    for line in summary.waiting:
        console.print(f"[yellow]{line}[/yellow]")


def _rows(summary: Summary) -> Mapping[str, object]:
    states = {f"案件 cases: {state}": count for state, count in sorted(summary.cases_by_state.items())}
    return {
        **states,
        "文书 papers (PDF)": summary.papers_made,
        "证据 evidence items": summary.evidence_hashed,
        "存证 sealed in the log": summary.sealed,
        "权利与名录 rights and lists": summary.rights_entered,
        "雷达比对的商号 trade names swept": summary.names_swept,
        "雷达命中 radar hits": summary.radar_hits,
        "由命中立件 case from a hit": summary.radar_case,
        "机构 offices": summary.offices,
        "本次播放 scenes played now": summary.played,
        "秒 seconds": summary.seconds,
    }
