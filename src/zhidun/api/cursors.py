"""Cursor pages: opaque, signed by nothing secret, stable while rows are added."""

from __future__ import annotations

import base64
import binascii
import json

from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t

PAGE = 50
LARGEST_PAGE = 200


def encode(position: list[str | int]) -> str:
    """Return the cursor that stands behind `position`."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def decode(cursor: str | None) -> list[str | int] | None:
    """Return the position of a cursor, or None for the first page.

    Raises:
        Invalid: the cursor was not made by us.
    """
    if not cursor:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        position = None
    if not isinstance(position, list) or not all(isinstance(part, str | int) for part in position):
        raise Invalid(
            t("翻页游标无效。", "The page cursor is not valid."),
            t("请从第一页重新开始。", "Start again from the first page."),
            field="cursor",
        )
    return position


def whole(part: str | int) -> int:
    """Return a part of a position that must be a whole number in the range of a key.

    Raises:
        Invalid: the cursor was not made by us.
    """
    if isinstance(part, bool) or not isinstance(part, int) or not 0 <= part < 2**63:
        raise Invalid(
            t("翻页游标无效。", "The page cursor is not valid."),
            t("请从第一页重新开始。", "Start again from the first page."),
            field="cursor",
        )
    return part
