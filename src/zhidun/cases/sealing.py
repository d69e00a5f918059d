"""What of a case is committed to the public log: papers when issued, publications, hand-overs to other authorities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from zhidun.access.actors import SYSTEM
from zhidun.cases.models import Move, Paper
from zhidun.evidence.sealing import PAPER, PUBLICATION, TRANSFER, moment, seal
from zhidun.kernel.events import CaseMoved, PaperIssued
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import FieldType, Step

TRANSFER_PAPER = "transfer"


def on_paper_issued(event: PaperIssued) -> None:
    """Seal a paper in the transaction that issues it: its number and the digest of its frozen data."""
    paper = Paper.objects.select_related("office").get(public_id=event.paper)
    seal(
        actor=SYSTEM,
        kind=PAPER,
        object_key=str(paper.public_id),
        office=paper.office.code,
        manifest={
            "paper": str(paper.public_id),
            "paper_kind": paper.kind,
            "number": paper.number,
            "case": event.case_number,
            "issued_at": moment(paper.issued_at),
            "data_sha256": _digest(paper.data),
            "rules": list(paper.rules),
        },
    )


def on_case_moved(event: CaseMoved) -> None:
    """Seal a move that publishes something or hands the case to somebody else."""
    if not event.step:
        return
    rows = Move.objects.select_related("case__office").filter(case__number=event.case_number)
    move = rows.order_by("-seq").first()
    if move is None:
        return
    step = catalogue().get(move.case.procedure, move.case.procedure_version).steps.get(event.step)
    kind = _kind(step) if step else ""
    if not kind:
        return
    seal(
        actor=SYSTEM,
        kind=kind,
        object_key=str(move.public_id),
        office=move.case.office.code,
        manifest={
            "case": event.case_number,
            "seq": move.seq,
            "step": move.step,
            "from": move.from_state,
            "to": move.to_state,
            "moved_at": moment(move.at),
            "facts_sha256": _digest(move.facts),
        },
    )


def _kind(step: Step) -> str:
    if step.publication is not None:
        return PUBLICATION
    goes = any(field.type is FieldType.OFFICE for field in step.fields)
    goes = goes or any(paper.kind == TRANSFER_PAPER for paper in step.effects.papers)
    return TRANSFER if goes else ""


def _digest(value: Mapping[str, object]) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
