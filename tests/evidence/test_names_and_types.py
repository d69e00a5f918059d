"""File names and types as others give them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.evidence import archive, docx, jpeg_with_position, pdf, png, png_that_claims
from zhidun.evidence.detection import detect
from zhidun.evidence.names import MAX_NAME, clean_name
from zhidun.evidence.policies import Limits, extension, fits_declared
from zhidun.evidence.screening import look
from zhidun.evidence.verdicts import VERDICTS


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x", "x"),
        ("a\u0000.png", "a.png"),
        ("con.txt", "_con.txt"),
        (".htaccess", "_.htaccess"),
        ("a/b.pdf", "b.pdf"),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "_"),
        ("...", "_"),
        ("合同 扫描件 .pdf", "合同 扫描件 .pdf"),
        ('a"<b>|?.pdf', "ab.pdf"),
    ],
)
def test_hostile_names_are_made_harmless(given_name: str, clean: str) -> None:
    assert clean_name(given_name) == clean


def test_a_long_name_keeps_its_extension() -> None:
    assert clean_name("长" * 300 + ".pdf").endswith(".pdf")
    assert len(clean_name("长" * 300 + ".pdf")) == MAX_NAME
    assert len(clean_name("a" * 300 + "." + "b" * 30)) == MAX_NAME


@given(st.text(max_size=200))
def test_a_clean_name_has_no_folder_and_is_its_own_clean_name(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert "/" not in clean
    assert "\\" not in clean
    assert not clean.startswith(".")
    assert len(clean) <= MAX_NAME + 1
    assert all(c.isprintable() or c == " " for c in clean) or clean == clean_name(clean)


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MP4 = b"\x00\x00\x00\x18ftypisom" + b"\x00" * 40
GOOD = [
    (png(), "a.png", "image/png", "image/png"),
    (png(), "截图", "", "image/png"),
    (jpeg_with_position(), "a.jpg", "image/pjpeg", "image/jpeg"),
    (pdf(), "a.pdf", "application/pdf", "application/pdf"),
    (docx(), "a.docx", "application/octet-stream", DOCX),
    (archive({"a.txt": b"x"}), "a.zip", "application/x-zip-compressed", "application/zip"),
    ("价格,一元\n".encode("gb18030"), "a.csv", "application/vnd.ms-excel", "text/csv"),
    ("聊天记录".encode("utf-16"), "a.txt", "text/plain", "text/plain"),
    (b'{"a": 1}', "a.json", "application/json", "application/json"),
    (b"From: a@b\r\nSubject: x\r\n\r\nhello", "a.eml", "message/rfc822", "message/rfc822"),
    (b"<html>said</html>", "a.txt", "text/plain", "text/plain"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='1'/></svg>", "a.svg", "image/svg+xml", "image/svg+xml"),
    (MP4, "a.mp4", "video/mp4", "video/mp4"),
    (MP4.replace(b"isom", b"qt  "), "a.mov", "video/quicktime", "video/quicktime"),
    (MP4.replace(b"isom", b"heic"), "a.heic", "image/heif", "image/heic"),
    (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.wav", "audio/x-wav", "audio/wav"),
    (b"\xff\xfb\x90\x00" + b"\x00" * 20, "a.mp3", "audio/mp3", "audio/mpeg"),
    (b"BM" + b"\x46\x00\x00\x00" + bytes(4) + b"\x36" + bytes(40), "a.bmp", "image/bmp", "image/bmp"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "a.doc", "application/msword", "application/x-ole-storage"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "name", "declared", "kind"), GOOD)
def test_what_may_be_opened_is_recognised(content: bytes, name: str, declared: str, kind: str) -> None:
    assert look(io.BytesIO(content), filename=name, declared=declared) == (kind, "")


BOMB = archive({"zeros": b"\x00" * 30_000_000})
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>"


def _encrypted() -> bytes:
    raw = bytearray(archive({"a.txt": b"x"}))
    central = raw.rfind(b"PK\x01\x02")
    raw[6] |= 1
    raw[central + 8] |= 1
    return bytes(raw)


def _lying() -> bytes:
    raw = bytearray(archive({"a.txt": b"x" * 50}))
    raw[22] = 1  # the local header's size
    return bytes(raw)


def _overlapping() -> bytes:
    raw = bytearray(archive({"a.txt": b"x", "b.txt": b"x"}))
    second = raw.rfind(b"PK\x01\x02")
    raw[second + 42 : second + 46] = bytes(4)  # both entries begin at the first byte
    return bytes(raw)


BAD = [
    (BOMB, "a.zip", "", "archive-bomb"),
    (archive({"inner.zip": b"PK"}), "a.zip", "", "archive-nested"),
    (archive({"../../up.txt": b"x"}), "a.zip", "", "archive-names"),
    (archive({"C:\\x.txt": b"x"}), "a.zip", "", "archive-names"),
    (archive({"run.exe": b"MZ"}), "a.zip", "", "archive-program"),
    (_encrypted(), "a.zip", "", "archive-encrypted"),
    (_lying(), "a.zip", "", "archive-broken"),
    (_overlapping(), "a.zip", "", "archive-broken"),
    (b"PK\x03\x04" + bytes(40), "a.zip", "", "archive-broken"),
    (archive({"a": b"x"})[:-10], "a.zip", "", "archive-broken"),
    (archive({"a.txt": b"x"}).replace(b"PK\x01\x02", b"PK\x01\x03"), "a.zip", "", "archive-broken"),
    (b"PK\x05\x06" + bytes(4) + b"\x01\x00\x01\x00" + bytes(10), "a.zip", "", "archive-broken"),
    (docx({"word/vbaProject.bin": b"x"}), "a.docx", "", "active-office"),
    (docx(), "a.xlsx", "", "type-mismatch"),
    (b"\x1f\x8b\x08" + bytes(20), "a.gz", "", "archive-kind"),
    (b"7z\xbc\xaf\x27\x1c" + bytes(20), "a.7z", "", "archive-kind"),
    (b"MZ\x90\x00" + bytes(80), "invoice.pdf", "application/pdf", "executable"),
    (b"\x7fELF" + bytes(80), "a.jpg", "image/jpeg", "executable"),
    (b"#!/bin/sh\nrm -rf /\n", "a.txt", "text/plain", "executable"),
    (b"#!/bin/sh\n", "a.txt", "", "executable"),
    (EICAR, "eicar.txt", "text/plain", "malware"),
    (png(), "a.jpg", "image/jpeg", "type-mismatch"),
    (png(), "a.png", "application/pdf", "type-mismatch"),
    (png(), "a.png.exe", "image/png", "type-mismatch"),
    (png() + archive({"a": b"x"}), "a.png", "image/png", "polyglot"),
    (png() + b"<script>1</script>", "a.png", "image/png", "polyglot"),
    (b"GIF89a/*" + bytes(20) + b"*/=1", "a.gif", "image/gif", "polyglot"),
    (b"GIF89a<script>alert(1)</script>", "a.gif", "image/gif", "polyglot"),
    (b"<html>" + pdf(), "a.pdf", "application/pdf", "polyglot"),
    (b"<!doctype html><p>x", "a.html", "text/html", "active-page"),
    (b"<script>x</script>", "page", "", "active-page"),
    (b"alert(1)", "a.js", "text/javascript", "active-page"),
    (pdf(extra=b"/OpenAction << /S /JavaScript /JS (x) >>"), "a.pdf", "", "active-pdf"),
    (pdf(extra=b"/AA << /O << /S /La#75nch >> >>"), "a.pdf", "", "active-pdf"),
    (pdf(extra=b"/Names << /Em#62eddedFiles 9 0 R >>"), "a.pdf", "", "active-pdf"),
    (png_that_claims(50_000, 50_000), "a.png", "image/png", "image-too-large"),
    (b"\x89PNG\r\n\x1a\n", "a.png", "image/png", "damaged"),
    (b"GIF89a\xff\xff\xff\xff" + bytes(8), "a.gif", "image/gif", "image-too-large"),
    (b"GIF89a", "a.gif", "image/gif", "damaged"),
    (b"<?xml version='1.0'?><a/>", "a.xml", "text/xml", "type-unknown"),
    (bytes(range(256)), "a.dat", "", "type-unknown"),
    (b"RIFF\x00\x00\x00\x00XXXX" + bytes(9), "a.dat", "", "type-unknown"),
    (bytes(257) + b"ustar" + bytes(250), "a.tar", "", "archive-kind"),
    *(
        (SVG.format(inside).encode(), "a.svg", "image/svg+xml", "active-svg")
        for inside in (
            "<script>1</script>",
            "<rect onload='x()'/>",
            "<a href='javascript:x()'/>",
            "<a href='&#106;ava&#115;cript:x()'/>",
            "<a href='java\tscript:x()'/>",
            "<image href='http://evil.example/x.png'/>",
            "<style>@import 'x'</style>",
            "<style>a{b:url(//evil.example)}</style>",
            "<foreignObject/>",
            "<animate attributeName='href'/>",
        )
    ),
    (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG.format("&a;").encode(), "a.svg", "", "active-svg"),
    (SVG.format("中").encode("gb18030"), "a.svg", "image/svg+xml", "active-svg"),
    (SVG.format(" " * 20_000_001).encode(), "a.svg", "image/svg+xml", "too-costly"),
]


@pytest.mark.parametrize(("content", "name", "declared", "code"), BAD)
def test_what_must_stay_shut_has_its_verdict(content: bytes, name: str, declared: str, code: str) -> None:
    kind, found = look(io.BytesIO(content), filename=name, declared=declared)
    assert found == code, kind
    assert VERDICTS[code].reason.zh
    assert VERDICTS[code].remedy.en


def test_archives_with_too_many_entries_are_bombs() -> None:
    content = archive({f"{n}.txt": b"" for n in range(30)})
    assert (
        look(io.BytesIO(content), filename="a.zip", declared="", caps=Limits(archive_entries=20))[1] == "archive-bomb"
    )
    assert look(io.BytesIO(content), filename="a.zip", declared="")[1] == ""


@given(st.binary(max_size=400), st.sampled_from(["a.png", "b.pdf", "c.zip", "d.svg", "e.txt", "f"]))
def test_any_bytes_get_a_type_and_a_known_verdict(content: bytes, name: str) -> None:
    kind, code = look(io.BytesIO(content), filename=name, declared="")
    assert "/" in kind
    assert not code or code in VERDICTS


@given(st.sampled_from([png(), pdf(), docx(), archive({"a.txt": b"hello" * 9})]), st.data())
def test_mutations_never_break_the_look(content: bytes, data: st.DataObject) -> None:
    raw = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    _, code = look(io.BytesIO(bytes(raw)), filename="file", declared="")
    assert not code or code in VERDICTS


def test_small_rules() -> None:
    assert extension("a.tar.GZ") == "gz"
    assert extension(".bashrc") == ""
    assert fits_declared("video/mp4", "video/quicktime; codecs=x")
    assert not fits_declared("image/png", "image/jpeg")
    assert detect(b"", "a") == "application/octet-stream"
    assert detect("中文".encode()[:-1], "a") == "text/plain"  # cut inside a character
