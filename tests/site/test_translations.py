"""Catalogues are compiled without system tools, and a Chinese message without English is found."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from zhidun.site import translations

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "首页"
msgstr "Home"

msgid "未译"
msgstr ""

#, fuzzy
msgid "存疑"
msgstr "Doubtful"
"""
PAGE = """{% load i18n %}{% trans "首页" %} {% translate '未译' %} {% trans "存疑" as x %}
{% blocktrans count n=n %}{{ n }} 件{% plural %}{{ n }} 件{% endblocktrans %} plain 文字 {% trans "ASCII only" %}"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "forms.py").write_text("label = _('标签')\nother = not_(\"别的\")\n", encoding="utf-8")
    monkeypatch.setattr(translations, "package", lambda: tmp_path)
    return tmp_path


def test_a_changed_catalogue_is_compiled_once(package: Path) -> None:
    source = package / "locale" / "en" / "LC_MESSAGES" / "django.po"
    assert translations.compile_catalogues() == [source]
    assert translations.compile_catalogues() == []
    with source.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("首页") == "Home"


def test_what_has_no_english_is_named(package: Path) -> None:
    found = {(file.name, words) for file, words in translations.untranslated()}
    assert found == {
        ("page.html", "未译"),
        ("page.html", "存疑"),
        ("page.html", "%(n)s 件"),
        ("forms.py", "标签"),
    }
