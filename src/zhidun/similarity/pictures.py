"""Pictures read with care: few formats, few bytes, few pixels; then their foreground, whatever its colour."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.errors import Invalid, TooLarge
from zhidun.kernel.text import Text, t

if TYPE_CHECKING:
    from PIL.Image import Image

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
MOST_BYTES: Final = 30 * 2**20
MOST_PIXELS: Final = 60_000_000
SIDE: Final = 512
"""Longest side a picture is worked on with."""
FAINTEST: Final = 0.03
"""Opacity of the strongest point from which a drawing on clear ground is one."""
EDGE: Final = 0.02
"""Part of the sides that is taken for background."""
UNEVEN: Final = 1.5
"""Median distance (0 to 255) of the edge's points from one colour from which a ground is not of one colour."""
SMALLEST: Final = 16
"""Pixels of the shorter side below which a ground is of one colour: anything is a surface through a few points."""
SMOOTH: Final = 0.6
"""A surface is the ground where it leaves no more than this part of that distance."""
EDGE_POINTS: Final = 1500
MOST_HEAD: Final = 20_000
"""Bytes of a text in which the beginning of an SVG drawing is looked for."""
GRAINS, FAR = 3.0, 12.0
"""Times the grain of a ground that a point must stand out of it; most that is taken for grain."""


class ImageUnfit(Invalid):
    """A picture that cannot be compared."""

    code = "similarity.image_unfit"
    default_remedy = t(
        "请提供完好的 PNG、JPEG、GIF、BMP、WebP 或 TIFF 图片。",
        "Give an intact PNG, JPEG, GIF, BMP, WebP or TIFF picture.",
    )


