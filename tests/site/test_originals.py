"""Originals leave by signed link only, as attachments under a sandbox."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.evidence import make_item
from zhidun.access.actors import SYSTEM
from zhidun.evidence import links


@pytest.mark.django_db
@pytest.mark.parametrize("urls", ["zhidun.site.urls_files", "zhidun.site.urls"])
def test_a_signed_link_gives_the_bytes_as_an_attachment(client: Client, urls: str, settings: object) -> None:
    settings.ROOT_URLCONF = urls  # type: ignore[attr-defined]
    item = make_item()
    answer = client.get(links.signed_path(item=item, actor=SYSTEM))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert len(b"".join(answer.streaming_content)) == item.blob.size  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_changed_link_is_refused(client: Client, settings: object) -> None:
    settings.ROOT_URLCONF = "zhidun.site.urls_files"  # type: ignore[attr-defined]
    path = links.signed_path(item=make_item(), actor=SYSTEM)
    assert client.get(path.replace("/f/", "/f/x", 1)).status_code in {403, 404, 410}
    assert client.post(path).status_code == 405
