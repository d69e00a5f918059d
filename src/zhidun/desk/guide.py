"""What a newcomer is shown: first steps by post, the keys, what is new."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from zhidun.access.actors import Actor
from zhidun.access.personal import preference
from zhidun.kernel.text import Text, t

EDITION = "2026-11"
"""Which edition of the welcome there is; a new one is shown once to everybody."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try, with the page it happens on."""

    title: Text
    says: Text
    url: str


@dataclass(frozen=True, slots=True)
class News:
    """One change worth knowing."""

    on: str
    says: Text


KEYS: tuple[tuple[str, Text], ...] = (
    ("/", t("查找：案号、当事人、权利、拼音首字母", "Search: number, party, right, pinyin initials")),
    ("Ctrl K", t("同上，输入时也可用", "The same, while typing too")),
    ("↓ ↑", t("在查找结果里移动，回车打开", "Move among the hits, Enter opens")),
    ("j k", t("在列表里下一件、上一件，回车打开，x 勾选", "Next and previous row of a list; Enter opens, x ticks")),
    ("g h", t("回待办", "Go to the work list")),
    ("g c", t("全部案件", "Go to all cases")),
    ("g n", t("消息", "Go to the notices")),
    ("?", t("打开本页", "Open this page")),
    ("Esc", t("关闭菜单", "Shut a menu")),
)

_NEWS: tuple[News, ...] = (
    News(
        "2026-11-30",
        t(
            "列表可以存为视图、选列、导出、批量指派和加标签。",
            "Lists: saved views, columns, export, assigning and labelling in bulk.",
        ),
    ),
    News(
        "2026-11-30",
        t(
            "离岗时可以指定代理人；期限可以订阅到日历。",
            "Name a substitute while you are away; subscribe to your deadlines in a calendar.",
        ),
    ),
    News(
        "2026-11-30",
        t(
            "全局一览：数字、区（市）县图和趋势都能点开。",
            "Overview: every figure, the map and the trend open to their cases.",
        ),
    ),
    News(
        "2026-11-30",
        t("现场检查表可以离线填写，联网后同步。", "The inspection form works offline and is sent when you are back."),
    ),
)


def unseen(actor: Actor) -> bool:
    """Whether the welcome of this edition was not read yet."""
    return actor.account_id is not None and preference(actor, "welcome").get("seen") != EDITION


def news() -> tuple[News, ...]:
    """Return what is new, newest first."""
    return _NEWS


def _step(zh: str, en: str, says: Text, page: str) -> Step:
    return Step(t(zh, en), says, reverse(f"desk:{page}"))


@dataclass(frozen=True, slots=True)
class Stop:
    """Where somebody is on the tour: this step, its place of how many, and the addresses before and after."""

    step: Step
    place: int
    of: int
    before: str
    after: str


def tour(actor: Actor, asked: str) -> Stop | None:
    """Return the stop of the tour an address asks for by its number, or None."""
    steps = _walk(actor) if asked.isdigit() and len(asked) <= 2 else []  # noqa: PLR2004  two digits
    place = int(asked) if steps else 0
    if not 1 <= place <= len(steps):
        return None
    before = _stop_at(steps, place - 1)
    return Stop(steps[place - 1], place, len(steps), before, _stop_at(steps, place + 1))


def _walk(actor: Actor) -> list[Step]:
    """Return the steps on pages of the desk; the form for inspections stands alone, so that it works offline."""
    return [one for one in steps_of(actor) if one.url != reverse("desk:inspect")]


def begin(actor: Actor) -> str:
    """Return the address of the first stop."""
    return _stop_at(_walk(actor), 1)


def _stop_at(steps: list[Step], place: int) -> str:
    return f"{steps[place - 1].url}?tour={place}" if 1 <= place <= len(steps) else ""


def steps_of(actor: Actor) -> list[Step]:
    """Return the first steps that fit somebody's posts; the tour of the demo walks the same pages."""
    found: list[Step] = []
    if actor.can("cases:case:view"):
        found += [
            _step(
                "看待办",
                "See your work",
                t(
                    "按法定期限排好，红色的先办。点案号进案件。",
                    "Sorted by statutory time; red comes first. A number opens its case.",
                ),
                "home",
            ),
            _step(
                "找东西",
                "Find things",
                t(
                    "按 / 或 Ctrl K，输入案号、名称或拼音首字母。",
                    "Press / or Ctrl K and type a number, a name or pinyin initials.",
                ),
                "search",
            ),
        ]
    if actor.can("intake:filing:receive"):
        found.append(
            _step(
                "窗口代填",
                "File at the counter",
                t(
                    "来访群众说，您来填；系统当场说归谁办。",
                    "They tell, you type; the system says at once whose it is.",
                ),
                "file",
            )
        )
    if actor.can("enforcement:case:investigate"):
        found.append(
            _step(
                "现场检查",
                "Inspect",
                t("没有网络也能填表拍照，回来再同步。", "Fill in and photograph without a network, send it later."),
                "inspect",
            )
        )
    elif actor.can("exhibitions:fair:manage"):
        says = t("按展位登记和拍照，没有网络也能填。", "Record and photograph booth by booth, without a network too.")
        found.append(_step("展位巡查", "Round of the booths", says, "inspect"))
    if actor.can("enforcement:case:assign"):
        found.append(
            _step(
                "团队看板",
                "Team board",
                t("谁手上有多少，未指派的先派。", "Who has how much; assign what nobody has."),
                "board",
            )
        )
    if actor.can("insight:figure:view"):
        found.append(
            _step("全局一览", "Overview", t("数字都能点开到案件。", "Every figure opens to its cases."), "overview")
        )
    if actor.can("access:office:manage") or actor.can("access:post:grant"):
        found.append(
            _step(
                "机构与岗位",
                "Offices and posts",
                t("新设机构、任命和撤销岗位。", "Add offices, grant and end posts."),
                "admin",
            )
        )
    found.append(
        _step(
            "设置",
            "Settings",
            t("消息怎么通知、离岗找谁代、日历订阅。", "How you are told, who stands in, the calendar feed."),
            "me",
        )
    )
    return found
