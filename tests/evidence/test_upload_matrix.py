"""Each kind of file under each name and declaration: its type by its bytes, and whether it is opened or shut."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from tests.factories.evidence import archive, docx, jpeg_with_position, pdf, png
from zhidun.evidence.policies import TYPES, extension, fits_declared, fits_extension
from zhidun.evidence.screening import look
from zhidun.evidence.verdicts import VERDICTS

OOXML = "application/vnd.openxmlformats-officedocument."
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(40)
SAMPLES: Mapping[str, tuple[bytes, str]] = {
    "jpeg": (jpeg_with_position(), "image/jpeg"),
    "png": (png(), "image/png"),
    "gif": (b"GIF89a\x0a\x00\x0a\x00\x00\x00\x00;", "image/gif"),
    "webp": (b"RIFF\x1a\x00\x00\x00WEBPVP8L" + bytes(16), "image/webp"),
    "tiff": (b"II*\x00\x08\x00\x00\x00" + bytes(20), "image/tiff"),
    "tiff-be": (b"MM\x00*\x00\x00\x00\x08" + bytes(20), "image/tiff"),
    "bmp": (b"BM\x46\x00\x00\x00" + bytes(4) + b"\x36" + bytes(40), "image/bmp"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", "image/svg+xml"),
    "heic": (MP4.replace(b"isom", b"heic"), "image/heic"),
    "pdf": (pdf(), "application/pdf"),
    "text": ("聊天记录,2026年9月28日\n".encode(), "text/plain"),
    "gb": ("聊天记录,第二页\n".encode("gb18030"), "text/plain"),
    "utf16": ("聊天记录\n".encode("utf-16"), "text/plain"),
    "zip": (archive({"a.txt": b"x"}), "application/zip"),
    "docx": (docx(), f"{OOXML}wordprocessingml.document"),
    "xlsx": (archive({"xl/workbook.xml": b"<x/>"}), f"{OOXML}spreadsheetml.sheet"),
    "pptx": (archive({"ppt/presentation.xml": b"<x/>"}), f"{OOXML}presentationml.presentation"),
    "ofd": (archive({"OFD.xml": b"<x/>"}), "application/ofd"),
    "wacz": (archive({"datapackage.json": b"{}", "archive/data.warc.gz": b"x"}), "application/wacz"),
    "ole": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "application/x-ole-storage"),
    "mp4": (MP4, "video/mp4"),
    "mov": (MP4.replace(b"isom", b"qt  "), "video/quicktime"),
    "webm": (b"\x1aE\xdf\xa3" + bytes(30), "video/webm"),
    "avi": (b"RIFF\x00\x00\x00\x00AVI LIST", "video/x-msvideo"),
    "mp3": (b"ID3\x04\x00\x00" + bytes(20), "audio/mpeg"),
    "mp3-raw": (b"\xff\xfb\x90\x00" + bytes(20), "audio/mpeg"),
    "wav": (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
    "amr": (b"#!AMR\n" + bytes(20), "audio/amr"),
    "ogg": (b"OggS\x00\x02" + bytes(20), "audio/ogg"),
    "parquet": (b"PAR1" + bytes(20) + b"PAR1", "application/vnd.apache.parquet"),
}

# each row: the sample, its name, what was declared; an empty verdict opens it
MATRIX = [
    ("jpeg", "a.jpg", "image/jpeg", ""),
    ("jpeg", "a.jpeg", "image/jpg", ""),
    ("jpeg", "A.JPG", "IMAGE/JPEG", ""),
    ("jpeg", "a.jfif", "image/pjpeg", ""),
    ("jpeg", "a", "", ""),
    ("jpeg", "a.jpg", "application/octet-stream", ""),
    ("jpeg", "a.jpg", "image/jpeg; name=a.jpg", ""),
    ("jpeg", "a.png", "image/jpeg", "type-mismatch"),
    ("jpeg", "a.jpg", "image/png", "type-mismatch"),
    ("jpeg", "a.pdf", "", "type-mismatch"),
    ("jpeg", "a.exe", "", "type-mismatch"),
    ("jpeg", "a.jpg.exe", "", "type-mismatch"),
    ("jpeg", "a.html", "text/html", "type-mismatch"),
    ("png", "a.png", "image/x-png", ""),
    ("png", "a.jpg", "", "type-mismatch"),
    ("png", "a.png", "text/html", "type-mismatch"),
    ("gif", "a.gif", "image/gif", ""),
    ("gif", "a.js", "", "type-mismatch"),
    ("webp", "a.webp", "image/webp", ""),
    ("webp", "a.avi", "", "type-mismatch"),
    ("tiff", "扫描.tif", "image/tiff", ""),
    ("tiff-be", "扫描.tiff", "image/tiff", ""),
    ("tiff", "a.dng", "", "type-mismatch"),
    ("bmp", "a.bmp", "image/x-ms-bmp", ""),
    ("bmp", "a.dib", "", ""),
    ("svg", "a.svg", "image/svg+xml", ""),
    ("svg", "a.txt", "text/plain", "type-mismatch"),
    ("svg", "a.png", "image/png", "type-mismatch"),
    ("heic", "IMG_1.HEIC", "image/heif", ""),
    ("heic", "IMG_1.heif", "image/heic", ""),
    ("heic", "IMG_1.jpg", "image/jpeg", "type-mismatch"),
    ("pdf", "a.pdf", "application/pdf", ""),
    ("pdf", "a.pdf", "application/x-pdf", ""),
    ("pdf", "a.PDF", "binary/octet-stream", ""),
    ("pdf", "a.docx", "", "type-mismatch"),
    ("pdf", "a.pdf", "text/html", "type-mismatch"),
    ("text", "a.txt", "text/plain", ""),
    ("text", "a.log", "", ""),
    ("text", "README.md", "text/markdown", ""),
    ("text", "a.csv", "text/csv", ""),
    ("text", "a.srt", "", ""),
    ("text", "a.json", "application/json", ""),
    ("text", "a.pdf", "application/pdf", "type-mismatch"),
    ("text", "a.exe", "", "type-mismatch"),
    ("text", "a.js", "", "active-page"),
    ("text", "a.vbs", "", "active-page"),
    ("text", "a.hta", "", "active-page"),
    ("text", "a.html", "text/html", "active-page"),
    ("text", "a.bat", "", "type-mismatch"),
    ("text", "a.txt", "image/png", "type-mismatch"),
    ("gb", "a.txt", "text/plain;charset=gbk", ""),
    ("gb", "a.csv", "application/vnd.ms-excel", ""),
    ("utf16", "a.txt", "text/plain", ""),
    ("zip", "a.zip", "application/zip", ""),
    ("zip", "a.zip", "application/x-zip-compressed", ""),
    ("zip", "a.zip", "multipart/x-zip", "type-mismatch"),
    ("zip", "a.docx", "", "type-mismatch"),
    ("zip", "a.jar", "", "type-mismatch"),
    ("zip", "a.apk", "", "type-mismatch"),
    ("docx", "a.docx", f"{OOXML}wordprocessingml.document", ""),
    ("docx", "a.docx", "application/octet-stream", ""),
    ("docx", "a.zip", "", "type-mismatch"),
    ("docx", "a.docm", "", "type-mismatch"),
    ("docx", "a.xlsx", "", "type-mismatch"),
    ("xlsx", "a.xlsx", f"{OOXML}spreadsheetml.sheet", ""),
    ("xlsx", "a.xlsm", "", "type-mismatch"),
    ("xlsx", "a.xlsx", f"{OOXML}wordprocessingml.document", "type-mismatch"),
    ("pptx", "a.pptx", "", ""),
    ("pptx", "a.ppsx", "", "type-mismatch"),
    ("ofd", "公文.ofd", "application/ofd", ""),
    ("ofd", "公文.pdf", "", "type-mismatch"),
    ("ole", "a.doc", "application/msword", ""),
    ("ole", "a.xls", "application/vnd.ms-excel", ""),
    ("ole", "a.ppt", "application/vnd.ms-powerpoint", ""),
    ("ole", "a.wps", "application/kswps", ""),
    ("ole", "a.et", "", ""),
    ("ole", "a.docx", "", "type-mismatch"),
    ("ole", "a.msi", "", "type-mismatch"),
    ("mp4", "a.mp4", "video/mp4", ""),
    ("mp4", "a.m4a", "audio/x-m4a", ""),
    ("mp4", "a.m4a", "audio/mp4", ""),
    ("mp4", "a.mov", "video/quicktime", ""),
    ("mp4", "a.3gp", "", ""),
    ("mp4", "a.avi", "", "type-mismatch"),
    ("mov", "a.mov", "video/quicktime", ""),
    ("mov", "a.mp4", "", "type-mismatch"),
    ("webm", "a.webm", "video/webm", ""),
    ("webm", "a.mkv", "", ""),
    ("avi", "a.avi", "video/avi", ""),
    ("mp3", "a.mp3", "audio/mp3", ""),
    ("mp3-raw", "a.mp3", "audio/mpeg", ""),
    ("mp3", "a.wav", "", "type-mismatch"),
    ("wav", "a.wav", "audio/x-wav", ""),
    ("wav", "a.wav", "audio/wave", ""),
    ("wav", "a.mp3", "", "type-mismatch"),
    ("amr", "录音.amr", "audio/amr", ""),
    ("ogg", "a.ogg", "audio/ogg", ""),
    ("ogg", "a.opus", "", ""),
    ("ogg", "a.mp3", "", "type-mismatch"),
]  # fmt: skip

BY_NAME = {"csv": "text/csv", "json": "application/json"}  # kinds of text are told apart by the name


@pytest.mark.parametrize(("sample", "name", "declared", "verdict"), MATRIX)
def test_name_and_declaration_must_agree_with_the_bytes(sample: str, name: str, declared: str, verdict: str) -> None:
    content, media_type = SAMPLES[sample]
    found, code = look(io.BytesIO(content), filename=name, declared=declared)
    assert code == verdict
    if verdict != "active-page":
        assert found == (BY_NAME.get(extension(name), media_type) if media_type == "text/plain" else media_type)
    assert code == "" or VERDICTS[code].remedy.zh


@pytest.mark.parametrize("sample", sorted(SAMPLES))
def test_a_file_without_extension_and_declaration_is_opened_by_its_bytes(sample: str) -> None:
    content, media_type = SAMPLES[sample]
    assert look(io.BytesIO(content), filename="a", declared="") == (media_type, "")


@pytest.mark.parametrize("media_type", sorted(TYPES))
def test_every_type_has_an_example_or_is_a_kind_of_text(media_type: str) -> None:
    shown = {kind for _, kind in SAMPLES.values()}
    assert media_type in shown | {"text/csv", "application/json", "message/rfc822"}
    for last in TYPES[media_type].extensions:
        assert last == last.lower() and last.isalnum()
        assert fits_extension(media_type, f"a.{last.upper()}")
    assert fits_declared(media_type, media_type.upper())
    assert fits_declared(media_type, f" {media_type} ; charset=utf-8")


# first bytes of what is never opened, verdict
SHUT = [
    (b"MZ\x90\x00" + bytes(60), "a.exe", "executable"),
    (b"MZ\x90\x00" + bytes(60), "a.jpg", "executable"),
    (b"\x7fELF\x02\x01\x01" + bytes(60), "a", "executable"),
    (b"\xca\xfe\xba\xbe" + bytes(60), "A.class", "executable"),
    (b"\xcf\xfa\xed\xfe" + bytes(60), "a.app", "executable"),
    (b"\xfe\xed\xfa\xce" + bytes(60), "a", "executable"),
    (b"dex\n035\x00" + bytes(60), "classes.dex", "executable"),
    (b"\x00asm\x01\x00\x00\x00" + bytes(60), "a.wasm", "executable"),
    (b"#!/bin/sh\nrm -rf /\n", "a.sh", "executable"),
    (b"#!/usr/bin/env python\n", "a.txt", "executable"),
    (b"#! /bin/sh\n", "a", "executable"),
    (b"7z\xbc\xaf\x27\x1c" + bytes(30), "a.7z", "archive-kind"),
    (b"Rar!\x1a\x07\x00" + bytes(30), "a.rar", "archive-kind"),
    (b"Rar!\x1a\x07\x01\x00" + bytes(30), "a.rar", "archive-kind"),
    (b"\x1f\x8b\x08" + bytes(30), "a.tgz", "archive-kind"),
    (b"BZh91AY" + bytes(30), "a.bz2", "archive-kind"),
    (b"\xfd7zXZ\x00" + bytes(30), "a.xz", "archive-kind"),
    (b"\x28\xb5\x2f\xfd" + bytes(30), "a.zst", "archive-kind"),
    (b"MSCF" + bytes(30), "a.cab", "archive-kind"),
    (b"a.txt" + bytes(252) + b"ustar\x0000" + bytes(250), "a.tar", "archive-kind"),
    (b"<!DOCTYPE html><p>hi", "a", "active-page"),
    (b"<HTML><BODY>", "page.htm", "active-page"),
    (b"  \n<script>alert(1)</script>", "a", "active-page"),
    (b"<iframe src=x>", "a", "active-page"),
    (b"\xef\xbb\xbf<html>", "a", "active-page"),
    ("<html>".encode("utf-16"), "a", "active-page"),
    (b"WARC/1.0\r\n", "a.warc", "type-unknown"),
    (b"<?xml version='1.0'?><x/>", "a.xml", "type-unknown"),
    (b"\x00\x01\x02\x03" * 20, "a", "type-unknown"),
    (b"\x00\x01\x02\x03" * 20, "a.jpg", "type-unknown"),
    (bytes(500), "a.pdf", "type-unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "name", "code"), SHUT)
def test_what_is_never_opened_whatever_it_is_called(content: bytes, name: str, code: str) -> None:
    _, found = look(io.BytesIO(content), filename=name, declared="")
    assert found == code


@pytest.mark.parametrize("sample", ["jpeg", "png", "gif", "bmp", "pdf", "mp4", "wav"])
def test_an_archive_hidden_behind_a_picture_or_a_film_is_found(sample: str) -> None:
    content = SAMPLES[sample][0] + archive({"run.txt": b"x" * 30})
    _, code = look(io.BytesIO(content), filename="a", declared="")
    assert code == "polyglot"


@pytest.mark.parametrize("markup", [b"<script>", b"<SCRIPT src=x>", b"<?php echo 1;", b"<html>", b"<iframe>"])
@pytest.mark.parametrize("sample", ["jpeg", "png", "gif", "webp", "tiff", "bmp"])
def test_markup_hidden_behind_a_picture_is_found(sample: str, markup: bytes) -> None:
    _, code = look(io.BytesIO(SAMPLES[sample][0] + markup), filename="a", declared="")
    assert code == "polyglot"


@pytest.mark.parametrize("start", [b"/*", b"=1", b"='", b'="', b"//"])
def test_a_gif_that_is_also_a_script_is_found(start: bytes) -> None:
    content = b"GIF89a" + start + b"\x00\x00*/=1;alert(1)//" + bytes(20)
    _, code = look(io.BytesIO(content), filename="a.gif", declared="image/gif")
    assert code == "polyglot"


@pytest.mark.parametrize("before", [b"\n", b"<html>", b"GIF", b"x" * 100, b"\x00\x01"])
def test_a_pdf_that_begins_as_something_else_is_found(before: bytes) -> None:
    found, code = look(io.BytesIO(before + pdf()), filename="a.pdf", declared="")
    assert (found, code) == ("application/pdf", "polyglot")
