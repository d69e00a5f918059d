"""What the child process makes of good and hostile files, and that nothing gets out of it."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.factories.evidence import archive, docx, jpeg_with_position, make_item, pdf, png
from zhidun.access.actors import SYSTEM
from zhidun.evidence import child, jobs, previews, screening, selectors, services
from zhidun.evidence.models import Item, ItemState, Preview
from zhidun.evidence.policies import Limits
from zhidun.evidence.verdicts import VERDICTS

CAPS = {"memory": 2**62, "seconds": 60, "written": 10**7, "pixels": 10**6, "frames": 5, "archive_bytes": 10**6}


def _look(folder: Path, content: bytes, look: str, caps: Limits | None = None) -> previews.Answer:
    source = folder / "source"
    source.write_bytes(content)
    return previews.look_into(source, look=look, caps=caps)


@pytest.mark.django_db
def test_a_photo_gets_an_upright_preview_without_its_metadata() -> None:
    content = jpeg_with_position()
    item = make_item(content=content, filename="a.jpg")
    jobs.examine(str(item.public_id))
    jobs.examine(str(item.public_id))  # a job may run twice
    jobs.examine(str(uuid.uuid4()))  # or find its item gone
    preview = selectors.preview_of(item, "image")
    assert preview is not None
    with selectors.open_preview(preview) as file:
        raw = file.read()
    picture = Image.open(io.BytesIO(raw))
    assert (picture.format, picture.size) == ("JPEG", (32, 64))
    assert not picture.getexif()
    assert b"script" not in raw
    with selectors.open_original(item) as original:
        assert original.read() == content
    assert Preview.objects.filter(item=item).count() == 1


@pytest.mark.django_db
def test_a_pdf_gets_its_pages_counted_and_its_first_text() -> None:
    item = make_item(content=pdf(text="Sealed 2026"), filename="a.pdf")
    previews.examine(item)
    item.refresh_from_db()
    assert item.page_count == 1
    assert item.examined_at is not None
    preview = selectors.preview_of(item, "text")
    assert preview is not None
    with selectors.open_preview(preview) as file:
        assert b"Sealed 2026" in file.read()


@pytest.mark.django_db
def test_a_text_in_an_old_encoding_is_shown_as_utf8() -> None:
    item = make_item(content="价格一元".encode("gb18030"), filename="a.txt")
    previews.examine(item)
    preview = selectors.preview_of(item, "text")
    assert preview is not None
    with selectors.open_preview(preview) as file:
        assert file.read().decode() == "价格一元"


@pytest.mark.django_db
def test_what_the_child_finds_shuts_the_item() -> None:
    item = make_item(content=png()[:60], filename="a.png")
    assert item.state == ItemState.CLEAN
    assert previews.examine(item).verdict == "damaged"
    item.refresh_from_db()
    assert (item.state, item.finding) == (ItemState.QUARANTINED, "damaged")
    assert selectors.custody(item)[-1].actor_key == "system"


@pytest.mark.django_db
def test_sound_and_shut_items_are_not_given_to_the_child() -> None:
    sound = make_item(content=b"OggS" + bytes(90), filename="a.ogg")
    shut = make_item(content=archive({"x.exe": b"MZ"}), filename="a.zip")
    assert previews.examine(sound) == previews.Answer()
    assert previews.examine(shut).verdict == "archive-program"
    assert not Preview.objects.exists()
    assert Item.objects.filter(examined_at=None).count() == 0
    assert previews.look_for("image/svg+xml") == ""
    services.note_examination(item=sound, page_count=3)


def _gif(frames: int) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("RGB", (8, 8), (n * 5, 0, 9)) for n in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def _bad_crc() -> bytes:
    raw = bytearray(png())
    raw[raw.find(b"IHDR") + 18] ^= 0xFF
    return bytes(raw)


TEMPLATE = docx({"word/_rels/settings.xml.rels": b'<Relationship Type="attachedTemplate" Target="http://x"/>'})
LOOKS: list[tuple[bytes, str, Limits, str]] = [
    (png(width=80), "image", Limits(), ""),
    (png(width=80, height=80), "image", Limits(pixels=100), "image-too-large"),
    (_gif(40), "image", Limits(frames=20), "image-too-large"),
    (_gif(10), "image", Limits(frames=20), ""),
    (_bad_crc(), "image", Limits(), "damaged"),
    (b"not a picture", "image", Limits(), "damaged"),
    (pdf(), "pdf", Limits(), ""),
    (pdf(text=" "), "pdf", Limits(), ""),
    (pdf(extra=b"/OpenAction << /S /URI >>"), "pdf", Limits(), "active-pdf"),
    (b"%PDF-1.4 nothing", "pdf", Limits(), "damaged"),
    ("中文".encode("utf-16"), "text", Limits(), ""),
    (b"\xff\x80\x00\x81\xff", "text", Limits(), "damaged"),
    (docx(), "archive", Limits(), ""),
    (TEMPLATE, "archive", Limits(), "active-office"),
    (archive({"a": bytes(3000)}), "archive", Limits(archive_bytes=2000), "archive-bomb"),
    (b"PK\x03\x04", "archive", Limits(), "damaged"),
]


@pytest.mark.parametrize(("content", "look", "caps", "verdict"), LOOKS)
def test_the_child_answers_each_file_with_a_verdict(
    content: bytes, look: str, caps: Limits, verdict: str, tmp_path: Path
) -> None:
    answer = _look(tmp_path, content, look, caps)
    assert answer.verdict == verdict
    assert not verdict or verdict in VERDICTS


@pytest.mark.parametrize(("content", "look", "caps", "verdict"), LOOKS)
def test_the_same_in_this_process(
    content: bytes, look: str, caps: Limits, verdict: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(child, "limit", lambda *_: None)
    monkeypatch.setattr(child, "no_network", lambda: None)
    monkeypatch.setattr(child.sys, "setrecursionlimit", lambda _: None)
    source = tmp_path / "source"
    source.write_bytes(content)
    told = json.dumps(json.loads(previews._caps(caps)))
    assert child.main([look, str(source), str(tmp_path / "target"), told]) == 0
    assert json.loads(capsys.readouterr().out).get("verdict", "") == verdict


def test_memory_and_time_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hungry = tmp_path / "hungry.py"
    hungry.write_text(
        "import sys, json, resource\ncaps = json.loads(sys.argv[4])\n"
        "resource.setrlimit(resource.RLIMIT_AS, (caps['memory'],) * 2)\nx = bytearray(10**10)\n"
    )
    monkeypatch.setattr(previews, "CHILD", hungry)
    assert _look(tmp_path, b"x", "text").verdict == "too-costly"
    hungry.write_text("import signal\nsignal.pause()\n")
    assert _look(tmp_path, b"x", "text", Limits(child_seconds=1)).verdict == "too-costly"
    hungry.write_text("print('no json')\n")
    assert _look(tmp_path, b"x", "text").verdict == "too-costly"


PROBE = """
import json, runpy, socket, subprocess, sys
child = runpy.run_path(CHILD)
child["limit"](400 * 2**20, 5, 1000)
child["no_network"]()
acts = {
    "memory": lambda: bytearray(500 * 2**20),
    "socket": lambda: socket.create_connection(("127.0.0.1", 9)),
    "program": lambda: subprocess.run(["true"]),
}
failed = []
for name, act in acts.items():
    try:
        act()
    except (MemoryError, PermissionError) as error:
        failed.append(name + type(error).__name__)