class ImageTooLarge(TooLarge):
    """A picture of more bytes or pixels than are read."""

    code = "similarity.image_too_large"
    default_remedy = t("请缩小图片后重试。", "Make the picture smaller and try again.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, at most 512 pixels on its longer side.

    Attributes:
        colour: height × width × 3, 0 to 255, on its background.
        mask: height × width, 0 to 1: how far each point is from the background.
    """

    colour: Bytes
    mask: Floats


def read(source: Path | bytes) -> Picture:
    """Return a picture ready to be compared; of an animation its first frame.

    Raises:
        ImageUnfit: not a picture of a known format, or damaged, or all of one colour.
        ImageTooLarge: over 30 MiB or 60 million pixels.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    raw = _bytes(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = Image.open(io.BytesIO(raw), formats=FORMATS)
            _require_few(found.width, found.height)
            found.draft("RGB", (SIDE * 2, SIDE * 2))
            found.thumbnail((SIDE, SIDE))
            turned = ImageOps.exif_transpose(found)
            points = np.asarray(_eight_bits(turned).convert("RGBA"), np.float32)
    except ImageTooLarge:
        raise
    except Image.DecompressionBombError as error:
        raise ImageTooLarge(t("图片的像素过多。", "The picture has too many pixels.")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise ImageUnfit(_why(raw)) from error
    except (MemoryError, OverflowError, ArithmeticError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise ImageUnfit(t("图片已损坏。", "The picture is damaged.")) from error
    return seen(points)


def _eight_bits(found: Image) -> Image:
    """Return a picture of more than 256 greys (16 bits, numbers with a point) stretched to 256; others as they are."""
    from PIL import Image as Pillow

    if not (found.mode.startswith("I") or found.mode == "F"):
        return found
    tones = np.nan_to_num(np.asarray(found, np.float64), posinf=0, neginf=0)
    low, high = float(tones.min()), float(tones.max())
    return Pillow.fromarray(np.asarray((tones - low) * (255 / max(high - low, 1e-12)), np.uint8))


def _why(raw: bytes) -> Text:
    """Return why a file is no picture that is read."""
    if not raw:
        return t("图片文件是空的。", "The picture file is empty.")
    head = raw[:1000].lower()
    if b"<svg" in head or (head.lstrip().startswith(b"<?xml") and b"<svg" in raw[:MOST_HEAD].lower()):
        return t("SVG 是矢量图,不予读取。", "SVG is a drawing of vectors and is not read.")
    return t("无法读取图片。", "The picture cannot be read.")


def _require_few(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ImageTooLarge(t(f"图片有 {width}×{height} 像素。", f"The picture has {width}×{height} pixels."))


def _bytes(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        raw = source
    else:
        try:
            with source.open("rb") as stream:
                raw = stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise ImageUnfit(
                t(f"没有图片“{source.name}”。", f"There is no picture “{source.name}”."),
                t(
                    "请核对图片路径,相对路径从表格所在文件夹算起。",
                    "Check its path; in a table it is relative to the table.",
                ),
            ) from error
    if len(raw) > MOST_BYTES:
        raise ImageTooLarge(t("图片超过 30 MiB。", "The picture is over 30 MiB."))
    return raw


def seen(points: Floats) -> Picture:
    """Return a picture from RGBA points; what is transparent is background."""
    alpha = points[..., 3:] / np.float32(255)
    most = alpha.max()
    if most > FAINTEST and alpha.min() < most / 2:  # parts are clear; a faint drawing is seen at its full strength
        alpha = alpha / most
        mask = alpha[..., 0]
        ink = points[..., :3][mask > 0.5]  # noqa: PLR2004
        paper = np.float32(255 if ink.mean() < 160 else 0)  # noqa: PLR2004  light drawings are put on black
        colour = points[..., :3] * alpha + paper * (1 - alpha)
        inner = _from_background(colour, np.full(3, paper, np.float32))
        if inner.std() > mask.std():
            mask = inner
    else:
        colour = points[..., :3] * alpha + np.float32(255) * (1 - alpha)
        ground, grain = _background(colour)
        mask = _from_background(colour, ground, grain)
    if mask.max() <= 0:
        raise ImageUnfit(
            t("图片只有一种颜色,没有可比对的图形。", "The picture is all of one colour; there is nothing to compare.")
        )
    return Picture(colour.astype(np.uint8), mask)


def _background(colour: Floats) -> tuple[Floats, float]:
    """Return the colour that the edge of a picture has most; where it is lighter on one side, that of every point.

    That is a surface through the edge of a photograph, given with how far the edge's points lie from it.
    """
    height, width = colour.shape[:2]
    wide = max(1, round(min(height, width) * EDGE))
    edge = np.zeros((height, width), bool)
    edge[:wide] = edge[-wide:] = edge[:, :wide] = edge[:, -wide:] = True
    points = colour[edge]
    plain = np.median(points, axis=0)
    grain = _spread(points - plain)
    if grain < UNEVEN or min(height, width) < SMALLEST:
        return np.asarray(plain, np.float32), 0.0
    step = max(1, len(points) // EDGE_POINTS)
    places = np.asarray(np.argwhere(edge)[::step] / (height, width), np.float32)
    surface = _surface(places, points[::step])
    ground = _lie((height, width)) @ surface
    left = _spread(points - ground[edge])
    if left > min(SMOOTH * grain, FAR):
        return np.asarray(plain, np.float32), 0.0
    return np.asarray(ground, np.float32), left


def _spread(points: Floats) -> float:
    """Return the median distance of points from nought, by their farthest channel."""
    return float(np.median(np.abs(points).max(axis=1)))


def _terms(y: Floats, x: Floats) -> Floats:
    return np.asarray(np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1), np.float32)


def _lie(size: tuple[int, int]) -> Floats:
    y, x = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
    return _terms(y / size[0], x / size[1])


def _surface(places: Floats, points: Floats) -> Floats:
    """Return the smooth surface through most of the points: those that lie far from it are left out, twice."""
    terms = _terms(places[:, 0], places[:, 1])
    kept = np.ones(len(points), bool)
    for _ in range(3):
        found = np.linalg.lstsq(terms[kept], points[kept], rcond=None)[0]
        far = np.abs(points - terms @ found).max(axis=1)
        kept = far <= max(np.median(far) * 3, 1.0)
    return np.asarray(found, np.float32)


def _from_background(colour: Floats, background: Floats, grain: float = 0.0) -> Floats:
    """Return each point's distance from the background beyond its grain, stretched to 0..1."""
    far = np.abs(colour[..., 0] - background[..., 0])
    for channel in (1, 2):  # thrice as fast as a maximum over the last axis
        np.maximum(far, np.abs(colour[..., channel] - background[..., channel]), out=far)
    if grain:
        np.maximum(far - np.float32(GRAINS * grain), 0, out=far)
    top = np.percentile(far, 99.5)
    top = top if top > 0 else far.max()
    if top < 4:  # noqa: PLR2004  noise of compression alone
        return np.zeros(far.shape, np.float32)
    return np.asarray(np.clip(far / top, 0, 1), np.float32)


def framed(picture: Picture, side: int, *, margin: float = 0.06) -> Floats:
    """Return the foreground cut out and put in the middle of a square of `side` pixels, shape kept."""
    import cv2

    top, bottom, left, right = box(picture.mask)
    part = picture.mask[top:bottom, left:right]
    inner = max(1, round(side * (1 - 2 * margin)))
    scale = inner / max(part.shape)
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    square = np.zeros((side, side), np.float32)
    y, x = (side - size[1]) // 2, (side - size[0]) // 2
    square[y : y + size[1], x : x + size[0]] = small
    return square


def box(mask: Floats, least: float = 0.2) -> tuple[int, int, int, int]:
    """Return top, bottom, left, right of the foreground."""
    rows, columns = np.flatnonzero((mask > least).any(axis=1)), np.flatnonzero((mask > least).any(axis=0))
    if not len(rows) or not len(columns):
        return 0, mask.shape[0], 0, mask.shape[1]
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
