"""`zhidun doctor`: what is installed and loaded, and what to do about each gap. It changes nothing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from zhidun.kernel.text import t
from zhidun.kernel.time import today
from zhidun.site import assets, doctor_database, home, second_factor
from zhidun.site.findings import NOTHING, Finding

LOW_DISK_BYTES = 2 * 1024**3
PACKAGES = ("django", "ninja", "psycopg", "procrastinate", "granian", "typst", "cryptography", "cel", "PIL")


def _python() -> Finding:
    version = ".".join(str(n) for n in sys.version_info[:3])
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding(
        key="python",
        level="ok" if fits else "error",
        what=t(f"Python {version}", f"Python {version}"),
        remedy=NOTHING if fits else t("请安装 Python 3.11 至 3.13。", "Install Python 3.11 to 3.13."),
        facts={"version": version},
    )


def _packages() -> Finding:
    gaps = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    return Finding(
        key="packages",
        level="error" if gaps else "ok",
        what=t(f"缺少软件包:{gaps}", f"Packages missing: {gaps}")
        if gaps
        else t("软件包齐全", "All packages are there"),
        remedy=t("请重新运行 ./run serve。", "Run ./run serve again.") if gaps else NOTHING,
        facts={"missing": gaps},
    )


def _assets() -> Finding:
    gaps = assets.missing()
    fonts = [name for name in gaps if name.startswith("fonts/")]
    return Finding(
        key="assets",
        level="error" if gaps else "ok",
        what=t(f"缺少页面资源或字体:{gaps}", f"Browser assets or fonts missing: {gaps}")
        if gaps
        else t("页面资源与中文字体齐全", "Browser assets and Chinese fonts are there"),
        remedy=t("请运行 ./run serve 获取一次。", "Run ./run serve: it fetches them once.") if gaps else NOTHING,
        facts={"missing": gaps, "fonts_missing": fonts},
    )


def _chromium() -> Finding:
    found = os.environ.get("ZHIDUN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return Finding(
        key="chromium",
        level="ok" if found else "warning",
        what=t("已安装 Chromium", "Chromium is installed")
        if found
        else t("未安装 Chromium", "Chromium is not installed"),
        remedy=NOTHING
        if found
        else t("仅浏览器测试需要:apt-get install chromium。", "Only browser tests need it: apt-get install chromium."),
        facts={"path": found},
    )


def _calendar() -> Finding:
    from zhidun.law.calendar import shipped

    imported = doctor_database.imported_years()
    years = sorted({*shipped().years, *imported})
    needed = today().year + 1
    lacks = needed not in years
    return Finding(
        key="calendar",
        level="warning" if lacks else "ok",
        what=t(f"节假日安排已载入 {years[0]}–{years[-1]} 年", f"Holiday notices loaded for {years[0]}–{years[-1]}"),
        remedy=t(
            f"{needed} 年的放假通知公布后请导入;在此之前,涉及该年的期限均标为“暂定”。",
            f"Import the notice for {needed} when it is published; until then dates that reach it are provisional.",
        )
        if lacks
        else NOTHING,
        facts={"years": [years[0], years[-1]], "imported": list(imported), "missing_next": lacks},
    )


def _law() -> Finding:
    from zhidun.law.load import rulebook

    book = rulebook()
    open_rules = len(book.unverified())
    total = len(book.rules)
    return Finding(
        key="law",
        level="warning" if open_rules else "ok",
        what=t(
            f"共 {total} 条法律规则,其中 {open_rules} 条尚未核对原文",
            f"{total} rules of law, {open_rules} of them not yet checked against the text",
        ),
        remedy=t(
            "未核对的规则不得用于公文;请由指定人员在“法律规则”页逐条确认文本与日期。",
            "Papers refuse unchecked rules; a named officer confirms text and dates on the page of law rules.",
        )
        if open_rules
        else NOTHING,
        facts={"rules": total, "unverified": open_rules},
    )


def _disk() -> Finding:
    folder = home.home()
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    low = free < LOW_DISK_BYTES
    size = f"{free / 1024**3:.1f} GiB"
    return Finding(
        key="disk",
        level="warning" if low else "ok",
        what=t(f"数据目录 {folder},剩余空间 {size}", f"Data folder {folder}, {size} free"),
        remedy=t("请扩容;空间用尽时系统会拒收而不会丢失。", "Add space; a full disk refuses, it does not lose.")
        if low
        else NOTHING,
        facts={"home": str(folder), "free_bytes": free},
    )


def _open_to_others(file: Path) -> bool:
    return bool(stat.S_IMODE(file.stat().st_mode) & 0o077)


def _keys() -> Finding:
    folder = home.home() / "keys"
    files = sorted(file for file in folder.glob("*") if file.is_file()) if folder.is_dir() else []
    loose = [file.name for file in files if _open_to_others(file)]
    return Finding(
        key="keys",
        level="error" if loose else "ok",
        what=t(f"密钥文件 {len(files)} 个", f"{len(files)} key files"),
        remedy=t(f"请执行 chmod 600:{loose}", f"Run chmod 600 on {loose}.")
        if loose
        else t("密钥不随数据库备份,请另行保管。", "Backups of the database leave keys out: keep them apart."),
        facts={"files": len(files), "open_to_others": loose},
    )


def _database() -> Finding:
    return doctor_database.look()


def _second_factor() -> Finding:
    off = second_factor.switched_off()
    return Finding(
        key="second_factor",
        level="warning" if off else "ok",
        what=second_factor.OFF if off else t("工作人员登录须用第二因素", "Staff need a second factor to sign in"),
        remedy=second_factor.REMEDY if off else NOTHING,
        facts={"required": not off},
    )


LOOKS: tuple[Callable[[], Finding], ...] = (
    _python, _packages, _assets, _chromium, _database, _calendar, _law, _disk, _keys, _second_factor,
)  # fmt: skip


def examine() -> list[Finding]:
    """Look at everything; a look that fails is itself a finding."""
    return [_looked(look) for look in LOOKS]


def _looked(look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception as error:  # noqa: BLE001  the doctor reports every illness, its own too
        return Finding(
            key=look.__name__.strip("_"),
            level="error",
            what=t(f"检查失败:{error}", f"The check failed: {type(error).__name__}: {error}"),
            remedy=t("请将此信息告知维护人员。", "Tell the maintainers."),
            facts={},
        )


def show(findings: list[Finding], lang: str) -> None:
    """Print the findings for people."""
    import click

    signs = {"ok": "✓", "warning": "!", "error": "✗"}
    for finding in findings:
        click.echo(f"{signs[finding.level]} {finding.what.in_(lang)}")
        if not finding.ok:
            click.echo(f"  → {finding.remedy.in_(lang)}")
