"""Drawings and documents that act by themselves: every spelling is shut, plain ones are opened."""

from __future__ import annotations

import io

import pytest

from tests.factories.evidence import pdf
from zhidun.evidence.screening import CHUNK, look

SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{}</svg>"

ACTIVE = [
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<svg:script>alert(1)</svg:script>",
    "<script xlink:href='x.js'/>",
    "<script\n>alert(1)</script>",
    "<foreignObject><p/></foreignObject>",
    "<FOREIGNOBJECT/>",
    "<iframe src='x'/>",
    "<embed src='x'/>",
    "<object data='x'/>",
    "<animate attributeName='href' to='x'/>",
    "<set attributeName='onload' to='x'/>",
    "<handler/>",
    "<g onload='x()'/>",
    "<g ONCLICK='x()'/>",
    "<g onmouseover = 'x()'/>",
    "<g\nonfocus='x()'/>",
    '<g a="1"onload="x()"/>',
    "<a href='javascript:x()'>t</a>",
    "<a href='JaVaScRiPt:x()'>t</a>",
    "<a href='java&#115;cript:x()'>t</a>",
    "<a href='java&#x73;cript:x()'>t</a>",
    "<a href='java\tscript:x()'>t</a>",
    "<a href='java\x01script:x()'>t</a>",
    "<a href='vbscript:x()'>t</a>",
    "<image href='data:text/html,x'/>",
    "<image href='data:image/svg+xml,x'/>",
    "<use href='data:application/xml,x'/>",
    "<image href='http://a.example/x.png'/>",
    "<image href='https://a.example/x.png'/>",
    "<image href='//a.example/x.png'/>",
    '<image xlink:href = "ftp://a.example/x"/>',
    "<image src='http://a.example/x'/>",
    "<rect fill='url(http://a.example/x)'/>",
    "<rect fill=\"url('//a.example/x')\"/>",
    "<style>@import 'x.css';</style>",
    "<style>@IMPORT url(x.css);</style>",
    '<style>a{background:url( "https://a.example/x" )}</style>',
]  # fmt: skip
HEADS = [
    "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG.format("&a;"),
    "<!doctype svg>" + SVG.format(""),
    "<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'x' 'y'>" + SVG.format(""),
    "<?xml-stylesheet href='x.css'?>" + SVG.format(""),
]
PLAIN = [
    "",
    "<rect width='1' height='1' fill='#f00'/>",
    "<path d='M0 0L9 9' stroke='red'/>",
    "<text x='1'>豆瓣 & co</text>".replace("&", "&amp;"),
    "<text>on top</text>",
    "<g id='only'/>",
    "<g class='monday=x'/>",
    "<defs><linearGradient id='a'/></defs><rect fill='url(#a)'/>",
    "<use href='#a'/>",
    "<image href='data:image/png;base64,iVBORw0KGgo='/>",
    "<image href='data:image/jpeg;base64,/9j/'/>",
    "<image href='data:image/webp;base64,UklG'/>",
    "<title>知盾</title><desc>图</desc>",
    "<style>.a{fill:red}</style>",
    "<metadata>x</metadata>",
]


@pytest.mark.parametrize("inside", ACTIVE)
def test_a_drawing_that_acts_is_shut(inside: str) -> None:
    content = SVG.format(inside).encode()
    assert look(io.BytesIO(content), filename="a.svg", declared="image/svg+xml") == ("image/svg+xml", "active-svg")


@pytest.mark.parametrize("whole", HEADS)
def test_a_drawing_with_entities_or_style_sheets_is_shut(whole: str) -> None:
    assert look(io.BytesIO(whole.encode()), filename="a.svg", declared="")[1] == "active-svg"


@pytest.mark.parametrize("inside", PLAIN)
def test_a_plain_drawing_is_opened(inside: str) -> None:
    for before in ("", "\ufeff", "<?xml version='1.0' encoding='UTF-8'?>\n", "\n  "):
        content = (before + SVG.format(inside)).encode()
        assert look(io.BytesIO(content), filename="a.svg", declared="image/svg+xml") == ("image/svg+xml", "")


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_a_drawing_in_an_encoding_a_browser_may_read_differently_is_shut(encoding: str) -> None:
    content = SVG.format("<text>豆瓣</text>").encode(encoding)
    assert look(io.BytesIO(content), filename="a.svg", declared="")[1] == "active-svg"


