"""Development sets of logos: one brand as two sources draw it, built outside the tree from npm packages.

`python -m bench.logo_sets FOLDER` fetches the packages with npm, draws their SVG with Chromium and writes for each set
`gallery.csv` and a `queries-….csv` for each ground, ready for `zhidun radar eval --mode logo`. Nothing of it is
committed: the drawings are free, the marks stay their owners'.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import random
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACKAGES: Final = {
    "simple": "simple-icons",
    "gilbarbara": "@iconify-json/logos",
    "awesome": "@fortawesome/fontawesome-free",
    "devicon": "devicon",
}
SETS: Final = {
    "simple-gilbarbara": ("simple", "gilbarbara"),
    "awesome-gilbarbara": ("awesome", "gilbarbara"),
    "devicon-simple": ("devicon", "simple"),
}
GROUNDS: Final = {"white": "#ffffff", "clear": "", "dark": "#1b2a41"}
"""What a query is drawn on; `dark` draws it in white."""
GALLERY: Final = 1000
QUERIES: Final = 200
SIDE: Final = 256
CHROMIUM: Final = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
SEED: Final = 20261130
DRAW: Final = """async ([svg, side, ground, white]) => {
  const picture = new Image();
  picture.src = "data:image/svg+xml;base64," + svg;
  await picture.decode();
  const ratio = (picture.naturalWidth || side) / (picture.naturalHeight || side);
  const wide = ratio >= 1 ? side : side * ratio, high = ratio >= 1 ? side / ratio : side;
  const sheet = document.createElement("canvas");
  sheet.width = sheet.height = side;
  const pen = sheet.getContext("2d");
  pen.drawImage(picture, (side - wide) / 2, (side - high) / 2, wide, high);
  if (white) { pen.globalCompositeOperation = "source-in"; pen.fillStyle = "#fff"; pen.fillRect(0, 0, side, side); }
  if (ground) {
    pen.globalCompositeOperation = "destination-over"; pen.fillStyle = ground; pen.fillRect(0, 0, side, side);
  }
  return sheet.toDataURL("image/png").split(",")[1];
}"""


def fetch(folder: Path) -> dict[str, dict[str, str]]:
    """Return the SVG of every brand in every source, by name."""
    found = {}
    for source, package in PACKAGES.items():
        file = next(folder.glob(f"{package.strip('@').replace('/', '-')}-[0-9]*.tgz"), None)
        if file is None:
            asked = ["npm", "pack", "--silent", package]
            packed = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True)
            file = folder / packed.stdout.strip().splitlines()[-1]
        with tarfile.open(file) as archive:
            found[source] = READERS[source](archive)
    return found


def plain(name: str) -> str:
    """Return a brand's name as all sources spell it."""
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("dot", "")) or name


def _files(archive: tarfile.TarFile, pattern: str) -> Iterable[tuple[str, str]]:
    for member in archive:
        matched = re.fullmatch(pattern, member.name)
        stream = archive.extractfile(member) if matched else None
        if matched and stream:
            yield matched[1], stream.read().decode("utf-8")


def _simple(archive: tarfile.TarFile) -> dict[str, str]:
    return {plain(name): svg for name, svg in _files(archive, r"package/icons/([^/]+)\.svg")}


def _awesome(archive: tarfile.TarFile) -> dict[str, str]:
    return {plain(name): svg for name, svg in _files(archive, r"package/svgs/brands/([^/]+)\.svg")}


def _devicon(archive: tarfile.TarFile) -> dict[str, str]:
    return {plain(name): svg for name, svg in _files(archive, r"package/icons/([^/]+)/[^/]+-original\.svg")}


def _gilbarbara(archive: tarfile.TarFile) -> dict[str, str]:
    stream = archive.extractfile("package/icons.json")
    if stream is None:
        return {}
    raw = json.load(stream)
    found: dict[str, str] = {}
    for name, icon in sorted(raw["icons"].items(), key=lambda pair: not pair[0].endswith("-icon")):
        width, height = icon.get("width", raw.get("width", 256)), icon.get("height", raw.get("height", 256))
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}">{icon["body"]}</svg>'
        )
        found.setdefault(plain(name.removesuffix("-icon")), svg)
    return found


READERS: Final = {"simple": _simple, "awesome": _awesome, "devicon": _devicon, "gilbarbara": _gilbarbara}


Draw = Callable[[str, Path, str], bool]
"""Draws an SVG into a file on a ground; false when the drawing is broken."""


def build(folder: Path) -> list[Path]:
    """Write the sets under a folder and return where they are."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    sources = fetch(folder)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        draw = _drawer(browser.new_page())
        made = [
            _write(folder / name, sources[asked], sources[guarded], draw) for name, (asked, guarded) in SETS.items()
        ]
        browser.close()
    return made


def _drawer(page: Page) -> Draw:
    from playwright.sync_api import Error

    def draw(svg: str, file: Path, ground: str) -> bool:
        if not re.match(r"<svg[^>]*\swidth=", svg):
            box = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', svg)
            size = f'width="{box[1]}" height="{box[2]}"' if box else 'width="256" height="256"'
            svg = svg.replace("<svg", f"<svg {size}", 1)
        coded = base64.b64encode(svg.encode()).decode()
        try:
            drawn = page.evaluate(DRAW, [coded, SIDE, GROUNDS[ground], ground == "dark"])
        except Error:  # a source's broken drawing is left out
            return False
        raw = base64.b64decode(drawn)
        if Image.open(io.BytesIO(raw)).convert("RGBA").getcolors(1):
            return False  # drawn as nothing
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
        return True

    return draw


def _write(folder: Path, asked: Mapping[str, str], guarded: Mapping[str, str], draw: Draw) -> Path:
    chance = random.Random(SEED)  # noqa: S311
    both = sorted(set(asked) & set(guarded))
    chance.shuffle(both)
    others = sorted(set(guarded) - set(both))
    chance.shuffle(others)
    shown = both[:QUERIES]
    kept = [brand for brand in shown + others if draw(guarded[brand], folder / "gallery" / f"{brand}.png", "clear")]
    kept = kept[:GALLERY]
    _table(folder / "gallery.csv", ["id", "text", "image"], [[one, "", f"gallery/{one}.png"] for one in kept])
    for ground in GROUNDS:
        rows = [
            ["", f"{ground}/{one}.png", one]
            for one in shown
            if one in kept and draw(asked[one], folder / ground / f"{one}.png", ground)
        ]
        _table(folder / f"queries-{ground}.csv", ["text", "image", "answer"], rows)
    return folder


def _table(file: Path, head: list[str], rows: list[list[str]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([head, *rows])


if __name__ == "__main__":
    for place in build(Path(sys.argv[1])):
        sys.stdout.write(f"{place}\n")
