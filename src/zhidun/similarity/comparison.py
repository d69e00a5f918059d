"""Two marks compared, and some candidates ranked: score, factors with reasons, bars, the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zhidun.kernel.text import Text, t
from zhidun.similarity import answers, explain, goods
from zhidun.similarity.explain import Bar
from zhidun.similarity.fusion import Scorer, scorer
from zhidun.similarity.gallery import Entry
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import prepared
from zhidun.similarity.search import Hit, search
from zhidun.similarity.textindex import TextIndex

NOTHING: Final = t(
    f"至少一个标识没有可比对的文字。{explain.CAUTION.zh}",
    f"At least one of the marks has nothing to compare. {explain.CAUTION.en}",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two marks beside each other.

    Attributes:
        score: 0 to 1; never a decision.
        route: how they are most alike (`chinese`, `latin`, `bilingual`); empty when in no way.
        factors: each respect with its reason, the weightiest first.
        scorer: which published scorer spoke, such as `text.v5`.
    """

    one: str
    other: str
    score: float
    route: str
    factors: tuple[Likeness, ...]
    scorer: str

    @property
    def bars(self) -> list[Bar]:
        """The factors as bars, the longest first."""
        return explain.bars(self.factors)

    @property
    def sentence(self) -> Text:
        """The sentence an examiner would write."""
        if prepared(self.one).empty or prepared(self.other).empty:
            return NOTHING
        return explain.sentence(self.one, self.other, self.score, self.factors)

    def as_dict(self) -> dict[str, object]:
        """Return the comparison for JSON."""
        return {
            "score": round(self.score, 4),
            "route": self.route,
            "factors": [one.as_dict() for one in self.factors],
            "sentence": self.sentence.as_dict(),
            "scorer": self.scorer,
        }


def compare(
    one: str, other: str, *, classes: str = "", other_classes: str = "", using: Scorer | None = None
) -> Comparison:
    """Return how two marks are alike; of texts with nothing to compare the score is 0.

    Args:
        one: text of the first mark.
        other: text of the second.
        classes: Nice classes, similar groups or Locarno subclasses of the first; unknown ones are left out.
        other_classes: those of the second.
        using: scorer, the newest by default.
    """
    used = using or scorer("text")
    meant = prepared(one).symbols.isascii() != prepared(other).symbols.isascii()
    found = rank(one, [("", other)], classes=classes, their_classes=[other_classes], using=used, meant=meant)
    if not found:
        return Comparison(one, other, 0.0, "", (), used.key)
    return Comparison(one, other, found[0].score, found[0].route, found[0].factors, used.key)


def rank(
    asked: str,
    candidates: Sequence[tuple[str, str]],
    *,
    classes: str = "",
    their_classes: Sequence[str] = (),
    limit: int = 50,
    using: Scorer | None = None,
    meant: bool = False,
) -> list[Hit]:
    """Return candidates (id, text) by likeness to a mark, the likest first, each with its factors.

    Args:
        asked: text of the mark asked about.
        candidates: id and text of each; `Hit.place` is the place in this list.
        classes: classes of the mark asked about.
        their_classes: classes of each candidate, in the same order; empty when not known.
        limit: most hits returned.
        using: scorer, the newest by default.
        meant: also candidates of another script that say the same (苹果 beside Apple).
    """
    mark = prepared(asked)
    if mark.empty or not candidates:
        return []
    index = TextIndex([one for one, _ in candidates], [text for _, text in candidates])
    mine = goods.known(classes)
    hits = search(index, mark, limit=limit * 4 if mine else limit, using=using, meant=meant)
    if mine and their_classes:
        entries = [
            Entry(key, text, None, goods.known(words))
            for (key, text), words in zip(candidates, their_classes, strict=True)
        ]
        hits = answers.weigh_goods(hits, entries, mine)
    return hits[:limit]
