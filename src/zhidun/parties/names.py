"""Names made comparable: normal form, pinyin, and the keys by which they are found.

Every search in the product uses these keys (a `text[]` under a GIN index), because the embedded database has neither
trigrams nor a Chinese collation.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REGISTERED = (
    "公司",
    "合作社",
    "联合社",
    "合伙企业",
    "基金会",
    "事务所",
    "集团",
    "大学",
    "研究院",
    "研究所",
    "协会",
    "商会",
)
"""Endings of names that a register gave: one such name in one place is one organisation."""
_SHOPS = (
    "店", "厂", "坊", "铺", "超市", "商行", "贸易行", "商贸行", "经营部", "门市部", "销售部", "加工部", "中心",
    "工作室", "餐馆", "饭馆", "酒楼", "茶楼", "酒店", "商城", "市场", "企业", "医院", "学校", "学院", "门诊部",
    "农场", "车间", "ltd", "ltd.", "inc", "inc.", "llc", "gmbh", "company", "shop", "store",
)  # fmt: skip
_ASIDE = re.compile(r"[(（].*?[)）]\s*$")
LONGEST = 200
"""Characters of a name that are looked at."""
_BRACKETS = str.maketrans("（）〔〕【】「」『』“”‘’《》〈〉", '()()()""""""\'\'<><>')
_NOISE = re.compile(
    r"[\s·・•‧\-_.,。,、'\"()<>&/|:;!?*#+~^`\[\]{}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]+"
)
_WORD = re.compile(r"[0-9a-z]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_RUN = re.compile(r"[0-9a-z]+|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PLACE_SOUNDS = {"郫都": "pí dū", "新都": "xīn dū", "成都": "chéng dū", "都江堰": "dū jiāng yàn", "乐山": "lè shān"}
_PLACE = re.compile(
    r"^(?:中国|四川省?|成都市?|重庆市?|[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,3}市(?!场)|[\u4e00-\u9fff]{2,3}[区县])+"
)
_FORM = re.compile(
    r"(?:股份|有限|责任|合伙企业|普通合伙|特殊普通合伙|集团|总公司|分公司|公司|合作社|联合社|专业|经营部|商行|个体工商户)+$"
)


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@lru_cache(maxsize=1)
def _simplifier() -> _Converter:
    from opencc import OpenCC

    return OpenCC("t2s")  # type: ignore[no-any-return]  # the package has no types


def display_name(name: str) -> str:
    """Return a name as it is shown: composed characters, single blanks, nothing invisible."""
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(c for c in composed if c in "\t\n " or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return " ".join(kept.split())


def of_a_trade(name: str) -> bool:
    """Whether a name is that of an organisation or a shop, where nobody said and no credit code is known."""
    plain = _ASIDE.sub("", display_name(name)).strip().lower()
    return plain.endswith((*REGISTERED, *_SHOPS))


@lru_cache(maxsize=4096)
def normal_name(name: str) -> str:
    """Return the form in which names are compared: half width, simplified, lower case, without blanks and marks.

    `（成都）蘇州ＡＢＣ 公司` and `(成都)苏州abc公司` have one normal form; doing it twice changes nothing. The
    original is always kept beside it, since 乾 and 干 fall together here.
    """
    text = display_name(name)
    for _ in range(4):  # folding can make new foldable characters; a few rounds reach the fixed point
        before = text
        text = unicodedata.normalize("NFKC", text).translate(_BRACKETS).casefold()
        text = _NOISE.sub("", _simplifier().convert(text))
        if text == before:
            break
    return text or "".join(unicodedata.normalize("NFKC", display_name(name)).casefold().split())


@lru_cache(maxsize=1)
def _reader() -> Callable[[str], list[str]]:
    """Return the pinyin reader, taught the place names it gets wrong."""
    from pypinyin import lazy_pinyin, load_phrases_dict

    load_phrases_dict({word: [[sound] for sound in sounds.split()] for word, sounds in _PLACE_SOUNDS.items()})
    return lambda run: lazy_pinyin(run, errors="ignore")


@lru_cache(maxsize=4096)
def syllables(name: str) -> tuple[tuple[str, bool], ...]:
    """Return the sounds of a name: (pinyin of one character, True) or (run of Latin letters and digits, False)."""
    found: list[tuple[str, bool]] = []
    for run in _RUN.findall(normal_name(name)[:LONGEST]):
        if _WORD.fullmatch(run):
            found.append((run, False))
        else:
            found += [(sound, True) for sound in _reader()(run)]
    return tuple(found)


def pinyin(name: str) -> str:
    """Return the whole pinyin without blanks: 郫都豆瓣 → pidudouban."""
    return "".join(sound for sound, _ in syllables(name))


def initials(name: str) -> str:
    """Return the first letter of each syllable; runs of Latin letters stay whole: 蜀绣ABC → sxabc."""
    return "".join(sound[:1] if chinese else sound for sound, chinese in syllables(name))


def core_name(name: str) -> str:
    """Return what sets a firm's name apart: without its place in front and its legal form behind."""
    normal = normal_name(name)
    inner = _FORM.sub("", _PLACE.sub("", normal))
    return inner if len(inner) >= 2 else normal  # noqa: PLR2004  one character sets nothing apart


