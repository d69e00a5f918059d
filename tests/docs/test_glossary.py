"""Every model of the product has its word in docs/GLOSSARY.md, and no word is left over."""

import re
from pathlib import Path

from django.apps import apps

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")


def models() -> set[str]:
    return {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("zhidun.") and not model._meta.auto_created
    }


def entries() -> set[str]:
    table = TEXT.split("| field word")[0]
    return set(re.findall(r"^\| ([A-Z]\w+) \|", table, re.MULTILINE))


def test_every_model_has_an_entry() -> None:
    assert models() - entries() == set()


def test_every_entry_is_a_model() -> None:
    assert entries() - models() == set()