with open(sys.argv[3], "w") as file:
    file.write(" ".join(failed))
print(json.dumps({"preview": "text/plain"}))
"""


def test_the_real_child_cannot_use_much_memory_or_any_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text(PROBE.replace("CHILD", repr(child.__file__)))
    monkeypatch.setattr(previews, "CHILD", probe)
    answer = _look(tmp_path, b"x", "text")
    assert answer.content == b"memoryMemoryError socketPermissionError programPermissionError"


def test_where_the_network_cannot_be_taken_away_the_child_runs_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    previews._jail.cache_clear()
    monkeypatch.setattr(previews.shutil, "which", lambda _: None)
    assert _look(tmp_path, png(), "image").verdict == ""
    previews._jail.cache_clear()
    monkeypatch.setattr(previews.shutil, "which", lambda _: "/bin/false")
    assert previews._jail() == ()
    previews._jail.cache_clear()
    monkeypatch.setattr(previews.shutil, "which", lambda _: "/nonexistent/unshare")
    assert previews._jail() == ()
    previews._jail.cache_clear()


MUST_STAY_SHUT = """
polyglot_gif_js.gif elf.jpg zip_nested.zip lol.xlsx zip_bomb_1g.zip trunc.png zip_size_lie.zip pages_loop.pdf
pixelflood_50000.png bad_crc.png svg_script.svg ztxt_bomb.png eicar.txt remote_template.docx zip_dup_names.zip
svg_css.svg svg_xxe.svg many_frames.gif launch.pdf svg_onload.svg deep.xml gz_bomb.gz flate_bomb.pdf gif65535.gif
svg_lol.svg svg_animate.svg zip_many.zip uri_ssrf.pdf warc_bad.warc
"""
MAY_BE_OPENED = "html.txt html_utf7.txt formula.csv nan.json mail_inject.eml jpeg_exif_gps_xss.jpg"


def _whole_look(path: Path) -> str:
    with path.open("rb") as file:
        kind, code = screening.look(file, filename=path.name, declared="")
    look = previews.look_for(kind)
    return code or (previews.look_into(path, look=look).verdict if look else "")


@pytest.mark.needs_shared
@pytest.mark.parametrize("name", MUST_STAY_SHUT.split())
def test_hostile_files_stay_shut(name: str, shared: Path) -> None:
    assert _whole_look(shared / "vectors" / "hostile" / name) in VERDICTS


@pytest.mark.needs_shared
@pytest.mark.parametrize("name", MAY_BE_OPENED.split())
def test_files_that_only_look_hostile_are_plain_text_or_lose_their_metadata(name: str, shared: Path) -> None:
    assert _whole_look(shared / "vectors" / "hostile" / name) in {"", "damaged"}


@pytest.mark.needs_shared
def test_mutated_and_pillow_hostile_files_crash_nothing(shared: Path) -> None:
    folders = [*(shared / "vectors" / "hostile").glob("mut_*"), *(shared / "vectors" / "pillow-hostile").iterdir()]
    looked = [_whole_look(path) for path in folders if path.is_file()]
    assert len(looked) > 50
    assert all(not verdict or verdict in VERDICTS for verdict in looked)


@pytest.mark.needs_shared
@pytest.mark.django_db
def test_an_empty_file_of_the_vectors_is_refused(shared: Path) -> None:
    with (shared / "vectors" / "hostile" / "empty.pdf").open("rb") as file, pytest.raises(Exception, match="0 bytes"):
        services.store_upload(stream=file, filename="empty.pdf", actor=SYSTEM)
