"""The demo's data is set aside and never that of real work, nor while somebody works in it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.factories.faces import signed_in
from zhidun.access import loading
from zhidun.site import sandbox
from zhidun.site.supervise import Supervisor

AT = datetime(2026, 11, 30, 9, 5, 7, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "var"
    sandbox.mark(place)
    (place / "postgres").mkdir()
    (place / "postgres" / "rows").write_text("1")
    (place / "similarity").mkdir()
    return place


def test_the_demos_data_is_moved_beside_its_folder_and_what_is_only_read_stays(home: Path) -> None:
    moved = sandbox.set_aside(home, at=AT)
    assert moved == home.with_name("var-20261130-090507")
    assert (moved / "postgres" / "rows").read_text() == "1"
    assert [one.name for one in home.iterdir()] == ["similarity"]
    assert sandbox.set_aside(home, at=AT) is None
    sandbox.mark(home)
    assert (home / sandbox.MARK).exists()


def test_data_of_real_work_is_not_touched(tmp_path: Path) -> None:
    real = tmp_path / "real"
    (real / "postgres").mkdir(parents=True)
    sandbox.mark(real)
    with pytest.raises(sandbox.NotTheDemo):
        sandbox.set_aside(real, at=AT)
    assert (real / "postgres").exists()


def test_a_running_demo_is_left_alone(home: Path) -> None:
    pid = home / "postgres" / "postmaster.pid"
    pid.write_text(f"{os.getpid()}\n{home}\n")
    with pytest.raises(sandbox.StillRunning):
        sandbox.set_aside(home, at=AT)
    pid.write_text("999999999\n")
    assert sandbox.set_aside(home, at=AT) is not None


def test_the_mark_leaves_room_for_the_folder_of_closed_files(home: Path) -> None:
    """`./run demo` once found its own mark where it keeps the closed files."""
    (home / "demo").mkdir()
    assert (home / sandbox.MARK).is_file()


@pytest.mark.django_db
def test_an_administrator_begins_the_demo_anew_from_a_page_and_nobody_else(
    home: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setenv("ZHIDUN_HOME", str(home))
    loading.load_city()
    loading.load_cast("Lantern-river-2026")
    page = reverse("sandbox")
    chief = signed_in("sysadmin")
    assert chief.post(page, {"sure": "yes"}).status_code == HTTPStatus.CONFLICT  # served by something else
    monkeypatch.setenv(sandbox.OFFERED, "1")
    assert signed_in("wangqiang").post(page, {"sure": "yes"}).status_code == HTTPStatus.FORBIDDEN
    assert chief.get(page).status_code == HTTPStatus.OK
    assert chief.post(page, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not sandbox.asked(home)
    assert chief.post(page, {"sure": "yes"}).status_code == HTTPStatus.OK
    assert sandbox.asked(home)
    tree = Supervisor([], state=home / "serve.json", facts={}, ends=lambda: sandbox.asked(home))
    tree.watch()  # ends by itself
    moved = sandbox.set_aside(home, at=AT)
    assert moved is not None
    assert (moved / sandbox.ASKED).exists()
    assert not sandbox.asked(home)
