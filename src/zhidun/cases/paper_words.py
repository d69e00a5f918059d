"""Words as official papers print them: dates, roles, approvers, numbers of sections, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from zhidun.access import roles
from zhidun.kernel.text import Text

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_HAN = "\u3000-\u303f\u4e00-\u9fff（）“”"
_BRACKETS = re.compile(rf"\(([^()]*[{_HAN}][^()]*)\)")
_MARKS = re.compile(rf"(?<=[{_HAN}])[,:;!?]|[,:;!?](?=[{_HAN}])")
_WIDE = str.maketrans(",:;!?", "，：；！？")
_APPROVER = re.compile(r"^(?P<name>.*)\((?P<role>[a-z][a-z-]*)\)$")


def full_width(text: str) -> str:
    """Return our own Chinese words with the full-width punctuation of official papers; figures keep theirs.

    Brackets follow what they hold, other marks what stands before or after them.
    """
    before = ""
    while before != text:
        before, text = text, _BRACKETS.sub(r"（\1）", text)
    return _MARKS.sub(lambda found: found[0].translate(_WIDE), text)


def printed_text(words: Text) -> Text:
    """Return a text as papers print it: Chinese punctuation in the Chinese."""
    return Text(full_width(words.zh), words.en)


def zh_date(on: date) -> str:
    """Return a date as official papers print it: 2026年11月22日."""
    return f"{on.year}年{on.month}月{on.day}日"


def en_date(on: date) -> str:
    """Return a date as the English sheet prints it: 22 November 2026."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def both_dates(on: date) -> Text:
    """Return a date in both languages."""
    return Text(zh_date(on), en_date(on))


def role_title(key: str) -> Text:
    """Return what people call a role; an unknown key stays as it is."""
    known = roles.roles().get(key)
    return known.title if known else Text(key, key)


def approver(kept: str, *, in_english: Callable[[str], str] = str) -> Text:
    """Return an approver as kept in a move, `name(role key)`, with the title of the role.

    `in_english` writes the name in English; without it the name stays as kept.
    """
    found = _APPROVER.match(kept)
    if found is None:
        return Text(kept, kept)
    title = role_title(found["role"])
    return Text(f"{found['name']}（{title.zh}）", f"{in_english(found['name']) or found['name']} ({title.en})")
