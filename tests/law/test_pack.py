"""The national pack: what it must hold, one table a family with the reason of each row, and what it must not hold."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhidun.kernel.legal_events import LEGAL_EVENTS, event_title, is_legal_event
from zhidun.kernel.packs import packs_root
from zhidun.law.calendar import shipped
from zhidun.law.load import rulebook
from zhidun.law.model import Confidence, Rule, Unit
from zhidun.law.periods import Granted, due
from zhidun.law.refusals import RuleNotInForce

SHARED = Path(__file__).resolve().parents[3] / "shared"
BOOK = rulebook()
WINDOW = 20
CHINESE = re.compile("[\u4e00-\u9fff]")
needs_shared = [
    pytest.mark.needs_shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here"),
]


def end(name: str, start: str, **more: object) -> str:
    """Return the last day of a rule in force on the start day."""
    on = date.fromisoformat(start)
    rule, period = BOOK.located(name, on)
    result = due(rule, start=on, calendar=shipped(), part=period.part, **more)  # type: ignore[arg-type]
    return result.due_on.isoformat()


# --- switching dates: the day before and the day itself -------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "day_before", "before", "after"),
    [
        ("samr.serve.7wd", "2022-10-31", "samr.serve.7wd.2021", "samr.serve.7wd"),  # public notice 60 → 30 days
        ("dmg.aucl", "2025-10-14", "dmg.aucl.2019", "dmg.aucl.2025"),  # the law of 2025
        ("fine.trade_secret", "2025-10-14", "fine.trade_secret.2019", "fine.trade_secret.2025"),
        ("cr.report.notice.aucl", "2025-10-14", "cr.report.notice.aucl.2019", "cr.report.notice.aucl.2025"),
        ("pub.period", "2025-12-24", "pub.period", "pub.period.2025"),  # orders 107 and 108
        ("pub.penalty.20wd", "2025-12-24", "pub.penalty.20wd", "pub.penalty.20wd.2025"),
        ("cr.mediate", "2026-04-14", "cr.mediate.45wd.2019", "cr.mediate.60d.2026"),  # order 121
        ("cr.accept.7wd", "2026-04-14", "cr.accept.7wd.2019", "cr.accept.7wd.2026"),
        ("cr.report.notice", "2026-04-14", "cr.report_filing_notice.5wd.2019", "cr.report.notice.2026"),
        ("dmg.ic_layout", "2026-10-14", "dmg.ic_layout.2001", "dmg.ic_layout.2026"),  # the regulations of 2026
        ("fine.trademark", "2026-12-31", "fine.trademark.2019", "fine.trademark.2026"),  # the law of 2026
        ("dmg.trademark", "2026-12-31", "dmg.trademark.2019", "dmg.trademark.2026"),
        ("fine.tm.malicious_filing", "2026-12-31", "fine.tm.malicious_filing", "fine.tm.malicious_filing.2026"),
        ("pre.basis.trademark", "2026-12-31", "pre.basis.trademark", "pre.basis.trademark.2026"),
    ],
)
def test_switching_days(key: str, day_before: str, before: str, after: str) -> None:
    last = date.fromisoformat(day_before)
    assert BOOK.rule(key, last).id == before
    assert BOOK.rule(key, last.replace(day=last.day) + (date(2000, 1, 2) - date(2000, 1, 1))).id == after


@pytest.mark.parametrize(
    ("name", "first_day"),
    [
        ("crime.213.goods", date(2025, 4, 26)),  # the interpretation of 2025
        ("dmg.punitive.cap", date(2026, 5, 1)),  # the interpretation of 2026
        ("ver.ic", date(2026, 10, 15)),
        ("tm.acts", date(2027, 1, 1)),
    ],
)
def test_new_rules_begin_on_their_day(name: str, first_day: date) -> None:
    assert BOOK.rule(name, first_day)
    with pytest.raises(RuleNotInForce):
        BOOK.rule(name, first_day.replace(day=1) if first_day.day > 1 else date(first_day.year - 1, 12, 31))


@pytest.mark.parametrize(
    ("name", "last_day"),
    [("x.crim2004.1", date(2025, 4, 25)), ("dmg.punitive", date(2026, 4, 30)), ("x.tm2019.57", date(2026, 12, 31))],
)
def test_old_rules_end_on_their_day(name: str, last_day: date) -> None:
    assert BOOK.rule(name, last_day)
    with pytest.raises(RuleNotInForce):
        BOOK.rule(name, last_day.replace(year=last_day.year + 1))


def test_the_trademark_articles_move() -> None:
    assert BOOK.rule("fine.trademark", date(2026, 12, 31)).citation.zh == "《商标法》(2019修正)第60条"
    assert BOOK.rule("fine.trademark", date(2027, 1, 1)).citation.zh == "《商标法》(2026修订)第74条"


# --- one table a family ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        # penalty procedure
        ("samr.case.verify.15wd", "2023-11-14", "2023-12-05"),  # CASE-01: three weeks, no holiday
        ("samr.case.verify.15wd", "2026-09-28", "2026-10-23"),  # the National Day week and the Saturday worked
        ("samr.case.decide.90d", "2026-07-03", "2026-10-08"),  # ends 10-01: rolls to the first day after the holiday
        ("samr.case.decide.90d", "2026-08-03", "2026-11-01"),  # a plain Sunday: this text does not roll
        ("apl.decide.90d", "2026-08-03", "2026-11-02"),  # the Law does not say: inferred, rolls
        ("samr.juris.7wd#superior", "2026-11-02", "2026-11-11"),
        ("samr.statement.5wd", "2026-09-29", "2026-10-12"),  # 30, 8, 9, 10 (worked), 12
        ("samr.serve.7wd#public_notice", "2022-10-31", "2022-12-30"),  # sixty days to the last day
        ("samr.serve.7wd#public_notice", "2022-11-01", "2022-12-01"),  # thirty from the first
        ("samr.pay.15d", "2026-11-02", "2026-11-17"),
        ("samr.cash.2wd#bank", "2026-11-06", "2026-11-10"),
        ("samr.enforce.3m#demand", "2026-11-02", "2026-11-16"),
        ("samr.enforce.3m", "2026-01-31", "2026-04-30"),
        # seizure
        ("seizure.30d", "2026-11-02", "2026-12-02"),
        ("samr.seizure.30d", "2026-09-04", "2026-10-08"),  # 10-04 lies in the holiday
        # hearings, counted after and before
        ("samr.hearing.request.5wd", "2026-11-02", "2026-11-09"),
        ("samr.hearing.host.3wd", "2026-11-02", "2026-11-05"),
        ("samr.hearing.fix.5wd#notice", "2026-10-16", "2026-10-08"),
        ("samr.hearing.public.3wd", "2026-10-16", "2026-10-13"),
        # complaints and reports
        ("cr.accept.7wd", "2026-09-28", "2026-10-13"),
        ("cr.mediate", "2026-04-14", "2026-06-18"),  # 45 working days, one day before the switch
        ("cr.mediate", "2026-04-15", "2026-06-14"),  # 60 days from the switch; a Sunday does not roll
        ("cr.mediate.end_notice.7wd", "2026-06-15", "2026-06-25"),  # the Dragon Boat Friday is off
        ("cr.clue_in_mediation.15wd", "2026-06-01", "2026-06-23"),
        ("cr.reject.3y", "2023-06-01", "2026-06-01"),
        # publication and repair
        ("pub.penalty.20wd", "2026-02-10", "2026-03-16"),  # Spring Festival, two Saturdays worked
        ("pub.penalty.cross.10wd#publish", "2026-01-05", "2026-01-19"),
        ("pub.withdraw.3wd", "2026-11-02", "2026-11-05"),
        ("pub.period#other", "2025-12-24", "2028-12-24"),  # three years under the old text
        ("pub.period#other", "2025-12-25", "2026-12-25"),  # one year under the new
        ("pub.period#low", "2025-12-25", "2026-03-25"),
        ("cred.repair.decide#penalty", "2026-11-02", "2026-11-11"),
        ("cred.serious.3y", "2023-11-06", "2026-11-06"),
        # transfer to the police: plain days that never roll
        ("trf.approve.3d", "2026-09-30", "2026-10-03"),
        ("trf.police.3d", "2026-10-01", "2026-10-04"),
        ("trf.recon.3d", "2026-11-05", "2026-11-08"),
        ("trf.goods.3d", "2026-11-06", "2026-11-09"),
        ("trf.spp.review.10wd", "2026-11-02", "2026-11-16"),
        # mediation, confirmation, courts
        ("med.confirm.30d", "2026-10-02", "2026-11-02"),  # Sunday 11-01 rolls
        ("med.enforce.2y", "2024-02-29", "2026-02-28"),  # no 29 February; a Saturday that is worked
        ("med.online#simple", "2026-11-02", "2026-11-09"),
        ("pre.renew.7d", "2026-10-16", "2026-10-09"),
        ("arb.setaside.3m", "2026-11-30", "2027-03-01"),  # 28 February 2027 is a Sunday: provisional
        ("lim.patent", "2023-11-20", "2026-11-20"),
        ("lim.trademark.lookback", "2026-03-31", "2023-03-31"),
        # patents
        ("pat.adj.file.5wd", "2026-11-02", "2026-11-09"),
        ("pat.adj.answer.15d#foreign", "2026-11-02", "2026-12-02"),
        ("pat.adj.close.3m", "2026-08-30", "2026-11-30"),
        ("pat.adj.oral.3wd", "2026-11-12", "2026-11-09"),
        ("pat.major.serve.5wd#answer", "2026-11-02", "2026-11-17"),
        ("pat.fake.file#found", "2026-11-02", "2026-11-09"),
        ("pat.fake.file#reported", "2026-11-02", "2026-11-16"),
        ("pat.adj.enforce#holder", "2026-05-29", "2026-11-30"),  # Sunday 11-29 rolls
        # remedies, exhibitions, rewards
        ("recon.60d", "2026-08-03", "2026-10-08"),  # 10-02 in the holiday
        ("recon.decide#simple", "2026-11-02", "2026-12-02"),
        ("adlit.6m", "2026-05-31", "2026-11-30"),
        ("exh.handover.15wd", "2026-11-02", "2026-11-23"),
        ("rwd.claim.30wd", "2026-10-12", "2026-11-23"),
        ("ti.court.notice.3d", "2026-11-02", "2026-11-05"),
        ("x.customs2018.16", "2026-11-05", "2026-11-10"),
    ],
)
def test_ends(name: str, start: str, expected: str) -> None:
    assert end(name, start) == expected


def test_chains_of_prolongation() -> None:
    head, superior = Granted(), Granted(index=1)
    assert end("samr.case.verify.15wd", "2023-11-14", extensions=[head]) == "2023-12-26"  # 30 working days in all
    assert end("pat.adj.close.3m", "2026-05-29", extensions=[head, superior]) == "2026-11-30"  # six months
    assert end("seizure.30d", "2026-09-02", extensions=[head]) == "2026-11-02"  # sixty days, Sunday rolls


# --- what the pack holds --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_rule_reads_well(rule: Rule) -> None:
    for text in (rule.title, rule.statement, rule.citation):
        assert text.zh.strip()
        assert text.en.strip()
    assert rule.statement.zh.endswith("。")
    assert rule.statement.en.endswith(".")
    assert "\n" not in rule.statement.zh + rule.statement.en
    assert not CHINESE.search(rule.statement.en + rule.title.en)
    for period in rule.periods:
        assert is_legal_event(period.start)
        assert event_title(period.start).zh


def test_the_state_of_the_pack() -> None:
    held = [rule for rule in BOOK.rules if rule.place.pack == "cn" and not rule.id.startswith("x.")]
    assert len(held) == 386
    assert sum(rule.confidence is Confidence.SECONDARY for rule in held) == 14
    assert sum(rule.confidence is Confidence.MEMORY for rule in held) == 13
    ours = {rule.id: rule.confidence for rule in BOOK.rules if rule.id.startswith("x.")}
    unread = {name for name, how in ours.items() if how is not Confidence.TEXT_READ}
    assert unread == {
        "x.dmg.aucl.2018", "x.dmg.copyright.2010", "x.dmg.patent.2009", "x.dmg.plant_variety.2016",
        "x.dmg.trademark.2014", "x.med.admin.tm.2026", "x.dmg.special_sign", "x.gains.2008", "x.lim.civil.1987",
        "x.lim.civil.2017", "x.lim.copyright.lookback.2002", "x.lim.longer", "x.lim.patent.2009",
        "x.lim.trademark.lookback.2002", "x.op2011.13", "x.op2011.8",
    }  # fmt: skip


def test_every_event_of_the_list_is_used_or_raised_in_pairs_of_words() -> None:
    used = {period.start for rule in BOOK.rules for period in rule.periods}
    assert used <= set(LEGAL_EVENTS)
    assert all(text.zh and text.en for text in LEGAL_EVENTS.values())


def test_old_keys_are_still_found() -> None:
    for alias in ("cr.mediate.45wd", "cr.mediate.60d", "cr.report_filing_notice.5wd"):
        assert BOOK.versions(alias)


# --- against the base it was taken from -----------------------------------------------------------------------------
def base() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(
        (SHARED / "domain" / "law-rules.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded


OURS_NEXT = {"med.admin.tm": "x.med.admin.tm.2026"}
"""Rules whose next version is ours: the base has none."""


class TestAgainstTheBase:
    """Ids, dates, articles, numbers and confidence are those of the base; its quotes are not here."""

    pytestmark = needs_shared

    def test_every_law_and_rule(self) -> None:
        theirs = base()
        assert set(theirs["laws"]) <= {law.id for law in BOOK.laws}
        ours = {rule.id: rule for rule in BOOK.rules}
        assert {rule["id"] for rule in theirs["rules"]} == {name for name in ours if not name.startswith("x.")}
        for law_id, law in theirs["laws"].items():
            mine = BOOK.law(law_id)
            assert (mine.effective_from.isoformat(), mine.roll.value) == (law["effective_from"], law["roll"])
            assert (mine.effective_to.isoformat() if mine.effective_to else None) == law["effective_to"]
            assert mine.superseded_by == law["superseded_by"]

    def test_every_rule_keeps_its_facts(self) -> None:
        for theirs in base()["rules"]:
            mine = BOOK.by_id(theirs["id"])
            assert (mine.law.id, mine.article, mine.kind) == (theirs["law"], str(theirs["article"]), theirs["kind"])
            assert mine.effective_from.isoformat() == theirs["effective_from"]
            assert (mine.effective_to.isoformat() if mine.effective_to else None) == theirs["effective_to"]
            assert mine.superseded_by == OURS_NEXT.get(mine.id, theirs["superseded_by"])
            assert mine.confidence.value == theirs["confidence"]
            assert theirs["key"] in {mine.key, *mine.aliases}

    def test_every_number_with_a_unit_became_a_period(self) -> None:
        units = set(Unit)
        for theirs in base()["rules"]:
            mine = BOOK.by_id(theirs["id"])
            known = [(period.value, period.unit) for period in mine.periods]
            known += [(e.value, e.unit) for period in mine.periods for e in period.extensions if e.value and e.unit]
            for value, unit in pairs(theirs["params"]):
                assert unit not in units or (value, unit) in known, theirs["id"]

    def test_the_supplementary_rules_are_here(self) -> None:
        cases = yaml.load((SHARED / "data" / "cases.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
        for theirs in cases["meta"]["supplementary_rules"]:
            mine = BOOK.by_id(theirs["id"])
            assert mine.effective_from.isoformat() == theirs["effective_from"]
            assert mine.article == str(theirs["article"])

    def test_no_words_of_the_law_were_carried_over(self) -> None:
        cases = yaml.load((SHARED / "data" / "cases.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
        quotes = [rule.get("quote_zh") for rule in (*base()["rules"], *cases["meta"]["supplementary_rules"])]
        ours = "\n".join(file.read_text("utf-8") for file in sorted((packs_root() / "cn" / "law").glob("*.yaml")))
        titles = {law.title.zh for law in BOOK.laws}
        for quote in filter(None, quotes):
            for n in range(len(quote) - WINDOW + 1):
                piece = quote[n : n + WINDOW]
                assert piece not in ours or any(piece in title for title in titles), piece


def pairs(value: object) -> list[tuple[object, object]]:
    """Return every (value, unit) inside nested parameters."""
    if isinstance(value, dict):
        own = [(value["value"], value["unit"])] if value.get("value") and "unit" in value else []
        return own + [pair for item in value.values() for pair in pairs(item)]
    if isinstance(value, list):
        return [pair for item in value for pair in pairs(item)]
    return []
