"""Where data lie, and how the database is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhidun.kernel import home as kernel_home
from zhidun.site import database, home


def test_home_is_named_or_the_checkouts_var_or_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIDUN_HOME", str(tmp_path / "a" / ".." / "b"))
    assert home.home() == tmp_path / "b"
    monkeypatch.delenv("ZHIDUN_HOME")
    root = home.checkout()
    assert root is not None
    assert home.home() == root / "var"
    monkeypatch.setattr(kernel_home, "checkout", lambda: None)
    assert home.home() == Path.home() / ".local" / "share" / "zhidun"


def test_a_long_home_gets_a_short_socket_folder() -> None:
    short, long = Path("/srv/zhidun"), Path("/srv") / ("知盾" * 30)
    assert home.socket_folder(short) == short / "run"
    moved = home.socket_folder(long)
    assert len(str(moved / ".s.PGSQL.5432.lock").encode()) < 107
    assert moved != home.socket_folder(long / "other")
    assert moved == home.socket_folder(long)


def test_a_secret_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    first = home.secret(tmp_path, "django")
    assert len(first) >= 50
    assert home.secret(tmp_path, "django") == first
    assert home.secret(tmp_path, "other") != first
    assert oct((tmp_path / "keys" / "django").stat().st_mode & 0o777) == "0o600"
    assert oct((tmp_path / "keys").stat().st_mode & 0o777) == "0o700"
    assert sorted(file.name for file in (tmp_path / "keys").iterdir()) == ["django", "other"]


def test_without_an_address_the_embedded_socket_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ZHIDUN_DATABASE_URL", raising=False)
    monkeypatch.setenv("ZHIDUN_POOL", "5")
    found = database.configuration(tmp_path)
    assert (found["HOST"], found["USER"], found["NAME"]) == (str(tmp_path / "run"), "zhidun", "zhidun")
    assert found["OPTIONS"] == {"pool": {"min_size": 1, "max_size": 5, "timeout": 3}}
    assert found["CONN_MAX_AGE"] == 0, "a pool keeps connections itself"
    assert not database.named()


def test_an_address_names_a_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIDUN_POOL", "0")
    address = "postgresql://us%40er:p%2Fw@db.example:6432/zd?sslmode=verify-full"
    monkeypatch.setenv("ZHIDUN_DATABASE_URL", address)
    found = database.configuration(tmp_path)
    assert (found["HOST"], found["PORT"]) == ("db.example", "6432")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("us@er", "p/w", "zd")
    assert found["OPTIONS"] == {"sslmode": "verify-full"}
    assert found["CONN_MAX_AGE"] == 60
    assert database.named()


def test_another_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIDUN_DATABASE_URL", "mysql://x/y")
    with pytest.raises(ValueError, match="expected postgresql://"):
        database.configuration(tmp_path)
