"""What pauses and prolongations do to the rules that allow them, and what the rules do not allow."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.law_days import PROVISIONAL, Hand, counted, grants, shown, spans
from zhidun.law.load import rulebook
from zhidun.law.model import Direction, Roll, Unit
from zhidun.law.refusals import ExtensionUnfit

BOOK = rulebook()
NAMES = {Unit.WORKING_DAY: "wd", Unit.CALENDAR_DAY: "day", Unit.MONTH: "month", Unit.YEAR: "year"}
ROLLS = {Roll.STATUTORY_HOLIDAY: "holiday", Roll.DAY_OFF: "dayoff", Roll.UNSTATED: "dayoff", Roll.NONE: "none"}

PAUSED = [
    ("samr.case.verify.15wd", "2026-11-02", "2026-11-09/2026-11-13", "2026-11-30"),  # testing for one working week
    (
        "samr.case.verify.15wd",
        "2026-11-02",
        "2026-11-06/2026-11-09",
        "2026-11-25",
    ),  # Friday to Monday: two working days
    ("samr.case.verify.15wd", "2026-11-02", "2026-11-07/2026-11-08", "2026-11-23"),  # a plain weekend costs nothing
    (
        "samr.case.verify.15wd",
        "2026-11-02",
        "2026-11-02/2026-11-02",
        "2026-11-23",
    ),  # the start day does not count anyway
    (
        "samr.case.verify.15wd",
        "2026-11-02",
        "2026-10-20/2026-11-03",
        "2026-11-24",
    ),  # began before the start: one working day lost
    ("samr.case.verify.15wd", "2026-11-02", "2026-11-23/2026-11-23", "2026-11-24"),  # on the last day itself
    ("samr.case.verify.15wd", "2026-11-02", "2026-11-24/2026-12-24", "2026-11-23"),  # begins after the end: nothing
    (
        "samr.case.verify.15wd",
        "2026-11-02",
        "2026-11-05/2026-11-05 2026-11-11/2026-11-12",
        "2026-11-26",
    ),  # two identifications, three working days
    (
        "samr.case.verify.15wd",
        "2026-11-02",
        "2026-11-05/2026-11-11 2026-11-10/2026-11-12",
        "2026-12-01",
    ),  # overlapping pauses count once
    ("samr.case.verify.15wd", "2026-09-28", "2026-10-01/2026-10-07", "2026-10-23"),  # the holiday was off already
    ("samr.case.verify.15wd", "2026-09-28", "2026-10-09/2026-10-10", "2026-10-27"),  # a Friday and the made-up Saturday
    (
        "samr.case.verify.15wd",
        "2026-02-10",
        "2026-02-13/2026-02-28",
        "2026-03-18",
    ),  # Spring Festival and both made-up Saturdays
    ("samr.case.verify.15wd", "2026-12-14", "2026-12-21/2026-12-31", "2027-01-15 ~"),  # into a year that is not loaded
    (
        "samr.case.decide.90d",
        "2026-07-03",
        "2026-08-03/2026-08-12",
        "2026-10-11",
    ),  # ten days of appraisal; a plain Sunday after the holiday
    (
        "samr.case.decide.90d",
        "2026-07-03",
        "2026-08-03/2026-08-05",
        "2026-10-08",
    ),  # three days: the end falls into National Day, rolls
    ("samr.case.decide.90d", "2026-07-03", "2026-08-03/2026-08-03", "2026-10-08"),  # one day: rolls as without it
    ("samr.case.decide.90d", "2026-08-03", "2026-09-01/2026-09-30", "2026-12-01"),  # thirty days of hearing
    (
        "samr.case.decide.90d",
        "2026-08-03",
        "2026-10-01/2026-10-07",
        "2026-11-08",
    ),  # the holiday as a pause: calendar days are all lost
    (
        "samr.case.decide.90d",
        "2026-08-03",
        "2026-08-10/2026-08-14 2026-09-07/2026-09-18",
        "2026-11-18",
    ),  # testing twice
    ("samr.case.decide.90d", "2026-08-03", "2026-08-03/2026-08-04", "2026-11-02"),  # the start day in it: one day only
    ("samr.case.decide.90d", "2026-08-03", "2026-10-30/2026-11-05", "2026-11-08"),  # over the last day
    ("samr.case.decide.90d", "2026-08-03", "2026-11-02/2026-11-30", "2026-11-01"),  # after the end
    (
        "samr.case.decide.90d",
        "2025-11-17",
        "2025-12-01/2025-12-31",
        "2026-03-18",
    ),  # ends in March, free of Spring Festival
    ("samr.case.decide.90d", "2024-01-15", "2024-02-26/2024-03-01", "2024-04-19"),  # over the leap day
    ("samr.seizure.30d", "2026-11-02", "2026-11-09/2026-11-18", "2026-12-12"),  # ten days of appraisal
    ("samr.seizure.30d", "2026-09-04", "2026-09-10/2026-09-12", "2026-10-08"),  # ends inside the holiday: rolls
    ("samr.seizure.30d", "2026-09-04", "2026-09-10/2026-09-15", "2026-10-10"),  # the made-up Saturday after it
    ("seizure.30d", "2026-11-02", "2026-11-09/2026-11-11", "2026-12-07"),  # ends on a Saturday: rolls to Monday
    ("seizure.30d", "2026-11-02", "2026-11-09/2026-11-13", "2026-12-07"),  # ends on a working Monday
    ("cr.mediate", "2026-04-14", "2026-05-11/2026-05-15", "2026-06-26"),  # old text: five working days
    ("cr.mediate", "2026-04-14", "2026-05-01/2026-05-05", "2026-06-18"),  # old text: Labour Day was off already
    (
        "cr.mediate",
        "2026-04-15",
        "2026-05-11/2026-05-15",
        "2026-06-22",
    ),  # new text: five calendar days, ends in Dragon Boat, rolls
    (
        "cr.mediate",
        "2026-04-15",
        "2026-05-01/2026-05-05",
        "2026-06-22",
    ),  # new text: the holiday is lost day by day; rolls out of Dragon Boat
    ("cr.mediate", "2026-04-15", "2026-05-11/2026-05-20", "2026-06-24"),  # new text: ten days of testing
    ("cr.mediate", "2026-09-01", "2026-10-08/2026-10-09", "2026-11-02"),  # two days
    ("cr.mediate", "2026-11-02", "2026-12-01/2026-12-10", "2027-01-11 ~"),  # into 2027
    ("cr.consumer.mediate.60d", "2026-09-01", "2026-10-08/2026-10-14", "2026-11-09"),  # a week
    ("pat.adj.close.3m", "2026-08-31", "2026-09-14/2026-09-23", "2026-12-10"),  # three months and ten days
    ("pat.adj.close.3m", "2026-11-30", "2026-12-01/2026-12-05", "2027-03-05 ~"),  # from the end of a month into 2027
    ("pat.major.close.3m", "2026-05-29", "2026-06-01/2026-06-30", "2026-09-28"),  # a month of appraisal
    ("pat.fake.close.1m", "2026-01-31", "2026-02-10/2026-02-12", "2026-03-03"),  # no 31 February; three days of hearing
    ("pat.fake.close.1m", "2026-11-02", "2026-11-09/2026-11-12", "2026-12-07"),  # four days
    ("med.online#before", "2026-11-02", "2026-11-09/2026-11-13", "2026-12-07"),  # appraisal during online mediation
    ("med.online#simple", "2026-11-02", "2026-11-04/2026-11-05", "2026-11-11"),  # two days of seven
    (
        "trf.spp.review.10wd",
        "2026-11-02",
        "2026-11-05/2026-11-06",
        "2026-11-18",
    ),  # the upper procuratorate is consulted
    ("trf.approve.3d", "2026-11-02", "2026-11-03/2026-11-03", "2026-11-06"),  # plain days
    ("samr.hearing.report.5wd", "2026-11-02", "2026-11-04/2026-11-04", "2026-11-10"),  # one working day
]


@pytest.mark.parametrize(("name", "start", "pauses", "last"), PAUSED)
def test_paused_days_do_not_count(name: str, start: str, pauses: str, last: str) -> None:
    result = counted(name, start, pauses=spans(pauses))
    assert shown(result) == last
    hand = Hand(result.period.value, NAMES[result.unit], ROLLS[result.period.roll or result.rule.roll])
    assert hand.last(date.fromisoformat(start), spans(pauses)).isoformat() == last.removesuffix(PROVISIONAL)
    lost = [day for day in result.skipped if day.why == "pause"]
    inside = {day.on for day in lost}
    assert all(any(first <= on <= end for first, end in spans(pauses)) for on in inside)
    assert not inside & {day.on for day in result.counted}
    assert bool(lost) == any("中止" in line.zh and "paused" in line.en for line in result.steps)


EXTENDED = [
    ("samr.case.verify.15wd", "2023-11-14", "0", "", "2023-12-26"),  # the head grants 15 more: 30 working days in all
    ("samr.case.verify.15wd", "2026-09-14", "0", "", "2026-10-30"),  # over Mid-autumn and National Day
    ("samr.case.verify.15wd", "2026-11-02", "0", "", "2026-12-14"),  # thirty plain working days
    ("samr.case.verify.15wd", "2026-11-02", "0", "2026-11-09/2026-11-13", "2026-12-21"),  # a week of testing as well
    ("samr.case.verify.15wd", "2026-12-01", "0", "", "2027-01-12 ~"),  # into a year that is not loaded
    ("samr.case.verify.15wd", "2026-01-26", "0", "", "2026-03-13"),  # over Spring Festival and both made-up Saturdays
    (
        "samr.case.decide.90d",
        "2026-06-03",
        "0",
        "",
        "2026-10-08",
    ),  # 120 days: the day on which National Day begins rolls
    ("samr.case.decide.90d", "2026-08-03", "0", "", "2026-12-01"),  # 120 days
    ("samr.case.decide.90d", "2026-08-03", "0 1:60day", "", "2027-01-30 ~"),  # collective discussion adds sixty
    (
        "samr.case.decide.90d",
        "2026-08-03",
        "0 1:10wd",
        "",
        "2026-12-15",
    ),  # collective discussion may count in working days
    ("samr.case.decide.90d", "2026-03-02", "0 1:1month", "", "2026-07-30"),  # and in months
    ("samr.case.decide.90d", "2026-08-03", "0", "2026-09-01/2026-09-30", "2026-12-31"),  # with thirty days of hearing
    ("samr.review.10wd", "2026-11-02", "0:5wd", "", "2026-11-23"),  # the head decides how long
    ("samr.review.10wd", "2026-11-02", "0:10day", "", "2026-11-26"),  # and in which unit
    ("samr.seizure.30d", "2026-11-02", "0", "", "2027-01-01 ~"),  # sixty days
    ("samr.seizure.30d", "2026-08-07", "0", "", "2026-10-08"),  # ends in the holiday: rolls
    ("samr.seizure.30d", "2026-11-02", "0", "2026-11-09/2026-11-18", "2027-01-11 ~"),  # with ten days of appraisal
    ("seizure.30d", "2026-09-02", "0", "", "2026-11-02"),  # a Sunday rolls
    ("cr.clue_in_mediation.15wd", "2026-06-01", "0", "", "2026-07-14"),  # 30 working days
    ("cr.clue_in_mediation.15wd", "2026-04-14", "0", "", "2026-05-28"),  # under the old text
    ("cred.repair.decide#penalty", "2026-11-02", "0", "", "2026-11-25"),  # 7 + 10 working days
    ("cred.repair.decide#abnormal", "2026-11-02", "0", "", "2026-11-18"),  # 2 + 10
    ("cred.repair.decide#no_contact", "2026-11-02", "0", "", "2026-11-18"),  # 2 + 10
    ("cred.repair.decide#penalty", "2026-09-21", "0", "", "2026-10-21"),  # over both holidays of autumn
    ("pat.adj.file.5wd", "2026-11-02", "0", "", "2026-11-16"),  # 5 + 5
    ("pat.adj.close.3m", "2026-01-31", "0", "", "2026-06-01"),  # four months from the start; Sunday 31 May rolls
    ("pat.adj.close.3m", "2026-01-31", "0 1", "", "2026-07-31"),  # six months
    ("pat.adj.close.3m", "2026-01-31", "0 1:1month", "", "2026-06-30"),  # less than allowed
    ("pat.adj.close.3m", "2026-05-29", "0 1", "", "2026-11-30"),  # a Sunday rolls
    ("pat.major.file.5wd", "2026-11-02", "0", "", "2026-11-16"),  # 5 + 5
    ("pat.major.close.3m", "2026-05-29", "0", "", "2026-09-29"),  # four months
    ("pat.major.close.3m", "2026-05-29", "0 1:2month", "", "2026-11-30"),  # the rest is left to the approver
    ("pat.fake.close.1m", "2026-11-02", "0", "", "2026-12-17"),  # at most fifteen days
    ("pat.fake.close.1m", "2026-11-02", "0:7day", "", "2026-12-09"),  # fewer are allowed
    ("pat.fake.close.1m", "2026-01-31", "0", "", "2026-03-16"),  # 28 February and fifteen days
    ("pat.med.ownership.2m", "2026-08-31", "0", "", "2026-11-30"),  # three months: no 31 November
    ("med.confirm.decide.15d", "2026-11-02", "0", "", "2026-11-27"),  # 15 + 10 days
    ("med.court.presuit.30d", "2026-11-02", "0:15day", "", "2026-12-17"),  # the parties agree to go on
    ("cpl.simple.3m", "2026-08-31", "0", "", "2026-12-31"),  # four months from the start
    ("cpl.first.6m", "2026-02-28", "0", "", "2027-03-01 ~"),  # a year
    ("cpl.special.30d", "2026-11-02", "0:30day", "", "2027-01-01 ~"),  # as the president decides
    ("med.com.licence#province", "2026-11-02", "0", "", "2026-12-14"),  # 20 + 10
    ("trf.spp.review.10wd", "2026-11-02", "0:15day", "", "2026-12-01"),  # the chief procurator decides
]


@pytest.mark.parametrize(("name", "start", "granted", "pauses", "last"), EXTENDED)
def test_prolonged(name: str, start: str, granted: str, pauses: str, last: str) -> None:
    given = grants(granted)
    result = counted(name, start, pauses=spans(pauses), extensions=given)
    assert shown(result) == last
    assert result.due_on > counted(name, start, pauses=spans(pauses)).due_raw
    lines = [line for line in result.steps if "延长" in line.zh]
    assert len(lines) == len(given)
    for line, grant in zip(lines, given, strict=True):
        approver = result.period.extensions[grant.index].approver_name
        assert approver.zh in line.zh
        assert approver.en in line.en


@pytest.mark.parametrize(
    ("name", "granted", "said"),
    [
        ("samr.case.verify.15wd", "0 0", "1 time(s)"),  # once only
        ("samr.case.verify.15wd", "1", "no such extension"),  # there is one
        ("samr.case.verify.15wd", "0:10wd", "prolongation is 15"),  # neither less
        ("samr.case.verify.15wd", "0:16wd", "prolongation is 15"),  # nor more
        ("samr.case.verify.15wd", "0:15day", "counted in working days"),
        ("samr.case.decide.90d", "1:30day", "no such extension"),  # the first one comes before
        ("samr.case.decide.90d", "0 1", "number and unit"),  # the collective discussion has to say how long
        ("samr.case.decide.90d", "0 1:60day 1:60day", "1 time(s)"),
        ("samr.case.decide.90d", "0:31day", "prolongation is 30"),
        ("samr.review.10wd", "0", "number and unit"),
        ("samr.seizure.30d", "0 0", "1 time(s)"),
        ("seizure.30d", "0:31day", "prolongation is 30"),
        ("samr.statement.5wd", "0", "no such extension"),  # a party's period is not prolonged
        ("samr.serve.7wd", "0", "no such extension"),
        ("pub.penalty.20wd", "0", "no such extension"),
        ("cr.accept.7wd", "0", "no such extension"),
        ("cr.mediate", "0", "no such extension"),
        ("cr.clue_in_mediation.15wd", "0 0", "1 time(s)"),
        ("trf.approve.3d", "0", "no such extension"),
        ("trf.police.3d", "0", "no such extension"),
        ("recon.60d", "0", "no such extension"),
        ("pat.adj.close.3m", "0:2month", "prolongation is 1"),  # at most one
        ("pat.adj.close.3m", "0 1:3month", "prolongation is 2"),
        ("pat.adj.close.3m", "1", "no such extension"),
        ("pat.fake.close.1m", "0:16day", "prolongation is 15"),
        ("pat.fake.close.1m", "0:1month", "counted in days"),
        ("cpl.special.30d", "0:5hour", "mixed"),
    ],
)
def test_what_the_rule_does_not_allow(name: str, granted: str, said: str) -> None:
    with pytest.raises(ExtensionUnfit) as refused:
        counted(name, "2026-05-11", extensions=grants(granted))
    assert said in refused.value.reason.en
    assert refused.value.reason.zh
    assert refused.value.article == BOOK.rule(name, date(2026, 5, 11)).citation.zh


def test_every_prolongation_of_the_pack_is_played() -> None:
    declared = {
        (rule.key + (f"#{period.part}" if period.part else ""), index)
        for rule in BOOK.rules
        for period in rule.periods
        for index in range(len(period.extensions))
    }
    played = {(name, grant.index) for name, _, granted, _, _ in EXTENDED for grant in grants(granted)}
    assert declared - played == {("cpl.first.6m", 1)}  # the court above decides; not ours to grant


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_backward_periods_are_never_prolonged_and_every_start_is_known(rule: object) -> None:
    for period in rule.periods:  # type: ignore[attr-defined]
        assert period.start
        assert not (period.direction is Direction.BACKWARD and period.extensions)
        assert not (period.unit is Unit.HOUR and period.extensions)
