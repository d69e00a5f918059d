"""The command line's shell: groups by file, refusals with code 1, usage with code 2; and the script `run`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhidun.cli import main as cli
from zhidun.cli import output
from zhidun.kernel.errors import Conflict
from zhidun.kernel.text import t
from zhidun.site import command
from zhidun.site.command import House, zhidun

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    @click.command()
    @output.with_json
    def refuse(*, as_json: bool) -> None:
        raise Conflict(t("甲", "A"), t("乙", "B"))

    monkeypatch.setitem(zhidun.commands, "refuse", refuse)


def test_the_houses_commands_are_there() -> None:
    shown = CliRunner().invoke(zhidun, ["--help"], obj=House()).output
    for name in ("serve", "doctor", "manage"):
        assert name in shown


@pytest.mark.usefixtures("refusing")
def test_a_refusal_ends_with_one_and_its_remedy() -> None:
    done = CliRunner().invoke(zhidun, ["--lang", "en", "refuse"], obj=House())
    assert done.exit_code == 1
    assert "A\n→ B [conflict]" in done.stderr


@pytest.mark.usefixtures("refusing")
def test_a_refusal_is_problem_details_for_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["zhidun", "refuse", "--json"])
    done = CliRunner().invoke(zhidun, ["refuse", "--json"], obj=House())
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (1, "conflict")


@pytest.mark.parametrize("words", [["no-such-group"], ["main"], ["serve", "--port", "0"], ["x/y"]])
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    assert CliRunner().invoke(zhidun, words, obj=House()).exit_code == 2


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["--bogus"], "没有选项 --bogus。", "No such option '--bogus'."),
        (["bogus"], "没有命令 bogus。", "No such command 'bogus'."),
        (["radar", "serch"], "没有命令 serch。是否想用 search、bench?", "No such command 'serch'."),
        (["radar", "eval", "--gallery", "a"], "缺少选项 --queries。", "Missing option '--queries'."),
        (["radar", "sweep", "--rights", "a"], "缺少参数 FEED。", "Missing argument 'FEED'."),
        (["radar", "search", "--text"], "选项 '--text' 后面缺少取值。", "Option '--text' requires an argument."),
        (["radar", "search", "a"], "多出参数:a。", "Got unexpected extra argument (a)"),
        (["serve", "--port", "x"], "--port 的取值不对:'x' 不是整数。", "'x' is not a valid integer"),
        (["serve", "--port", "0"], "--port 的取值不对:0 超出范围 1<=x<=65535。", "0 is not in the range"),
        (["--lang", "fr", "serve"], "不在可选值之中:'zh', 'en'。", "'fr' is not one of 'zh', 'en'."),
        (["radar", "search", "--image", "."], "'.' 是文件夹,不是文件。", "File '.' is a directory."),
        (["law", "rule"], "请给出 NAME 或 --all。", "Give NAME or --all."),
    ],
)
def test_wrong_usage_is_told_in_both_languages_with_where_the_usage_stands(
    words: list[str], zh: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["zhidun", *words, "--json"])
    done = CliRunner().invoke(zhidun, words, obj=House(), prog_name="zhidun")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["accepted"], told["code"]) == (2, False, "cli.wrong_usage")
    assert zh in told["reason"]["zh"]
    assert en in told["reason"]["en"]
    assert "--help" in told["remedy"]["zh"]
    monkeypatch.setattr(sys, "argv", ["zhidun", *words])
    plain = CliRunner().invoke(zhidun, words, obj=House(), prog_name="zhidun")
    assert (plain.exit_code, plain.stdout) == (2, "")
    assert zh in plain.stderr or en in plain.stderr  # in the language an earlier call chose


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_of_questions_is_read_as_it_was_saved(encoding: str, tmp_path: Path) -> None:
    content = '{"level": 1, "province": "重庆", "fine_and_confiscation": 99999.99}'.encode(encoding)
    (tmp_path / "asked.json").write_bytes(content)
    for words, given in ((["law", "reward", str(tmp_path / "asked.json")], b""), (["law", "reward"], content)):
        done = CliRunner().invoke(zhidun, [*words, "--json"], input=given, obj=House())
        assert (done.exit_code, json.loads(done.stdout)["eligible"]) == (0, False)  # Chongqing: from 100 000


def test_what_is_no_text_at_all_is_told_how_to_save_it(tmp_path: Path) -> None:
    (tmp_path / "asked.json").write_bytes(b"{\xff\xff\xff}")
    done = CliRunner().invoke(zhidun, ["law", "reward", str(tmp_path / "asked.json"), "--json"], obj=House())
    assert done.exit_code == 2
    assert "UTF-8" in done.output + done.stderr


def test_a_file_that_cannot_be_written_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text("id,title\n1,雪碧\n", encoding="utf-8")
    (tmp_path / "rights.csv").write_text("id,text\n", encoding="utf-8")
    out = tmp_path / "feed.csv" / "hits.jsonl"
    words = ["radar", "sweep", str(tmp_path / "feed.csv"), "--rights", str(tmp_path / "rights.csv"), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", ["zhidun", *words, "--json"])
    done = CliRunner().invoke(zhidun, [*words, "--json"], obj=House())
    told = json.loads(done.stdout)
    assert (done.exit_code, told["accepted"], told["code"]) == (1, False, "cli.file_fault")
    assert str(tmp_path / "feed.csv") in told["reason"]["zh"]


def test_what_nobody_foresaw_ends_with_three(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(command, "zhidun", broken)
    monkeypatch.setattr(sys, "argv", ["zhidun", "--json"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    said = capsys.readouterr()
    assert ended.value.code == 3
    assert json.loads(said.out)["code"] == "cli.broken"
    assert "ZeroDivisionError" in said.err


def test_a_group_is_found_by_its_file_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "two_words.py").write_text("import click\n\n@click.command()\ndef group():\n    click.echo('found')\n")
    (tmp_path / "nothing.py").write_text("")
    monkeypatch.setattr(cli.package, "__path__", [*cli.package.__path__, str(tmp_path)])
    assert CliRunner().invoke(zhidun, ["two-words"], obj=House()).output == "found\n"
    assert "two-words" in CliRunner().invoke(zhidun, ["--help"], obj=House()).output
    assert CliRunner().invoke(zhidun, ["nothing"], obj=House()).exit_code == 2


def test_json_and_tables(capsys: pytest.CaptureFixture[str]) -> None:
    output.say_json({"a": t("甲", "A"), "b": Path("x")})
    assert json.loads(capsys.readouterr().out) == {"a": {"zh": "甲", "en": "A"}, "b": "x"}
    output.say_table([{"name": t("甲", "A"), "n": 3}], ["name", "n"])
    assert "3" in capsys.readouterr().out


def test_manage_starts_and_stops_the_database(tmp_path: Path) -> None:
    from tests.site.tree import environment, processes_of

    words = [sys.executable, "-m", "zhidun.site.command", "manage", "shell", "--no-imports", "-c"]
    ask = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT 41 + 1'); print(k.fetchone()[0])"
    done = subprocess.run([*words, ask], env=environment(tmp_path), check=False, capture_output=True, text=True)
    assert done.stdout.strip().endswith("42"), done.stderr[-1000:]
    assert processes_of(tmp_path) == []


def _run(*words: str, path: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path, "HOME": str(tmp_path)}
    return subprocess.run([ROOT / "run", *words], env=environment, check=False, capture_output=True, text=True)


def test_run_explains_itself_and_refuses_an_unknown_command(tmp_path: Path) -> None:
    path = os.environ["PATH"]
    assert "./run demo" in _run(path=path, tmp_path=tmp_path).stdout
    done = _run("fly", path=path, tmp_path=tmp_path)
    assert done.returncode == 2
    assert "no command “fly”" in done.stderr


def test_run_refuses_a_machine_without_a_fitting_python(tmp_path: Path) -> None:
    """A version manager's shim may be found and still not run; an old Python runs and does not fit."""
    for name in ("python3.13", "python3.12", "python3.11", "python3", "python"):
        fake = tmp_path / name
        fake.write_text("#!/bin/sh\nexit 127\n")
        fake.chmod(0o755)
    done = _run("lock", path=f"{tmp_path}:/usr/bin:/bin", tmp_path=tmp_path)
    assert done.returncode == 1
    assert "Python 3.11, 3.12 or 3.13" in done.stderr
    assert "ZHIDUN_PYTHON" in done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["radar", "search"], "similarity.nothing_asked"),
        (["radar", "search", "--bogus"], "cli.wrong_usage"),
        (["radar", "eval", "--gallery", __file__, "--queries", __file__, "--k", "x"], "similarity.ranks_unfit"),
    ],
)
def test_wrong_usage_is_one_json_document_in_both_languages_and_ends_with_2(
    words: list[str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = [*words, "--json"]
    monkeypatch.setattr("sys.argv", ["zhidun", *called])
    done = CliRunner().invoke(zhidun, called, obj=House())
    told = json.loads(done.stdout)
    assert (done.exit_code, told["code"]) == (2, code)
    assert told["reason"]["zh"] and told["reason"]["en"]
    assert told["remedy"]["zh"] and told["remedy"]["en"]
