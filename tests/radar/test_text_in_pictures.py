"""Text and logos inside pictures: found in the index, by watches in sweeps, and on files, with the reasons."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories.radar import hand_in, make_feed, make_watch, named, officer
from tests.factories.rights import make_right, patent_facts, patent_number, trademark_facts
from tests.radar.files import rights as four_marks
from tests.radar.files import table
from tests.similarity.pictures import badge, drawn
from tests.similarity.test_lettering import written
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.evidence.services import store_upload
from zhidun.radar import indexing, jobs, searching, selectors, services
from zhidun.radar.engine import filesweep
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.sweeping import Sweeper
from zhidun.radar.models import Hit, IndexedMark, MarkPicture, Sweep
from zhidun.rights import services as rights
from zhidun.rights.models import Right
from zhidun.similarity import lettering
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.pictures import Picture


def shown(right: Right, content: bytes, kind: str = "specimen") -> Right:
    """A right with a picture."""
    item = store_upload(stream=io.BytesIO(content), filename="mark.png", actor=SYSTEM)
    rights.add_document(actor=SYSTEM, right=right, kind=kind, sha256=item.blob.sha256)
    return right


def swept_pictures(**pictures: bytes) -> Sweep:
    """A sweep of a ZIP of pictures that has ended."""
    actor = officer()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in pictures.items():
            archive.writestr(f"{name}.png", content)
    packed.seek(0)
    sweep = services.hand_in(actor=actor, feed=make_feed(actor), stream=packed, filename="shop.zip")
    services.run(str(sweep.public_id))
    sweep.refresh_from_db()
    return sweep


@pytest.mark.django_db
@pytest.mark.parametrize("reads", [True, False])
def test_a_watch_finds_a_mark_that_stands_in_a_picture_alone(*, reads: bool) -> None:
    make_watch(officer(), right=str(named("康师傅").public_id), reads=reads)
    sweep = swept_pictures(noodles=written("康帅傅", ink="#b42318"), plain=drawn("star"))
    assert [hit.feed_id for hit in Hit.objects.all()] == (["noodles.png"] if reads else [])
    assert sweep.pictures_read == (2 if reads else 0)
    assert (sweep.reading_seconds > 0) == reads
    if reads:
        said = next(one for one in Hit.objects.get().factors if one["name"] == "picture_text")["reason"]
        assert "图中文字“康帅傅”与“康师傅”相近" in said["zh"]
        assert "the text in the picture" in said["en"]


@pytest.mark.django_db
def test_a_logo_inside_a_larger_picture_is_found_by_search_and_by_sweep() -> None:
    right = shown(make_right(facts=trademark_facts(title="星标")), drawn("star"))
    shown(make_right(facts=trademark_facts(title="房标")), drawn("house"))
    assert set(MarkPicture.objects.filter(right=right).values_list("part", flat=True)) >= {"whole"}
    asked = badge("star")
    found = searching.by_picture(ANONYMOUS, asked).found
    assert found[0].right == right
    assert found[0].score > 0.7 > found[1].score
    assert "底图内的图形对整体" in found[0].factors[0].reason.zh
    assert "what the badge holds beside the whole" in found[0].factors[0].reason.en
    make_watch(officer(), registry=True, name="全部")
    swept_pictures(badge=asked, other=drawn("ring"))
    hit = Hit.objects.get()
    assert (hit.feed_id, hit.right) == ("badge.png", right)
    assert "底图内的图形" in hit.sentence_zh
    assert hit.sentence_en.startswith("The picture resembles the protected picture")


@pytest.mark.django_db
def test_the_text_in_a_rights_picture_is_indexed_with_it_and_found() -> None:
    right = make_right(facts=trademark_facts(title="图形商标"))
    shown(right, written("雪碧"))
    assert not IndexedMark.objects.filter(pictured=True).exists()
    assert selectors.index_state(officer()).unread == services.read_writing() == 1
    assert selectors.index_state(officer()).unread == services.read_writing() == 0
    assert IndexedMark.objects.filter(right=right, text="雪碧", pictured=True).exists()
    assert searching.by_text(ANONYMOUS, "雷碧").found[0].right == right
    answered = searching.by_picture(ANONYMOUS, written("雷碧", font="NotoSerifSC-Regular.ttf"))
    assert answered.read == "雷碧"
    assert answered.found[0].right == right
    assert "图中文字“雷碧”与“雪碧”相近" in answered.found[0].factors[0].reason.zh
    assert searching.by_picture(ANONYMOUS, written("雷碧"), reads=False).read == ""
    make_watch(officer(), right=str(right.public_id))
    sweep = hand_in(officer(), make_feed(officer()), [("T1", "雷碧 汽水 整箱 包邮"), ("T2", "白水")])
    services.run(str(sweep.public_id))
    hit = Hit.objects.get()
    assert (hit.feed_id, hit.right_text) == ("T1", "雪碧")
    assert any("受保护图样中的文字读作“雪碧”" in one["reason"]["zh"] for one in hit.factors)


@pytest.mark.django_db
def test_the_text_of_a_picture_is_read_outside_transactions_and_again_after_a_crash(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    read, depth = lettering.read, len(connection.savepoint_ids)

    def looked(picture: Picture) -> lettering.Reading:
        assert len(connection.savepoint_ids) == depth
        return read(picture)

    monkeypatch.setattr(lettering, "read", looked)
    with django_capture_on_commit_callbacks() as asked:
        first = shown(make_right(facts=trademark_facts(title="甲")), written("雪碧"))
        second = shown(make_right(facts=trademark_facts(title="乙")), written("老干妈"))
    assert "_ask_to_read" in {one.__name__ for one in asked}
    index_right = indexing.index_right

    def die(right: Right) -> int:
        if right == second:
            raise OSError("killed")
        return index_right(right)

    monkeypatch.setattr(indexing, "index_right", die)
    with pytest.raises(OSError, match="killed"):
        services.read_writing()
    assert list(MarkPicture.objects.filter(read_at=None, place=0)) == list(
        MarkPicture.objects.filter(right=second, place=0)
    )
    monkeypatch.setattr(indexing, "index_right", index_right)
    jobs.writing()
    marks = IndexedMark.objects.filter(pictured=True).order_by("right_id")
    assert [(one.right, one.text) for one in marks] == [(first, "雪碧"), (second, "老干妈")]


@pytest.mark.django_db
def test_a_rebuild_makes_parts_and_text_of_pictures_anew() -> None:
    right = shown(make_right(facts=trademark_facts(title="图形商标")), written("雪碧"))
    services.read_writing()
    rows = list(MarkPicture.objects.order_by("place").values_list("place", "part", "written"))
    assert rows[0] == (0, "whole", "雪碧")
    assert MarkPicture.objects.get(place=0).words_share > lettering.WORDS_ALONE
    MarkPicture.objects.update(version=1, written="")
    assert list(indexing.stale()) == [right]
    services.rebuild(services.start_rebuild(actor=officer("bureau-head")))
    services.read_writing()
    assert list(MarkPicture.objects.order_by("place").values_list("place", "part", "written")) == rows
    assert list(indexing.stale()) == []


@pytest.mark.django_db
def test_pictures_of_designs_are_compared_as_designs_and_their_text_is_no_sign() -> None:
    right = shown(
        make_right(
            facts=replace(patent_facts(number=patent_number(kind_digit="3")), kind="patent_design", title="台灯")
        ),
        written("雪碧"),
        kind="drawing",
    )
    services.read_writing()
    assert set(MarkPicture.objects.values_list("mode", "part")) == {("design", "whole")}
    assert not IndexedMark.objects.exists()
    make_watch(officer(), right=str(right.public_id))
    swept_pictures(same=written("雪碧"))
    assert "lines" in {one["name"] for one in Hit.objects.get().factors}


@pytest.mark.django_db
def test_where_text_cannot_be_read_pictures_are_compared_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise lettering.ReaderMissing

    monkeypatch.setattr(lettering, "read", missing)
    monkeypatch.setattr(lettering, "require", missing)
    right = shown(make_right(facts=trademark_facts(title="星标")), drawn("star"))
    with pytest.raises(lettering.ReaderMissing):
        services.read_writing()
    assert selectors.index_state(officer()).unread == 1  # it waits until something can read
    assert searching.by_picture(ANONYMOUS, drawn("star")).found[0].right == right
    make_watch(officer(), right=str(right.public_id))
    assert swept_pictures(star=drawn("star", ink="navy")).hits == 1


@pytest.mark.django_db
def test_the_name_check_tells_what_is_alike_and_what_was_read(client: Client) -> None:
    shown(make_right(facts=trademark_facts(title="星标")), drawn("star"))
    shown(make_right(facts=trademark_facts(title="房标")), drawn("house"))
    named("康师傅")
    page = client.post("/radar/check", {"photo": SimpleUploadedFile("a.png", badge("star"))}).content.decode()
    assert "星标" in page
    assert "房标" not in page
    assert "图中文字读作" not in page
    page = client.post("/radar/check", {"photo": SimpleUploadedFile("b.png", written("康帅傅"))}).content.decode()
    assert "康师傅" in page
    assert "图中文字读作" in page


@pytest.mark.django_db
def test_other_words_in_the_same_print_are_another_mark() -> None:
    right = shown(make_right(facts=trademark_facts(title="康师傅")), written("康师傅"))
    services.read_writing()
    asked = written("娃恰哈", ink="#067647")
    found = searching.by_picture(ANONYMOUS, asked).found[0]
    assert found.score < 0.5 < searching.by_picture(ANONYMOUS, asked, reads=False).found[0].score
    assert "两图都只有文字,“娃恰哈”与“康师傅”不同" in found.factors[0].reason.zh
    assert "both pictures are words alone" in found.factors[0].reason.en
    make_watch(officer(), right=str(right.public_id))
    swept_pictures(other=asked, alike=written("康帅傅", ink="#067647"))
    assert [hit.feed_id for hit in Hit.objects.all()] == ["alike.png"]


def test_files_are_swept_by_the_text_in_pictures_when_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "drawn.png").write_bytes(written("康师傅"))
    (tmp_path / "a.png").write_bytes(written("娃恰哈"))
    (tmp_path / "b.png").write_bytes(written("康帅傅", ink="white", paper="#175cd3"))
    (tmp_path / "same.png").write_bytes((tmp_path / "b.png").read_bytes())
    marks = four_marks(tmp_path)
    with marks.open("a", encoding="utf-8") as stream:
        stream.write("R5,,drawn.png,30\n")
    rows = [("1", "饮料", "a.png"), ("2", "面", "b.png"), ("3", "面", "same.png"), ("4", "面", "none.png")]
    feed = table(tmp_path / "feed.csv", "id,title,image", rows)
    plain = filesweep.sweep(feed, marks, tmp_path / "plain.jsonl")
    assert [one.en for one in plain.notes] == [filesweep.UNREAD.en]
    assert "R2" not in _found(tmp_path / "plain.jsonl").values()
    done = filesweep.sweep(feed, marks, tmp_path / "read.jsonl", reads=True)
    assert _found(tmp_path / "read.jsonl") == {"1": "R2", "2": "R5", "3": "R5"}
    assert (done.effort.read, done.left_out, done.notes) == (2, 1, [])
    assert done.as_dict()["pictures_read"] == 2
    twice = filesweep.sweep(feed, marks, tmp_path / "twice.jsonl", reads=True, processes=2)
    assert twice.workers == 2
    assert (tmp_path / "twice.jsonl").read_bytes() == (tmp_path / "read.jsonl").read_bytes()


def _found(file: Path) -> dict[str, str]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {row["feed_id"]: row["right_id"] for row in sorted(rows, key=lambda row: row["score"])}


def test_the_same_picture_is_looked_at_once_and_text_counts_for_those_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "star.png").write_bytes(drawn("star"))
    looked: list[object] = []
    read = lettering.read
    monkeypatch.setattr(lettering, "read", lambda picture: looked.append(1) or read(picture))
    entries = [Entry("a", "康师傅", None), Entry("b", "康师博", None), Entry("s", "", tmp_path / "star.png")]
    sweeper = Sweeper(Gallery(entries), reads={"a"}, reads_rights=False)
    listings = [Listing(str(at), "", written("康帅傅")) for at in range(5)] + [Listing("s", "", drawn("star"))]
    matches, problems = sweeper.sweep(listings)
    assert problems == []
    assert [[one.right_id for one in row] for row in matches] == [["a"]] * 5 + [["s"]]
    assert len(looked) == sweeper.effort().read == 2
    assert sweeper.sweep(listings)[0] == matches
    assert sweeper.effort().read == 0
