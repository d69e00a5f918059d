"""The index follows the registry in its own transaction, finds look-alikes with reasons, and heals after a crash."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from django.db import connection, transaction
from pgvector import HalfVector
from PIL import Image

from tests.factories.access import make_citizen
from tests.factories.radar import officer
from tests.factories.rights import make_right, patent_facts, trademark_facts
from tests.radar.files import drawing
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.evidence.services import store_upload
from zhidun.radar import indexing, searching, services
from zhidun.radar.errors import RadarForbidden
from zhidun.radar.models import IndexedMark, IndexRun, MarkKey, MarkMeaning, MarkPicture, RunState
from zhidun.radar.models.index import MEANING_WIDTH
from zhidun.rights import services as rights
from zhidun.similarity.normal import TextUnfit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("mark", "asked"),
    [
        ("康师傅", "康师博"),
        ("雪碧", "雷碧"),
        ("郫县豆瓣", "毗县豆办"),
        ("Nike", "Nlke"),
        ("腾讯", "Tengxun"),
        ("娃哈哈", "哇哈哈"),
    ],
)
def test_look_alikes_are_found_with_a_reason(mark: str, asked: str) -> None:
    for number, filler in enumerate(("长虹", "竹叶青", "水井坊酒", "Apple", "三之首")):
        make_right(facts=trademark_facts(title=filler, number=str(51_000_000 + number)))
    right = make_right(facts=trademark_facts(title=mark))
    found = searching.by_text(ANONYMOUS, asked).found
    assert found[0].right == right
    assert found[0].score > 0.5
    assert found[0].factors and all(one.reason.zh and one.reason.en for one in found[0].factors)
    assert "由承办人判断" in found[0].sentence.zh


def test_the_same_mark_scores_one_and_goods_far_apart_less() -> None:
    make_right(facts=trademark_facts(title="沈绣坊", classes=(24,)))
    assert searching.by_text(ANONYMOUS, "沈绣坊", classes="24").found[0].score == 1.0
    assert searching.by_text(ANONYMOUS, "沈绣坊", classes="7").found[0].score < 1.0


def test_a_right_that_was_not_committed_is_not_in_the_index() -> None:
    with transaction.atomic():
        make_right(facts=trademark_facts(title="回滚标"))
        assert searching.by_text(ANONYMOUS, "回滚标").found
        transaction.set_rollback(True)
    assert not searching.by_text(ANONYMOUS, "回滚标").found
    assert MarkKey.objects.count() == 0


def test_dead_rights_and_titles_that_are_no_signs_are_left_out() -> None:
    right = make_right(facts=trademark_facts(title="亡标"))
    make_right(facts=patent_facts())
    assert IndexedMark.objects.count() == 1
    rights.change_status(
        actor=SYSTEM, right=right, status="invalidated", effective_on=date(2026, 1, 1), reason="无效决定"
    )
    assert IndexedMark.objects.count() == 0


def test_private_rights_are_not_revealed_to_others() -> None:
    owner = make_citizen()
    make_right(actor=owner, facts=trademark_facts(title="秘而不宣", private=True))
    assert not searching.by_text(ANONYMOUS, "秘而不宣").found
    assert searching.by_text(owner, "秘而不宣").found
    assert searching.by_text(officer(), "秘而不宣").found


@pytest.mark.parametrize("text", ["", "  ", "😀😀", "\u202e\u200b", "x" * 10_001])
def test_what_cannot_be_compared_is_refused(text: str) -> None:
    with pytest.raises(TextUnfit):
        searching.by_text(ANONYMOUS, text)


@pytest.mark.parametrize("text", ["一", "a", "\u202ekciN", "Δ", "العربية", "龙" * 200, "ｎｉｋｅ𝓷", "١٢٣"])
def test_odd_texts_are_answered(text: str) -> None:
    make_right(facts=trademark_facts(title="Nike"))
    searching.by_text(ANONYMOUS, text)


def test_a_picture_of_a_right_is_found_in_other_colours_and_sizes(tmp_path: Path) -> None:
    right = make_right(facts=trademark_facts(title="图形标"))
    other = make_right(facts=trademark_facts(title="别的图"))
    for one, kind in ((right, "ring"), (other, "bars")):
        content = drawing(tmp_path / f"{kind}.png", kind=kind).read_bytes()
        item = store_upload(stream=io.BytesIO(content), filename="mark.png", actor=SYSTEM)
        rights.add_document(actor=SYSTEM, right=one, kind="specimen", sha256=item.blob.sha256)
    assert MarkPicture.objects.filter(place=0).count() == 2
    asked = drawing(tmp_path / "asked.png", colour="#175cd3", size=320).read_bytes()
    found = searching.by_picture(ANONYMOUS, asked).found
    assert found[0].right == right
    assert found[0].score > 0.8 > found[1].score
    assert {one.name for one in found[0].factors} >= {"copy"}
    assert "turned" not in {one.name for one in found[0].factors}
    stream = io.BytesIO()
    Image.open(tmp_path / "bars.png").rotate(90).save(stream, "PNG")
    turned = searching.by_picture(ANONYMOUS, stream.getvalue()).found[0]
    assert turned.right == other
    assert 0.7 < turned.score < 1
    assert "按 90% 计" in next(one.reason.zh for one in turned.factors if one.name == "turned")
    assert "转动 90° 后" in turned.sentence.zh


def test_a_rebuild_goes_on_behind_the_last_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    head = officer("bureau-head")
    for number in range(5):
        make_right(facts=trademark_facts(title=f"标识{number}甲乙"))
    IndexedMark.objects.all().delete()
    run = services.start_rebuild(actor=head)
    assert services.start_rebuild(actor=head).pk == run.pk
    monkeypatch.setattr(indexing, "CHUNK", 2)
    calls: list[int] = []
    index_right = indexing.index_right

    def die(right: object) -> int:
        calls.append(1)
        if len(calls) == 4:
            raise OSError("killed")
        return index_right(right)  # type: ignore[arg-type]

    monkeypatch.setattr(indexing, "index_right", die)
    with pytest.raises(OSError, match="killed"):
        services.rebuild(run)
    run = IndexRun.objects.get(pk=run.pk)
    assert (run.done, IndexedMark.objects.count()) == (2, 2)
    monkeypatch.setattr(indexing, "index_right", index_right)
    services.rebuild(run)
    run.refresh_from_db()
    assert (run.state, run.done, run.total, IndexedMark.objects.count()) == (RunState.DONE, 5, 5, 5)


def test_what_is_missing_or_old_is_mended() -> None:
    right = make_right(facts=trademark_facts(title="补登标"))
    IndexedMark.objects.filter(right=right).update(version=0)
    assert services.mend() == 1
    assert services.mend() == 0
    assert searching.by_text(ANONYMOUS, "补登标").found


def test_only_the_head_rebuilds() -> None:
    with pytest.raises(RadarForbidden):
        services.start_rebuild(actor=officer())


def test_marks_of_one_meaning_are_found_across_languages() -> None:
    right = make_right(facts=trademark_facts(title="苹果"))
    make_right(facts=trademark_facts(title="水井坊"))
    assert services.read_meanings() == 2
    assert services.read_meanings() == 0
    found = searching.by_text(ANONYMOUS, "Apple", meant=True).found
    assert found[0].right == right
    assert "meaning" in {one.name for one in found[0].factors}


def test_the_graph_gives_all_the_neighbours_that_are_asked_for() -> None:
    right = make_right(facts=trademark_facts(title="近邻"))
    chance = np.random.default_rng(7)
    marks = [IndexedMark(right=right, text=f"近邻{number}", version=1) for number in range(70)]
    IndexedMark.objects.bulk_create(marks)
    rows = chance.standard_normal((70, MEANING_WIDTH)).astype(np.float16).astype(np.float32)
    MarkMeaning.objects.bulk_create(
        [MarkMeaning(mark=mark, embedding=HalfVector(row)) for mark, row in zip(marks, rows, strict=True)]
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows would be looked at one by one
        cursor.execute(searching.NEAR_MEANINGS, [HalfVector(rows[3]).to_text()])
        found = cursor.fetchall()
    likeness = rows @ rows[3]
    nearest = [marks[place].pk for place in np.argsort(-likeness)[: searching.NEAR]]
    assert [mark for mark, _ in found] == nearest, "an index gives 40 by itself"
    assert found[0][1] == pytest.approx(float(likeness[3]), rel=1e-3)
