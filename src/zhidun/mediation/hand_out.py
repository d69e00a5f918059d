"""Files a mediation hands out: calendar, papers, files shown in a room, the bundle of a draw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from zhidun.access.actors import Actor
from zhidun.evidence import selectors as evidence
from zhidun.evidence.links import headers as attachment
from zhidun.kernel.errors import NotFound
from zhidun.mediation import selectors
from zhidun.mediation.letters import minutes
from zhidun.mediation.package import filing_package

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class HandOut:
    """A file: its bytes, type and headers."""

    content: bytes
    media_type: str
    headers: Mapping[str, str]


def take(actor: Actor, number: str, what: str, key: str = "") -> HandOut:
    """Return a file of a mediation.

    Args:
        actor: a side, the mediator or the desk.
        number: case number of the mediation.
        what: calendar, paper, file, draw, minutes, or package (the requester's filing package).
        key: public id of the paper, file or minutes.

    Raises:
        MediationNotFound, NotFound: there is none, or it is not for this actor.
        ItemUnsafe: the file was not found clean.
    """
    if what == "calendar":
        text = selectors.icalendar(actor, number)
        return HandOut(text.encode(), "text/calendar; charset=utf-8", attachment(f"{number}.ics"))
    if what == "minutes":
        headers = {"Content-Disposition": f'inline; filename="{key}.pdf"'}
        return HandOut(minutes(actor, number, key), PDF, headers)
    if what == "package":
        return HandOut(filing_package(actor, number), "application/zip", attachment(f"{number}.zip"))
    if what == "paper":
        with evidence.open_original(selectors.paper_file(actor, number, key)) as stream:
            return HandOut(stream.read(), PDF, {"Content-Disposition": f'inline; filename="{key}.pdf"'})
    if what == "file":
        item = selectors.item_for(actor, number, key)
        with evidence.open_clean(item) as stream:
            return HandOut(stream.read(), "application/octet-stream", attachment(item.filename))
    if what == "draw":
        found = selectors.mediation_page(actor, number).draw
        if found is None or found.bundle is None:
            raise NotFound
        text = json.dumps(found.bundle, ensure_ascii=False, indent=2)
        return HandOut(text.encode(), "application/json", attachment(f"{found.number}.json"))
    raise NotFound
