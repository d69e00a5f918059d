"""Statements about rights, and rights, for tests."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date

from zhidun.access.actors import SYSTEM, Actor
from zhidun.kernel.identifiers import patent_check_character
from zhidun.rights import services
from zhidun.rights.models import Right
from zhidun.rights.types import RightFacts

_numbers = itertools.count(1)


def patent_number(*, kind_digit: str = "1", year: int = 2017) -> str:
    """A fresh patent number whose check digit fits."""
    body = f"{year}{kind_digit}{next(_numbers):07d}"
    return f"ZL{body}.{patent_check_character(body)}"


def trademark_facts(
    *,
    number: str | None = None,
    title: str = "蜀绣坊",
    holder_name: str = "成都沈氏绣坊有限公司",
    holder_id: int | None = None,
    classes: tuple[int, ...] = (24,),
    registered_on: date | None = date(2018, 3, 7),
    details: Mapping[str, object] | None = None,
    private: bool = False,
) -> RightFacts:
    """A statement about a registered trademark."""
    return RightFacts(
        kind="trademark",
        title=title,
        number=number or str(20_000_000 + next(_numbers)),
        holder_name=holder_name,
        holder_id=holder_id,
        classes=classes,
        registered_on=registered_on,
        details=details or {},
        private=private,
    )


def patent_facts(*, number: str | None = None, filed_on: date = date(2017, 7, 21)) -> RightFacts:
    """A statement about an invention patent."""
    return RightFacts(
        kind="patent_invention",
        title="一种豆瓣发酵装置",
        number=number or patent_number(),
        holder_name="郫都豆瓣酿造有限公司",
        filed_on=filed_on,
        registered_on=filed_on.replace(year=filed_on.year + 2),
    )


def gi_facts(*, title: str | None = None) -> RightFacts:
    """A statement about a GI product whose announcement is not known."""
    return RightFacts(kind="gi_product", title=title or f"测试豆瓣{next(_numbers)}", number_known=False)


def make_right(*, actor: Actor = SYSTEM, facts: RightFacts | None = None) -> Right:
    """A right in the registry; a trademark unless said otherwise."""
    return services.register_right(actor=actor, facts=facts or trademark_facts())
