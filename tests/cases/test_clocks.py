"""Clocks: started by law, met or missed, paused, extended; the version in force at the start stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.factories.access import make_actor
from tests.factories.cases import Cast, filed, fresh, make_case, take, verified
from zhidun.access.actors import SYSTEM
from zhidun.access.models import Account, AuditEntry
from zhidun.cases import clocks, selectors, services
from zhidun.cases.errors import ClockNotRunning
from zhidun.cases.models import Case, Clock, Move, Notice, Outbox, RuleChoice
from zhidun.cases.outbox import deliver_due
from zhidun.kernel import events, time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.law.refusals import CalendarUnfit, ExtensionUnfit
from zhidun.procedures.model import ClockAction, ClockVerb

pytestmark = pytest.mark.django_db
VERIFY, DECIDE, STATEMENT = "samr.case.verify.15wd", "samr.case.decide.90d", "samr.statement.5wd"


def at(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00+08:00")


def only(case: Case, rule: str) -> Clock:
    return case.clocks.get(rule_key=rule)


def begin(case: Case, rule: str, moment: datetime) -> Clock:
    move = Move.objects.filter(case=case).latest("seq")
    return clocks.start(case=case, move=move, action=ClockAction(ClockVerb.START, rule), moment=moment)


def test_working_days_skip_the_national_holidays(cast: Cast) -> None:
    """15 working days after Monday 2026-09-14: 10-01 … 10-07 off, 09-20 and 10-10 worked in exchange."""
    with time.pinned(at("2026-09-14")):
        clock = only(make_case(cast, at=at("2026-09-14")), VERIFY)
    numbers = [day["n"] for day in clock.counted if day["n"]]
    assert numbers == list(range(1, 16))
    assert {day["on"]: day["n"] for day in clock.counted}["2026-10-01"] == 0
    assert clock.due_on == date(2026, 10, 10)
    assert clock.due_at == at("2026-10-11", 0)
    assert not clock.provisional


@pytest.mark.parametrize(
    ("stopped", "state"),
    [("2026-03-23", "met"), ("2026-03-24", "missed")],
)
def test_a_clock_is_met_on_its_last_day_and_missed_after_it(cast: Cast, stopped: str, state: str) -> None:
    """Received Monday 2026-03-02: the fifteenth working day is Monday 2026-03-23."""
    with time.pinned(at("2026-03-02")):
        case = make_case(cast, at=at("2026-03-02"))
    assert only(case, VERIFY).due_on == date(2026, 3, 23)
    with time.pinned(at(stopped, 23)):
        take(case, "file-by-hand", cast.officer)
    clock = only(case, VERIFY)
    assert clock.state == state
    assert clock.stopped_by is not None
    assert fresh(case).next_due_at == only(case, DECIDE).due_at


def test_a_pause_covers_both_days_and_moves_the_end(cast: Cast) -> None:
    with time.pinned(at("2026-03-02")):
        case = filed(cast, at=at("2026-03-02"))
    before = only(case, DECIDE).due_raw_on
    with time.pinned(at("2026-03-10")):
        take(case, "suspend", cast.officer)
        assert only(case, DECIDE).state == "paused"
        assert fresh(case).next_due_at is None
        with pytest.raises(ClockNotRunning):
            take(case, "suspend", cast.officer)
    with time.pinned(at("2026-03-19")):
        take(case, "go-on", cast.officer)
        with pytest.raises(ClockNotRunning):
            take(case, "go-on", cast.officer)
    clock = only(case, DECIDE)
    assert clock.state == "running"
    assert clock.due_raw_on == before + timedelta(days=10)
    assert [(p.from_on, p.to_on) for p in clock.pauses.all()] == [(date(2026, 3, 10), date(2026, 3, 19))]


def test_an_extension_follows_the_rule_and_no_further(cast: Cast) -> None:
    with time.pinned(at("2026-03-02")):
        case = filed(cast, at=at("2026-03-02"))
        before = only(case, DECIDE).due_raw_on
        take(case, "prolong", cast.officer)
        clock = only(case, DECIDE)
        assert clock.due_raw_on == before + timedelta(days=30)
        row = clock.extensions.get()
        assert (row.n, row.option, row.value, row.unit) == (1, 1, 30, "calendar_day")
        with pytest.raises(ExtensionUnfit):
            take(case, "prolong", cast.officer)
    assert clock.extensions.count() == 1


def test_the_open_ended_extension_runs_to_the_day_the_approver_fixed(cast: Cast) -> None:
    with time.pinned(at("2026-03-02")):
        case = filed(cast, at=at("2026-03-02"))
        take(case, "prolong", cast.officer)
        clock = only(case, DECIDE)
        until = clock.due_raw_on + timedelta(days=17)
        action = ClockAction(ClockVerb.EXTEND, DECIDE, extension=2, until_field="until")
        clocks.extend(
            clock=clock, move=Move.objects.filter(case=case).latest("seq"), action=action, until=until.isoformat()
        )
    assert only(case, DECIDE).due_raw_on == until


def test_a_partys_period_starts_on_the_day_of_service_and_lapses_by_itself(cast: Cast) -> None:
    with time.pinned(at("2026-03-02")):
        case = filed(cast, at=at("2026-03-02"))
        take(case, "notice", cast.officer, {"notice_served_on": "2026-03-02"})
    clock = only(case, STATEMENT)
    assert (clock.binds, clock.started_on, clock.due_on) == ("party", date(2026, 3, 2), date(2026, 3, 9))
    with time.pinned(at("2026-03-10")):
        view = selectors.view_of(fresh(case), cast.officer)
        assert (view.clocks[STATEMENT].over, view.clocks[STATEMENT].missed) == (True, False)
        assert services.mark_overdue() == 1
        assert services.mark_overdue() == 0
    assert only(case, STATEMENT).state == "lapsed"


def test_overdue_is_marked_once_and_the_head_is_told_once(cast: Cast) -> None:
    Account.objects.filter(pk=cast.head.account_id).update(email="head@example.org")  # in the app and by mail
    with time.pinned(at("2026-03-02")):
        case = make_case(cast, at=at("2026-03-02"))
    with time.pinned(at("2026-03-24", 1)):
        assert [services.mark_overdue(), services.mark_overdue()] == [1, 0]
        assert deliver_due() == 2
        assert deliver_due() == 0
        assert list(selectors.overdue(cast.officer)) == [case]
        assert list(selectors.due_soon(cast.officer)) == []
    assert Notice.objects.filter(account_id=cast.head.account_id).count() == 1
    assert Outbox.objects.filter(state="sent").count() == 2
    assert AuditEntry.objects.filter(action="clock.overdue").count() == 1


def test_time_left_counts_working_days(cast: Cast) -> None:
    with time.pinned(at("2026-03-02")):
        case = make_case(cast, at=at("2026-03-02"))
        due = only(case, VERIFY).due_at
    for day, working, urgency in [
        ("2026-03-02", 15, "calm"),
        ("2026-03-19", 2, "soon"),
        ("2026-03-23", 0, "soon"),
        ("2026-03-24", -1, "overdue"),
    ]:
        with time.pinned(at(day)):
            left = selectors.time_left(due)
            assert (left.working_days, left.urgency, left.due_on) == (working, urgency, date(2026, 3, 23))
    assert selectors.time_left(None).urgency == "none"


def test_the_new_law_governs_new_clocks_only_from_2026_04_15(cast: Cast) -> None:
    """投诉举报处理办法 changes on 2026-04-15: a running clock keeps its version, a new one takes the new version."""
    with time.pinned(at("2026-04-14")):
        case = make_case(cast, at=at("2026-04-14"))
        old = begin(case, "cr.accept.7wd", at("2026-04-14"))
    with time.pinned(at("2026-04-15")):
        new = begin(make_case(cast, at=at("2026-04-15")), "cr.accept.7wd", at("2026-04-15"))
        clocks.recount(old)
    assert old.rule_id == "cr.accept.7wd.2019"
    assert new.rule_id != old.rule_id
    assert clocks.rulebook().by_id(new.rule_id).effective_from == date(2026, 4, 15)


def test_the_new_trademark_law_governs_acts_from_2027_01_01(cast: Cast) -> None:
    from zhidun.cases.paper_rules import act_rule

    with time.pinned(at("2027-01-05")):
        before = make_case(cast, at=at("2027-01-05"), law_on=date(2026, 12, 31))
        after = make_case(cast, at=at("2027-01-05"), law_on=date(2027, 1, 1))
        old = act_rule(before, "fine.trademark", time.now())
        new = act_rule(after, "fine.trademark", time.now())
    assert (old.law.id, new.law.id) == ("trademark_law_2019", "trademark_law_2026")


YEAR_2027 = """\
year: 2027
source: {zh: 测试用的假期安排, en: "Test holidays"}
holidays:
  - name: {zh: 元旦, en: New Year}
    first: 2027-01-01
    last: 2027-01-03
    statutory: [2027-01-01]
    makeup: []
  - name: {zh: 试验节, en: Test holiday}
    first: 2027-01-11
    last: 2027-01-12
    statutory: [2027-01-11, 2027-01-12]
    makeup: []
