"""The demo: ten restated cases and the invented ones are on stage once, whole, marked, and never claim too much."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from django.test import Client

from tests.factories.sealing import own_log
from zhidun.access.actors import SYSTEM
from zhidun.access.models import Post
from zhidun.cases.models import Case, Outbox, Paper
from zhidun.cases.selectors import visible_to
from zhidun.intake.models import Filing
from zhidun.kernel.time import local_date
from zhidun.site import demo, demo_invented, demo_radar, demo_real, sandbox
from zhidun.site.demo_stage import script

pytestmark = pytest.mark.django_db
OK = 200
NAMES = "id,title\n1,青诚商行\n2,郫县豆办\n3,某某科技\n".encode()
"""A few names for the radar's scene; the whole list is swept by `./run demo` itself."""


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each run a home and a log of its own: a rolled-back database would be behind what another run signed."""
    settings.HOME = tmp_path
    sandbox.mark(tmp_path)  # as the command does: the mark stands beside what the demo writes
    settings.SECOND_FACTOR_REQUIRED = False
    own_log(settings, tmp_path)
    monkeypatch.setattr(demo_radar, "names", lambda: NAMES)


@pytest.fixture
def summary() -> demo.Summary:
    return demo.play(headless=True)


def case_of(number: str) -> Case:
    """Return a case by its number."""
    return Case.objects.get(number=number)


def case(key: str) -> Case:
    """Return the first case of a scene."""
    return Case.objects.filter(source__demo_key=key).order_by("id")[0]


def test_the_main_job_is_played_once(summary: demo.Summary) -> None:
    assert summary.played == len(demo_real.scenes()) + len(demo_invented.scenes()) == 14
    assert sum(summary.cases_by_state.values()) == 24  # a split, a reward, the radar, a mediation, enforcement
    assert Filing.objects.count() == 17
    assert (summary.names_swept, summary.radar_hits) == (3, 2)
    assert case_of(summary.radar_case).demo
    assert json.loads(summary.as_json())["evidence_hashed"] == summary.evidence_hashed > 2
    assert summary.rule_confirmed
    assert summary.rights_entered > 12
    again = demo.play(headless=True)
    assert again.played == 0
    assert again.cases_by_state == summary.cases_by_state
    assert again.radar_case == summary.radar_case
    assert Filing.objects.count() == 17

    assert case("invented-01").outcome == "penalised"
    assert case("invented-01").state == case("invented-02").state == case("invented-03").state == "closed"
    steps = list(case("invented-01").moves.order_by("seq").values_list("step", flat=True))
    assert steps.index("offer-mediation") < steps.index("record-mediation-answer") < steps.index("close")
    decision = case("invented-01").papers.get(kind="decision")
    assert decision.number
    for row in Case.objects.all():
        assert row.demo
    for scene in demo_real.scenes():
        row = case(str(scene["key"]))
        notice = cast("Mapping[str, str]", row.source["notice"])
        assert notice["url"].startswith("http")
        assert row.state in {"referred", "transferred"}, scene["key"]
        assert row.closed_at is not None
        assert local_date(row.received_at).isoformat() == str(scene["received"])[:10]
        assert not row.papers.filter(kind="decision").exists()  # no decision is invented for a real case
        last = row.moves.order_by("-seq")[0]
        assert last.step in {"record-referral-result", "record-authority-answer"}
    assert Paper.objects.filter(number="").count() == 0 or Paper.objects.exists()
    assert unopened() == {}


def unopened() -> dict[str, int]:
    """Notices whose case does not open for who was told, by subject: the answer."""
    found: dict[str, int] = {}
    told = Outbox.objects.filter(case__isnull=False, account__isnull=False).select_related("case", "account")
    assert {one.key.split(":")[0] for one in told} >= {"mediation", "move"}
    seen: set[tuple[int, str]] = set()
    for one in told.order_by("id"):
        account, number = one.account, one.case.number if one.case else ""
        if account is None or (account.pk, number) in seen:
            continue
        seen.add((account.pk, number))
        client = Client()
        client.force_login(account, backend="zhidun.access.backends.PasswordBackend")
        way = "/desk/cases/" if Post.objects.filter(account=account).exists() else "/case/"
        status = client.get(f"{way}{number}", follow=True).status_code
        if status != OK:
            found[f"{account.username}: {one.subject_zh}"] = status
    return found


def test_an_interrupted_run_is_taken_up_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, seen = demo_real.take, []

    def falls_over(number: str, act: object) -> None:
        seen.append(number)
        if len(seen) == 4:
            raise KeyboardInterrupt
        plain(number, act)  # type: ignore[arg-type]

    monkeypatch.setattr(demo_real, "take", falls_over)
    monkeypatch.setattr(demo_invented, "scenes", list)
    with pytest.raises(KeyboardInterrupt):
        demo.play(headless=True)
    done = visible_to(SYSTEM).count()
    assert done < 10
    monkeypatch.setattr(demo_real, "take", plain)
    resumed = demo.play(headless=True)
    assert resumed.played == 10 - done
    assert visible_to(SYSTEM).count() == 18


def test_invented_scenes_are_marked_in_every_word() -> None:
    for scene in demo_invented.scenes():
        answers = cast("Mapping[str, object]", scene["answers"])
        assert "演示" in str(answers["facts"])
        assert "演示" in cast("Mapping[str, str]", scene["title"])["zh"]
    assert len([scene for scene in demo_invented.scenes() if str(scene["key"]).startswith("invented")]) == 3
    assert script("invented")["confirmation"]
