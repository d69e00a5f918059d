"""Right holders' own watches: theirs to make, change, pause and delete; their hits are theirs alone."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from tests.factories.access import account_of, make_citizen
from tests.factories.api import by_session
from tests.factories.radar import make_feed, make_watch, named, officer, swept
from tests.radar.files import drawing
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor
from zhidun.access.models import Account
from zhidun.cases import outbox
from zhidun.cases import selectors as cases
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Seal
from zhidun.evidence.services import store_upload
from zhidun.intake import pages
from zhidun.kernel.errors import SignInNeeded, TooLarge
from zhidun.radar import own, selectors, services
from zhidun.radar.errors import NothingToGuard, RadarForbidden, RadarNotFound, WatchUnfit
from zhidun.radar.models import Hit, Watch
from zhidun.rights.models import Right

pytestmark = pytest.mark.django_db
ROWS = (
    ("A1", "蜀江锦秀茶叶礼盒", "", "青羊茶行", "", "02888880001", "", "https://shop.example.com/1", "青羊区"),
    ("A2", "普通茶杯", "", "乙店"),
    ("A3", "蜀江锦绣毛峰", "", "锦里茶铺", "", "02888880001", "", "", "武侯区"),
)


def own_watch(actor: Actor, **facts: object) -> Watch:
    given = {"text": "蜀江锦绣", **facts}
    return services.add_own(actor=actor, facts=services.WatchFacts(**given))  # type: ignore[arg-type]


def test_hits_of_an_own_watch_are_its_owners_alone() -> None:
    holder, other, staff = make_citizen(), make_citizen(), officer()
    watch = own_watch(holder)
    swept(staff, ROWS)
    found = sorted(selectors.own_hits(holder, watch), key=lambda hit: hit.feed_id, reverse=True)
    assert [hit.feed_id for hit in found] == ["A3", "A1"]
    assert selectors.own_watches(holder).get().found == 2  # type: ignore[attr-defined]
    assert [one.feed_id for one in selectors.same_seller(found[0])] == ["A1"]
    assert not selectors.own_watches(other).exists()
    for actor, refusal in ((other, RadarNotFound), (ANONYMOUS, SignInNeeded), (staff, RadarForbidden)):
        with pytest.raises(refusal):
            selectors.own_hit(actor, found[0].public_id)
    assert not selectors.hits(staff).exists()
    assert not selectors.watches(staff).exists()
    assert (selectors.counts(staff).watches, selectors.counts(staff).hits_new) == (0, 0)
    assert selectors.joined_sellers(staff) == []
    assert found[0].sweep.hits == 0
    with pytest.raises(RadarNotFound):
        selectors.hit(staff, found[0].public_id)


def test_the_offices_and_the_holder_each_have_their_hit_of_one_right() -> None:
    holder, staff, right = make_citizen(), officer(), named("蜀江锦绣")
    make_watch(staff, right=str(right.public_id))
    mine = own_watch(holder, text="", right=str(right.public_id), sensitivity="high")
    swept(staff, ROWS)
    assert sorted(selectors.hits(staff).values_list("feed_id", flat=True)) == ["A1", "A3"]
    assert sorted(selectors.own_hits(holder, mine).values_list("feed_id", flat=True)) == ["A1", "A3"]
    assert swept(staff, ROWS, Hit.objects.all()[0].sweep.feed) == []


def test_the_region_of_an_own_watch_is_that_of_the_sellers() -> None:
    holder, staff = make_citizen(), officer()
    near = own_watch(holder, region="510107")
    city = own_watch(holder, region="510100")
    swept(staff, [*ROWS, ("A4", "蜀江锦绣", "", "无址店")])
    assert sorted(selectors.own_hits(holder, near).values_list("feed_id", flat=True)) == ["A3", "A4"]
    assert sorted(selectors.own_hits(holder, city).values_list("feed_id", flat=True)) == ["A1", "A3", "A4"]


def test_it_is_changed_paused_and_deleted_by_its_owner_alone() -> None:
    holder, other, staff = make_citizen(), make_citizen(), officer()
    watch = own_watch(holder)
    services.edit_own(actor=holder, watch=watch, changed={"sensitivity": "low", "classes": "30", "region": "510100"})
    watch.refresh_from_db()
    assert (watch.sensitivity, watch.classes, watch.region, watch.name) == ("low", "30", "510100", "蜀江锦绣")
    with pytest.raises(WatchUnfit) as told:
        services.edit_own(actor=holder, watch=watch, changed={"classes": "99", "sensitivity": "x"})
    assert set(told.value.errors) == {"classes", "sensitivity"}
    for act in (services.pause_own, services.edit_own, services.delete_own):
        with pytest.raises(RadarNotFound):
            act(actor=other, watch=watch, **_words(act))  # type: ignore[operator]
    make_watch(staff)
    feed = make_feed(staff)
    services.pause_own(actor=holder, watch=watch, paused=True)
    swept(staff, ROWS, feed)
    assert not selectors.own_hits(holder, watch).exists()
    services.pause_own(actor=holder, watch=watch, paused=False)
    swept(staff, ROWS, feed)
    hit = selectors.own_hits(holder, watch)[0]
    services.delete_own(actor=holder, watch=watch)
    assert not selectors.own_watches(holder).exists()
    with pytest.raises(RadarNotFound):
        selectors.own_hit(holder, hit.public_id)
    with pytest.raises(RadarNotFound):
        services.pause_own(actor=holder, watch=watch, paused=False)


def _words(act: object) -> dict[str, object]:
    return {services.pause_own: {"paused": True}, services.edit_own: {"changed": {}}}.get(act, {})  # type: ignore[call-overload,no-any-return]


def test_what_is_not_ones_own_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    holder, staff = make_citizen(), officer()
    for facts in ({"registry": True}, {"owner": "某公司"}):
        with pytest.raises(WatchUnfit):
            own_watch(holder, **facts)
    with pytest.raises(NothingToGuard):
        own_watch(holder, text="")
    with pytest.raises(WatchUnfit):
        own_watch(holder, text="一" * 201)
    foreign = store_upload(stream=io.BytesIO(b"x"), filename="x.png", actor=staff)
    with pytest.raises(WatchUnfit) as told:
        own_watch(holder, picture=str(foreign.public_id))
    assert "picture" in told.value.errors
    with pytest.raises(RadarForbidden):
        own_watch(staff)
    monkeypatch.setattr(own, "MOST_WATCHES", 1)
    own_watch(holder)
    with pytest.raises(TooLarge):
        own_watch(holder)
    with pytest.raises(IntegrityError), transaction.atomic():
        Watch.objects.update(registry=True)


def test_a_picture_of_ones_own_is_watched(tmp_path: Path) -> None:
    holder, staff = make_citizen(), officer()
    raw = drawing(tmp_path / "mark.png").read_bytes()
    item = store_upload(stream=io.BytesIO(raw), filename="mark.png", actor=holder)
    watch = own_watch(holder, text="", picture=str(item.public_id), name="我的图标")
    drawing(tmp_path / "same.png", colour="#175cd3", size=150)
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("same.png", (tmp_path / "same.png").read_bytes())
    packed.seek(0)
    sweep = services.hand_in(actor=staff, feed=make_feed(staff), stream=packed, filename="shop.zip")
    services.run(str(sweep.public_id))
    assert [one.feed_id for one in selectors.own_hits(holder, watch)] == ["same.png"]


def test_a_complaint_is_filled_in_and_sealed_and_not_sent() -> None:
    holder, staff = make_citizen(), officer()
    right: Right = named("蜀江锦绣")
    watch = own_watch(holder, text="", right=str(right.public_id))
    swept(staff, ROWS)
    hit = selectors.own_hits(holder, watch).get(feed_id="A1")
    filled = services.complaint_from_own(actor=holder, hit=hit)
    assert filled.answers["right_id"] == str(right.public_id)
    assert filled.answers["respondent_name"] == "青羊茶行"
    assert filled.answers["links"] == "https://shop.example.com/1"
    assert filled.answers["district"] == "510105"
    assert "权利人已查看" in str(filled.answers["facts"])
    assert not {"filer_name", "filer_kind"} & set(filled.answers)
    (item,) = evidence.items(filled.items)
    assert item.uploaded_by == holder.key
    assert Seal.objects.filter(kind="evidence", object_key=str(item.public_id)).exists()
    with evidence.open_original(item) as stream:
        assert json.loads(stream.read())["listing"]["id"] == "A1"
    _, faults = pages.read_all({**filled.answers, "filer_kind": "organisation", "filer_name": "茶业公司"})
    assert set(faults) <= {"request", "filer_phone"}  # what only the holder can say
    assert services.complaint_from_own(actor=holder, hit=hit).items == filled.items
    with pytest.raises(SignInNeeded):
        services.complaint_from_own(actor=ANONYMOUS, hit=hit)
    assert SYSTEM.is_staff


def test_the_owner_hears_of_a_hit_once_a_sweep_and_the_mail_says_nothing_of_it(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    holder, other = make_citizen(), make_citizen()
    Account.objects.filter(pk=account_of(holder).pk).update(email="holder@example.org")
    watch = own_watch(holder)
    own_watch(other, text="青城雪芽")
    found = swept(officer(), ROWS)
    outbox.deliver_due()
    assert len(found) == 2
    [notice] = cases.notices(holder, unread_only=True)  # one, though two listings were found
    assert "蜀江锦绣" in notice.subject_zh
    assert not any("锦秀" in text for text in (notice.subject_zh, notice.subject_en, notice.body_zh, notice.body_en))
    assert cases.notices(other) == []
    [sent] = mail.outbox
    assert "/radar/watches" in sent.body
    assert not any(word in f"{sent.subject}{sent.body}" for word in ("蜀江", "锦秀", "茶"))
    assert selectors.own_news(holder).keys() == {watch.public_id}
    services.mark_seen(actor=holder, watch=watch)
    assert selectors.own_news(holder) == {}


def test_own_watches_over_the_api() -> None:
    client = by_session(make_citizen()).client

    def ask(path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        url = f"/api/v1/radar/own-watches{path}"
        answer = client.get(url) if body is None else client.post(url, json.dumps(body), "application/json")
        return answer.status_code, answer.json()

    status, made = ask("", {"text": "蜀江锦绣", "name": "主商标"})
    assert (status, made["active"], made["hits"]) == (201, True, 0)
    assert ask("", {"text": "😀"})[0] == 422
    swept(officer(), ROWS)
    outbox.deliver_due()
    assert [(one["hits"], one["news"]) for one in ask("")[1]["watches"]] == [(2, True)]
    status, page = ask(f"/{made['id']}/hits?limit=1")
    assert (status, page["hits"][0]["feed_id"], len(page["hits"])) == (200, "A3", 1)
    assert page["notice"]["zh"]
    assert ask(f"/{made['id']}/pause", {"paused": True})[1]["active"] is False
    assert ask(f"/{made['id']}/delete", {})[1] == {"watches": []}
    assert ask(f"/{made['id']}/hits")[0] == 404
