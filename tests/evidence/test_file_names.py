"""File names as phones, mail programs, chats and attackers give them: what is kept of each."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.evidence.links import headers
from zhidun.evidence.names import MAX_NAME, clean_name
from zhidun.evidence.policies import extension

# as given, as kept
NAMES = [
    # what people really send
    ("现场照片.jpg", "现场照片.jpg"),
    ("IMG_20260928_101112.jpg", "IMG_20260928_101112.jpg"),
    ("微信图片_20260928101112.jpg", "微信图片_20260928101112.jpg"),
    ("mmexport1695872345678.mp4", "mmexport1695872345678.mp4"),
    ("合同(盖章版)-终稿 v2.pdf", "合同(盖章版)-终稿 v2.pdf"),
    ("合同（盖章版）.pdf", "合同（盖章版）.pdf"),
    ("发票#123 & 收据.xlsx", "发票#123 & 收据.xlsx"),
    ("聊天记录  两个空格.txt", "聊天记录 两个空格.txt"),
    (" 前面有空格.txt", "前面有空格.txt"),
    ("后面有空格.txt ", "后面有空格.txt"),
    ("末尾有点.txt.", "末尾有点.txt"),
    ("末尾有点和空格.txt. .", "末尾有点和空格.txt"),
    ("无扩展名", "无扩展名"),
    ("a.b.c.tar", "a.b.c.tar"),
    ("🌶️豆瓣.png", "🌶️豆瓣.png"),
    ("\u3000全角空格.png", "全角空格.png"),
    ("换\n行.png", "换行.png"),
    ("制\t表.png", "制表.png"),
    ("e\u0301cran.png", "écran.png"),  # composed
    # folders of every system
    ("/etc/passwd", "passwd"),
    ("../../../etc/shadow", "shadow"),
    ("C:\\Users\\王\\桌面\\证据.pdf", "证据.pdf"),
    ("\\\\server\\share\\x.pdf", "x.pdf"),
    ("a/b\\c/d.pdf", "d.pdf"),
    ("..\\..\\..\\boot.ini", "boot.ini"),
    ("file:///etc/hosts", "hosts"),
    ("folder/", "_"),
    ("..", "_"),
    (".", "_"),
    ("", "_"),
    ("   ", "_"),
    ("....", "_"),
    # names that begin with a point
    (".htaccess", "_.htaccess"),
    (".env", "_.env"),
    ("..hidden", "_..hidden"),
    (".pdf", "_.pdf"),
    # names that Windows reserves
    ("CON", "_CON"),
    ("con.txt", "_con.txt"),
    ("Con .txt", "_Con .txt"),
    ("nul", "_nul"),
    ("NUL.tar.gz", "_NUL.tar.gz"),
    ("prn.pdf", "_prn.pdf"),
    ("aux.c", "_aux.c"),
    ("com1", "_com1"),
    ("COM9.log", "_COM9.log"),
    ("lpt1.pdf", "_lpt1.pdf"),
    ("com10.txt", "com10.txt"),  # not reserved
    ("com0.txt", "com0.txt"),
    ("console.txt", "console.txt"),
    ("连con.txt", "连con.txt"),
    # characters that turn, hide or break
    ("\u202egpj.exe", "gpj.exe"),  # right to left: shown as exe.jpg
    ("photo\u202egpj.exe", "photogpj.exe"),
    ("a\u2066b\u2069.pdf", "ab.pdf"),
    ("a\u200bb.pdf", "ab.pdf"),  # zero width
    ("a\ufeffb.pdf", "ab.pdf"),
    ("a\x00.png", "a.png"),
    ("a.png\x00.exe", "a.png.exe"),
    ("a\x1b[31mred.txt", "a[31mred.txt"),
    ("a\x7f.txt", "a.txt"),
    ("a\u0085b.txt", "ab.txt"),
    ("a\u2028b.txt", "ab.txt"),
    ("a\ud800.txt", "a.txt"),  # half a character
    ("a\ue000.txt", "a.txt"),  # private use
    # characters that no system takes in a name, or that end a header
    ('a"b.pdf', "ab.pdf"),
    ("a<script>.pdf", "ascript.pdf"),
    ("what?.pdf", "what.pdf"),
    ("a*b|c.pdf", "abc.pdf"),
    ("a:b.pdf", "ab.pdf"),
    ("a.pdf:stream", "a.pdfstream"),
    ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
    ("a;b.pdf", "a;b.pdf"),
    ("a'b.pdf", "a'b.pdf"),
    ("a%00b.pdf", "a%00b.pdf"),
    ("a%2e%2e%2fb.pdf", "a%2e%2e%2fb.pdf"),
    ("$(rm -rf).pdf", "$(rm -rf).pdf"),
    ("-rf", "-rf"),
]  # fmt: skip


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_a_name_is_made_harmless_and_keeps_what_it_says(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_a_clean_name_stays_as_it_is(given_name: str, kept: str) -> None:
    assert clean_name(kept) == kept


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_a_clean_name_breaks_no_header(given_name: str, kept: str) -> None:
    said = headers(kept)["Content-Disposition"]
    assert said.isascii() and said.isprintable()
    assert said.startswith('attachment; filename="')
    assert said.count('"') == 2
    assert "\r" not in said and "\n" not in said


@pytest.mark.parametrize(
    ("given_name", "length", "end"),
    [
        ("长" * 119, 119, "长"),
        ("长" * 120, 120, "长"),
        ("长" * 121, 120, "长"),
        ("长" * 300 + ".pdf", 120, ".pdf"),
        ("a" * 116 + ".pdf", 120, ".pdf"),
        ("a" * 117 + ".pdf", 120, ".pdf"),
        ("a" * 300 + ".0123456789", 120, ".0123456789"),  # ten characters are an extension
        ("a" * 300 + ".01234567890", 120, "a"),  # eleven are not
        ("." + "a" * 300, 120, "a"),  # with the underscore in front
        ("con." + "a" * 300, 120, "a"),
        ("." + "a" * 119, 120, "a"),
        ("a" * 119 + " b" * 50, 119, "a"),  # no blank is left at the end
        ("a" * 119 + ".b" * 50, 120, ".b"),
        ("🌶" * 200 + ".jpeg", 120, ".jpeg"),
    ],
)
def test_long_names_are_cut_and_keep_their_extension(given_name: str, length: int, end: str) -> None:
    kept = clean_name(given_name)
    assert len(kept) == length
    assert kept.endswith(end)


@given(st.text(max_size=300) | st.text("./\\ :con\u202e\x00a", max_size=300))
def test_whatever_is_given_is_clean_short_and_stable(name: str) -> None:
    kept = clean_name(name)
    assert 0 < len(kept) <= MAX_NAME
    assert clean_name(kept) == kept
    assert not set(kept) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for c in kept)
    assert kept[0] not in ". " and kept[-1] not in ". "
    assert extension(kept) == extension(kept).lower()


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("a.pdf", "pdf"),
        ("a.PDF", "pdf"),
        ("a.tar.gz", "gz"),
        ("a", ""),
        (".pdf", ""),
        ("a.", ""),
        ("证据.JPG", "jpg"),
        ("a.b c", "b c"),
        ("", ""),
        ("..", ""),
    ],
)
def test_the_last_extension_counts(name: str, last: str) -> None:
    assert extension(name) == last
