"""The doctor: every finding in both languages with what to do; an illness of its own is a finding too."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from tests.site.tree import environment
from zhidun.site import assets, doctor, home, postgres, second_factor
from zhidun.site.findings import Finding

KEYS = ["python", "packages", "assets", "chromium", "database", "calendar", "law", "disk", "keys", "second_factor"]


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def _one(key: str) -> Finding:
    return next(finding for finding in doctor.examine() if finding.key == key)


def test_json_names_each_finding_with_its_remedy(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "zhidun.site.command", "doctor", "--json"]
    done = subprocess.run(words, env=environment(tmp_path), check=False, capture_output=True, text=True)
    body = json.loads(done.stdout)
    assert [finding["key"] for finding in body["findings"]] == KEYS
    for finding in body["findings"]:
        assert all(finding[part][lang].strip() for part in ("what", "remedy") for lang in ("zh", "en"))
    assert done.returncode == int(any(finding["level"] == "error" for finding in body["findings"]))


def test_people_get_a_sign_and_a_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    doctor.show(doctor.examine(), "en")
    shown = capsys.readouterr().out
    assert "✓ Python 3." in shown
    assert "→ Import the notice for" in shown


def test_the_law_pack_is_counted() -> None:
    found = _one("law")
    assert found.level == "warning", found.what.en
    assert int(str(found.facts["unverified"])) > 0
    assert "confirms text and dates" in found.remedy.en


def test_the_calendars_next_year_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    monkeypatch.setattr(doctor, "today", lambda: date(2026, 11, 1))
    assert _one("calendar").level == "warning"
    assert "2027" in _one("calendar").remedy.en
    monkeypatch.setattr(doctor, "today", lambda: date(2025, 3, 1))
    assert _one("calendar").ok


@pytest.mark.django_db(transaction=True)
def test_imported_years_are_counted_when_the_database_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from django.db import connection

    from zhidun.cases.models import CalendarYear

    CalendarYear.objects.create(year=2027, version=1, content="x", filename="2027.yaml", source="x", imported_by="t")
    words = connection.settings_dict
    monkeypatch.setenv("ZHIDUN_DATABASE_URL", f"postgresql://zhidun@/{words['NAME']}?host={words['HOST']}")
    monkeypatch.setattr(doctor, "today", lambda: date(2026, 11, 1))
    found = _one("calendar")
    assert found.ok
    assert found.facts == {"years": [2004, 2027], "imported": [2027], "missing_next": False}


def test_the_demo_without_second_factor_is_said_loudly(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    assert _one("second_factor").ok
    assert second_factor.check(None) == []
    monkeypatch.setenv("ZHIDUN_DEMO", "1")
    settings.SECOND_FACTOR_REQUIRED = False
    found = _one("second_factor")
    assert found.level == "warning"
    assert "WITHOUT a second factor" in found.what.en
    assert "ZHIDUN_DEMO" in found.remedy.zh
    [warning] = run_checks(tags=["security"], include_deployment_checks=False)
    assert warning.id == "zhidun.W001"


def test_missing_assets_and_packages_are_errors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "folder", lambda: tmp_path)
    found = _one("assets")
    assert found.level == "error"
    assert "fonts/NotoSerifSC-Bold.ttf" in str(found.facts["fonts_missing"])
    monkeypatch.setattr(doctor, "PACKAGES", ("django", "no_such_package"))
    assert _one("packages").facts == {"missing": ["no_such_package"]}


def test_no_browser_is_only_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHIDUN_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert _one("chromium").level == "warning"


def test_keys_open_to_others_are_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIDUN_HOME", str(tmp_path))
    assert _one("keys").facts == {"files": 0, "open_to_others": []}
    home.secret(tmp_path, "django")
    assert _one("keys").ok
    (tmp_path / "keys" / "django").chmod(0o644)
    assert _one("keys").level == "error"
    assert "chmod 600" in _one("keys").remedy.en


def test_little_space_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10, 9, 1))
    assert _one("disk").level == "warning"


def test_a_running_database_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _one("database")
    assert found.ok
    assert "vector" in str(found.facts["extensions"])
    monkeypatch.setenv("ZHIDUN_DATABASE_URL", "postgresql://x@127.0.0.1:1/x")
    found = _one("database")
    assert found.level == "error"
    assert "ZHIDUN_DATABASE_URL" in found.remedy.en


def test_an_embedded_database_at_rest_is_fine_and_a_missing_one_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ZHIDUN_DATABASE_URL")
    monkeypatch.setenv("ZHIDUN_HOME", str(tmp_path))
    assert _one("database").facts["running"] is False
    monkeypatch.setattr(postgres, "PACKAGE", "no_such_package")
    assert _one("database").level == "error"


def test_a_look_that_fails_is_a_finding() -> None:
    def broken() -> Finding:
        raise RuntimeError("ill")

    found = doctor._looked(broken)
    assert (found.key, found.level) == ("broken", "error")
    assert "RuntimeError: ill" in found.what.en
