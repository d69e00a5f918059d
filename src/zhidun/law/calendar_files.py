"""Reading a year of the calendar: the packs' YAML, and the file an administrator loads (YAML or CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import yaml

from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t
from zhidun.law.holidays import SATURDAY, Holiday, Year
from zhidun.law.refusals import CalendarUnfit

CSV_HEADER = ("holiday_zh", "holiday_en", "first", "last", "statutory", "makeup")
FIELDS = frozenset({"year", "source", "holidays"})
HOLIDAY_FIELDS = frozenset({"name", "first", "last", "statutory", "makeup"})
DECEMBER = 12
LONGEST = 16


def read_packs() -> list[Year]:
    """Return the years of the packs, in pack order.

    Raises:
        CalendarUnfit: a file does not fit.
    """
    return [read_yaml(file.read_text("utf-8"), name=file.name) for _, file in pack_files("calendar/*.yaml")]


def read_year(content: bytes, *, filename: str) -> Year:
    """Read the calendar of one year from an uploaded file; the name decides between YAML and CSV.

    The CSV has the columns of `CSV_HEADER`, a row a holiday; several dates in a cell are separated by spaces.

    Raises:
        CalendarUnfit: wrong kind of file, unknown field, no ISO date, or days that contradict each other.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _unfit(t("文件不是UTF-8编码。", "The file is not UTF-8."), filename) from fault
    if filename.lower().endswith(".csv"):
        return _read_csv(text, name=filename)
    if filename.lower().endswith((".yaml", ".yml")):
        return read_yaml(text, name=filename)
    raise _unfit(t("只接受 .yaml 或 .csv 文件。", "Only .yaml and .csv files are read."), filename)


def read_yaml(text: str, *, name: str) -> Year:
    """Read one year from YAML.

    Raises:
        CalendarUnfit: as `read_year`.
    """
    try:
        raw = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as fault:
        raise _unfit(t("文件不是有效的YAML。", "The file is no valid YAML."), name) from fault
    return year_of(raw, name=name)


def year_of(raw: object, *, name: str) -> Year:
    """Build a year from plain data, checking every field.

    Raises:
        CalendarUnfit: as `read_year`.
    """
    fields = _mapping(raw, FIELDS, name)
    year = fields["year"]
    if not isinstance(year, int) or isinstance(year, bool):
        raise _unfit(t("year 须为年份。", "year must be a year."), name)
    rows = fields["holidays"]
    if not isinstance(rows, list) or not rows:
        raise _unfit(t("holidays 须为非空列表。", "holidays must be a list with entries."), name)
    holidays = tuple(_holiday(row, f"{name}: holidays[{n}]") for n, row in enumerate(rows))
    _consistent(year, holidays, name)
    return Year(year=year, holidays=holidays, source=_text(fields["source"], name))


def _read_csv(text: str, *, name: str) -> Year:
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != CSV_HEADER:
        raise _unfit(t(f"表头须为:{','.join(CSV_HEADER)}。", f"The header must be: {','.join(CSV_HEADER)}."), name)
    rows: list[object] = [
        {
            "name": {"zh": row["holiday_zh"], "en": row["holiday_en"]},
            "first": row["first"],
            "last": row["last"],
            "statutory": (row["statutory"] or "").split(),
            "makeup": (row["makeup"] or "").split(),
        }
        for row in reader
    ]
    years = [str(row["last"])[:4] for row in rows if isinstance(row, dict)]
    year = int(years[0]) if years and years[0].isdigit() else None
    source = {"zh": f"导入文件 {name}", "en": f"imported file {name}"}
    return year_of({"year": year, "source": source, "holidays": rows}, name=name)


def _mapping(raw: object, fields: frozenset[str], where: str) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise _unfit(t("须为键值对。", "A mapping is expected."), where)
    unknown = sorted(str(key) for key in raw if key not in fields)
    missing = sorted(fields - raw.keys())
    if unknown or missing:
        raise _unfit(
            t(
                f"未知字段:{'、'.join(unknown) or '无'};缺少字段:{'、'.join(missing) or '无'}。",
                f"Unknown fields: {', '.join(unknown) or 'none'}; missing fields: {', '.join(missing) or 'none'}.",
            ),
            where,
        )
    return raw


