"""What a change of the law does to an id asked for, to the end of a period, and to acts decided after it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.law_days import counted
from zhidun.law.load import rulebook
from zhidun.law.refusals import RuleNotInForce
from zhidun.law.versions import choices

BOOK = rulebook()


@pytest.mark.parametrize(
    ("asked", "on", "named"),
    [
        ("cr.mediate.45wd.2019", "2026-04-15", "cr.mediate.60d.2026"),  # the old id is refused; the new one is named
        ("cr.mediate.60d.2026", "2026-04-14", "cr.mediate.45wd.2019"),  # and the other way round
        ("samr.serve.7wd.2021", "2022-11-01", "samr.serve.7wd"),
        ("pub.period.2025", "2025-12-24", "pub.period"),
        ("fine.trademark.2026", "2026-12-31", "fine.trademark.2019"),
        ("fine.trademark.2019", "2027-01-01", "fine.trademark.2026"),
        ("dmg.ic_layout.2001", "2026-10-15", "dmg.ic_layout.2026"),
        ("fine.trade_secret.2019", "2025-10-15", "fine.trade_secret.2025"),
        ("cred.serious.early", "2025-12-25", "cred.repair.2025.serious"),  # the follower has another key
        ("cr.ip_scope", "2026-04-15", "cr.scope.other.2026"),
        ("cr.split", "2026-04-14", "cr.split.2026 2026-04-15"),  # nothing before: the known versions are listed
    ],
)
def test_an_id_outside_its_days_is_refused_and_the_right_one_named(asked: str, on: str, named: str) -> None:
    with pytest.raises(RuleNotInForce) as refused:
        BOOK.rule(asked, date.fromisoformat(on))
    assert named in refused.value.remedy.zh
    assert named in refused.value.remedy.en
    assert on in refused.value.reason.en


# --- what the switch does to an end: the same days before and since -------------------------------------------------
@pytest.mark.parametrize(
    ("name", "start", "unit", "last"),
    [
        ("samr.serve.7wd#public_notice", "2022-10-30", "calendar_day", "2022-12-29"),  # 60 days
        ("samr.serve.7wd#public_notice", "2022-10-31", "calendar_day", "2022-12-30"),  # 60 days for the last time
        ("samr.serve.7wd#public_notice", "2022-11-01", "calendar_day", "2022-12-01"),  # 30 days
        ("samr.serve.7wd#public_notice", "2022-11-02", "calendar_day", "2022-12-02"),
        ("pub.period#other", "2025-12-23", "year", "2028-12-23"),  # three years
        ("pub.period#other", "2025-12-24", "year", "2028-12-24"),
        ("pub.period#other", "2025-12-25", "year", "2026-12-25"),  # one year; a plain Friday
        ("pub.period#other", "2025-12-26", "year", "2026-12-26"),  # a plain Saturday stays
        ("pub.penalty.20wd", "2025-12-24", "working_day", "2026-01-22"),  # the number did not change, the text did
        ("pub.penalty.20wd", "2025-12-25", "working_day", "2026-01-23"),
        ("pub.withdraw.3wd", "2025-12-24", "working_day", "2025-12-29"),
        ("pub.withdraw.3wd", "2025-12-25", "working_day", "2025-12-30"),
        ("cr.accept.7wd", "2026-04-14", "working_day", "2026-04-23"),  # same length under both Measures
        ("cr.accept.7wd", "2026-04-15", "working_day", "2026-04-24"),
        ("cr.mediate", "2026-04-13", "working_day", "2026-06-17"),  # 45 working days over Labour Day
        ("cr.mediate", "2026-04-14", "working_day", "2026-06-18"),
        ("cr.mediate", "2026-04-15", "calendar_day", "2026-06-14"),  # 60 days: four days earlier than the day before
        ("cr.mediate", "2026-04-16", "calendar_day", "2026-06-15"),
        ("cr.clue_in_mediation.15wd", "2026-04-14", "working_day", "2026-05-08"),
        ("cr.clue_in_mediation.15wd", "2026-04-15", "working_day", "2026-05-09"),  # the made-up Saturday
        ("cr.reject.3y", "2026-04-14", "year", "2029-04-14"),
        ("cr.reject.3y", "2026-04-15", "year", "2029-04-15"),
        ("cr.report.notice", "2026-04-13", "working_day", "2026-04-20"),  # five working days
        ("cr.report.notice", "2026-04-14", "working_day", "2026-04-21"),  # for the last time
        ("tm.repeat.5y", "2026-12-31", "year", "2031-12-31"),
        ("tm.repeat.5y", "2027-01-01", "year", "2032-01-01"),
    ],
)
def test_ends_around_a_switch(name: str, start: str, unit: str, last: str) -> None:
    result = counted(name, start)
    assert (result.unit.value, result.due_on.isoformat()) == (unit, last)


def test_the_general_notice_to_reporters_has_no_period_any_more() -> None:
    assert BOOK.rule("cr.report.notice", date(2026, 4, 14)).periods
    assert not BOOK.rule("cr.report.notice", date(2026, 4, 15)).periods
    for on in (date(2025, 10, 14), date(2025, 10, 15)):
        assert not BOOK.rule("cr.report.notice.aucl", on).periods  # "promptly", under both texts


# --- acts before a switch, decided after it -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "on", "decided", "ids"),
    [
        ("fine.trademark", "2026-12-30", "2026-12-31", ["fine.trademark.2019"]),  # both days under the old law
        ("fine.trademark", "2026-12-31", "2027-01-01", ["fine.trademark.2019", "fine.trademark.2026"]),  # the lighter?
        ("fine.trademark", "2027-01-01", "2027-03-01", ["fine.trademark.2026"]),
        ("fine.tm_agency", "2026-12-31", "2027-01-01", ["fine.tm_agency", "fine.tm_agency.2026"]),
        (
            "cr.mediate",
            "2024-07-01",
            "2024-07-01",
            ["cr.mediate.45wd.2019", "cr.consumer.mediate.60d"],
        ),  # rank of texts
        ("cr.mediate", "2024-06-30", "2024-06-30", ["cr.mediate.45wd.2019"]),  # the day before the regulation
        ("cr.mediate", "2026-04-15", "2026-04-15", ["cr.mediate.60d.2026"]),  # both texts say the same: no choice
        ("samr.case.verify.15wd", "2026-09-28", "2026-10-20", ["samr.case.verify.15wd"]),
    ],
)
def test_which_versions_an_officer_sees(name: str, on: str, decided: str, ids: list[str]) -> None:
    found = choices(BOOK, name, on=date.fromisoformat(on), decided_on=date.fromisoformat(decided))
    assert [choice.rule.id for choice in found] == ids
    assert [choice.default for choice in found] == [True] + [False] * (len(ids) - 1)
    assert all(choice.why.zh and choice.why.en for choice in found)
