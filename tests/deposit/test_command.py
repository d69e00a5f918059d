"""`zhidun deposit`: the commitment of the command is the one the browser and the desk compute."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from zhidun.cli.main import zhidun
from zhidun.deposit import commitments


def run(*words: str) -> tuple[int, str]:
    found = CliRunner().invoke(zhidun, ["deposit", *words])
    return found.exit_code, found.output


def test_a_commitment_is_made_kept_and_opened_by_its_file_alone(tmp_path: Path) -> None:
    work = tmp_path / "蜀绣.png"
    work.write_bytes(b"embroidery")
    code, said = run("commit", str(work), "--json")
    told = json.loads(said)
    kept = json.loads(Path(told["kept"]).read_text("utf-8"))
    digest = commitments.digest_of([b"embroidery"])
    assert code == 0
    assert told["commitment"] == commitments.commit(digest, bytes.fromhex(kept["salt"]))
    assert Path(told["kept"]).stat().st_mode & 0o077 == 0
    assert run("check", str(work), told["kept"])[0] == 0
    work.write_bytes(b"Embroidery")
    code, said = run("check", str(work), told["kept"])
    assert code == 1 and told["commitment"] in said


def test_a_salt_is_never_written_over_and_nonsense_is_refused(tmp_path: Path) -> None:
    work, empty = tmp_path / "a.txt", tmp_path / "empty"
    work.write_bytes(b"x")
    empty.touch()
    assert run("commit", str(work))[0] == 0
    before = (tmp_path / "a.txt.commitment.json").read_bytes()
    assert run("commit", str(work))[0] == 2
    assert (tmp_path / "a.txt.commitment.json").read_bytes() == before
    assert run("commit", str(empty))[0] == 2
    assert run("check", str(work), str(work))[0] == 2
