"""Text read in pictures: the networks of RapidOCR out of its wheel, run by onnxruntime; nothing is fetched."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t
from zhidun.similarity.network import threads
from zhidun.similarity.normal import prepared
from zhidun.similarity.pictures import Picture

PACKAGE: Final = "rapidocr"
SURE: Final = 0.8
"""Sureness of the network from which a line counts."""
LEAST: Final = 2
"""Signs a reading needs: a lone sign is as often a shape that was taken for a letter."""
MARGIN: Final = 24
"""Pixels of ground put around a picture: letters at the very edge are overlooked."""
SIDE: Final = 640
REMEMBERED: Final = 10_000
WORDS_ALONE: Final = 0.85
"""Part of a drawing that lines of text are from which it is nothing but words."""
INK: Final = 0.25
"""Foreground from which a point surely belongs to the drawing."""


class ReaderMissing(Unavailable):
    """The package that reads text in pictures is not there, or without its networks."""

    code = "similarity.reader_missing"
    default_remedy = t("请安装 rapidocr 与 onnxruntime。", "Install rapidocr and onnxruntime.")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        text: lines from top to bottom joined by a space.
        sure: sureness of the least sure line.
        share: part of the drawing (0 to 1) that these lines are.
    """

    text: str
    sure: float
    share: float = 0.0

    @property
    def words_alone(self) -> bool:
        """Whether the picture holds nothing but words."""
        return self.share >= WORDS_ALONE


NOTHING: Final = Reading("", 0.0)
_read: OrderedDict[bytes, Reading] = OrderedDict()
_one_at_a_time: Final = Lock()


@cache
def _networks() -> tuple[str, str]:
    """Return the files of the two networks: where text stands, and what it says."""
    try:
        folder = Path(str(resources.files(PACKAGE))) / "models"
    except ImportError as error:
        raise ReaderMissing(t("未安装读图模块。", "The reader of pictures is not installed.")) from error
    found = [next(iter(sorted(folder.glob(f"*_{kind}_*.onnx"))), None) for kind in ("det", "rec")]
    if found[0] is None or found[1] is None:
        raise ReaderMissing(t("读图模块缺少模型文件。", "The reader of pictures has no networks with it."))
    return str(found[0]), str(found[1])


def require() -> None:
    """Go on only where text can be read.

    Raises:
        ReaderMissing: the package or its networks are not installed.
    """
    _networks()


@cache
def _reader() -> Any:  # noqa: ANN401  the package has no types
    where, what = _networks()
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Det.model_path": where,
            "Rec.model_path": what,
            "Det.limit_type": "max",
            "Det.limit_side_len": SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": min(2, threads()),
        }
    )


def read(picture: Picture) -> Reading:
    """Return the text that stands in a picture; nothing where there is none or it is not surely read.

    Raises:
        ReaderMissing: the package or its networks are not installed.
    """
    key = hashlib.blake2b(picture.colour.tobytes(), digest_size=16, key=str(picture.colour.shape).encode()).digest()
    with _one_at_a_time:
        if key in _read:
            _read.move_to_end(key)
            return _read[key]
        found = _lines(picture)
        _read[key] = found
        if len(_read) > REMEMBERED:
            _read.popitem(last=False)
        return found


def _lines(picture: Picture) -> Reading:
    ground = np.median(np.concatenate([picture.colour[0], picture.colour[-1]]), axis=0).astype(np.uint8)
    height, width = picture.mask.shape
    sheet = np.empty((height + 2 * MARGIN, width + 2 * MARGIN, 3), np.uint8)
    sheet[:] = ground
    sheet[MARGIN : MARGIN + height, MARGIN : MARGIN + width] = picture.colour
    told = _reader()(np.ascontiguousarray(sheet[:, :, ::-1]), use_cls=False)
    if told.txts is None:
        return NOTHING
    found = [
        (box - MARGIN, word.strip(), float(sure))
        for box, word, sure in zip(told.boxes, told.txts, told.scores, strict=True)
        if sure >= SURE and not prepared(word).empty
    ]
    lines = sorted((float(box[:, 1].mean()), float(box[:, 0].mean()), word) for box, word, _ in found)
    text = " ".join(word for _, _, word in lines)
    if len(prepared(text).symbols) < LEAST:
        return NOTHING
    return Reading(text, min(sure for _, _, sure in found), _share(picture, [box for box, _, _ in found]))


def _share(picture: Picture, boxes: list[Any]) -> float:
    """Return the part of a picture's ink that stands in boxes; their edges run through the ends of strokes."""
    ink = picture.mask > INK
    inside = np.zeros(ink.shape, bool)
    for box in boxes:
        (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
        edge = (bottom - top) / 8
        rows = slice(max(0, int(top - edge)), max(0, int(bottom + edge) + 1))
        inside[rows, max(0, int(left - edge)) : max(0, int(right + edge) + 1)] = True
    return float((ink & inside).sum()) / max(1, int(ink.sum()))
