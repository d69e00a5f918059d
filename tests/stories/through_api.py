"""Plays a scene through the API: every step is a call of the one who takes it, every approval one of the approver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from tests.factories.api import Caller, by_session, file, nobody
from tests.factories.evidence import png
from zhidun.access.actors import actor_for
from zhidun.access.selectors import account
from zhidun.kernel import time
from zhidun.site import demo_invented
from zhidun.site.demo_stage import Entry, entries, facts_on, moment

DAY = date(2026, 11, 20)


def scene(key: str) -> Entry:
    """Return a scene of the invented cases."""
    return next(one for one in demo_invented.scenes() if one["key"] == key)


def shaped(answers: Entry) -> dict[str, Any]:
    """Return the form's flat answers as the API takes them: people as objects."""
    found: dict[str, Any] = {}
    for key, value in answers.items():
        who, _, part = key.partition("_")
        if who in {"filer", "agent", "respondent"}:
            found.setdefault(who, {"kind": answers.get(f"{who}_kind", "person")})[part] = value
        else:
            found[key] = value
    return found


def caller(username: str) -> Caller:
    """Return a member of the cast, signed in; "" is a visitor."""
    return by_session(actor_for(account(username))) if username else nobody()


@dataclass
class Played:
    """A case on its way through the API."""

    number: str
    secret: str
    at: datetime
    told: list[dict[str, Any]] = field(default_factory=list)

    def read(self, username: str) -> dict[str, Any]:
        """Return the case as somebody reads it."""
        with time.pinned(self.at):
            answer = caller(username).get(f"/cases/{self.number}")
        assert answer.status == 200, answer.body
        return cast("dict[str, Any]", answer.json)

    def status(self) -> dict[str, Any]:
        """Return the case as the holder of the receipt reads it."""
        with time.pinned(self.at):
            answer = nobody().post("/receipts/status", {"number": self.number, "secret": self.secret})
        assert answer.status == 200, answer.body
        return cast("dict[str, Any]", answer.json)

    def step(self, entry: Entry) -> dict[str, Any]:
        """Take one step at its moment, with its approvals; return the last answer."""
        self.at = moment(entry, DAY)
        with time.pinned(self.at):
            answer = self.ask(entry)
            assert answer.status == 200, (entry["step"], answer.body.decode())
            done = cast("dict[str, Any]", answer.json)
            for username in cast("list[str]", entry.get("approve") or []):
                assert not done["taken"], entry["step"]
                place = f"/cases/{self.number}/approvals/{done['approval']}/approve"
                approved = caller(username).post(place, {"expected_version": done["version"]})
                assert approved.status == 200, approved.body.decode()
                done = {**approved.json, "approval": done["approval"]}
        assert done["taken"], entry["step"]
        self.told.append(done)
        return done

    def ask(self, entry: Entry) -> Any:
        """Send a step on the version that was read."""
        sender = caller(str(entry["by"]))
        return sender.post(
            f"/cases/{self.number}/steps",
            {
                "step": entry["step"],
                "facts": facts_on(cast("Entry", entry.get("facts") or {}), DAY),
                "reason": entry.get("reason") or "",
                "expected_version": sender.get(f"/cases/{self.number}").json["card"]["version"],
            },
        )


def filed(entry: Entry, *, files: Iterable[str] = ("photo.png",)) -> Played:
    """Send a scene's filing, with its evidence, as the one who files it."""
    at = moment(entry, DAY)
    with time.pinned(at):
        sender = caller(str(entry["by"] or ""))
        answers = {**cast("Entry", entry["answers"]), "happened_on": at.date().isoformat()}
        items = []
        for name in files if entry["by"] else ():
            handed = sender.form("/evidence", {"file": file(png(), name, "image/png")})
            assert handed.status == 201, handed.body.decode()
            items.append(handed.json["item"])
        body = {
            "answers": shaped(answers),
            "items": items,
            "channel": entry["channel"],
            "at_office": entry.get("at_office") or "",
        }
        answer = sender.post("/filings", body, key=f"story-{entry['key']}")
        assert answer.status == 201, answer.json.get("errors")
        again = sender.post("/filings", body, key=f"story-{entry['key']}")
        assert again.json["numbers"] == answer.json["numbers"]
    return Played(answer.json["numbers"][0], answer.json["secret"], at)


def played(key: str, *, last: str = "", without: Iterable[str] = ()) -> Played:
    """File a scene and take its steps, up to and with `last`, leaving some out."""
    entry = scene(key)
    case = filed(entry)
    for step in entries(entry, "steps"):
        if step["step"] not in without:
            case.step(step)
        if step["step"] == last:
            break
    return case
