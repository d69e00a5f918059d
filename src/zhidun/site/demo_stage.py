"""The stage of the demo: who acts, at which moment, and one step of a case after the other."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import cache
from typing import cast

import yaml

from zhidun.access import selectors as access
from zhidun.access import services as accounts
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor, actor_for, receipt_actor
from zhidun.access.models import Account
from zhidun.cases import selectors as cases
from zhidun.cases import services as moves
from zhidun.cases.models import Approval, Case
from zhidun.evidence.services import store_upload
from zhidun.kernel import time
from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text
from zhidun.law.calendar import shipped

RECEIPT = "receipt"
SINCE = date(2019, 1, 1)
"""From when the recorders of restated cases hold their posts: before the first of these cases."""
DAY_MARK = "day:"

Entry = Mapping[str, object]


@cache
def script(name: str) -> Entry:
    """Return `demo/<name>.yaml` of the packs."""
    found: dict[str, object] = {}
    for _, file in pack_files(f"demo/{name}.yaml"):
        found.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


def entries(of: Entry, name: str) -> list[Entry]:
    """Return a list of entries of a script."""
    return cast("list[Entry]", of.get(name) or [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One step to be taken.

    Attributes:
        by: user name, or `receipt` for the reporter.
        approve: user names of those who approve, in order.
    """

    step: str
    by: str
    at: datetime
    facts: Mapping[str, object]
    reason: str = ""
    approve: Sequence[str] = ()


def at_moment(at: datetime) -> AbstractContextManager[None]:
    """Stop the clock at a moment for a block."""
    return time.pinned(at)


def actor_named(username: str, number: str = "") -> Actor:
    """Return the actor of a user name today; `receipt` is the holder of the case's receipt, "" a visitor."""
    if username == RECEIPT:
        return receipt_actor(number)
    return actor_for(access.account(username)) if username else ANONYMOUS


def played(key: str) -> bool:
    """Say whether a scene is on stage already: each is one transaction, so it is there whole or not at all."""
    return cases.visible_to(SYSTEM).filter(source__demo_key=key).exists()


def take(number: str, act: Act) -> None:
    """Take one step of a case at its moment, with its approvals."""
    with at_moment(act.at):
        version = Case.objects.values_list("version", flat=True).get(number=number)
        made = moves.submit_step(
            case_number=number,
            step=act.step,
            actor=actor_named(act.by, number),
            facts=act.facts,
            expected_version=version,
            reason=act.reason,
            at=act.at,
        )
        if isinstance(made, Approval):
            for username in act.approve:
                moves.approve(approval_id=str(made.public_id), actor=actor_named(username), expected_version=version)


def working_day(start: date, back: int) -> date:
    """Return the working day that lies `back` working days before `start`: nobody in the demo decides on a Sunday."""
    day, calendar = start, shipped()
    for _ in range(back):
        day = calendar.previous_workday(day - timedelta(days=1))
    return day


def three_in_a_row(start: date, back: int) -> int:
    """Return how many working days back, `back` at most, three stand day on day: the police answer in calendar days.

    Raises:
        ValueError: a stretch of ten working days has no such three.
    """
    for found in range(back, back - 10, -1):
        if working_day(start, found) + timedelta(days=2) == working_day(start, found - 2):
            return found
    msg = f"no three working days in a row before {start}"
    raise ValueError(msg)


def moment(entry: Entry, start: date) -> datetime:
    """Return the moment of an entry that counts its day in working days back from the day of the demo."""
    day = working_day(start, -int(str(entry["day"])))
    return datetime.combine(day, clock(int(str(entry["hour"]))), tzinfo=time.CITY_ZONE)


def facts_on(facts: Mapping[str, object], start: date) -> dict[str, object]:
    """Return facts with `day:-8` turned into a date."""
    found: dict[str, object] = {}
    for key, value in facts.items():
        if isinstance(value, str) and value.startswith(DAY_MARK):
            found[key] = working_day(start, -int(value.removeprefix(DAY_MARK))).isoformat()
        else:
            found[key] = value
    return found


def picture(entry: Entry, actor: Actor) -> str:
    """Store a plain picture as evidence and return the public id of the item."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (640, 420), str(entry["colour"]))
    ImageDraw.Draw(image).rectangle((24, 24, 616, 396), outline="white", width=6)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    buffer.seek(0)
    item = store_upload(
        stream=buffer,
        filename=str(entry["name"]),
        declared_type="image/png",
        actor=actor,
        note=str(entry.get("note") or ""),
    )
    return str(item.public_id)


def appoint_recorders(password: str) -> list[tuple[str, Text, Text]]:
    """Make the two accounts that enter restated cases, unless they are there; return (user name, name, office)."""
    of = script("invented")
    office = access.office(str(of["recorders_office"]))
    for entry in entries(of, "recorders"):
        username = str(entry["username"])
        if not Account.objects.filter(username=username).exists():
            account = accounts.create_account(
                actor=SYSTEM, username=username, name=Text.of(entry["name"]), kind="staff", password=password
            )
            accounts.appoint(actor=SYSTEM, account=account, office=office, role=str(entry["role"]), from_on=SINCE)
    return [(str(entry["username"]), Text.of(entry["name"]), office.name) for entry in entries(of, "recorders")]
