"""Every refusal of the whole product: a stable code, a status, a reason and a remedy in both languages."""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import re

import pytest

import zhidun
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t

_SKIPPED = re.compile(r"zhidun\.site\.(wsgi|asgi|__main__|serve)|\.migrations\b|\.evidence\.child$|__main__$")


def _all_modules() -> list[str]:
    found = [m.name for m in pkgutil.walk_packages(zhidun.__path__, "zhidun.", onerror=lambda _name: None)]
    return [name for name in found if name.endswith((".errors", ".services", ".selectors")) or name.count(".") == 2]


def _tree(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _tree(child))]


def _every_refusal() -> list[type[Refusal]]:
    for name in _all_modules():
        if not _SKIPPED.search(name) and re.search(r"\.(errors|services|policies|selectors)$", name):
            importlib.import_module(name)
    unique = {f"{kind.__module__}.{kind.__qualname__}": kind for kind in _tree(Refusal)}
    return [kind for name, kind in sorted(unique.items()) if name.startswith("zhidun.")]


REFUSALS = _every_refusal()
HAN = re.compile(r"[\u4e00-\u9fff]")
STATUSES = {400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 423, 425, 428, 429, 500, 501, 502, 503, 504, 507}
# where a refusal says nothing of its own, it says what its family says
NAMES = [f"{kind.__module__}.{kind.__qualname__}" for kind in REFUSALS]


def test_the_tree_was_really_walked() -> None:
    rooms = {kind.__module__.split(".")[1] for kind in REFUSALS}
    assert {"kernel", "law", "procedures", "access", "parties", "rights", "evidence"} <= rooms
    assert len(REFUSALS) > 40


@pytest.mark.parametrize("kind", REFUSALS, ids=NAMES)
class TestEach:
    def test_the_code_is_a_stable_machine_word(self, kind: type[Refusal]) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", kind.code), kind.code

    def test_the_status_is_one_that_clients_know(self, kind: type[Refusal]) -> None:
        assert kind.status in STATUSES

    def test_reason_and_remedy_exist_in_both_languages(self, kind: type[Refusal]) -> None:
        for text in (kind.default_reason, kind.default_remedy):
            assert isinstance(text, Text)
            assert text.zh.strip() and text.en.strip()
            assert text.zh != text.en

    def test_each_language_is_the_language(self, kind: type[Refusal]) -> None:
        for text in (kind.default_reason, kind.default_remedy):
            assert HAN.search(text.zh), text.zh
            assert not HAN.search(text.en), text.en
            assert re.search(r"[A-Za-z]{2}", text.en), text.en

    def test_each_sentence_ends(self, kind: type[Refusal]) -> None:
        for text in (kind.default_reason, kind.default_remedy):
            assert text.zh[-1] in "。!！?？”", text.zh
            assert text.en[-1] in ".!?”", text.en

    def test_reason_and_remedy_are_not_the_same(self, kind: type[Refusal]) -> None:
        assert kind.default_reason != kind.default_remedy

    def test_it_says_when_it_is_used(self, kind: type[Refusal]) -> None:
        assert kind.__doc__ and len(kind.__doc__.strip()) > 10

    def test_no_place_is_left_unfilled(self, kind: type[Refusal]) -> None:
        for text in (kind.default_reason, kind.default_remedy):
            for said in (text.zh, text.en):
                assert "{" not in said and "}" not in said and "%s" not in said

    def test_nothing_of_the_machine_is_shown(self, kind: type[Refusal]) -> None:
        for text in (kind.default_reason, kind.default_remedy):
            for said in (text.zh, text.en):
                assert not re.search(r"Traceback|Exception|Error\b|None|SQL|/home/|src/", said)

    def test_it_is_rendered_in_both_languages(self, kind: type[Refusal]) -> None:
        parameters = inspect.signature(kind.__init__).parameters
        made = kind(t("不行。", "No."), t("改。", "Mend it."), field="name") if "reason" in parameters else None
        if made is None:
            assert "TooOften" in kind.__name__ or len(parameters) > 1
            return
        zh, en = made.problem("zh"), made.problem("en")
        assert (zh["title"], en["title"]) == ("不行。", "No.")
        assert zh["code"] == en["code"] == kind.code
        assert zh["status"] == kind.status
        assert zh["type"] == f"urn:zhidun:refusal:{kind.code}"
        assert zh["reason"] == {"zh": "不行。", "en": "No."}
        assert zh["remedy"] == {"zh": "改。", "en": "Mend it."}
        assert zh["field"] == "name"


def test_two_refusals_share_a_code_only_when_one_is_a_kind_of_the_other() -> None:
    by_code: dict[str, list[type[Refusal]]] = {}
    for kind in REFUSALS:
        by_code.setdefault(kind.code, []).append(kind)
    doubled = [
        f"{one.__qualname__} and {other.__qualname__}: {code}"
        for code, family in by_code.items()
        for one, other in itertools.combinations(family, 2)
        if not (issubclass(one, other) or issubclass(other, one))
    ]
    assert doubled == []
