"""Reading a list of addresses: CSV or plain text, one address a line; each bad row is told with its number."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

from zhidun.capture.errors import ListFaulty
from zhidun.capture.net.policy import Policy
from zhidun.capture.net.targets import read
from zhidun.capture.policies import LIST_BYTES, MOST_ROWS
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t

HEADS: Final = frozenset({"url", "网址", "链接", "address", "link", "地址"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its address, and why it is refused, if it is."""

    number: int
    url: str
    refusal: Refusal | None


def rows_of(raw: bytes, policy: Policy) -> list[Row]:
    """Return the rows with an address, bad ones with their refusal; blank lines and comments (#) are passed over.

    Raises:
        ListFaulty: unreadable, empty, or more rows than one list may have.
    """
    if len(raw) > LIST_BYTES:
        raise ListFaulty(t("清单文件过大。", "The list is too large."), field="file")
    found = [(number, cell) for number, cell in _cells(_text(raw)) if cell and not cell.startswith("#")]
    if not found:
        raise ListFaulty(t("清单中没有网址。", "There is no address in the list."), field="file")
    if len(found) > MOST_ROWS:
        raise ListFaulty(
            t(
                f"一次最多 {MOST_ROWS} 个网址,清单有 {len(found)} 个。",
                f"At most {MOST_ROWS} addresses at once; there are {len(found)}.",
            ),
            field="file",
        )
    return [_row(number, cell, policy) for number, cell in found]


def _text(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ListFaulty(t("清单不是文本文件。", "The list is no text file."), field="file")


def _cells(text: str) -> list[tuple[int, str]]:
    """Return (row, address cell): of the column headed 网址 or url, else of the first column."""
    try:
        table = list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise ListFaulty(t("清单格式有误。", "The list cannot be read as CSV."), field="file") from error
    head = [cell.strip().lower() for cell in table[0]] if table else []
    place = next((at for at, cell in enumerate(head) if cell in HEADS), None)
    begin, column = (0, 0) if place is None else (1, place)
    return [
        (number, row[column].strip() if column < len(row) else "")
        for number, row in enumerate(table[begin:], start=begin + 1)
    ]


def _row(number: int, url: str, policy: Policy) -> Row:
    try:
        read(url, policy)
    except Refusal as refusal:
        return Row(number, url[:2000], refusal)
    return Row(number, url, None)