def _spoken_pairs(name: str) -> set[str]:
    sounds = [sound for sound, _ in syllables(name)]
    return {f"{first} {second}" for first, second in itertools.pairwise(sounds)}


def grams(text: str, length: int) -> set[str]:
    """Return all runs of `length` characters; a shorter text is its own run."""
    if len(text) <= length:
        return {text} if text else set()
    return {text[i : i + length] for i in range(len(text) - length + 1)}


def _keys_of(name: str) -> set[str]:
    normal = normal_name(name)[:LONGEST]
    sound, first = pinyin(name), initials(name)
    return (
        {f"c:{c}" for c in normal}
        | {f"g:{gram}" for gram in grams(normal, 2)}
        | {f"y:{gram}" for gram in grams(sound, 3)}
        | {f"i:{gram}" for gram in grams(first, 2)}
        | {f"s:{pair}" for pair in _spoken_pairs(name)}
    )


def search_keys(*names: str, exact: Iterable[str] = ()) -> list[str]:
    """Return the keys to store for something with these names.

    Args:
        names: names, titles, aliases.
        exact: numbers that are found only whole, such as credit codes.
    """
    keys: set[str] = set()
    for name in names:
        if name.strip():
            keys |= _keys_of(name)
    keys |= {f"n:{normal_name(number)[:50]}" for number in exact if number.strip()}
    return sorted(key[:60] for key in keys)


def query_keys(q: str) -> list[list[str]]:
    """Return the readings of what was typed: each is a list of keys that must all be stored.

    Chinese is looked for as written; Latin letters may be the name itself, its pinyin or its initials; a number may be
    an exact one. An empty question has no reading.
    """
    normal = normal_name(q)[:LONGEST]
    if not normal:
        return []
    readings = [[f"n:{normal[:50]}"]]
    if len(normal) == 1:
        readings.append([f"c:{normal}"])
    else:
        readings.append(sorted(f"g:{gram}" for gram in grams(normal, 2)))
    latin = "".join(_WORD.findall(normal))
    if latin == normal and not _HAN.search(normal):
        if len(latin) >= 3:  # noqa: PLR2004  pinyin is stored in runs of three
            readings.append(sorted(f"y:{gram}" for gram in grams(latin, 3)))
        if len(latin) >= 2:  # noqa: PLR2004  initials are stored in runs of two
            readings.append(sorted(f"i:{gram}" for gram in grams(latin, 2)))
    return readings


def matches(q: str, *names: str) -> bool:
    """Say whether what was typed really occurs in a name, its pinyin or its initials (keys only pre-select)."""
    normal = normal_name(q)
    return any(normal in normal_name(name) or normal in pinyin(name) or normal in initials(name) for name in names)


def likeness(a: str, b: str) -> float:
    """Return how alike two names are, 0 to 1: shared character pairs, lifted when they sound the same."""
    first, second = normal_name(a), normal_name(b)
    if first == second:
        return 1.0
    pairs_a, pairs_b = grams(first, 2), grams(second, 2)
    together = len(pairs_a | pairs_b)
    written = len(pairs_a & pairs_b) / together if together else 0.0
    sound_a, sound_b = pinyin(a), pinyin(b)
    if sound_a and sound_a == sound_b:
        return max(written, 0.95)
    sounds_a, sounds_b = _spoken_pairs(a), _spoken_pairs(b)
    both = len(sounds_a | sounds_b)
    spoken = len(sounds_a & sounds_b) / both if both else 0.0
    return max(written, 0.9 * spoken)


def hint_keys(name: str) -> list[str]:
    """Return the stored keys that point to names like this one: pairs of characters and of sounds in its core."""
    core = core_name(name)
    return sorted({f"g:{gram}" for gram in grams(core, 2)} | {f"s:{pair}" for pair in _spoken_pairs(core)})
