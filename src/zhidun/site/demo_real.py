"""Replays the ten restated cases: recorded facts on recorded days, by the law of those days, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction

from zhidun.intake import services as intake
from zhidun.intake.types import Channel, Part, Receipt
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.site.demo_stage import Act, Entry, actor_named, at_moment, entries, script, take

RECORDER = "luruyuan"
REVIEWER = "fuheyuan"
MATTERS = {
    "gi_mark": "gi",
    "gi_product": "gi",
    "gi_agricultural": "gi",
    "copyright_work": "copyright",
    "software": "copyright",
}
ROUTED = frozenset({"patent", "ic_layout", "plant_variety", "copyright"})
COURT = "sue_or_mediate"
LEFT_OPEN = "后续未见记载的,以记载为限。"


def scenes() -> list[Entry]:
    """Return the restated cases in the order of the pack."""
    return entries(script("real-cases"), "cases")


@transaction.atomic
def replay(entry: Entry) -> Receipt:
    """Enter one restated case and what is recorded of it, all or nothing."""
    received = datetime.fromisoformat(str(entry["received"]))
    with at_moment(received):
        receipt = intake.submit(
            actor=actor_named(RECORDER),
            answers={**cast("Entry", entry["answers"]), "facts": Text.of(entry["restated"]).zh},
            channel=cast("Channel", entry["channel"]),
            at_office=str(script("invented")["recorders_office"]),
            received_at=received,
            demo=True,
            source=_source(entry),
        )
    for act in _acts(entry, receipt, received):
        take(receipt.number, act)
    return receipt


def _source(entry: Entry) -> Entry:
    """Return what the case keeps of its source: a restated case is never taken for an official act of today."""
    title = Text.of(entry["title"])
    return {
        "demo_key": str(entry["key"]),
        "restated": Text.of(entry["restated"]).as_dict(),
        "restated_title": title.as_dict(),
        "date_basis": Text.of(entry["date_basis"]).as_dict(),
        "notice": dict(cast("Entry", entry["source"])),
    }


def _acts(entry: Entry, receipt: Receipt, received: datetime) -> Iterator[Act]:
    part = receipt.classification.parts[0]
    known = [Text.of(event) for event in entries(entry, "recorded")]
    soon = received + timedelta(hours=1)
    if part.kind == "report":
        yield from _report(entry, part, known[0], soon)
    else:
        yield Act(
            step="triage", by=RECORDER, at=soon, facts={"matter": matter(part.field), "route_note": part.reasons[-1].zh}
        )
        if matter(part.field) in ROUTED:
            yield from _routed(entry, part, soon)
            return
        yield _handed_on(entry, part, known[0], soon + timedelta(hours=1))
    yield from _results(entry, received)


def matter(field: str) -> str:
    """Return the word of the procedure's triage for a kind of right."""
    return "patent" if field.startswith("patent_") else MATTERS.get(field, field)


def _report(entry: Entry, part: Part, known: Text, at: datetime) -> Iterator[Act]:
    if entry["play"] == "police":
        yield Act(step="accept", by=RECORDER, at=at, facts={})
        yield Act(
            step="refer-to-police",
            by=RECORDER,
            at=at + timedelta(hours=1),
            facts={"police_office": "公安机关", "referred_on": time.local_date(at).isoformat()},
            reason=f"{known.zh}{LEFT_OPEN}",
            approve=[REVIEWER],
        )
        return
    yield Act(
        step="refer-elsewhere",
        by=RECORDER,
        at=at,
        facts={"receiving_office": part.office.name.zh},
        reason=f"{known.zh}{LEFT_OPEN}",
    )


def _routed(entry: Entry, part: Part, at: datetime) -> Iterator[Act]:
    yield Act(step="route", by=RECORDER, at=at + timedelta(hours=1), facts={"authority": part.office.name.zh})
    answer = "\n".join(f"{event['day']} {Text.of(event).zh}" for event in entries(entry, "recorded"))
    yield Act(
        step="record-authority-answer", by=RECORDER, at=at + timedelta(hours=2), facts={"authority_answer": answer}
    )


def _handed_on(entry: Entry, part: Part, known: Text, at: datetime) -> Act:
    """Return the step by which a matter that a court, another city or a penalty file took on leaves our clocks."""
    reason = f"{known.zh}{LEFT_OPEN}"
    if part.office.action == COURT or entry["play"] == "recorded_elsewhere":
        facts = {"court": "人民法院(见来源)"}
        return Act(step="refer-to-court", by=RECORDER, at=at, facts=facts, reason=reason, approve=[REVIEWER])
    facts = {"receiving_office": part.office.name.zh}
    return Act(step="transfer", by=RECORDER, at=at, facts=facts, reason=reason, approve=[REVIEWER])


def _results(entry: Entry, received: datetime) -> Iterator[Act]:
    notice = cast("Entry", entry["source"])
    for event in entries(entry, "recorded"):
        day = datetime.fromisoformat(f"{event['day']}T16:00+08:00")
        yield Act(
            step="record-referral-result",
            by=RECORDER,
            at=max(day, received + timedelta(hours=4)),
            facts={
                "referral_on": str(event["day"]),
                "referral_result": Text.of(event).zh,
                "referral_source": str(notice["publisher"]),
            },
        )
