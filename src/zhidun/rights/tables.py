"""Tables in and out: CSV or XLSX in whatever encoding people have, templates, exports that no spreadsheet executes."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Final

from zhidun.kernel.errors import TooLarge
from zhidun.kernel.text import listed, t
from zhidun.rights.errors import TableUnreadable
from zhidun.rights.kinds import Kind, kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_BYTES: Final = 10_000_000
MAX_UNPACKED: Final = 100_000_000
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 60
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
COMMON: Final[tuple[tuple[str, str, str], ...]] = (
    ("title", "名称", "Title"),
    ("title_en", "英文名称", "English title"),
    ("number", "编号", "Number"),
    ("number_known", "编号是否已知", "Number known"),
    ("classes", "类别", "Classes"),
    ("holder_name", "权利人", "Holder"),
    ("holder_uscc", "权利人统一社会信用代码", "Holder's credit code"),
    ("status", "状态", "Status"),
    ("filed_on", "申请日", "Filed on"),
    ("registered_on", "注册(授权)日", "Registered on"),
    ("published_on", "公告(发表)日", "Published on"),
    ("region", "地区", "Region"),
    ("source", "来源", "Source"),
    ("key_protection", "重点保护", "Key protection"),
)


def columns(of: Kind) -> list[tuple[str, str, str]]:
    """Return (name, Chinese, English) of each column of a kind's table."""
    return [*COMMON, *((one.name, one.title.zh, one.title.en) for one in of.fields)]


def safe_cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def write_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as CSV in UTF-8 with its mark, so that Excel reads Chinese; formulas are defused."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Iterable[Sequence[object]], *, title: str) -> bytes:
    """Return rows as an XLSX sheet of plain text."""
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, safe_cell(cell), bold if number == 0 else None)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def template(kind_key: str, *, form: str = "xlsx") -> bytes:
    """Return an empty table of a kind with its headings and one example row marked 示例.

    Raises:
        FieldUnfit: there is no such kind.
    """
    of = kind(kind_key)
    heads = [f"{zh} ({name})" for name, zh, _ in columns(of)]
    example = {"title": "示例:请删除本行", "number": of.number_example, "status": of.statuses[0].title.zh}
    rows = [heads, [example.get(name, "") for name, _, _ in columns(of)]]
    return write_xlsx(rows, title=of.title.zh) if form == "xlsx" else write_csv(rows)


def read_table(content: bytes, of: Kind) -> list[dict[str, str]]:
    """Read a table into rows by column name (see `numbered_rows`)."""
    return [row for _, row in numbered_rows(content, of)]


def numbered_rows(content: bytes, of: Kind) -> list[tuple[int, dict[str, str]]]:
    """Read a table into rows by column name, each with its number in the spreadsheet.

    Headings may be names, Chinese or English; empty rows and the template's example are left out.

    Raises:
        TooLarge: more bytes or rows than allowed.
        TableUnreadable: no table, an unknown encoding, or no title column.
    """
    grid = grid_of(content)
    names = _headings(grid[0][1], of)
    if len(grid) - 1 > MAX_ROWS:
        raise TooLarge(
            t(f"表格超过{MAX_ROWS}行。", f"The table has more than {MAX_ROWS} rows."),
            t("请拆分后分批导入。", "Split it and import the parts."),
        )
    rows = [
        (number, {name: cell.strip() for name, cell in zip(names, row, strict=False) if name})
        for number, row in grid[1:]
    ]
    return [(number, row) for number, row in rows if any(row.values()) and not row.get("title", "").startswith("示例")]


def grid_of(content: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV or XLSX table, headings first, each with its number in the spreadsheet.

    Raises:
        TooLarge: more bytes than allowed.
        TableUnreadable: no table, or an unknown encoding.
    """
    if len(content) > MAX_BYTES:
        raise TooLarge(
            t(f"表格超过{MAX_BYTES // 1_000_000} MB。", f"The table is larger than {MAX_BYTES // 1_000_000} MB."),
            t("请拆分后分批导入。", "Split it and import the parts."),
        )
    grid = _xlsx(content) if content[:2] == b"PK" else _csv(content)
    if not grid:
        raise TableUnreadable(t("表格是空的。", "The table is empty."))
    return grid


def _headings(heads: Sequence[str], of: Kind) -> list[str]:
    by_word = {word.lower(): name for name, zh, en in columns(of) for word in (name, zh, en, f"{zh} ({name})")}
    names = [by_word.get(head.strip().lower(), "") for head in heads]
    unknown = [head for head, name in zip(heads, names, strict=True) if head.strip() and not name]
    if unknown or "title" not in names:
        wrong = listed(unknown[:5])
        raise TableUnreadable(
            t(
                f"表头不符:{wrong.zh or '缺少“名称”列'}。",
                f"The headings do not fit: {wrong.en or 'no “title” column'}.",
            ),
            TableUnreadable.default_remedy,
        )
    return names


def decode(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8 (with or without mark), UTF-16 with its mark, else GB18030.

    Raises:
        TableUnreadable: it is none of them.
    """
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise TableUnreadable(
        t("无法识别文件编码。", "The encoding of the file is not known."),
        t("请在表格软件中另存为“CSV UTF-8”或XLSX。", "Save it as “CSV UTF-8” or XLSX in the spreadsheet program."),
    )


def _csv(content: bytes) -> list[tuple[int, list[str]]]:
    text = decode(content)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1)
        return [(number, row[:MAX_COLUMNS]) for number, row in rows if any(row)]
    except csv.Error as error:
        raise TableUnreadable from error


def _xlsx(content: bytes) -> list[tuple[int, list[str]]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_unpacked(archive)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        grid = [[_cell(value) for value in row] for row in rows]
        book.close()
    except TableUnreadable:
        raise
    except Exception as error:  # the reader raises many kinds on broken files
        raise TableUnreadable from error
    return [(number, row) for number, row in enumerate(grid, start=1) if any(row)]


def _check_unpacked(archive: zipfile.ZipFile) -> None:
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
        raise TableUnreadable(t("表格解压后体积异常。", "The table unpacks to an abnormal size."))


def _cell(value: object) -> str:
    if value is None:
        return ""
    day = getattr(value, "date", None)
    if callable(day):
        return str(day())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
