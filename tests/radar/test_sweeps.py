"""Watches, feeds and sweeps: what is guarded, what is found, what goes on after a crash, what is told of bad rows."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.radar import HEADER, hand_in, make_feed, make_watch, named, officer, swept, table
from tests.factories.rights import make_right, trademark_facts
from tests.radar.files import drawing
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.evidence.services import store_upload
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal, SignInNeeded
from zhidun.radar import feeding, running, selectors, services
from zhidun.radar.errors import FeedDown, FeedUnfit, NothingToGuard, RadarForbidden, SweepOpen, WatchUnfit
from zhidun.radar.models import Hit, SellerTrace, Sweep, SweepState, Watch
from zhidun.radar.watching import guarded
from zhidun.rights import services as rights

pytestmark = pytest.mark.django_db
ROWS = (
    ("A1", "娃恰哈营养快线 整箱", "", "甲店", "", "028-8888 0001"),
    ("A2", "普通矿泉水", "", "乙店"),
    ("A3", "娃哈哈纯净水", "", "丙店", "", "028 88880001"),
)


def test_a_sweep_finds_look_alikes_and_keeps_the_reasons() -> None:
    actor = officer()
    watch = make_watch(actor)
    found = swept(actor, ROWS)
    assert [hit.feed_id for hit in found] == ["A3", "A1"]
    assert 1.0 > found[0].score > found[1].score  # 纯净水 is generic, but the name is not the mark itself
    assert found[1].part == "娃恰哈"
    assert found[1].watch == watch
    assert found[1].right == watch.right
    assert found[1].seller == {"seller": "甲店", "phone": "028-8888 0001"}
    assert "“恰”与“哈”形近" in found[1].sentence_zh
    assert [bar.score for bar in selectors.bars(found[1])] == sorted(
        (bar.score for bar in selectors.bars(found[1])), reverse=True
    )
    sweep = found[0].sweep
    assert (sweep.state, sweep.rows_total, sweep.rows_done, sweep.hits) == (SweepState.DONE, 3, 3, 2)
    assert selectors.progress(sweep) == selectors.Progress(100, None, False)


def test_a_listing_met_again_makes_no_second_hit() -> None:
    actor = officer()
    make_watch(actor)
    feed = make_feed(actor)
    assert len(swept(actor, ROWS, feed)) == 2
    assert swept(actor, ROWS, feed) == []
    assert len(swept(actor, ROWS, make_feed(actor, "另一平台"))) == 2


def test_sensitivity_moves_the_threshold_of_a_watch() -> None:
    actor = officer()
    right = str(named("娃哈哈").public_id)
    low = make_watch(actor, right=right, sensitivity="low")
    assert guarded([low])[0].least == 0.8
    high = make_watch(actor, right=right, sensitivity="high")
    assert [(one.watch, one.least) for one in guarded([low, high])] == [(high, 0.6)]


def test_a_watch_over_owner_region_and_classes_guards_what_fits() -> None:
    actor = officer()
    for title, owner, region, classes in (
        ("甲一标", "成都甲公司", "510107", (30,)), ("乙二标", "成都乙公司", "510100", (30,)),
        ("丙三标", "成都甲公司", "511100", (30,)), ("丁四标", "成都甲公司", "510107", (9,)),
    ):  # fmt: skip
        facts = trademark_facts(title=title, holder_name=owner, classes=classes)
        rights.register_right(actor=SYSTEM, facts=type(facts)(**{**_fields(facts), "region": region}))
    for words, wanted in (
        ({"owner": "甲公司"}, {"甲一标", "丙三标", "丁四标"}),
        ({"region": "510100"}, {"甲一标", "乙二标", "丁四标"}),
        ({"region": "510107", "classes": "30"}, {"甲一标"}),
        ({}, {"甲一标", "乙二标", "丙三标", "丁四标"}),
    ):
        watch = make_watch(actor, registry=True, name="范围", **words)
        assert {one.text for one in guarded([watch])} == wanted


def _fields(facts: object) -> dict[str, object]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": "😀"}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"text": "标", "classes": "99"}, "classes"),
        ({"text": "标", "region": "成都"}, "region"),
        ({"text": "标", "sensitivity": "max"}, "sensitivity"),
        ({"right": "no"}, "right"),
        ({"picture": "no"}, "picture"),
    ],
)
def test_a_watch_that_does_not_fit_is_refused_by_field(facts: dict[str, str], field: str) -> None:
    with pytest.raises(WatchUnfit) as told:
        make_watch(officer(), **facts)
    assert set(told.value.errors) == {field}


def test_nothing_to_guard_is_refused() -> None:
    actor = officer()
    with pytest.raises(NothingToGuard):
        make_watch(actor, name="空")
    with pytest.raises(NothingToGuard):
        swept(actor, ROWS)
    watch = make_watch(actor)
    services.stop_watch(actor=actor, watch=watch)
    with pytest.raises(NothingToGuard):
        hand_in(actor, make_feed(actor, "二"), ROWS)


def test_only_those_with_the_power_watch_sweep_and_look() -> None:
    clerk, reader = officer("counter-clerk"), officer("mediator")
    make_watch(clerk, text="标识甲")
    with pytest.raises(RadarForbidden):
        make_feed(clerk)
    for actor, refusal in ((reader, RadarForbidden), (ANONYMOUS, SignInNeeded)):
        with pytest.raises(refusal):
            selectors.hits(actor)
        with pytest.raises(refusal):
            make_watch(actor, text="标识乙")


def test_a_crash_in_the_middle_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = officer()
    make_watch(actor)
    monkeypatch.setattr(running, "CHUNK", 3)
    rows = [(f"N{number}", "娃哈哈" if number % 4 == 0 else "白水", "", f"店{number}") for number in range(12)]
    sweep = hand_in(actor, make_feed(actor), rows)
    keep, calls = running._keep, []

    def die(*words: object) -> bool:
        calls.append(1)
        if len(calls) == 3:
            raise OSError("killed")
        return keep(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "_keep", die)
    with pytest.raises(OSError, match="killed"):
        services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert (sweep.state, sweep.rows_done, sweep.hits) == (SweepState.RUNNING, 6, 2)
    assert selectors.progress(sweep).percent == 50
    assert running.pick_up() == [str(sweep.public_id)]
    monkeypatch.setattr(running, "_keep", keep)
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert (sweep.state, sweep.rows_done, sweep.hits) == (SweepState.DONE, 12, 3)
    assert sorted(Hit.objects.values_list("feed_id", flat=True)) == ["N0", "N4", "N8"]
    assert services.run(str(sweep.public_id)) is None


def test_what_breaks_off_at_the_same_row_again_and_again_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = officer()
    make_watch(actor)
    monkeypatch.setattr(running, "CHUNK", 3)
    rows = [(f"N{number}", "白水", "", f"店{number}") for number in range(6)]
    sweep = hand_in(actor, make_feed(actor), rows)
    keep, good = running._keep, [True]

    def die(*words: object) -> bool:
        if good and good.pop():
            return keep(*words)  # type: ignore[arg-type]
        raise OSError("killed")

    monkeypatch.setattr(running, "_keep", die)
    for _ in range(1 + running.ATTEMPTS):  # the first does three rows, the others none
        with pytest.raises(OSError, match="killed"):
            services.run(str(sweep.public_id))
    assert running.pick_up() == [str(sweep.public_id)]
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert (sweep.state, sweep.rows_done) == (SweepState.FAILED, 3)
    assert "第 3 行" in sweep.failure_zh
    assert "after row 3" in sweep.failure_en
    assert running.pick_up() == []
    monkeypatch.setattr(running, "_keep", keep)
    services.resume_sweep(actor=actor, sweep=sweep)
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert (sweep.state, sweep.rows_done, sweep.failure_zh) == (SweepState.DONE, 6, "")


def test_cancel_stops_after_the_chunk_and_resume_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = officer()
    make_watch(actor)
    monkeypatch.setattr(running, "CHUNK", 2)
    sweep = hand_in(actor, make_feed(actor), [(f"N{number}", "娃哈哈") for number in range(6)])
    keep = running._keep

    def cancelled(row: Sweep, *words: object) -> bool:
        done = keep(row, *words)  # type: ignore[arg-type]
        if row.rows_done == 2:
            services.cancel_sweep(actor=actor, sweep=sweep)
        return done

    monkeypatch.setattr(running, "_keep", cancelled)
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert (sweep.state, sweep.rows_done) == (SweepState.CANCELLED, 2)
    with pytest.raises(SweepOpen):
        services.cancel_sweep(actor=actor, sweep=sweep)
    services.resume_sweep(actor=actor, sweep=sweep)
    with pytest.raises(SweepOpen):
        services.resume_sweep(actor=actor, sweep=sweep)
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert (sweep.state, sweep.rows_done, sweep.hits) == (SweepState.DONE, 6, 6)


def test_a_long_time_left_is_said_in_minutes() -> None:
    assert selectors.Progress(3, 1398, open=True).minutes_left == 23
    assert selectors.Progress(3, 119, open=True).minutes_left is None
    assert selectors.Progress(3, None, open=True).minutes_left is None


def test_the_time_left_follows_from_the_rows_this_run_did() -> None:
    now = time.now()
    row = Sweep(
        state=SweepState.RUNNING,
        rows_total=1000,
        rows_done=300,
        rows_before=100,
        running_since=now - timedelta(seconds=40),
    )
    with time.pinned(now):
        assert selectors.progress(row) == selectors.Progress(30, 140, True)


def test_bad_rows_are_told_and_the_rest_goes_on() -> None:
    actor = officer()
    make_watch(actor)
    good = table([*ROWS, ("A1", "又一个"), ("A9", "")])
    content = good + '"open,x\nA10,娃哈哈,,丁店,,,,,\n'.encode()
    sweep = services.hand_in(actor=actor, feed=make_feed(actor), stream=io.BytesIO(content), filename="坏行.csv")
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert (sweep.rows_done, sweep.rows_bad, sweep.hits) == (4, 3, 3)
    assert [one["line"] for one in sweep.problems] == [5, 6, 7]


def test_excel_and_parquet_are_read_too(tmp_path: Path) -> None:
    import pyarrow as pa
    from openpyxl import Workbook
    from pyarrow import parquet

    actor = officer()
    make_watch(actor)
    book = Workbook()
    for row in (("编号", "标题", "店铺"), ("E1", "娃哈哈", "甲"), ("E2", "白水", "乙")):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    columns = {"id": ["P1"], "title": ["娃恰哈"], "phone": ["028"]}
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet")
    feed = make_feed(actor)
    for name in ("a.xlsx", "a.parquet"):
        stream = io.BytesIO((tmp_path / name).read_bytes())
        services.run(str(services.hand_in(actor=actor, feed=feed, stream=stream, filename=name).public_id))
    assert sorted(Hit.objects.values_list("feed_id", flat=True)) == ["E1", "P1"]


def test_a_file_that_is_no_feed_fails_with_its_reason() -> None:
    actor = officer()
    make_watch(actor)
    feed = make_feed(actor)
    sweep = services.hand_in(actor=actor, feed=feed, stream=io.BytesIO(b"a,b\n1,2\n"), filename="x.csv")
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert sweep.state == SweepState.FAILED
    assert "缺少列" in sweep.failure_zh
    assert "Missing columns" in sweep.failure_en


def test_a_broken_parquet_ends_its_sweep_with_the_reason() -> None:
    actor = officer()
    make_watch(actor)
    broken = io.BytesIO(b"PAR1 and then nothing that a reader could use")
    sweep = services.hand_in(actor=actor, feed=make_feed(actor), stream=broken, filename="x.parquet")
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    assert (sweep.state, sweep.failure_zh) == (SweepState.FAILED, "不是可读取的 Parquet 文件。")


def test_pictures_of_a_zip_are_compared_and_shown_side_by_side(tmp_path: Path) -> None:
    actor = officer()
    item = store_upload(
        stream=io.BytesIO(drawing(tmp_path / "mark.png").read_bytes()), filename="mark.png", actor=actor
    )
    make_watch(actor, name="图形", picture=str(item.public_id))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/same.png", drawing(tmp_path / "same.png", colour="#175cd3", size=150).read_bytes())
        archive.writestr("a/other.png", drawing(tmp_path / "other.png", kind="bars").read_bytes())
        archive.writestr("a/broken.png", b"\x89PNG")
    packed.seek(0)
    sweep = services.hand_in(actor=actor, feed=make_feed(actor), stream=packed, filename="shop.zip")
    services.run(str(sweep.public_id))
    hit = Hit.objects.get()
    assert hit.feed_id == "a/same.png"
    assert bytes(hit.thumbnail or b"").startswith(b"\x89PNG")
    assert (selectors.right_picture(hit) or b"").startswith(b"\x89PNG")
    assert SellerTrace.objects.filter(hit=hit, kind="picture").exists()
    sweep.refresh_from_db()
    assert sweep.rows_bad == 1


def test_rows_that_are_pushed_are_swept() -> None:
    actor = officer()
    make_watch(actor)
    feed = make_feed(actor, kind="push")
    sweep = services.push(actor=actor, feed=feed, rows=[{"id": 7, "title": "娃哈哈", "seller": "甲", "other": "x"}])
    services.run(str(sweep.public_id))
    assert Hit.objects.get().seller == {"seller": "甲"}
    for rows in ([], [{"title": "x"}] * 10_001):
        with pytest.raises(Refusal):
            services.push(actor=actor, feed=feed, rows=rows)
    with pytest.raises(FeedUnfit):
        services.push(actor=actor, feed=make_feed(actor, "文件来源"), rows=[{"title": "x"}])


MAPPING = {"rows": "data.list", "next": "data.next", "id": "goodsId", "title": "name", "seller": "shop.title"}


def page(first: int, following: str = "") -> bytes:
    rows = [{"goodsId": number, "name": "娃哈哈", "shop": {"title": f"店{number}"}} for number in (first, first + 1)]
    return json.dumps({"data": {"list": rows, "next": following}}).encode()


def test_an_address_is_asked_page_by_page_and_goes_on_where_it_died(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = officer()
    make_watch(actor)
    first, second = "https://shop.example/list", "https://shop.example/list?page=2"
    feed = make_feed(actor, kind="endpoint", url=first, mapping=MAPPING, every_minutes=30)
    pages: dict[str, bytes] = {first: page(1, "?page=2")}  # relative to the page it stands in

    def fetch(url: str) -> bytes:
        if url not in pages:
            raise FeedDown
        return pages[url]

    monkeypatch.setattr(feeding, "_outside", [fetch])
    assert feeding.due() == [feed]
    sweep = services.poll(feed)
    assert sweep is not None
    services.run(str(sweep.public_id))
    assert feeding.due() == []
    feed.refresh_from_db()
    assert (feed.cursor, bool(feed.fault_zh)) == (second, True)
    pages[second] = page(3)
    again = services.poll(feed)
    assert again is not None
    services.run(str(again.public_id))
    feed.refresh_from_db()
    assert (feed.cursor, feed.fault_zh) == ("", "")
    assert sorted(Hit.objects.values_list("feed_id", flat=True)) == ["1", "2", "3", "4"]
    with time.pinned(time.now() + timedelta(minutes=31)):
        assert feeding.due() == [feed]


def test_addresses_inside_the_house_are_refused_by_the_guard() -> None:
    actor = officer()
    make_watch(actor)
    feed = make_feed(actor, kind="endpoint", url="http://127.0.0.1:80/x", mapping={"title": "name"}, every_minutes=30)
    assert services.poll(feed) is None
    feed.refresh_from_db()
    assert feed.fault_zh
    assert "127.0.0.1" in feed.fault_en or "public" in feed.fault_en


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"kind": "no"}, "kind"), ({"name": ""}, "name"),
        ({"kind": "endpoint", "url": "ftp://x", "mapping": MAPPING, "every_minutes": 30}, "url"),
        ({"kind": "endpoint", "url": "https://x.cn", "mapping": {"rows": "a"}, "every_minutes": 30}, "mapping"),
        ({"kind": "endpoint", "url": "https://x.cn", "mapping": {**MAPPING, "odd": "b"}}, "mapping"),
        ({"kind": "endpoint", "url": "https://x.cn", "mapping": MAPPING, "every_minutes": 1}, "every_minutes"),
    ],
)  # fmt: skip
def test_feeds_that_do_not_fit_are_refused(words: dict[str, object], field: str) -> None:
    with pytest.raises(FeedUnfit) as told:
        make_feed(officer(), **words)  # type: ignore[arg-type]
    assert told.value.field == field


def test_a_name_stands_for_one_feed() -> None:
    actor = officer()
    make_feed(actor)
    with pytest.raises(FeedUnfit):
        make_feed(actor)
    assert HEADER.startswith("id,title")
    assert Watch.objects.count() == 0
    assert make_right().pk
