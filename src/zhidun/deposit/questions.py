"""The questions of the deposit form, in the order of its pages; both faces and the API ask the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zhidun.access import places
from zhidun.deposit import words
from zhidun.kernel.text import Text, t

TITLE, WORDS, TEXT, NAME = 200, 1000, 4000, 200
PEOPLE: Final = 10
"""Most authors, and most owners, of one deposit."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `show_when` looks at other answers (`a.form == 'file'`)."""

    key: str
    step: str
    kind: str
    label: Text
    hint: Text | None = None
    required: bool = False
    max: int | None = None
    options: tuple[tuple[str, Text], ...] = ()
    show_when: str = ""


STEPS: Final[tuple[tuple[str, Text], ...]] = (
    ("work", t("作品", "The work")),
    ("people", t("作者与著作权人", "Authors and owners")),
    ("file", t("作品文件", "The file")),
    ("check", t("核对并存证", "Check and deposit")),
)
AI_NOTE: Final = t(
    "使用人工智能辅助的,写明哪些内容由人工智能生成、您做了哪些选择和修改",
    "If AI helped: which parts it made, what you chose and changed",
)


def _options(words_of: Mapping[str, Text]) -> tuple[tuple[str, Text], ...]:
    return tuple(words_of.items())


def questions() -> tuple[Question, ...]:
    """Return every question but those about people, files and salts."""
    districts = tuple((one.code, one.name) for one in places.units())
    return (
        Question("title", "work", "text", t("作品名称", "Title of the work"), required=True, max=TITLE),
        Question(
            "category",
            "work",
            "choice",
            t("作品类别", "Category"),
            t("按全国作品登记统计的十四类", "One of the fourteen categories of the national table"),
            required=True,
            options=_options(words.CATEGORIES),
        ),
        Question(
            "authorship",
            "work",
            "choice",
            t("创作性质", "How it came to be"),
            required=True,
            options=_options(words.AUTHORSHIP),
        ),
        Question("ai_used", "work", "bool", t("创作中使用了人工智能", "AI was used")),
        Question(
            "ai_statement",
            "work",
            "longtext",
            t("人工智能使用说明", "Statement on AI"),
            AI_NOTE,
            max=WORDS,
            show_when="a.ai_used",
        ),
        Question("created_on", "work", "date", t("创作完成日期", "Completed on"), required=True),
        Question("created_place", "work", "text", t("创作完成地点", "Place of completion"), max=NAME),
        Question(
            "first_published_on",
            "work",
            "date",
            t("首次发表日期", "First published on"),
            t("没有发表过的留空", "Leave empty if it was never published"),
        ),
        Question(
            "first_published_place", "work", "text", t("首次发表地点或平台", "Where it was first published"), max=NAME
        ),
        Question(
            "district", "work", "district", t("所在区(市)县或功能区", "District"), required=True, options=districts
        ),
        Question(
            "description",
            "work",
            "longtext",
            t("作品说明", "Description"),
            t("内容、用途、独特之处", "What it shows, what it is for, what sets it apart"),
            max=TEXT,
        ),
        Question(
            "form", "file", "choice", t("怎样存证", "How to deposit"), required=True, options=_options(words.FORMS)
        ),
        Question(
            "visibility",
            "file",
            "choice",
            t("别人查询时显示什么", "What others are told"),
            required=True,
            options=_options(words.VISIBILITY),
        ),
    )


def step_of(key: str) -> str:
    """Return the page on which an answer is given; faults of rows of people lead to their page."""
    if key.startswith(("author", "owner")):
        return "people"
    if key in {"files", "commitment", "work"}:
        return "file"
    return next((one.step for one in questions() if one.key == key), "check")
