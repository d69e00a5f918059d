"""Verdicts: what a person found on a hit; they feed the calibration report and open the way to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from zhidun.access import audit
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.radar import policies
from zhidun.radar.models import Hit, Verdict, VerdictKind

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

NOTE: Final = 1000


@transaction.atomic
def give_verdict(*, actor: Actor, hit: Hit, verdict: str, note: str = "") -> Verdict:
    """Record what an officer found; a later verdict stands, the earlier ones stay on file.

    The system never gives one: an automated score alone decides nothing about a person (个人信息保护法 24).

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:hit:judge`.
        Invalid: no such verdict, or “fair”, “licensed” or “own” without a note.
    """
    policies.need(actor, policies.JUDGE)
    if verdict not in VerdictKind.values:
        raise Invalid(t("请选择研判结论。", "Choose a verdict."), field="verdict")
    said = note.replace("\x00", "").strip()[:NOTE]
    if verdict in {VerdictKind.FAIR, VerdictKind.LICENSED, VerdictKind.OWN} and not said:
        raise Invalid(
            t("请写明依据。", "Say what it rests on."),
            t(
                "例如:许可合同编号、权利人确认、描述性使用。",
                "Such as the licence, the holder's word, descriptive use.",
            ),
            field="note",
        )
    row = Hit.objects.select_for_update(no_key=True).get(pk=hit.pk)
    made = Verdict.objects.create(hit=row, verdict=verdict, note=said, made_by=actor.key, made_at=time.now())
    row.verdict = verdict
    row.save(update_fields=["verdict"])
    audit.record(
        actor=actor,
        action="radar.verdict",
        object_kind="hit",
        object_key=str(row.public_id),
        facts={"verdict": verdict, "score": f"{row.score:.4f}"},
    )
    return made
