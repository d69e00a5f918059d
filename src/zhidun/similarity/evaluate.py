"""How often the right answer is among the first k: recall and mean reciprocal rank on a labelled set."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import Text, t
from zhidun.similarity import gallery, tables
from zhidun.similarity.normal import prepared
from zhidun.similarity.tables import Problem
from zhidun.similarity.translation import UNTRANSLATED

Mode = Literal["text", "logo", "design"]
Ranked = Callable[["Query", int], list[str]]
"""Ids for a query, the likest first, up to a number."""
DEEPEST: Final = 1000
"""Ranks looked at at least, so that the mean reciprocal rank does not hang on the ranks reported."""
FEW: Final = 5
"""Lines named in a note."""


class NothingToEvaluate(Invalid):
    """No query with an answer, or no right to find."""

    code = "similarity.nothing_to_evaluate"
    default_remedy = t(
        "权利表需有 id 和 text 或 image 列,问题表需有 answer 列;请修正被略过的行。",
        "Rights need columns id and text or image, questions a column answer; mend the rows that were left out.",
    )


class RanksUnfit(Invalid):
    """Ranks to report that are not whole numbers from 1."""

    code = "similarity.ranks_unfit"
    default_reason = t("--k 应为从 1 起的整数。", "--k wants whole numbers from 1.")
    default_remedy = t("例如 --k 1,10,50。", "For example --k 1,10,50.")


@dataclass(frozen=True, slots=True)
class Query:
    """One labelled question."""

    line: int
    text: str
    image: Path | None
    answers: frozenset[str]


@dataclass(slots=True)
class Outcome:
    """What an evaluation measured.

    Attributes:
        ranks: rank of the first right answer of each query (1 is best), 0 when it was not found.
        seconds: time of all queries, the index not counted.
    """

    mode: Mode
    ranks: list[int]
    ks: Sequence[int]
    seconds: float
    index_seconds: float
    gallery: int
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0
    notes: list[Text] = field(default_factory=list)

    def recall(self, k: int) -> float:
        """Return the share of queries with a right answer among the first k."""
        return sum(1 for rank in self.ranks if 0 < rank <= k) / len(self.ranks)

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank."""
        return sum(1 / rank for rank in self.ranks if rank) / len(self.ranks)

    def as_dict(self) -> dict[str, object]:
        """Return the outcome for JSON."""
        return {
            "n": len(self.ranks),
            "recall": {str(k): round(self.recall(k), 4) for k in self.ks},
            "mrr": round(self.mrr, 4),
            "seconds": round(self.seconds, 3),
            "index_seconds": round(self.index_seconds, 3),
            "mode": self.mode,
            "gallery": self.gallery,
            "left_out": self.left_out,
            "problems": [problem.as_dict() for problem in self.problems],
            "notes": [note.as_dict() for note in self.notes],
        }


def queries(file: Path, found: gallery.Gallery) -> list[Query]:
    """Return the questions of a file; rows without an answer are told in `found`."""
    asked = []
    for row in tables.rows(file, ("answer",), others=("text", "image")):
        if isinstance(row, Problem):
            found.problem(row)
            continue
        answers = frozenset(part.strip() for part in row["answer"].split("|") if part.strip())
        if not answers:
            found.problem(Problem(row.line, t("没有答案。", "no answer")))
            continue
        asked.append(
            Query(row.line, row["text"], tables.placed(file.parent, row["image"]) if row["image"] else None, answers)
        )
    return asked


