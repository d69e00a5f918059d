"""Bilingual text: every word a user reads exists in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
DEFAULT_LANGUAGE: Lang = "zh"


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in both languages.

    Attributes:
        zh: simplified Chinese.
        en: English.
    """

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """Return the wording in `lang`; anything that is not English is answered in Chinese."""
        return self.en if lang.startswith("en") else self.zh

    def format(self, facts: Mapping[str, object]) -> Text:
        """Fill `{name}` places from `facts` in both languages."""
        return Text(self.zh.format_map(dict(facts)), self.en.format_map(dict(facts)))

    def as_dict(self) -> dict[str, str]:
        """Return `{"zh": …, "en": …}` for JSON."""
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def of(cls, value: object) -> Text:
        """Read a Text from a mapping with the keys zh and en.

        Raises:
            ValueError: a language is missing or empty.
        """
        if isinstance(value, Text):
            return value
        if not isinstance(value, Mapping):
            msg = f"expected {{zh, en}}, got {value!r}"
            raise ValueError(msg)  # noqa: TRY004  one error for a wrong pack
        pair = cast("Mapping[str, object]", value)
        missing = [lang for lang in LANGUAGES if not str(pair.get(lang) or "").strip()]
        if missing:
            msg = f"translation missing: {', '.join(missing)}"
            raise ValueError(msg)
        return cls(zh=str(pair["zh"]), en=str(pair["en"]))


def t(zh: str, en: str) -> Text:
    """Short form of `Text(zh, en)`."""
    return Text(zh, en)


def listed(words: Iterable[object]) -> Text:
    """Enumerate words as each language does: 甲、乙 and “a, b”."""
    each = [str(one) for one in words]
    return Text("、".join(each), ", ".join(each))
