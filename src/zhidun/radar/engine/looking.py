"""Pictures of listings beside those of rights: each picture once, at a glance first; text in them is read on demand."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.similarity import comparison, lettering, pictures
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.imagesearch import ImageIndex, Mode
from zhidun.similarity.lettered import NAME, TELLING
from zhidun.similarity.lettering import Reading
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import prepared
from zhidun.similarity.pictures import Picture
from zhidun.similarity.search import Hit

CLOSE: Final = 8
"""Rights told of one picture at most."""
GLANCE: Final = 0.25
"""Likeness of outlines (whitened cosine, weighed by part) below which the learned eyes do not look at a picture."""
AT_ONCE: Final = 32
"""Pictures held in memory together."""
OTHER_WORDS: Final = 0.5
"""What the look of two pictures keeps that are other words: any words in one print look much alike."""
ALMOST: Final = 0.5
"""Likeness by look that is kept although it does not reach the score alone, when text may raise it."""
KEPT: Final = 20_000
"""Pictures whose outcome is remembered: shops show the same ones again and again."""
Image = Path | bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """What a picture is like.

    Attributes:
        hits: rights whose pictures it is like.
        text: what is written in it; empty when nothing is, or it was not read.
        fault: why it could not be compared.
    """

    hits: tuple[Hit, ...] = ()
    text: str = ""
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """What reading text cost: pictures read, and the seconds that took."""

    read: int = 0
    seconds: float = 0.0

    def __add__(self, other: Effort) -> Effort:
        return Effort(self.read + other.read, self.seconds + other.seconds)


class Looks:
    """Pictures of rights, logos and designs apart, ready to be held beside pictures of listings.

    Attributes:
        effort: what reading text cost since it was last taken.
    """

    def __init__(self, rights: Gallery, *, designs: Collection[str]) -> None:
        self._indexes: list[ImageIndex] = []
        self._images = [one.image for one in rights.entries]
        for mode, wanted in _by_mode(rights.entries, designs).items():
            some = Gallery([one if one.id in wanted else replace(one, image=None) for one in rights.entries])
            self._indexes.append(ImageIndex.of(some, mode=mode))
            for problem in some.problems:
                rights.problem(problem)
        self._kept: OrderedDict[bytes, Looked] = OrderedDict()
        self.effort = Effort()

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_kept": OrderedDict(), "effort": Effort()}

    def look(self, images: Sequence[Image], *, least: float, reads: bool) -> list[Looked]:
        """Return what each picture is like; those that are the same byte for byte are looked at once."""
        keys = [_key(image) for image in images]
        fresh: dict[bytes, Image] = {}
        for key, image in zip(keys, images, strict=True):
            if key not in self._kept:
                fresh.setdefault(key, image)
        found = {key: self._kept[key] for key in keys if key in self._kept}
        for some in _groups(fresh, AT_ONCE):
            found |= self._looked(some, least, reads=reads)
        self._kept |= found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return [found[key] for key in keys]

    def _looked(self, images: Mapping[bytes, Image], least: float, *, reads: bool) -> dict[bytes, Looked]:
        found: dict[bytes, Looked] = {}
        shown: dict[bytes, Picture] = {}
        for key, image in images.items():
            try:
                shown[key] = pictures.read(image)
            except Refusal as refusal:
                found[key] = Looked(fault=refusal.reason)
        hits: dict[bytes, dict[int, Hit]] = {key: {} for key in shown}
        for index in self._indexes:
            told = index.likes(list(shown.values()), CLOSE, glance=GLANCE, least=min(least, ALMOST) if reads else least)
            for key, some in zip(shown, told, strict=True):
                hits[key] |= {hit.place: hit for hit in some}
        for key, picture in shown.items():
            reading = self._read(picture) if reads else lettering.NOTHING
            found[key] = Looked(tuple(self._weighed(hit, reading) for hit in hits[key].values()), reading.text)
        return found

    def _read(self, picture: Picture) -> Reading:
        began = time.monotonic()
        reading = lettering.read(picture)
        self.effort += Effort(1, time.monotonic() - began)
        return reading

    def _weighed(self, hit: Hit, reading: Reading) -> Hit:
        """Return a hit, lowered where both pictures are nothing but words, and other words."""
        image = self._images[hit.place]
        if not reading.words_alone or hit.route != "logo" or image is None:
            return hit
        apart = worded_apart(reading, lettering.read(pictures.read(image)))
        return replace(hit, score=hit.score * OTHER_WORDS, factors=(apart, *hit.factors)) if apart else hit


def worded_apart(mine: Reading, theirs: Reading) -> Likeness | None:
    """Return the respect of the text in two pictures that are nothing but words, and other words; else None."""
    if not (mine.words_alone and theirs.words_alone):
        return None
    likeness = comparison.compare(mine.text, theirs.text).score
    if likeness >= TELLING:
        return None
    one, other = mine.text[:40], theirs.text[:40]
    said = t(
        f"两图都只有文字,“{one}”与“{other}”不同",
        f"both pictures are words alone, and “{one}” is not “{other}”",
    )
    return Likeness(NAME, likeness, said)


def lettered(entries: Sequence[Entry]) -> list[Entry]:
    """Return rights, those known by their picture alone with the text that stands in it, if there is any.

    Raises:
        ReaderMissing: the package that reads text in pictures is not installed.
    """
    return [_named(one) if one.image and prepared(one.text).empty else one for one in entries]


def _named(entry: Entry) -> Entry:
    try:
        return replace(entry, text=lettering.read(pictures.read(entry.image or b"")).text)
    except (pictures.ImageUnfit, pictures.ImageTooLarge):
        return entry  # told by the index of pictures


def _by_mode(entries: Sequence[Entry], designs: Collection[str]) -> dict[Mode, set[str]]:
    """Return the ids of rights with pictures, by how they are compared; goods by Locarno alone are designs."""
    found: dict[Mode, set[str]] = {}
    for one in entries:
        if one.image is not None:
            design = one.id in designs or (bool(one.classes) and all("-" in word for word in one.classes))
            found.setdefault("design" if design else "logo", set()).add(one.id)
    return found


def _key(image: Image) -> bytes:
    """Return what is the same for the same bytes; of a file that cannot be read, its own name."""
    try:
        if isinstance(image, bytes):
            return blake2b(image, digest_size=16).digest()
        with image.open("rb") as stream:
            return blake2b(stream.read(pictures.MOST_BYTES + 1), digest_size=16).digest()
    except OSError:
        return str(image).encode("utf-8", "surrogatepass")


def _groups(images: Mapping[bytes, Image], size: int) -> Iterator[dict[bytes, Image]]:
    keys = list(images)
    for begin in range(0, len(keys), size):
        yield {key: images[key] for key in keys[begin : begin + size]}