def _holiday(raw: object, where: str) -> Holiday:
    fields = _mapping(raw, HOLIDAY_FIELDS, where)
    first, last = _date(fields["first"], where), _date(fields["last"], where)
    if not 0 <= (last - first).days < LONGEST:
        raise _unfit(t(f"假期 {first}–{last} 起止不合理。", f"The holiday {first}–{last} has no sensible span."), where)
    statutory, makeup = _dates(fields["statutory"], where), _dates(fields["makeup"], where)
    for day in statutory:
        if not first <= day <= last:
            raise _unfit(t(f"法定假日 {day} 不在假期内。", f"{day} lies outside the holiday."), where)
    for day in makeup:
        if day.weekday() < SATURDAY or first <= day <= last:
            raise _unfit(t(f"调休上班日 {day} 须为假期外的周末。", f"{day} must be a weekend outside it."), where)
    return Holiday(name=_text(fields["name"], where), first=first, last=last, statutory=statutory, makeup=makeup)


def _consistent(year: int, holidays: Sequence[Holiday], name: str) -> None:
    """Check that days lie in the year (or the December before) and that no day is said to be two things."""
    off = {day for holiday in holidays for day in holiday.days()}
    worked = sorted(day for holiday in holidays for day in holiday.makeup)
    for day in (*sorted(off), *worked):
        if day.year != year and (day.year, day.month) != (year - 1, DECEMBER):
            raise _unfit(t(f"{day} 不在{year}年内。", f"{day} is not in {year}."), name)
    for day in worked:
        if day in off or worked.count(day) > 1:
            raise _unfit(t(f"{day} 被写成两种日子。", f"{day} is said to be two things."), name)


def _dates(raw: object, where: str) -> frozenset[date]:
    if not isinstance(raw, list):
        raise _unfit(t("日期须为列表。", "Dates must be a list."), where)
    return frozenset(_date(item, where) for item in raw)


def _date(raw: object, where: str) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError as fault:
        raise _unfit(t(f"“{raw}”不是日期。", f"“{raw}” is no ISO date."), where) from fault


def _text(raw: object, where: str) -> Text:
    try:
        return Text.of(raw)
    except ValueError as fault:
        raise _unfit(t("名称须有中英文。", "The name needs zh and en."), where) from fault


def _unfit(reason: Text, where: str) -> CalendarUnfit:
    remedy = t(f"请修改 {where}:每个假期写明名称、起止、法定假日和调休上班日。", f"Correct {where} and load it again.")
    return CalendarUnfit(reason, remedy, field="file")


def holiday_rows(years: Iterable[Year]) -> list[dict[str, str]]:
    """Return the rows of the CSV form of years: the template an administrator fills in."""
    return [
        {
            "holiday_zh": holiday.name.zh,
            "holiday_en": holiday.name.en,
            "first": holiday.first.isoformat(),
            "last": holiday.last.isoformat(),
            "statutory": " ".join(day.isoformat() for day in sorted(holiday.statutory)),
            "makeup": " ".join(day.isoformat() for day in sorted(holiday.makeup)),
        }
        for year in years
        for holiday in year.holidays
    ]


def year_data(year: Year) -> dict[str, object]:
    """Return a year as plain data that `year_of` reads back: for the row that keeps an imported year."""
    return {
        "year": year.year,
        "source": year.source.as_dict(),
        "holidays": [
            {
                "name": holiday.name.as_dict(),
                "first": holiday.first.isoformat(),
                "last": holiday.last.isoformat(),
                "statutory": [day.isoformat() for day in sorted(holiday.statutory)],
                "makeup": [day.isoformat() for day in sorted(holiday.makeup)],
            }
            for holiday in year.holidays
        ],
    }
