"""The project's own rules: each finds what it is for, says the remedy, and leaves the rest alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from zhidun.site.checks import __main__ as check
from zhidun.site.checks import pages, rules
from zhidun.site.checks.rules import Source

WRONG = [
    (rules.one_clock, "cases/services.py", "moment = datetime.now()", "kernel.time.now()"),
    (rules.one_clock, "cases/services.py", "day = datetime.date.today()", "today()"),
    (rules.one_clock, "cases/services.py", "x = timezone.now()", "kernel.time.now()"),
    (rules.sealed_rows_stay, "cases/services.py", "Move.objects.filter(case=1).delete()", "correcting row"),
    (rules.sealed_rows_stay, "cases/services.py", "models.AuditEntry.objects.all().delete()", "correcting row"),
    (rules.one_way_out, "radar/fetch.py", "import httpx", "guarded client"),
    (rules.one_way_out, "radar/fetch.py", "from urllib import request", "guarded client"),
    (rules.one_way_out, "radar/fetch.py", "import requests.sessions", "guarded client"),
    (rules.sizes, "a.py", "\n" * 501, "split it"),
    (rules.sizes, "a.py", "def f():\n" + "    pass\n" * 81, "names of their own"),
]
RIGHT = [
    (rules.one_clock, "kernel/time.py", "datetime.now(UTC)"),
    (rules.one_clock, "cases/services.py", "now(); clock.now(); today()"),
    (rules.sealed_rows_stay, "cases/drafts.py", "Draft.objects.filter(case=1).delete()"),
    (rules.sealed_rows_stay, "cases/drafts.py", "delete(Move)"),
    (rules.one_way_out, "site/serve.py", "import http.client"),
    (rules.one_way_out, "radar/fetch.py", "from urllib.parse import urlsplit\nfrom . import x"),
    (rules.sizes, "a.py", "\n" * 500),
]


@pytest.mark.parametrize(("rule", "name", "text", "remedy"), WRONG)
def test_what_is_wrong_is_found(rule: object, name: str, text: str, remedy: str) -> None:
    found = list(rule(Source(name, text, ast.parse(text))))  # type: ignore[operator]
    assert len(found) == 1
    assert remedy in found[0].remedy
    assert str(found[0]).startswith(f"{name}:1: ")


@pytest.mark.parametrize(("rule", "name", "text"), RIGHT)
def test_what_is_right_is_left_alone(rule: object, name: str, text: str) -> None:
    assert list(rule(Source(name, text, ast.parse(text)))) == []  # type: ignore[operator]


def test_a_folder_is_read_without_its_migrations(tmp_path: Path) -> None:
    (tmp_path / "a" / "migrations").mkdir(parents=True)
    (tmp_path / "a" / "migrations" / "0001.py").write_text("import httpx\n")
    (tmp_path / "a" / "x.py").write_text("import httpx\nday = date.today()\n")
    found = rules.complaints(tmp_path)
    assert [(c.file, c.line) for c in found] == [("a/x.py", 2), ("a/x.py", 1)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "run").write_text("case $command in\n  demo) x ;;\n  cli) x ;;\n  soak | bench) x ;;\nesac\n")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "package-lock.json").write_text("{}\n")
    (tmp_path / "README.md").write_text("[a](docs/a.md#x) [b](https://example.org) `./run demo`\n")
    (tmp_path / "docs" / "a.md").write_text("[up](../README.md)\n```\n./run soak\n```\n")
    return tmp_path


def test_true_pages_pass(tree: Path) -> None:
    assert pages.complaints(tree) == []


def test_a_dead_link_an_unknown_command_and_an_address_are_named(tree: Path) -> None:
    (tree / "docs" / "a.md").write_text("first\n[gone](b.md)\nuse `./run fly`\n")
    (tree / "requirements" / "run.lock").write_text("a==1\n# from https://mirror.example\n")
    found = {(c.file, c.line): c.what for c in pages.complaints(tree)}
    assert found == {
        ("docs/a.md", 2): "the link to b.md leads nowhere",
        ("docs/a.md", 3): "./run fly does not exist",
        ("requirements/run.lock", 2): "a lock names an address",
    }


def test_words_of_the_command_line_must_exist_unless_a_later_issue_brings_them(tree: Path) -> None:
    (tree / "docs" / "a.md").write_text(
        "`./run cli law due samr.case.verify` and `zhidun serve --port 1`\n`zhidun law fly`\n```\n./run cli sing\n```\n"
        "the radar issue brings `zhidun radar look`\n"
    )
    found = {(c.file, c.line): c.what for c in pages.complaints(tree)}
    assert found == {
        ("docs/a.md", 2): "zhidun law fly does not exist",
        ("docs/a.md", 4): "zhidun sing does not exist",
    }


def test_the_command_names_what_failed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(check, "CHECKS", {"good": lambda: "", "bad": lambda: "a.py:1: wrong"})
    assert check.main([]) == 1
    shown = capsys.readouterr().out
    assert "ok   good" in shown
    assert "FAIL bad" in shown
    assert "a.py:1: wrong" in shown
    assert check.main(["good"]) == 0
    assert check.main(["other"]) == 2
    assert "there are good, bad" in capsys.readouterr().err


def test_a_tool_is_judged_by_its_exit_code() -> None:
    assert check._tool(check.PYTHON, "-c", "print('noise')")() == ""
    assert check._tool(check.PYTHON, "-c", "import sys; sys.exit('wrong here')")() == "wrong here"
    assert check._tool(check.PYTHON, "-c", "raise SystemExit(7)")() == "exit 7"