"""


def test_a_date_in_a_year_not_loaded_is_provisional_until_the_notice_comes(cast: Cast) -> None:
    admin = make_actor("system-admin")
    with time.pinned(at("2026-12-28")):
        case = make_case(cast, at=at("2026-12-28"))
        clock = only(case, VERIFY)
        assert clock.provisional
        before = clock.due_on
        with pytest.raises(Forbidden):
            services.import_calendar_year(actor=cast.officer, content=YEAR_2027.encode(), filename="2027.yaml")
        with pytest.raises(CalendarUnfit):
            services.import_calendar_year(actor=admin, content=b"year: x", filename="2027.yaml")
        events.subscribe(events.CalendarYearLoaded, services.on_calendar_year_loaded)
        row = services.import_calendar_year(actor=admin, content=YEAR_2027.encode(), filename="2027.yaml")
        assert row.version == 1
    clock.refresh_from_db()
    assert not clock.provisional
    assert clock.due_on > before
    assert fresh(case).next_due_at == clock.due_at
    entry = AuditEntry.objects.get(action="clock.recomputed")
    assert entry.facts["due_before"] == before.isoformat()
    assert entry.facts["due_now"] == clock.due_on.isoformat()
    assert services.recompute_provisional(2027) == 0
    again = services.import_calendar_year(actor=admin, content=YEAR_2027.encode(), filename="2027.yaml")
    assert again.version == 2
    assert selectors.current_calendar().loaded(2027)


def test_why_shows_article_days_pauses_and_extensions(cast: Cast) -> None:
    with time.pinned(at("2026-03-02")):
        case = filed(cast, at=at("2026-03-02"))
        take(case, "prolong", cast.officer)
        why = selectors.why(only(case, DECIDE))
    assert "64" in why.citation.zh
    assert len([day for day in why.days if day.n]) == 120
    assert why.extensions[0][1:3] == (30, "calendar_day")
    assert any("延长30" in line.zh for line in why.steps)
    assert why.confidence == "text_read"


def test_a_chosen_reading_governs_the_next_clock(cast: Cast) -> None:
    with time.pinned(at("2026-05-01")):
        case = make_case(cast, at=at("2026-05-01"))
        versions = [rule.id for rule in clocks.rulebook().versions("cr.accept.7wd")]
        with pytest.raises(Forbidden):
            services.choose_reading(
                actor=cast.officer, case_number=case.number, question="cr.accept.7wd", options=versions,
                chosen=versions[0], reason="旧案",
            )  # fmt: skip
        with pytest.raises(Invalid):
            services.choose_reading(
                actor=cast.reviewer, case_number=case.number, question="cr.accept.7wd", options=versions[:1],
                chosen=versions[0], reason="旧案",
            )  # fmt: skip
        services.choose_reading(
            actor=cast.reviewer, case_number=case.number, question="cr.accept.7wd", options=versions,
            chosen=versions[0], reason="材料在新办法施行前已收到",
        )  # fmt: skip
        clock = begin(case, "cr.accept.7wd", at("2026-05-01"))
    assert clock.rule_id == versions[0]
    assert RuleChoice.objects.get().chosen_by == cast.reviewer.key


def test_a_second_start_supersedes_the_first(cast: Cast) -> None:
    case = make_case(cast)
    begin(case, VERIFY, time.now())
    assert sorted(case.clocks.values_list("state", flat=True)) == ["running", "stopped"]
    assert verified(case, cast).seq == 2
    assert SYSTEM.kind == "system"
