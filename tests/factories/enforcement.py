"""Measures, transfers and other procedures within a case, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.factories.access import make_actor, make_office
from tests.factories.plays import Play, moment
from zhidun.access.actors import Actor
from zhidun.cases.models import Case
from zhidun.enforcement import services
from zhidun.kernel import time

SEIZURE = {"seizure_kind": "detain", "seizure_ground": "涉嫌假冒", "seizure_place": "门店"}
PRESERVE = {"preservation_ground": "证据可能灭失", "preservation_place": "门店库房"}
TRANSFER = {"suspected_crime": "crime_214", "transfer_report": "货值较大,有犯罪合理嫌疑", "transfer_amount": "300000"}
GOODS = services.LineIn(
    article="白酒", quantity="100", unit="瓶", unit_value="600", storage_place="罚没仓库", seal_number="F-01"
)
DOSSIER = {"letter_enclosed": True, "report_enclosed": True, "goods_enclosed": True, "tests_enclosed": True}


def within(
    main: Play, procedure: str, facts: Mapping[str, object], *, on: str = "", by: Actor | None = None, kind: str = ""
) -> Play:
    """Open a procedure within a case on stage; what it is played on has the same cast."""
    day = on or main.day
    with time.pinned(moment(day)):
        case = services.open_attached(
            actor=by or main.cast.officer, case_number=main.case.number, procedure=procedure, facts=facts, kind=kind
        )
    return Play(cast=main.cast, clerk=main.clerk, case=case, day=day)


def seized(main: Play, *, on: str = "") -> Play:
    """A seizure in force, with one line in its inventory."""
    play = within(main, "seizure", SEIZURE, on=on)
    with time.pinned(moment(play.day)):
        services.add_lines(actor=main.cast.officer, case_number=play.case.number, lines=[GOODS])
    play.go("order", reason="涉嫌假冒,有转移可能。", facts={"seized_on": play.day[:10], "keeper": "罚没仓库"})
    return play


class Across:
    """Police and procuratorate with their people."""

    def __init__(self) -> None:
        self.police_office = make_office(kind="police")
        self.procuratorate = make_office(kind="procuratorate")
        self.police = make_actor("police", self.police_office)
        self.prosecutor = make_actor("prosecutor", self.procuratorate)
        self.other_police = make_actor("police", make_office(kind="police"))


def sent(main: Play, across: Across, *, on: str = "", at: str = "") -> Play:
    """A transfer that the police signed for."""
    play = within(main, "criminal-transfer", TRANSFER, on=on)
    play.go("approve-transfer")
    play.go("send", facts=handed(across, at or (play.day if "T" in play.day else f"{play.day}T09:00")))
    return play


def handed(across: Across, at: str) -> dict[str, Any]:
    """What the step `send` needs."""
    units = {"police_unit": across.police_office.code, "procuratorate_unit": across.procuratorate.code}
    return {**units, "sent_at": at, **DOSSIER}


def fresh(play: Play) -> Case:
    """The case as the database has it now."""
    return Case.objects.get(pk=play.case.pk)
