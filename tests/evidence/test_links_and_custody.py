"""Download links by the second, the headers of every answer, the chain of custody, and each reason of quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.db import IntegrityError, connection, transaction

from tests.factories.access import make_actor, make_citizen
from tests.factories.evidence import make_item, png
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.evidence import links, selectors, services
from zhidun.evidence.errors import ItemNotFound, LinkExpired, Quarantined
from zhidun.evidence.models import CustodyEvent, Item, ItemState
from zhidun.evidence.verdicts import VERDICTS
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 1, tzinfo=UTC)


@pytest.fixture
def item() -> Iterator[Item]:
    with time.pinned(NOW):
        yield make_item(content=png(), filename="证据 1.png")


def token_of(path: str) -> str:
    return path.split("/")[2]


@pytest.mark.parametrize(
    ("seconds", "opens"), [(0, True), (1, True), (60, True), (119, True), (120, True), (122, False), (3600, False)]
)
def test_a_link_opens_for_two_minutes(
    seconds: int,
    *,
    opens: bool,
    item: Item,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = 1_800_000_000
    monkeypatch.setattr(signing.time, "time", lambda: begun)
    token = token_of(links.signed_path(item=item, actor=SYSTEM))
    monkeypatch.setattr(signing.time, "time", lambda: begun + seconds)
    if opens:
        assert links.opened(token).item == item
        return
    with pytest.raises(LinkExpired) as caught:
        links.opened(token)
    assert "重新点击" in caught.value.remedy.zh


@pytest.mark.parametrize("form", ["original", "image", "text"])
def test_a_link_says_what_it_opens_and_for_whom(form: links.Form, item: Item) -> None:
    actor = make_citizen()
    path = links.signed_path(item=item, actor=actor, form=form)
    assert path.startswith("/f/") and path.endswith("/%E8%AF%81%E6%8D%AE%201.png")
    assert links.opened(token_of(path)) == links.Opened(item, form, actor.key)


MANGLED = ["", "x", ":", "::", "a:b:c", "a" * 5000, "\x00", "../..", "é", "W10:1:x", "null"]


@pytest.mark.parametrize("token", MANGLED)
def test_a_token_that_is_none_is_an_expired_link(token: str) -> None:
    with pytest.raises(LinkExpired):
        links.opened(token)


@pytest.mark.parametrize("place", [0, 5, 20, -30, -5, -1])
def test_a_token_with_one_changed_character_opens_nothing(place: int, item: Item) -> None:
    token = token_of(links.signed_path(item=item, actor=SYSTEM))
    other = "A" if token[place] != "A" else "B"
    changed = token[:place] + other + (token[place + 1 :] if place != -1 else "")
    with pytest.raises(LinkExpired):
        links.opened(changed)


def test_a_signature_for_another_purpose_opens_nothing(item: Item) -> None:
    token = signing.dumps([str(item.public_id), "original", "system"], salt="another.purpose")
    with pytest.raises(LinkExpired):
        links.opened(token)


@pytest.mark.parametrize("content", [[], ["a"], "text", 7, None, ["a", "b"], ["a", "b", "c", "d"], {"a": 1}])
def test_a_rightly_signed_token_of_another_shape_opens_nothing(content: object) -> None:
    token = signing.dumps(content, salt=links.SALT)
    with pytest.raises((LinkExpired, ItemNotFound)):
        links.opened(token)


@pytest.mark.parametrize("public_id", ["", "x", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
def test_a_link_to_nothing_is_not_found(public_id: str) -> None:
    token = signing.dumps([public_id, "original", "system"], salt=links.SALT)
    with pytest.raises(ItemNotFound):
        links.opened(token)


@pytest.mark.parametrize(
    ("media_type", "served"),
    [
        ("text/plain", links.TEXT),
        ("text/csv", links.TEXT),
        ("application/json", links.TEXT),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("image/png", "application/octet-stream"),
        ("application/pdf", "application/octet-stream"),
        ("text/xml", "application/octet-stream"),
        ("message/rfc822", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_originals_are_served_as_text_or_bytes_never_as_something_that_runs(media_type: str, served: str) -> None:
    assert links.served_type(media_type) == served


@pytest.mark.parametrize(
    ("filename", "plain", "encoded"),
    [
        ("a.pdf", "a.pdf", "a.pdf"),
        ("证据.pdf", "__.pdf", "%E8%AF%81%E6%8D%AE.pdf"),
        ('a"b.pdf', "a_b.pdf", "a%22b.pdf"),
        ("a\\b.pdf", "a_b.pdf", "a%5Cb.pdf"),
        ("a b.pdf", "a b.pdf", "a%20b.pdf"),
        ("a\r\nX: y.pdf", "a__X: y.pdf", "a%0D%0AX%3A%20y.pdf"),
        ("a/b.pdf", "a/b.pdf", "a%2Fb.pdf"),
        ("a'b.pdf", "a'b.pdf", "a%27b.pdf"),
        ("🌶.pdf", "_.pdf", "%F0%9F%8C%B6.pdf"),
        ("", "", ""),
    ],
)
@pytest.mark.parametrize("inline", [True, False])
def test_the_headers_of_a_file_from_outside(filename: str, plain: str, encoded: str, *, inline: bool) -> None:
    said = links.headers(filename, inline=inline)
    word = "inline" if inline else "attachment"
    assert said["Content-Disposition"] == f"{word}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in said["Content-Security-Policy"] and "default-src 'none'" in said["Content-Security-Policy"]
    assert said["Cache-Control"] == "private, no-store"
    assert said["X-Frame-Options"] == "DENY"
    assert said["Cross-Origin-Resource-Policy"] == "cross-origin"  # a preview is shown on a page of another origin
    assert all("\n" not in value and "\r" not in value for value in said.values())


def test_every_link_of_a_chain_is_in_order_with_who_when_and_the_digest(item: Item) -> None:
    officer, head = make_actor("enforcement-officer"), make_actor("bureau-head")
    acts = [
        (officer, "seen", ""),
        (officer, "compared", "与原件一致"),
        (head, "sealed", "封存"),
        (SYSTEM, "exported", ""),
    ]
    for number, (actor, action, note) in enumerate(acts, start=1):
        with time.pinned(NOW + timedelta(hours=number)):
            services.take_custody(item=item, actor=actor, action=action, note=note)
    chain = selectors.custody(item)
    assert [event.seq for event in chain] == [1, 2, 3, 4, 5]
    assert [event.action for event in chain] == ["received", "seen", "compared", "sealed", "exported"]
    assert [event.at for event in chain] == [NOW + timedelta(hours=n) for n in range(5)]
    assert {event.sha256 for event in chain} == {item.blob.sha256}
    assert [event.actor_key for event in chain[1:]] == [actor.key for actor, _, _ in acts]
    assert all(event.actor_name_zh and event.actor_name_en for event in chain)


@pytest.mark.parametrize("action", ["", " ", "\n\t"])
def test_a_link_of_the_chain_says_what_was_done(action: str, item: Item) -> None:
    with pytest.raises(Invalid) as caught:
        services.take_custody(item=item, actor=SYSTEM, action=action)
    assert caught.value.field == "action"
    assert len(selectors.custody(item)) == 1


CHANGES = [
    "UPDATE evidence_custodyevent SET note = 'x'",
    "UPDATE evidence_custodyevent SET at = now()",
    "UPDATE evidence_custodyevent SET actor_key = 'x'",
    "UPDATE evidence_custodyevent SET seq = seq + 10",
    "UPDATE evidence_custodyevent SET sha256 = repeat('0', 64)",
    "DELETE FROM evidence_custodyevent",
    "TRUNCATE evidence_custodyevent",
    "UPDATE evidence_blob SET sha256 = repeat('0', 64)",
    "UPDATE evidence_blob SET size = 0",
    "UPDATE evidence_blob SET sm3 = ''",
    "UPDATE evidence_item SET filename = 'x'",
    "UPDATE evidence_item SET uploaded_by = 'x'",
    "UPDATE evidence_item SET uploaded_at = now()",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change_what_was_received(statement: str, item: Item) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as after a commit
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert CustodyEvent.objects.get(item=item).action == "received"


NEVER_OPENED = {"malware", "executable"}


@pytest.mark.parametrize("code", sorted(VERDICTS))
def test_each_reason_of_quarantine_is_told_and_opened_only_where_it_may_be(code: str, item: Item) -> None:
    head = make_actor("bureau-head")
    shut = services.quarantine(item=item, actor=SYSTEM, code=code)
    reason, remedy = selectors.reason_of(shut), selectors.remedy_of(shut)
    assert reason == VERDICTS[code].reason and remedy == VERDICTS[code].remedy
    assert remedy is not None and "原件已保全" in remedy.zh and "original is kept" in remedy.en
    with pytest.raises(Quarantined) as caught:
        selectors.open_clean(shut)
    assert caught.value.reason == VERDICTS[code].reason
    with selectors.open_original(shut) as file:
        assert len(file.read()) == shut.blob.size
    again = services.quarantine(item=shut, actor=SYSTEM, code="damaged")
    assert again.finding == code  # the first reason stays
    if code in NEVER_OPENED:
        with pytest.raises(Quarantined):
            services.release(item=shut, actor=head, reason="需要查看")
        return
    freed = services.release(item=shut, actor=head, reason="已在隔离环境查看")
    assert freed.state == ItemState.CLEAN
    assert selectors.reason_of(freed) is None
    with selectors.open_clean(freed) as file:
        assert file.read(4)
    assert [event.action for event in selectors.custody(item)] == ["received", "quarantined", "released"]
    assert selectors.custody(item)[-1].note == "已在隔离环境查看"


@pytest.mark.parametrize("role", ["counter-clerk", "enforcement-officer", "legal-reviewer", "system-admin", "mediator"])
def test_nobody_else_opens_what_is_shut(role: str, item: Item) -> None:
    services.quarantine(item=item, actor=SYSTEM, code="active-pdf")
    for actor in (make_actor(role), make_citizen(), ANONYMOUS):
        with pytest.raises(Forbidden):
            services.release(item=item, actor=actor, reason="想看")
    item.refresh_from_db()
    assert item.state == ItemState.QUARANTINED


def test_a_verdict_of_the_child_is_one_of_the_list(blobs: Path) -> None:
    assert all(code == verdict.code for code, verdict in VERDICTS.items())
    assert len({verdict.reason.zh for verdict in VERDICTS.values()}) == len(VERDICTS)
