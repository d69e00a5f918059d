"""The filing package of a mediation without result, or of an agreement in default: one zip, nothing typed twice."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from zhidun.access.actors import Actor
from zhidun.cases.models import Paper
from zhidun.cases.rendering import ensure_rendered
from zhidun.damages import papers
from zhidun.damages import selectors as damages
from zhidun.evidence import selectors as evidence
from zhidun.kernel.errors import NotFound
from zhidun.mediation.errors import NotNow
from zhidun.mediation.models import Mediation
from zhidun.mediation.standing import COMPLAINANT, find

CLAIM: Final = "claim-form"
FROM_SHEET: Final = ("claim", "evidence", "sheet")
OF_STATE: Final = {
    "ended": ("mediation-end",),
    "declined": ("mediation-end",),
    "enforced": ("mediation-agreement", "confirmation-application"),
}
"""Papers of the mediation that go with the claim, by state. Nothing said or offered is in any of them."""


def filing_package(actor: Actor, number: str) -> bytes:
    """Return the requester's package: the court's form, list of evidence, sheet, and the papers of the mediation.

    With a damages sheet of the mediation the form is the sheet's, sum and basis filled in; without one it is the form
    made from what the mediation has on record.

    Raises:
        MediationNotFound, NotFound: not for this actor.
        NotNow: the mediation goes on, or no claim was prepared.
        RulesUnread: the sheet rests on a rule nobody confirmed.
    """
    row, part = find(actor, number)
    if part != COMPLAINANT:
        raise NotFound
    if row.case.state not in OF_STATE or not _made(row, CLAIM):
        raise NotNow
    own = [one for one in damages.sheets(actor, case=number) if one.part == COMPLAINANT]
    files: list[tuple[str, bytes]] = []
    if own and row.case.state != "enforced":
        files += [(papers.TITLES[what].zh, papers.make(actor, own[0].key, what)) for what in FROM_SHEET]
    else:
        files += _printed(row, CLAIM)
    for kind in OF_STATE[row.case.state]:
        files += _printed(row, kind)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, (name, content) in enumerate(files, start=1):
            archive.writestr(f"{n}-{name}.pdf", content)
    return out.getvalue()


def _made(row: Mediation, kind: str) -> Paper | None:
    return Paper.objects.filter(case=row.case_id, kind=kind).order_by("-id").first()


def _printed(row: Mediation, kind: str) -> list[tuple[str, bytes]]:
    """Return (title, PDF) of the newest paper of a kind, where there is one."""
    found = _made(row, kind)
    pdf = ensure_rendered(paper=found).pdf if found else None
    if found is None or pdf is None:
        return []
    with evidence.open_original(evidence.item(pdf.public_id)) as stream:
        return [(found.title_zh, stream.read())]
