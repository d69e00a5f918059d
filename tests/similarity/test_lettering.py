"""Text read in pictures: what is written counts beside what is drawn, and the reason says what was read."""

from __future__ import annotations

import io
from importlib import resources
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.similarity.pictures import drawn
from zhidun.similarity import answers, lettering, pictures
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.lettered import LetteredIndex, joined

FONTS = Path(str(resources.files("zhidun"))) / "static" / "vendor" / "fonts"


def written(word: str, *, font: str = "NotoSansSC-Regular.ttf", ink: str = "black", paper: str = "white") -> bytes:
    sheet = Image.new("RGB", (360, 150), paper)
    pen = ImageDraw.Draw(sheet)
    pen.text((180, 75), word, fill=ink, font=ImageFont.truetype(str(FONTS / font), 58), anchor="mm")
    stream = io.BytesIO()
    sheet.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("word", "ink", "paper"), [("康帅傅", "red", "white"), ("雷碧", "white", "#175cd3"), ("Owega", "black", "white")]
)
def test_what_is_written_is_read(word: str, ink: str, paper: str) -> None:
    found = lettering.read(pictures.read(written(word, ink=ink, paper=paper)))
    assert found.text == word
    assert found.sure > lettering.SURE


@pytest.mark.parametrize("shape", ["star", "ring", "house"])
def test_where_nothing_is_written_nothing_is_read(shape: str) -> None:
    assert lettering.read(pictures.read(drawn(shape))) == lettering.NOTHING


def test_a_picture_finds_rights_by_its_text(tmp_path: Path) -> None:
    (tmp_path / "asked.png").write_bytes(written("康帅傅", font="NotoSerifSC-Regular.ttf", ink="#b42318"))
    (tmp_path / "drawn.png").write_bytes(written("康师傅"))
    (tmp_path / "star.png").write_bytes(drawn("star"))
    rights = Gallery([
        Entry("star", "", tmp_path / "star.png"),
        Entry("named", "康师傅", None),
        Entry("drawn", "", tmp_path / "drawn.png"),
        Entry("other", "娃哈哈", None),
    ])  # fmt: skip
    found = answers.search(answers.Asked(image=tmp_path / "asked.png"), rights)
    assert {hit.id for hit in found.hits[:2]} == {"named", "drawn"}
    for hit in found.hits[:2]:
        said = answers.factor(hit, "picture_text")
        assert said is not None
        assert "康帅傅" in said.reason.zh
        assert "康师傅" in said.reason.zh
        assert "the text in the picture" in said.reason.en
    without = answers.search(answers.Asked(image=tmp_path / "asked.png", read_text=False), rights)
    assert all(answers.factor(hit, "picture_text") is None for hit in without.hits)
    assert "named" not in {hit.id for hit in without.hits}


def test_without_the_package_pictures_alone_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: object) -> lettering.Reading:
        raise lettering.ReaderMissing

    monkeypatch.setattr(lettering, "read", missing)
    (tmp_path / "star.png").write_bytes(drawn("star"))
    found = answers.search(
        answers.Asked(image=tmp_path / "star.png"), Gallery([Entry("star", "", tmp_path / "star.png")])
    )
    assert [hit.id for hit in found.hits] == ["star"]
    assert len(found.problems) == 1


def test_look_and_text_raise_each_other_and_neither_is_lost() -> None:
    assert joined(1, 0) == joined(1, 1) == 1
    assert joined(0, 1) == 0.9
    assert joined(0.6, 0.6) > 0.6
    assert joined(0.3, 0) == 0.3


def test_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = pictures.read(written("大白免"))
    first = lettering.read(picture)
    monkeypatch.setattr(lettering, "_lines", lambda _: pytest.fail("read again"))
    assert lettering.read(picture) is first


def test_only_the_index_asked_for_is_built(tmp_path: Path) -> None:
    (tmp_path / "ring.png").write_bytes(drawn("ring"))
    index = LetteredIndex(Gallery([Entry("ring", "", tmp_path / "ring.png")]), mode="logo")
    assert [hit.id for hit in index.search(pictures.read(drawn("ring")), 5)] == ["ring"]
