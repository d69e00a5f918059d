"""The embedded server: who may enter, what it is, that it stops; the copies tests work on."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from zhidun.kernel.time import now
from zhidun.site import postgres
from zhidun.site.postgres import DatabaseDown, Embedded


@pytest.mark.django_db
def test_the_role_is_modest_and_vectors_are_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT array_agg(extname) FROM pg_extension")
        assert "vector" in cursor.fetchone()[0]
        cursor.execute("SHOW server_version_num")
        assert cursor.fetchone()[0].startswith("18")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_committed_test_leaves_the_next_does_not_see(turn: int) -> None:
    assert Session.objects.count() == 0, f"turn {turn}"
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=now())


def test_starts_serves_a_second_user_and_stops(tmp_path: Path) -> None:
    first = Embedded(tmp_path, durable=False)
    with first:
        assert first.process is not None
        with Embedded(tmp_path) as second:
            assert second.process is None, "a running server is used, not started again"
        assert first.answers(), "who did not start it does not stop it"
        assert oct(first.socket.stat().st_mode & 0o777) == "0o700"
        with psycopg.connect(first.url) as link:
            row = link.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'zhidun'").fetchone()
            assert row in {("b", "C.UTF-8"), (b"b", "C.UTF-8")}
    assert not first.answers()


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can become somebody else")
def test_another_account_of_the_machine_does_not_get_in(tmp_path: Path) -> None:
    with Embedded(tmp_path, durable=False) as server:
        tmp_path.chmod(0o755)
        server.socket.chmod(0o777)  # even past the folder, the peer's name is not on the list
        psql = str(postgres.binaries() / "psql")
        words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", psql, "-h", str(server.socket)]
        done = subprocess.run(
            [*words, "-U", "postgres", "-c", "SELECT 1"], check=False, capture_output=True, text=True, cwd="/",
        )  # fmt: skip
    assert done.returncode != 0
    assert "rror" in done.stderr


def test_a_broken_data_folder_is_refused_with_the_log(tmp_path: Path) -> None:
    with Embedded(tmp_path, durable=False) as server:
        pass
    (server.data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(DatabaseDown) as caught:
        server.start()
    assert str(server.log) in caught.value.remedy.en


def test_a_missing_wheel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "PACKAGE", "no_such_package_here")
    with pytest.raises(DatabaseDown, match="not installed"):
        postgres.binaries()
