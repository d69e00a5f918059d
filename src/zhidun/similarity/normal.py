"""A mark as it is compared: width, case, look-alike spellings and hidden signs taken away, then cut into symbols."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import Text, t

LONGEST: Final = 10_000
"""Characters of a text that are read at most; a longer one is refused."""
LONGEST_MARK: Final = 200
"""Characters of a mark that are compared at most: the rest of a longer text is left out of the comparison."""
HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
PLAIN: Final = re.compile(r"[\u4e00-\u9fa5]{1,24}")
"""A name of common Chinese characters alone: most names, and nothing to take away from them."""
MEMO: Final = 65_536
"""Signs of which is remembered what becomes of them."""
LATIN_LOOKS: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсѕухԁһԛԝӏвкмнтΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαικνρυχօսոհց",
    "ABESIJKMHOPCTYXaeijopcsyxdhqwlbkmhtABEZHIKMNOPTYXoaikvpuxounhg",
)
"""Cyrillic, Greek and Armenian letters that the eye takes for Latin ones, after Unicode TR39."""
FOREIGN: Final = re.compile("[\u0370-\u058f]")
"""A letter of the Greek, Cyrillic or Armenian alphabet."""
_BIDI: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


class TextUnfit(Invalid):
    """A text that cannot be compared."""

    code = "similarity.text_unfit"
    default_remedy = t("请填写 1 至 200 字的标识文字。", "Enter the mark's text, 1 to 200 characters.")


@dataclass(frozen=True, slots=True)
class Mark:
    """One text, ready to be compared.

    Attributes:
        text: as given.
        folded: NFKC, lower case, hidden signs removed, spaces made one.
        symbols: the folded text without spaces and punctuation; simplified characters; each code point one symbol.
        han: its Chinese characters.
        latin: its Latin letters and digits, words kept apart by one space.
        warnings: what was taken away and matters (hidden signs, direction tricks, cut).
    """

    text: str
    folded: str
    symbols: str
    han: str
    latin: str
    warnings: tuple[Text, ...] = ()

    @property
    def pinyin(self) -> str:
        """Its Chinese characters in pinyin without tones, written together; Latin letters as they are."""
        from zhidun.similarity.alphabet import alphabet

        table = alphabet()
        said = ((table.spoken(sign) or (sign,))[0] for sign in self.symbols)
        return "".join(word.rstrip("012345").replace("ü", "u") for word in said)

    @property
    def empty(self) -> bool:
        """Say whether nothing is left to compare."""
        return not self.symbols


class _Memo(dict[int, str]):
    """What becomes of each sign of a text, worked out once a sign; reads as a table of `str.translate`."""

    def __init__(self, become: Callable[[str], str]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, point: int) -> str:
        found = self._become(chr(point))
        if len(self) < MEMO:
            self[point] = found
        return found


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Cc", "Cs", "Co", "Cn"} or "\ufe00" <= sign <= "\ufe0f"


def _warnings(text: str, *, cut: bool) -> tuple[Text, ...]:
    found = []
    if not _BIDI.isdisjoint(text):
        found.append(
            t(
                "文字中藏有改变书写方向的控制符,比对时已去除。",
                "Hidden signs that turn the writing direction were removed.",
            )
        )
    elif text.translate(_invisible):
        found.append(t("文字中藏有看不见的字符,比对时已去除。", "Invisible signs were removed."))
    if cut:
        found.append(t(f"只比对前 {LONGEST_MARK} 个字。", f"Only the first {LONGEST_MARK} characters are compared."))
    return tuple(found)


def fold(text: str) -> str:
    """Return the text in NFKC, lower case, without hidden signs, accents on Latin letters or doubled spaces.

    A lower case letter may look Latin where its capital does not (Ո, ո), and a lone accent joins what stands before it:
    what may change once more is folded again, so that folding twice changes nothing.
    """
    done = _folded_once(text)
    while FOREIGN.search(done) or not unicodedata.is_normalized("NFKC", done):
        again = _folded_once(done)
        if again == done:
            break
        done = again
    return done


def _folded_once(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if FOREIGN.search(plain):
        plain = " ".join(_latin_look(word) for word in plain.split())
    return " ".join(plain.casefold().translate(_folded).split())


def _latin_look(word: str) -> str:
    """Return a word in Latin letters if every letter of another alphabet in it is taken for a Latin one."""
    looks = word.translate(LATIN_LOOKS)
    return word if FOREIGN.search(looks) else looks


def _bare(sign: str) -> str:
    parts = unicodedata.normalize("NFD", sign)
    return parts[0] if len(parts) > 1 and parts[0].isascii() else sign


_folded: Final = _Memo(lambda sign: " " if sign.isspace() else "" if _hidden(sign) else _bare(sign))
_counted: Final = _Memo(lambda sign: sign if sign.isalnum() else "")
_invisible: Final = _Memo(lambda sign: sign if unicodedata.category(sign) == "Cf" else "")


def read(text: str, *, whole: bool = False) -> Mark:
    """Return a text ready to be compared; `whole` keeps a long title in one piece.

    Raises:
        TextUnfit: longer than 10,000 characters, or nothing in it can be compared.
    """
    if len(text) > LONGEST:
        raise TextUnfit(
            t(
                f"文字有 {len(text)} 字,超过 {LONGEST} 字。",
                f"The text has {len(text)} characters; the limit is {LONGEST}.",
            )
        )
    mark = prepared(text, whole=whole)
    if mark.empty:
        raise TextUnfit(
            t(
                "文字为空,或只有表情、空格和看不见的字符。",
                "The text is empty or holds only emoji, spaces and invisible signs.",
            )
        )
    return mark


def prepared(text: str, *, whole: bool = False) -> Mark:
    """Return a text ready to be compared without refusing; it may be empty."""
    from zhidun.similarity.simple import simplified

    if PLAIN.fullmatch(text):
        simple = simplified(text)
        return Mark(text, simple, simple, simple, "")
    given = text[:LONGEST]
    folded = fold(given)
    if not folded.isascii():
        folded = simplified(folded)
    cut = not whole and len(folded) > LONGEST_MARK
    if cut:
        folded = folded[:LONGEST_MARK]
    symbols = folded.translate(_counted)
    if symbols.isascii():
        han, latin = "", _words(folded)
    else:
        han = "".join(HAN.findall(symbols))
        latin = _words(folded)
    return Mark(given, folded, symbols, han, latin, _warnings(given, cut=cut) if not given.isascii() or cut else ())


def _words(folded: str) -> str:
    plain = folded.replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[a-z0-9]+", plain))