# what a catalogue of a PDF may carry
ACTIONS = [
    b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    b"/AA << /O << /S /JavaScript /JS 5 0 R >> >>",
    b"/Names << /JavaScript 9 0 R >>",
    b"/Names << /EmbeddedFiles 9 0 R >>",
    b"/Type /EmbeddedFile",
    b"/OpenAction << /S /Launch /F (calc.exe) >>",
    b"/S/Launch",
    b"/RichMedia 9 0 R",
    b"/AcroForm << /XFA 9 0 R >>",
    b"/S /GoToR /F (other.pdf)",
    b"/S /GoToE",
    b"/S /SubmitForm /F (http://a.example)",
    b"/S /ImportData",
    b"/Subtype /Movie",
    b"/JS(x)",
    b"/JS<6869>",
    b"/J#61vaScript 9 0 R",  # one letter written as a number
    b"/#4aavaScript 9 0 R",
    b"/#4A#53 (x)",
    b"/L#61unch 9 0 R",
    b"/#4c#61#75#6e#63#68",
    b"/Embedded#46ile 9 0 R",
]
HARMLESS = [
    b"",
    b"/Lang (zh-CN)",
    b"/OpenAction [3 0 R /Fit]",
    b"/JSOnly 1",  # another name that begins so
    b"/JavaScripts 1",
    b"/LaunchPad 1",
    b"/GoToRoom 1",
    b"/Movies 1",
    b"/XFAx 1",
    b"/Info (JavaScript is only a word here)",
    b"/Title (/ JS)",
]


@pytest.mark.parametrize("extra", ACTIONS)
def test_a_document_that_acts_is_shut(extra: bytes) -> None:
    found = look(io.BytesIO(pdf(extra=extra)), filename="a.pdf", declared="application/pdf")
    assert found == ("application/pdf", "active-pdf")


@pytest.mark.parametrize("extra", HARMLESS)
def test_a_plain_document_is_opened(extra: bytes) -> None:
    found = look(io.BytesIO(pdf(extra=extra)), filename="a.pdf", declared="application/pdf")
    assert found == ("application/pdf", "")


@pytest.mark.parametrize("before_the_border", range(1, 12))
def test_an_action_is_found_across_the_border_of_two_reads(before_the_border: int) -> None:
    word = b"/JavaScript "
    content = b"%PDF-1.4\n" + b" " * (CHUNK - 9 - before_the_border) + word + b" " * 50
    assert content[CHUNK - before_the_border :].startswith(word)
    assert look(io.BytesIO(content), filename="a.pdf", declared="")[1] == "active-pdf"


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [
        (10_000, 10_000, ""),  # exactly the limit
        (10_000, 10_001, "image-too-large"),
        (2**31 - 1, 2**31 - 1, "image-too-large"),
        (2**32 - 1, 1, "image-too-large"),
        (1, 1, ""),
    ],
)
def test_pictures_are_measured_before_they_are_opened(width: int, height: int, code: str) -> None:
    from tests.factories.evidence import png_that_claims

    content = png_that_claims(width, height)
    assert look(io.BytesIO(content), filename="a.png", declared="image/png")[1] == code


@pytest.mark.parametrize("length", range(8, 24))
def test_a_png_that_ends_in_its_head_is_damaged(length: int) -> None:
    from tests.factories.evidence import png

    assert look(io.BytesIO(png()[:length]), filename="a.png", declared="")[1] == "damaged"


@pytest.mark.parametrize("length", range(6, 10))
def test_a_gif_that_ends_in_its_head_is_damaged(length: int) -> None:
    content = b"GIF89a\x0a\x00\x0a\x00"[:length]
    assert look(io.BytesIO(content), filename="a.gif", declared="")[1] == "damaged"
