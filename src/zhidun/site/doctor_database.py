"""What the doctor asks the database, when one answers."""

from __future__ import annotations

import psycopg

from zhidun.kernel.text import t
from zhidun.site import database, home, postgres
from zhidun.site.findings import NOTHING, Finding


def look() -> Finding:
    """Say whether a database is there and answers."""
    if not database.named():
        try:
            folder = postgres.binaries()
        except postgres.DatabaseDown as refusal:
            return Finding(key="database", level="error", what=refusal.reason, remedy=refusal.remedy, facts={})
        running = postgres.Embedded(home.home()).answers()
        if not running:
            return Finding(
                key="database",
                level="ok",
                what=t(f"内置数据库 {postgres.version()}(未运行)", f"Embedded {postgres.version()}, not running now"),
                remedy=t("zhidun serve 会启动它。", "`zhidun serve` starts it."),
                facts={"embedded": True, "running": False, "binaries": str(folder)},
            )
    return _asked()


def _connect() -> psycopg.Connection[tuple[object, ...]]:
    words = database.configuration(home.home())
    return psycopg.connect(
        host=words["HOST"], port=words["PORT"] or None, user=words["USER"],
        password=words["PASSWORD"] or None, dbname=words["NAME"], connect_timeout=5,
    )  # fmt: skip


def imported_years() -> tuple[int, ...]:
    """Return the calendar years an administrator imported; none when no database answers or it has no tables yet."""
    try:
        if not database.named() and not postgres.Embedded(home.home()).answers():
            return ()
        with _connect() as link:
            rows = link.execute("SELECT DISTINCT year FROM cases_calendaryear ORDER BY year").fetchall()
    except (postgres.DatabaseDown, psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return ()
    return tuple(int(str(row[0])) for row in rows)


def _asked() -> Finding:
    try:
        with _connect() as link:
            rows = link.execute("SELECT extname FROM pg_extension ORDER BY 1").fetchall()
            server = link.info.server_version
            behind = link.execute("SELECT pg_is_in_recovery()").fetchone()
    except psycopg.OperationalError as error:
        return Finding(
            key="database",
            level="error",
            what=t(f"无法连接数据库:{error}", f"The database cannot be reached: {error}"),
            remedy=t("请检查 ZHIDUN_DATABASE_URL。", "Check ZHIDUN_DATABASE_URL and that the server runs."),
            facts={"embedded": not database.named()},
        )
    extensions = [str(row[0]) for row in rows]
    lacks = "vector" not in extensions
    version = f"{server // 10000}.{server % 10000}"
    return Finding(
        key="database",
        level="error" if lacks else "ok",
        what=t(f"数据库 PostgreSQL {version} 正在运行", f"PostgreSQL {version} is running"),
        remedy=t("请由管理员执行 CREATE EXTENSION vector。", "Have an administrator run CREATE EXTENSION vector.")
        if lacks
        else NOTHING,
        facts={
            "embedded": not database.named(), "running": True, "version": version, "extensions": extensions,
            "replica": bool(behind and behind[0]),
        },
    )  # fmt: skip
