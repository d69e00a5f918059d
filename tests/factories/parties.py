"""People and organisations for tests."""

from __future__ import annotations

import itertools

from zhidun.access.actors import SYSTEM
from zhidun.kernel.identifiers import uscc_check_character
from zhidun.parties import services
from zhidun.parties.models import Party

_numbers = itertools.count(1)


def make_uscc(number: int | None = None, *, first: str = "91510107") -> str:
    """A credit code with the right check character."""
    body = f"{first}{(number or next(_numbers)):09d}"
    return body + uscc_check_character(body)


def make_party(name: str | None = None, *, kind: str = "organisation", uscc: str = "", phone: str = "") -> Party:
    """A party; an organisation gets a credit code of its own unless one is given."""
    code = uscc or (make_uscc() if kind == "organisation" else "")
    return services.find_or_create(
        actor=SYSTEM, kind=kind, name=name or f"成都测试{next(_numbers)}号有限公司", identifiers={"uscc": code},
        phone=phone, district="510107",
    )  # fmt: skip
