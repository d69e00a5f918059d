"""Rows of files people send: CSV in any usual encoding, JSON lines, Excel, Parquet; a bad row is told, not fatal."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhidun.kernel.errors import Invalid, Unavailable, UnsupportedType
from zhidun.kernel.text import Text, t

SAMPLE: Final = 1 << 20
LONGEST_FIELD: Final = 100_000
LINES_OF_A_ROW: Final = 20
"""Lines a quoted field may run over: an open quote must not swallow the rest of a file."""
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "编号", "序号", "注册号", "number", "no"),
    "text": ("text", "文字", "名称", "商标", "商标名称", "name", "mark", "title", "标题"),
    "title": ("title", "标题", "商品标题", "商品名称", "品名", "名称", "text", "name"),
    "image": ("image", "图片", "图样", "picture", "file"),
    "classes": ("classes", "class", "类别", "国际分类", "nice", "locarno"),
    "seller": ("seller", "卖家", "店铺", "店铺名称", "经营者", "商家", "shop"),
    "code": ("code", "信用代码", "统一社会信用代码", "uscc"),
    "phone": ("phone", "电话", "联系电话", "手机"),
    "payee": ("payee", "收款人", "收款账户"),
    "link": ("link", "链接", "商品链接", "网址", "url"),
    "district": ("district", "区县", "区域"),
    "answer": ("answer", "答案", "answers"),
}


class TableUnfit(Invalid):
    """A file whose rows cannot be read."""

    code = "similarity.table_unfit"
    default_remedy = t(
        "请使用 CSV、TSV、JSONL、XLSX 或 Parquet,首行为列名。",
        "Use CSV, TSV, JSONL, XLSX or Parquet with column names first.",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file and its fields by our names."""

    line: int
    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One row that was left out, or read only in part, and why."""

    line: int
    reason: Text

    def as_dict(self) -> dict[str, object]:
        """Return the problem for JSON."""
        return {"line": self.line, "reason": self.reason.as_dict()}


def placed(folder: Path, name: str) -> Path:
    """Return the file a table names: relative to the table's folder, also when it was written with backslashes."""
    there = folder / name
    if "\\" not in name or there.exists():
        return there
    return folder / name.replace("\\", "/")


def encoding_of(head: bytes) -> str:
    """Return the encoding of a file by its first bytes: UTF-8, UTF-16 (with or without mark) or GB18030.

    Raises:
        TableUnfit: none of them.
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for part in (head[:64], head[:4000]):  # the names of columns, or the whole beginning
        even, odd = part[0::2].count(0), part[1::2].count(0)
        if max(even, odd) > len(part) // 8:
            return "utf-16-be" if even > odd else "utf-16-le"
    for name in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(name)("strict").decode(head, final=False)
        except UnicodeDecodeError:
            continue
        return name
    if b"," in head or b"\t" in head:
        return "utf-8"  # mostly readable: rows with broken bytes are told one by one
    raise TableUnfit(t("无法识别文件编码。", "The encoding of the file cannot be told."))


def rows(file: Path, needed: Iterable[str], *, others: Iterable[str] = ()) -> Iterator[Row | Problem]:
    """Yield the rows of a file in order, and a problem for each that cannot be read.

    Raises:
        TableUnfit: not a table, or a needed column is missing.
        UnsupportedType: a kind of file that is not read.
    """
    if not file.is_file():
        raise TableUnfit(t(f"没有文件“{file.name}”。", f"There is no file “{file.name}”."))
    need, more = tuple(needed), tuple(others)
    kind = file.suffix.lower()
    if kind in {".csv", ".tsv", ".txt", ""}:
        yield from _csv(file, need, more)
    elif kind in {".jsonl", ".ndjson"}:
        yield from _jsonl(file, need, more)
    elif kind in {".xlsx", ".xlsm"}:
        yield from _named(_excel(file), need, more)
    elif kind == ".parquet":
        yield from _named(_parquet(file), need, more)
    else:
        raise UnsupportedType(t(f"不支持 {kind} 文件。", f"{kind} files are not read."), TableUnfit.default_remedy)


def _columns(header: list[str], need: tuple[str, ...], more: tuple[str, ...]) -> dict[str, int]:
    plain = [name.strip().strip("\ufeff").casefold() for name in header]
    found: dict[str, int] = {}
    for name in (*need, *more):
        place = next((plain.index(alias) for alias in NAMES.get(name, (name,)) if alias in plain), None)
        if place is not None:
            found[name] = place
    missing = [name for name in need if name not in found]
    if missing:
        there = "".join(sign for sign in "、".join(plain)[:200] if sign.isprintable() and sign != "\ufffd")
        raise TableUnfit(
            t(
                f"缺少列:{'、'.join(missing)}(现有:{there})。",
                f"Missing columns: {', '.join(missing)} (there are: {there.replace('、', ', ')}).",
            )
        )
    return found


def _fields(values: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {name: values[place].strip() for name, place in columns.items() if place < len(values)}


def _csv(file: Path, need: tuple[str, ...], more: tuple[str, ...]) -> Iterator[Row | Problem]:
    with file.open("rb") as raw:
        encoding = encoding_of(raw.read(SAMPLE))
        raw.seek(0)
        lines = io.TextIOWrapper(raw, encoding, errors="replace", newline="")
        records = _records(lines)
        header_line = next(records, None)
        if header_line is None:
            raise TableUnfit(t("文件是空的。", "The file is empty."))
        sign = max(",\t;", key=header_line[1].count)
        header = _split(header_line[1], sign) or []
        columns = _columns(header, need, more)
        for line, record, whole in records:
            if not record.strip():
                continue
            yield _row(line, _split(record, sign) if whole else None, len(header), columns)


def _row(line: int, values: list[str] | None, width: int, columns: Mapping[str, int]) -> Row | Problem:
    if values is None:
        return Problem(line, t("引号没有配对,已跳过。", "an open quote; row left out"))
    if len(values) != width:
        return Problem(line, t(f"有 {len(values)} 列,应为 {width} 列。", f"{len(values)} columns instead of {width}"))
    if any("\ufffd" in value or "\x00" in value for value in values):
        return Problem(line, t("含有无法解码的字节。", "bytes that cannot be decoded"))
    return Row(line, _fields(values, columns))


def _split(record: str, sign: str) -> list[str] | None:
    try:
        values = next(csv.reader([record], delimiter=sign, strict=True), [])
    except csv.Error:
        return None
    return None if any(len(value) > LONGEST_FIELD for value in values) else values


def _records(lines: Iterable[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, record, whole): lines joined while a quote is open, at most 20; else the first line as not whole."""
    waiting: list[str] = []
    source = iter(lines)
    number = 0
    while True:
        line = waiting.pop(0) if waiting else next(source, None)
        if line is None:
            return
        number += 1
        if line.count('"') % 2 == 0:
            yield number, line.rstrip("\r\n"), True
            continue
        joined = line
        taken: list[str] = []
        while joined.count('"') % 2 and len(taken) < LINES_OF_A_ROW:
            following = waiting.pop(0) if waiting else next(source, None)
            if following is None:
                break
            taken.append(following)
            joined += following
        if joined.count('"') % 2:
            waiting = taken + waiting
            yield number, line.rstrip("\r\n"), False
        else:
            yield number, joined.rstrip("\r\n"), True
            number += len(taken)


