"""Loading a calendar year from a file: the round trip, and each way in which a file can be wrong."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from zhidun.law.calendar import Calendar, Year, shipped
from zhidun.law.calendar_files import CSV_HEADER, holiday_rows, read_year, year_data, year_of
from zhidun.law.refusals import CalendarUnfit

GOOD = """\
year: 2027
source: {zh: 测试, en: test}
holidays:
- {name: {zh: 元旦, en: New Year}, first: 2027-01-01, last: 2027-01-03, statutory: [2027-01-01], makeup: [2027-01-09]}
"""


def read(text: str, name: str = "2027.yaml") -> Year:
    return read_year(text.encode(), filename=name)


def test_yaml_year() -> None:
    year = read(GOOD)
    calendar = shipped().with_years([year])
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 9))


@pytest.mark.parametrize("number", [2008, 2009, 2020, 2026])
def test_csv_and_data_say_the_same_as_the_pack(number: int) -> None:
    year = shipped().year(number)
    assert year is not None
    file = io.StringIO()
    writer = csv.DictWriter(file, CSV_HEADER)
    writer.writeheader()
    writer.writerows(holiday_rows([year]))
    assert read_year(("\ufeff" + file.getvalue()).encode(), filename="A.CSV").holidays == year.holidays
    assert year_of(year_data(year), name="row") == year


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (("year: 2027", "year: soon"), "must be a year"),
        (("year: 2027", "year: true"), "must be a year"),
        (("year: 2027\n", ""), "missing fields: year"),
        (("year: 2027", "year: 2027\nmore: 1"), "Unknown fields: more"),
        (("source: {zh: 测试, en: test}", "source: {zh: 测试}"), "zh and en"),
        (("last: 2027-01-03", "last: 2026-12-03"), "no sensible span"),
        (("last: 2027-01-03", "last: 2027-03-03"), "no sensible span"),
        (("last: 2027-01-03", "last: someday"), "no ISO date"),
        (("last: 2027-01-03", "last: 2027-01-03 10:00:00"), "no ISO date"),
        (("last: 2027-01-03", "last: '2027-02-30'"), "no ISO date"),
        (("last: 2027-01-03", "last: 2027-02-30"), "no valid YAML"),
        (("statutory: [2027-01-01]", "statutory: [2027-01-05]"), "outside the holiday"),
        (("statutory: [2027-01-01]", "statutory: 2027-01-01"), "must be a list"),
        (("makeup: [2027-01-09]", "makeup: [2027-01-11]"), "weekend outside"),
        (("makeup: [2027-01-09]", "makeup: [2027-01-02]"), "weekend outside"),
        (("makeup: [2027-01-09]", "makeup: [2028-01-09]"), "not in 2027"),
        (("year: 2027", "year: 2030"), "not in 2030"),
    ],
)
def test_each_fault_is_refused_with_its_reason(change: tuple[str, str], part: str) -> None:
    with pytest.raises(CalendarUnfit) as caught:
        read(GOOD.replace(*change))
    assert part in caught.value.reason.en
    assert caught.value.remedy.zh
    assert caught.value.field == "file"


def test_a_day_cannot_be_off_and_worked() -> None:
    second = GOOD.splitlines()[-1].replace("2027-01-01", "2027-01-09").replace("2027-01-03", "2027-01-10")
    with pytest.raises(CalendarUnfit, match="two things"):
        read(GOOD + second.replace("makeup: [2027-01-09]", "makeup: []") + "\n")
    twice = GOOD.splitlines()[-1].replace("2027-01-01", "2027-02-01").replace("2027-01-03", "2027-02-03")
    with pytest.raises(CalendarUnfit, match="two things"):
        read(GOOD + twice + "\n")


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        (b"\xff\xfe", "2027.yaml", "not UTF-8"),
        (b"year: 2027", "2027.xlsx", "Only .yaml and .csv"),
        (b"{", "2027.yml", "no valid YAML"),
        (b"- 1", "2027.yaml", "mapping is expected"),
        (b"year: 2027\nsource: {zh: a, en: b}\nholidays: []", "2027.yaml", "list with entries"),
        (b"a,b\n1,2\n", "2027.csv", "The header must be"),
        (",".join(CSV_HEADER).encode() + b"\n", "2027.csv", "must be a year"),
        (",".join(CSV_HEADER).encode() + b"\nx,y,soon,later,,\n", "2027.csv", "must be a year"),
    ],
)
def test_a_file_of_another_kind_is_refused(content: bytes, name: str, part: str) -> None:
    with pytest.raises(CalendarUnfit) as caught:
        read_year(content, filename=name)
    assert part in caught.value.reason.en


def test_csv_without_optional_cells() -> None:
    text = ",".join(CSV_HEADER) + "\n元旦,New Year,2027-01-01,2027-01-03,,\n"
    year = read(text, "2027.csv")
    assert Calendar([year]).holiday(date(2027, 1, 2)) is not None
    assert year.holidays[0].statutory == frozenset()
