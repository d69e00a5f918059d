"""Small files of rights and listings for tests of the sweep."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw

RIGHTS = (
    ("R1", "郫县豆瓣", "", "30"), ("R2", "娃哈哈", "", "32"), ("R3", "Nike", "", "25"), ("R4", "长虹", "", "9"),
)  # fmt: skip
LOOKALIKES = {
    5: ("F5", "正宗郫县豆办 500g", "川味店"),
    40: ("F40", "娃恰哈营养快线", "小店"),
    77: ("F77", "长虹电视", "电器行"),
}


def table(file: Path, header: str, rows: Iterable[Iterable[str]], encoding: str = "utf-8") -> Path:
    """A CSV file."""
    file.write_bytes("\n".join([header, *(",".join(row) for row in rows), ""]).encode(encoding))
    return file


def rights(folder: Path) -> Path:
    """Four marks."""
    return table(folder / "rights.csv", "id,text,image,classes", RIGHTS)


def listings(count: int) -> list[tuple[str, str, str, str]]:
    """Plain listings with three look-alikes among them."""
    rows = [(f"F{number}", f"普通商品标题{number} 包邮", "", f"店{number % 7}") for number in range(count)]
    for place, (key, title, seller) in LOOKALIKES.items():
        rows[place] = (key, title, "", seller)
    return rows


def feed(folder: Path, count: int = 120, name: str = "feed.csv", encoding: str = "utf-8") -> Path:
    """A feed of listings."""
    return table(folder / name, "id,title,image,seller", listings(count), encoding)


def drawing(file: Path, kind: str = "ring", colour: str = "#b42318", size: int = 200) -> Path:
    """A simple device."""
    side = 200
    sheet = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(sheet)
    if kind == "ring":
        pen.ellipse((30, 30, side - 30, side - 30), outline=colour, width=22)
        pen.polygon([(100, 60), (140, 140), (60, 140)], fill=colour)
    else:
        pen.rectangle((20, 80, side - 20, 110), fill=colour)
        pen.line((20, 20, side - 20, side - 20), fill=colour, width=9)
    sheet.resize((size, size)).save(file)
    return file
