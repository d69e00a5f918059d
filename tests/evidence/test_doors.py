"""Uploads through Django's handler and downloads through signed links."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopFutureHandlers
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from tests.evidence.conftest import kept
from tests.factories.access import make_citizen
from tests.factories.evidence import archive, jpeg_with_position, make_item, png
from zhidun.access.actors import ANONYMOUS
from zhidun.evidence import links, previews, services
from zhidun.evidence.errors import FileEmpty, FileTooLarge, ItemNotFound, LinkExpired, Quarantined
from zhidun.evidence.uploads import EvidenceUploadHandler, IncomingFile
from zhidun.kernel.errors import OutOfSpace, TooLarge

pytestmark = pytest.mark.django_db


def _request(content: bytes, name: str = "现场.png") -> HttpRequest:
    upload = SimpleUploadedFile(name, content, content_type="image/png")
    request = RequestFactory().post("/", {"facts": "typed words", "files": upload})
    request.upload_handlers = [EvidenceUploadHandler(request)]
    return request


def test_a_file_streams_into_the_store_and_becomes_an_item(blobs: Path) -> None:
    content = png()
    request = _request(content)
    upload = request.FILES["files"]
    assert isinstance(upload, IncomingFile)
    assert request.POST["facts"] == "typed words"
    assert upload.size == len(content)
    assert upload.read() == content
    item = services.store_upload(stream=upload, filename=upload.name or "", actor=ANONYMOUS)
    assert (item.blob.sha256, item.filename) == (hashlib.sha256(content).hexdigest(), "现场.png")
    request.close()
    assert [path.name for path in kept(blobs)] == [item.blob.sha256]


def test_a_file_nobody_kept_is_gone_after_the_request(blobs: Path) -> None:
    request = _request(png())
    assert request.FILES["files"].size
    assert len(kept(blobs)) == 1
    request.close()
    assert kept(blobs) == []


def test_a_file_that_is_too_large_is_refused_and_what_was_typed_is_kept(blobs: Path, settings: Settings) -> None:
    settings.UPLOAD_FILE_LIMIT = 1000
    request = _request(b"\x89PNG\r\n\x1a\n" + bytes(3_000_000))
    upload = request.FILES["files"]
    assert request.POST["facts"] == "typed words"
    with pytest.raises(FileTooLarge) as refused:
        services.store_upload(stream=upload, filename="a.png", actor=ANONYMOUS)
    assert refused.value.status == 413
    assert kept(blobs) == []
    request.close()


def test_an_empty_upload_is_refused_by_the_service(blobs: Path) -> None:
    handler = EvidenceUploadHandler()
    with pytest.raises(StopFutureHandlers):
        handler.new_file("files", "a.png", "image/png", 0, None, None)
    upload = handler.file_complete(0)
    with pytest.raises(FileEmpty):
        services.store_upload(stream=upload, filename="a.png", actor=ANONYMOUS)
    assert kept(blobs) == []


def test_a_request_that_announces_three_gigabytes_is_refused_unread(blobs: Path) -> None:
    request = _request(png())
    request.META["CONTENT_LENGTH"] = "3000000000"
    with pytest.raises(TooLarge) as refused:
        _ = request.FILES
    assert refused.value.status == 413
    assert "保留" in refused.value.remedy.zh
    assert kept(blobs) == []


def test_a_broken_request_leaves_nothing(blobs: Path) -> None:
    handler = EvidenceUploadHandler()
    handler.upload_interrupted()
    with pytest.raises(StopFutureHandlers):
        handler.new_file("files", "a.png", "image/png", 10, None, None)
    handler.receive_data_chunk(b"half", 0)
    handler.upload_interrupted()
    assert kept(blobs) == []


def test_a_full_disk_is_said_by_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OutOfSpace

    monkeypatch.setattr("zhidun.evidence.uploads.Received", full)
    upload = _request(png()).FILES["files"]
    with pytest.raises(OutOfSpace):
        services.store_upload(stream=upload, filename="a.png", actor=ANONYMOUS)


def _token(path: str) -> str:
    return path.split("/")[2]


def test_an_original_goes_out_as_an_attachment_that_nothing_runs() -> None:
    citizen = make_citizen()
    item = make_item(content=b"<html>said</html>", filename="证 据.txt")
    opened = links.opened(_token(links.signed_path(item=item, actor=citizen)))
    assert opened.actor_key == citizen.key
    answer = links.response(opened)
    assert b"".join(answer.streaming_content) == b"<html>said</html>"  # type: ignore[arg-type]
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "%E8%AF%81" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Length"] == "17"


def test_a_preview_is_shown_and_a_missing_one_is_not() -> None:
    item = make_item(content=jpeg_with_position(), filename="a.jpg")
    path = links.signed_path(item=item, actor=ANONYMOUS, form="image")
    with pytest.raises(ItemNotFound):
        links.response(links.opened(_token(path)))
    previews.examine(item)
    answer = links.response(links.opened(_token(path)))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert links.served_type("image/svg+xml") == "application/octet-stream"


def test_a_link_ends_soon_and_bears_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    item = make_item()
    token = _token(links.signed_path(item=item, actor=ANONYMOUS))
    assert links.opened(token).item == item
    with pytest.raises(LinkExpired):
        links.opened(token[:-1] + ("A" if token[-1] != "A" else "B"))
    with pytest.raises(LinkExpired):
        links.opened("nonsense")
    monkeypatch.setattr(links, "SECONDS", timedelta(seconds=-1))
    with pytest.raises(LinkExpired):
        links.opened(token)


def test_a_shut_original_is_not_handed_out() -> None:
    item = make_item(content=archive({"x.exe": b"MZ"}), filename="a.zip")
    with pytest.raises(Quarantined):
        links.response(links.opened(_token(links.signed_path(item=item, actor=ANONYMOUS))))


def test_no_header_is_smuggled_in_by_a_name() -> None:
    value = links.headers('a"\r\nSet-Cookie: x=1; .pdf')["Content-Disposition"]
    assert not {"\r", "\n"} & set(value)
    assert value.count('"') == 2
