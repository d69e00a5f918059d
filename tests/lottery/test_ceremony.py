"""The order of a draw: what is refused when it comes too early, too late or from the wrong hand; the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhidun.cli.draw import group
from zhidun.lottery import bundle
from zhidun.lottery.ceremony import Ceremony
from zhidun.lottery.draw import commitment
from zhidun.lottery.errors import CommitmentWrong, DrawFrozen, DrawMalformed, DrawVoid, TooEarly
from zhidun.lottery.frozen import freeze

SECRETS = {"局": b"a" * 32, "公证处": b"b" * 32, "协会": b"c" * 32}
LIST = freeze(draw_id="D-1", entities=["甲", "乙", "丙"], rules='{"entities":1}')


def begun() -> Ceremony:
    return Ceremony(LIST, tuple(SECRETS))


def committed() -> Ceremony:
    made = begun()
    for party, secret in SECRETS.items():
        made = made.commit(party, commitment(party, secret))
    return made


def revealed() -> Ceremony:
    made = committed().witness()
    for party, secret in SECRETS.items():
        made = made.reveal(party, secret)
    return made


def test_three_different_parties_are_needed() -> None:
    for parties in (("a", "b"), ("a", "b", "b"), ("a", "b", "c", "c")):
        with pytest.raises(DrawMalformed):
            Ceremony(LIST, parties)


def test_the_list_can_change_until_somebody_committed() -> None:
    other = freeze(draw_id="D-1", entities=["甲", "乙"], rules='{"entities":1}')
    assert begun().with_lists(other).frozen == other
    with pytest.raises(DrawFrozen):
        committed().with_lists(other)


def test_a_commitment_stands() -> None:
    made = committed()
    assert made.commit("局", commitment("局", SECRETS["局"])) == made
    with pytest.raises(DrawFrozen):
        made.commit("局", b"x" * 32)
    with pytest.raises(DrawMalformed):
        made.commit("某人", b"x" * 32)
    with pytest.raises(DrawMalformed):
        begun().commit("局", b"short")


def test_nobody_reveals_before_all_commitments_are_witnessed() -> None:
    with pytest.raises(TooEarly):
        committed().reveal("局", SECRETS["局"])
    with pytest.raises(TooEarly):
        begun().witness()
    with pytest.raises(CommitmentWrong):
        committed().witness().reveal("局", b"z" * 32)
    with pytest.raises(TooEarly):
        committed().witness().result()


def test_a_party_that_does_not_reveal_spoils_and_does_not_steer() -> None:
    half = committed().witness().reveal("局", SECRETS["局"])
    void = half.expire()
    assert void.void == "公证处、协会"
    with pytest.raises(DrawVoid):
        void.reveal("公证处", SECRETS["公证处"])
    with pytest.raises(DrawVoid):
        void.result()
    assert revealed().expire() == revealed()


def test_the_beacon_that_was_named_is_needed_and_no_other() -> None:
    made = revealed()
    with pytest.raises(TooEarly):
        made.result(b"x" * 32)
    with_beacon = freeze(draw_id="D-1", entities=["甲", "乙"], rules='{"entities":1}', beacon="drand quicknet round 9")
    waiting = Ceremony(with_beacon, made.parties, made.commits, witnessed=True, reveals=made.reveals)
    with pytest.raises(TooEarly):
        waiting.result()
    assert bundle.check(bundle.bundle_of(waiting, beacon=b"x" * 32)).ok


def test_the_bundle_is_checked_by_the_command(tmp_path: Path) -> None:
    made = bundle.bundle_of(revealed())
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(made), "utf-8")
    good = CliRunner().invoke(group, ["verify", str(file), "--json"])
    assert good.exit_code == 0
    assert json.loads(good.output)["drawn"] == made["drawn"]
    for_people = CliRunner().invoke(group, ["verify", str(file)])
    assert for_people.exit_code == 0 and "TRUE" in for_people.output
    file.write_text(json.dumps({**made, "drawn": ["丁"]}), "utf-8")
    bad = CliRunner().invoke(group, ["verify", str(file)])
    assert bad.exit_code == 1 and "FALSE" in bad.output
    file.write_text(json.dumps({**made, "rules": "{"}), "utf-8")
    broken = CliRunner().invoke(group, ["verify", str(file), "--json"])
    assert broken.exit_code == 1 and json.loads(broken.output)["ok"] is False
    file.write_text("{", "utf-8")
    unread = CliRunner().invoke(group, ["verify", str(file)])
    assert isinstance(unread.exception, DrawMalformed)
