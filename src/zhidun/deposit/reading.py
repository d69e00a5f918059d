"""From what was typed to a checked statement about a work: every fault is told at once, by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final, TypeVar

from zhidun.access import places
from zhidun.deposit import shares, words
from zhidun.deposit.commitments import read_hex
from zhidun.deposit.errors import DepositUnfit, FieldUnfit, SharesUnfit
from zhidun.deposit.questions import NAME, PEOPLE, TEXT, TITLE, WORDS
from zhidun.deposit.types import PersonIn, WorkIn
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.identifiers import uscc_valid
from zhidun.kernel.text import t

FIRST_YEAR: Final = 1800
PARTS: Final = ("kind", "name", "uscc", "account", "share")
_T = TypeVar("_T")


class _Reader:
    """Reads answers one by one and keeps what is wrong with them."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self.raw = raw
        self.faults: dict[str, Refusal] = {}

    def said(self, key: str) -> str:
        return str(self.raw.get(key) or "").replace("\x00", "").strip()

    def fault(self, key: str, zh: str, en: str, *, how: tuple[str, str] | None = None) -> None:
        remedy = t(*how) if how else None
        self.faults.setdefault(key, FieldUnfit(t(zh, en), remedy, field=key))

    def text(self, key: str, most: int, *, required: bool = False) -> str:
        found = self.said(key)
        if required and not found:
            self.fault(key, "此项必填。", "This is needed.", how=("请填写。", "Fill it in."))
        if len(found) > most:
            self.fault(
                key,
                f"超过 {most} 字(现为 {len(found)} 字)。",
                f"More than {most} characters ({len(found)}).",
                how=(f"请删减 {len(found) - most} 字。", f"Take out {len(found) - most} characters."),
            )
        return found

    def one_of(self, key: str, known: Mapping[str, object]) -> str:
        found = self.said(key)
        if found not in known:
            what = f"没有“{found[:20]}”这一项。" if found else "请选择一项。"
            en = f"There is no “{found[:20]}”." if found else "Choose one."
            self.fault(key, what, en, how=("请从列表中选择。", "Choose from the list."))
        return found

    def day(self, key: str, *, required: bool = False) -> date | None:
        found = self.said(key)
        if not found:
            if required:
                self.fault(key, "请填写日期。", "Give the date.", how=("写成 2026-03-01。", "Write it as 2026-03-01."))
            return None
        try:
            on = date.fromisoformat(found)
        except ValueError:
            self.fault(key, "日期无法识别。", "This is no date.", how=("写成 2026-03-01。", "Write it as 2026-03-01."))
            return None
        if on > time.today():
            self.fault(
                key, "日期在将来。", "The date lies in the future.", how=("请填写实际日期。", "Give the real date.")
            )
        elif on.year < FIRST_YEAR:
            self.fault(key, f"年份早于 {FIRST_YEAR}。", f"The year is before {FIRST_YEAR}.")
        return on

    def tried(self, key: str, make: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return make()
        except Refusal as refusal:
            self.faults.setdefault(key, refusal)
            return otherwise


def rows_of(raw: Mapping[str, object], role: str) -> list[dict[str, str]]:
    """Return the rows of people typed for `author` or `owner`, those with nothing in them left out."""
    found = []
    for place in range(PEOPLE):
        row = {part: str(raw.get(f"{role}-{place}-{part}") or "").strip() for part in PARTS}
        if row["name"] or row["share"] or row["account"]:
            found.append({**row, "place": str(place)})
    return found


def read(raw: Mapping[str, object]) -> WorkIn:
    """Return the statement of a deposit form.

    Args:
        raw: answers by the keys of `questions`; people as `author-0-name`, `owner-1-share` …; `commitment`.

    Raises:
        DepositUnfit: with every fault by field.
    """
    at = _Reader(raw)
    created_on, published_on = at.day("created_on", required=True), at.day("first_published_on")
    if created_on and published_on and published_on < created_on:
        at.fault(
            "first_published_on",
            "首次发表早于创作完成。",
            "It was published before it was completed.",
            how=("请核对两个日期。", "Compare the two dates."),
        )
    ai_used = at.said("ai_used") in {"true", "True", "on", "1"}
    ai_statement = at.text("ai_statement", WORDS, required=ai_used) if ai_used else ""
    form = at.one_of("form", words.FORMS)
    commitment = ""
    if form == "commitment":
        commitment = at.tried("commitment", lambda: read_hex(at.said("commitment"), field="commitment"), "")
    authors, owners = _people(at, "author"), _people(at, "owner")
    if owners and not any(key.startswith("owner") for key in at.faults):
        at.tried("owner-0-share", lambda: shares.need_whole([o.share for o in owners], field="owner-0-share"), None)
    work = WorkIn(
        title=at.text("title", TITLE, required=True),
        category=at.one_of("category", words.CATEGORIES),
        authorship=at.one_of("authorship", words.AUTHORSHIP),
        ai_statement=ai_statement,
        description=at.text("description", TEXT),
        created_on=created_on or time.today(),
        created_place=at.text("created_place", NAME),
        first_published_on=published_on,
        first_published_place=at.text("first_published_place", NAME),
        district=at.one_of("district", {one.code: one for one in places.units()}),
        visibility=at.one_of("visibility", words.VISIBILITY),
        form=form,
        commitment=commitment,
        authors=authors,
        owners=owners,
    )
    if at.faults:
        raise DepositUnfit(errors=at.faults)
    return work


def _people(at: _Reader, role: str) -> tuple[PersonIn, ...]:
    rows = rows_of(at.raw, role)
    if not rows:
        who = ("作者", "author") if role == "author" else ("著作权人", "owner")
        at.fault(
            f"{role}-0-name",
            f"请填写至少一名{who[0]}。",
            f"Name at least one {who[1]}.",
            how=("姓名或单位名称。", "A person's or an organisation's name."),
        )
    found = []
    for row in rows:
        key = f"{role}-{row['place']}"
        name = at.text(f"{key}-name", NAME, required=True)
        kind = row["kind"] or "person"
        if kind not in {"person", "organisation"}:
            at.fault(f"{key}-kind", "只能是个人或单位。", "A person or an organisation.")
        if row["uscc"] and not uscc_valid(row["uscc"]):
            at.fault(
                f"{key}-uscc",
                "统一社会信用代码校验不通过。",
                "The credit code fails its check.",
                how=("请对照营业执照逐位核对,或留空。", "Compare it with the licence, or leave it empty."),
            )
        share = Fraction(0)
        if role == "owner":
            share = _share(at, key, row["share"], alone=len(rows) == 1)
        found.append(PersonIn(kind=kind, name=name, uscc=row["uscc"], account=row["account"], share=share))
    _need_different(at, role, rows)
    return tuple(found)


def _share(at: _Reader, key: str, said: str, *, alone: bool) -> Fraction:
    if not said and alone:
        return shares.WHOLE
    try:
        return shares.parse(said, field=f"{key}-share")
    except SharesUnfit as refusal:
        at.faults.setdefault(f"{key}-share", refusal)
        return Fraction(0)


def _need_different(at: _Reader, role: str, rows: list[dict[str, str]]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        who = (row["name"], row["uscc"], row["account"])
        if who in seen:
            at.fault(
                f"{role}-{row['place']}-name",
                "同一人写了两次。",
                "The same person stands here twice.",
                how=("请合并为一行。", "Join the two rows."),
            )
        seen.add(who)