def evaluate(
    rights: Path, asked: Path, *, mode: Mode, ks: Sequence[int], read_text: bool | None = None, cantonese: bool = False
) -> Outcome:
    """Measure recall@k of the questions in `asked` over the rights in `rights`.

    Args:
        rights: table of rights: id, text, image.
        asked: table of questions: text, image, answer.
        mode: what is compared.
        ks: ranks reported.
        read_text: also compare the text read in pictures; None: of logos, where the rights have texts.
        cantonese: weigh the Cantonese sound of texts too.

    Raises:
        NothingToEvaluate: no right, or no question with an answer.
    """
    found = gallery.read(rights)
    questions = queries(asked, found)
    if not found.entries or not questions:
        raise _nothing(found, len(questions))
    _note_unknown(found, questions)
    began = time.perf_counter()
    rank = _by_text(found, cantonese=cantonese) if mode == "text" else _by_image(found, mode, read_text)
    ready = time.perf_counter()
    deepest = min(max(*ks, DEEPEST), len(found.entries))
    ranks = [_rank(rank(question, deepest), question.answers) for question in questions]
    done = time.perf_counter()
    return Outcome(
        mode, ranks, ks, done - ready, ready - began, len(found.entries), found.problems, found.left_out, found.notes
    )


def _nothing(found: gallery.Gallery, questions: int) -> NothingToEvaluate:
    """Return why nothing can be evaluated: how many rows can be used, and what is wrong with the first that cannot."""
    first = found.problems[0] if found.problems else None
    zh = f";第 {first.line} 行:{first.reason.zh}" if first else "。"
    en = f"; line {first.line}: {first.reason.en}" if first else "."
    count = len(found.entries)
    return NothingToEvaluate(
        t(
            f"没有可评测的权利或问题:可用权利 {count} 行,可用问题 {questions} 行,略过 {found.left_out} 行{zh}",
            f"There are no rights or no questions to evaluate: {count} rights and {questions} questions can be used, "
            f"{found.left_out} rows were left out{en}",
        )
    )


def _note_unknown(found: gallery.Gallery, questions: Sequence[Query]) -> None:
    """Note how many questions have no answer among the rights: they count as not found."""
    known = {one.id for one in found.entries}
    unknown = [one for one in questions if not one.answers & known]
    if unknown:
        lines = "、".join(str(one.line) for one in unknown[:FEW])
        told = min(unknown[0].answers)[:40]
        found.notes.append(
            t(
                f"有 {len(unknown)} 个问题的答案不在权利表中(第 {lines} 行,如“{told}”),按未找到计。",
                f"Questions whose answers are not among the rights: {len(unknown)} (lines {lines}, such as “{told}”); "
                "they count as not found.",
            )
        )


def _rank(ids: Iterable[str], answers: frozenset[str]) -> int:
    return next((place for place, found in enumerate(ids, 1) if found in answers), 0)


def _by_text(found: gallery.Gallery, *, cantonese: bool) -> Ranked:
    from zhidun.similarity.fusion import scorer
    from zhidun.similarity.search import search
    from zhidun.similarity.textindex import TextIndex

    index = TextIndex([one.id for one in found.entries], [one.text for one in found.entries])
    used = scorer("cantonese" if cantonese else "text")

    def rank(question: Query, deepest: int) -> list[str]:
        mark = prepared(question.text)
        if mark.empty:
            found.problem(Problem(question.line, t("问题没有可比对的文字。", "no text that can be compared")))
            return []
        hits = search(index, mark, limit=deepest, using=used, why=False, meant=True)
        if index.meanings.too_many and UNTRANSLATED not in found.notes:
            found.notes.append(UNTRANSLATED)
        return [hit.id for hit in hits]

    return rank


def _by_image(found: gallery.Gallery, mode: Literal["logo", "design"], read_text: bool | None) -> Ranked:  # noqa: FBT001
    from zhidun.similarity.imagesearch import ImageIndex
    from zhidun.similarity.lettered import LetteredIndex

    reads = mode == "logo" and any(one.text for one in found.entries) if read_text is None else read_text
    index = LetteredIndex(found, mode=mode) if reads else ImageIndex.of(found, mode=mode)

    def rank(question: Query, deepest: int) -> list[str]:
        if question.image is None:
            found.problem(Problem(question.line, t("问题没有图片。", "no image")))
            return []
        hits = index.try_search(question.image, deepest)
        if isinstance(hits, Problem):
            found.problem(Problem(question.line, hits.reason))
            return []
        return [hit.id for hit in hits]

    return rank
