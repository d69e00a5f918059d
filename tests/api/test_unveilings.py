"""Who a reporter is, through API and desk: reason, second person, thirty minutes, nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.access import account_of, make_actor
from tests.factories.api import by_session
from tests.factories.intake import city, filed, report_answers
from zhidun.access.actors import Actor
from zhidun.access.models import AuditEntry, Office

pytestmark = pytest.mark.django_db
REASON = "需当面核对举报人看到的货车号牌,回执留言两次未复。"
NAME, PHONE = "Kanarienvogel", "13977777777"
BACKEND = "zhidun.access.backends.PasswordBackend"


@pytest.fixture
def number(settings: Settings) -> str:
    settings.SECOND_FACTOR_REQUIRED = False
    city()
    return filed(report_answers(anonymous=False, filer_name=NAME, filer_phone=PHONE, relation="witness")).number


def somebody(role: str, office: str = "b510107") -> Actor:
    return make_actor(role, Office.objects.get(code=office))


def test_through_the_api(number: str) -> None:
    officer, head = by_session(somebody("enforcement-officer")), by_session(somebody("bureau-head"))
    short = officer.post(f"/cases/{number}/unveilings", {"reason": "想看"})
    assert (short.status, short.code) == (422, "intake.reason")
    asked = officer.post(f"/cases/{number}/unveilings", {"reason": REASON})
    assert asked.status == 201
    key = asked.json["unveiling"]
    assert officer.post(f"/unveilings/{key}/decision", {"allow": True}).status in {403, 404}
    assert head.post(f"/unveilings/{key}/decision", {"allow": True, "reason": "确有必要"}).status == 200
    seen = officer.post(f"/unveilings/{key}/look", {})
    assert (seen.json["name"], seen.json["phone"]) == (NAME, PHONE)
    assert head.post(f"/unveilings/{key}/look", {}).status == 404, "who allows does not see"
    listed = head.get(f"/cases/{number}/unveilings").json
    assert [(one["state"], one["looks"], one["decision"]) for one in listed] == [("open", 1, "确有必要")]
    assert NAME not in head.get(f"/cases/{number}/unveilings").body.decode()
    assert officer.post(f"/unveilings/{key}/end", {}).json["state"] == "ended"
    assert officer.post(f"/unveilings/{key}/look", {}).status == 403
    trail = (
        AuditEntry.objects.filter(action__startswith="reporter.unveiling")
        .order_by("id")
        .values_list("action", flat=True)
    )
    assert [one.rsplit(".", 1)[1] for one in trail] == ["asked", "allowed", "looked", "ended"]


def test_other_offices_and_other_powers_get_nowhere(number: str) -> None:
    for role, office in (
        ("enforcement-officer", "b510104"),
        ("counter-clerk", "b510107"),
        ("legal-reviewer", "b510107"),
    ):
        caller = by_session(somebody(role, office))
        assert caller.post(f"/cases/{number}/unveilings", {"reason": REASON}).status == 404, role


def test_on_the_desk(number: str) -> None:
    officer, head = Client(), Client()
    officer.force_login(account_of(somebody("enforcement-officer")), backend=BACKEND)
    head.force_login(account_of(somebody("bureau-head")), backend=BACKEND)
    address = f"/desk/cases/{number}/reporter"
    assert address in officer.get(f"/desk/cases/{number}").content.decode()
    refused = officer.post(address, {"reason": "想看"})
    assert refused.status_code == 422
    assert "想看" in refused.content.decode(), "what was typed is kept"
    assert officer.post(address, {"reason": REASON}).status_code == 302
    assert REASON in head.get("/desk/approvals").content.decode()
    key = head.get(address).context["rows"][0].public_id
    assert head.post(f"/desk/unveilings/{key}", {"act": "allow", "reason": "确有必要"}).status_code == 302
    seen = officer.post(f"/desk/unveilings/{key}", {"act": "look"})
    assert PHONE in seen.content.decode()
    assert seen.headers["Cache-Control"] == "no-store"
    assert PHONE not in officer.get(address).content.decode()
    assert head.post(f"/desk/unveilings/{key}", {"act": "look"}).status_code == 404
    assert officer.post(f"/desk/unveilings/{key}", {"act": "end"}).status_code == 302
    assert officer.post(f"/desk/unveilings/{key}", {"act": "look"}).status_code == 403