def _jsonl(file: Path, need: tuple[str, ...], more: tuple[str, ...]) -> Iterator[Row | Problem]:
    with file.open("rb") as raw:
        encoding = encoding_of(raw.read(SAMPLE))
        raw.seek(0)
        for line, text in enumerate(io.TextIOWrapper(raw, encoding, errors="replace"), 1):
            if not text.strip():
                continue
            found = _object(text)
            if found is None:
                yield Problem(line, t("不是一个 JSON 对象。", "not a JSON object"))
                continue
            names = {str(key).casefold(): value for key, value in found.items()}
            fields = _jsonl_fields(names, (*need, *more))
            missing = [name for name in need if name not in fields]
            if missing:
                yield Problem(line, t(f"缺少字段:{'、'.join(missing)}。", f"missing fields: {', '.join(missing)}"))
            else:
                yield Row(line, fields)


def _object(text: str) -> dict[str, object] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _jsonl_fields(names: Mapping[str, object], wanted: Iterable[str]) -> dict[str, str]:
    fields = {}
    for name in wanted:
        alias = next((one for one in NAMES.get(name, (name,)) if one in names), None)
        value = names[alias] if alias is not None else None
        if value is not None:
            fields[name] = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    return fields


def _named(table: Iterator[list[str]], need: tuple[str, ...], more: tuple[str, ...]) -> Iterator[Row | Problem]:
    header = next(table, None)
    if header is None:
        raise TableUnfit(t("文件是空的。", "The file is empty."))
    columns = _columns(header, need, more)
    for line, values in enumerate(table, 2):
        if any(values):
            yield Row(line, _fields(values, columns))


def _excel(file: Path) -> Iterator[list[str]]:
    import zlib
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    broken = (BadZipFile, KeyError, IndexError, ValueError, OSError, EOFError, SyntaxError, zlib.error)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        for values in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if value is None else str(value) for value in values]
    except broken as error:
        raise TableUnfit(t("不是可读取的 Excel 文件。", "Not an Excel file that can be read.")) from error


def _parquet(file: Path) -> Iterator[list[str]]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise Unavailable(
            t("未安装 pyarrow,不能读取 Parquet。", "pyarrow is not installed; Parquet cannot be read."),
            t("请安装 zhidun[cluster],或另存为 CSV。", "Install zhidun[cluster], or save as CSV."),
        ) from error
    try:
        table = parquet.ParquetFile(file)
        yield list(table.schema_arrow.names)
        for batch in table.iter_batches(batch_size=10_000):
            for record in batch.to_pylist():
                yield ["" if value is None else str(value) for value in record.values()]
    except (ArrowException, ValueError, OSError) as error:
        raise TableUnfit(t("不是可读取的 Parquet 文件。", "Not a Parquet file that can be read.")) from error
