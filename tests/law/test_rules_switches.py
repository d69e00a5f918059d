"""The days on which the law changed: which version of a rule is in force on the last day before and on the first."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from zhidun.law.load import rulebook
from zhidun.law.refusals import RuleNotInForce

BOOK = rulebook()
NONE = "–"

SWITCHES = [
    # 2022-11-01: public notice 60 → 30 days
    ("2022-11-01", "samr.serve.7wd", "samr.serve.7wd.2021", "samr.serve.7wd"),
    # 2023-03-15: Legislation Law
    ("2023-03-15", "ver.no_retro", NONE, "ver.no_retro"),
    # 2024-01-01: civil procedure and reconsideration laws
    ("2024-01-01", "cal.cpl", NONE, "cal.cpl"),
    ("2024-01-01", "cpl.count", NONE, "cpl.count"),
    ("2024-01-01", "cpl.first.6m", NONE, "cpl.first.6m"),
    ("2024-01-01", "cpl.simple.3m", NONE, "cpl.simple.3m"),
    ("2024-01-01", "cpl.special.30d", NONE, "cpl.special.30d"),
    ("2024-01-01", "med.confirm.30d", NONE, "med.confirm.30d"),
    ("2024-01-01", "med.enforce.2y", NONE, "med.enforce.2y"),
    ("2024-01-01", "pre.presuit.48h", NONE, "pre.presuit.48h"),
    ("2024-01-01", "pre.sue.30d", NONE, "pre.sue.30d"),
    ("2024-01-01", "pre.urgent.48h", NONE, "pre.urgent.48h"),
    ("2024-01-01", "recon.60d", NONE, "recon.60d"),
    ("2024-01-01", "recon.decide", NONE, "recon.decide"),
    ("2024-01-01", "recon.wd", NONE, "recon.wd"),
    # 2024-02-01: measures on geographical indication products (order 80 for 78)
    ("2024-02-01", "x.gi.acts", "x.gi.acts.2005", "x.gi.acts.2024"),
    ("2024-02-01", "x.gi.logo_cancelled", NONE, "x.gi.logo_cancelled.2024"),
    ("2024-02-01", "x.gi.quality", NONE, "x.gi.quality.2024"),
    ("2024-02-01", "x.gi.trade_name", NONE, "x.gi.trade_name.2024"),
    # 2024-05-01: Enterprise Information Publicity Regulations
    ("2024-05-01", "cred.ent.annual", NONE, "cred.ent.annual"),
    ("2024-05-01", "cred.ent.ban.3y", NONE, "cred.ent.ban.3y"),
    ("2024-05-01", "cred.ent.info.20wd", NONE, "cred.ent.info.20wd"),
    ("2024-05-01", "cred.ent.report.20wd", NONE, "cred.ent.report.20wd"),
    ("2024-05-01", "cred.ent.restrict", NONE, "cred.ent.restrict"),
    ("2024-05-01", "insp.draw", NONE, "insp.draw"),
    # 2024-07-01: consumer regulation
    ("2024-07-01", "cr.consumer.7wd", NONE, "cr.consumer.7wd"),
    ("2024-07-01", "cr.consumer.mediate.60d", NONE, "cr.consumer.mediate.60d"),
    # 2025-02-01: order 81 on patent disputes
    ("2025-02-01", "pat.adj.answer.15d", NONE, "pat.adj.answer.15d"),
    ("2025-02-01", "pat.adj.answer.forward.5wd", NONE, "pat.adj.answer.forward.5wd"),
    ("2025-02-01", "pat.adj.close.3m", NONE, "pat.adj.close.3m"),
    ("2025-02-01", "pat.adj.correct", NONE, "pat.adj.correct"),
    ("2025-02-01", "pat.adj.enforce", NONE, "pat.adj.enforce"),
    ("2025-02-01", "pat.adj.file.5wd", NONE, "pat.adj.file.5wd"),
    ("2025-02-01", "pat.adj.limit.3y", NONE, "pat.adj.limit.3y"),
    ("2025-02-01", "pat.adj.mediate.notary", NONE, "pat.adj.mediate.notary"),
    ("2025-02-01", "pat.adj.nosuspend", NONE, "pat.adj.nosuspend"),
    ("2025-02-01", "pat.adj.opinion.warn", NONE, "pat.adj.opinion.warn"),
    ("2025-02-01", "pat.adj.oral.3wd", NONE, "pat.adj.oral.3wd"),
    ("2025-02-01", "pat.adj.publish.20wd", NONE, "pat.adj.publish.20wd"),
    ("2025-02-01", "pat.adj.repeat", NONE, "pat.adj.repeat"),
    ("2025-02-01", "pat.adj.report_up", NONE, "pat.adj.report_up"),
    ("2025-02-01", "pat.adj.serve.5wd", NONE, "pat.adj.serve.5wd"),
    ("2025-02-01", "pat.adj.suspend", NONE, "pat.adj.suspend"),
    ("2025-02-01", "pat.med.absent", NONE, "pat.med.absent"),
    ("2025-02-01", "pat.med.answer.15d", NONE, "pat.med.answer.15d"),
    ("2025-02-01", "pat.med.damages_doc", NONE, "pat.med.damages_doc"),
    ("2025-02-01", "pat.med.file.5wd", NONE, "pat.med.file.5wd"),
    ("2025-02-01", "pat.med.ownership.2m", NONE, "pat.med.ownership.2m"),
    ("2025-02-01", "pat.med.ownership.after", NONE, "pat.med.ownership.after"),
    ("2025-02-01", "pat.med.refuse.5wd", NONE, "pat.med.refuse.5wd"),
    ("2025-02-01", "pat.med.serve.5wd", NONE, "pat.med.serve.5wd"),
    # 2025-04-18: SPP Working guide on reverse linking
    ("2025-04-18", "trf.spp.review.10wd", NONE, "trf.spp.review.10wd"),
    # 2025-04-26: crime interpretation 法释〔2025〕5号
    ("2025-04-26", "crime.213.goods", NONE, "crime.213.goods"),
    ("2025-04-26", "crime.213.services", NONE, "crime.213.services"),
    ("2025-04-26", "crime.214", NONE, "crime.214"),
    ("2025-04-26", "crime.215", NONE, "crime.215"),
    ("2025-04-26", "crime.216", NONE, "crime.216"),
    ("2025-04-26", "crime.217", NONE, "crime.217"),
    ("2025-04-26", "crime.218", NONE, "crime.218"),
    ("2025-04-26", "crime.219", NONE, "crime.219"),
    ("2025-04-26", "crime.accumulate", NONE, "crime.accumulate"),
    ("2025-04-26", "crime.amounts", NONE, "crime.amounts"),
    ("2025-04-26", "crime.fine", NONE, "crime.fine"),
    ("2025-04-26", "crime.mark.identity", "x.crime.mark.identity.2020", "x.crime.mark.identity.2025"),
    ("2025-04-26", "crime.marks.count", NONE, "crime.marks.count"),
    ("2025-04-26", "x.crim2004.1", "x.crim2004.1", NONE),
    ("2025-04-26", "x.crim2004.2", "x.crim2004.2", NONE),
    ("2025-04-26", "x.crim.fine", "x.crim2020.10", NONE),
    ("2025-04-26", "x.crim2004.3", "x.crim2004.3", NONE),
    ("2025-04-26", "x.crim2004.4", "x.crim2004.4", NONE),
    ("2025-04-26", "x.crim2004.5", "x.crim2004.5.2007", NONE),
    ("2025-04-26", "x.crim2004.6", "x.crim2004.6", NONE),
    ("2025-04-26", "x.op2011.13", "x.op2011.13", NONE),
    ("2025-04-26", "x.op2011.8", "x.op2011.8", NONE),
    ("2025-04-26", "x.crim2007.1", "x.crim2007.1", NONE),
    ("2025-04-26", "x.crim2020.4", "x.crim2020.4", NONE),
    # 2025-05-01: Measures for spot checks of published enterprise information
    ("2025-05-01", "insp.ent.2officers", NONE, "insp.ent.2officers"),
    ("2025-05-01", "insp.ent.3pct", NONE, "insp.ent.3pct"),
    ("2025-05-01", "insp.ent.publish.20wd", NONE, "insp.ent.publish.20wd"),
    ("2025-05-01", "insp.ent.yearly", NONE, "insp.ent.yearly"),
    # 2025-06-01: plant variety regulations
    ("2025-06-01", "fine.plant_variety", NONE, "fine.plant_variety"),
    ("2025-06-01", "med.admin.pvp", NONE, "med.admin.pvp"),
    # 2025-10-15: anti-unfair competition law 2025
    ("2025-10-15", "cr.report.notice.aucl", "cr.report.notice.aucl.2019", "cr.report.notice.aucl.2025"),
    ("2025-10-15", "dmg.aucl", "dmg.aucl.2019", "dmg.aucl.2025"),
    ("2025-10-15", "fine.bribery", "x.fine.bribery.2019", "x.fine.bribery.2025"),
    ("2025-10-15", "fine.defamation", "x.fine.defamation.2019", "x.fine.defamation.2025"),
    ("2025-10-15", "fine.false_advertising", "x.fine.false_advertising.2019", "x.fine.false_advertising.2025"),
    ("2025-10-15", "fine.network", "x.fine.network.2019", "x.fine.network.2025"),
    ("2025-10-15", "fine.prize_sale", "x.fine.prize_sale.2019", "x.fine.prize_sale.2025"),
    ("2025-10-15", "fine.confusion", NONE, "fine.confusion.2025"),
    ("2025-10-15", "fine.trade_secret", "fine.trade_secret.2019", "fine.trade_secret.2025"),
    ("2025-10-15", "x.aucl2019.18", "x.aucl2019.18", NONE),
    # 2025-12-25: orders 107 and 108
    ("2025-12-25", "cred.abn.letters", NONE, "cred.abn.letters"),
    ("2025-12-25", "cred.abn.list.10wd", NONE, "cred.abn.list.10wd"),
    ("2025-12-25", "cred.abn.objection", NONE, "cred.abn.objection"),
    ("2025-12-25", "cred.repair.accept", NONE, "cred.repair.2025.accept"),
    ("2025-12-25", "cred.repair.conditions", NONE, "cred.repair.2025.conditions"),
    ("2025-12-25", "cred.repair.cross", NONE, "cred.repair.2025.cross"),
    ("2025-12-25", "cred.repair.decide", NONE, "cred.repair.2025.decide"),
    ("2025-12-25", "cred.repair.effect", NONE, "cred.repair.2025.effect"),
    ("2025-12-25", "cred.repair.fraud", NONE, "cred.repair.2025.fraud"),
    ("2025-12-25", "cred.repair.general", NONE, "cred.repair.2025.general"),
    ("2025-12-25", "cred.repair.insolvency", NONE, "cred.repair.2025.insolvency"),
    ("2025-12-25", "cred.repair.longest", NONE, "cred.repair.2025.longest"),
    ("2025-12-25", "cred.repair.minor", NONE, "cred.repair.2025.minor"),
    ("2025-12-25", "cred.repair.serious", NONE, "cred.repair.2025.serious"),
    ("2025-12-25", "cred.repair.severe", NONE, "cred.repair.2025.severe"),
    ("2025-12-25", "cred.repair.spotcheck", NONE, "cred.repair.2025.spotcheck"),
    ("2025-12-25", "cred.samr.repair", "cred.samr.repair", NONE),
    ("2025-12-25", "cred.serious.early", "cred.serious.early", NONE),
    ("2025-12-25", "pub.early.conditions", NONE, "pub.early.conditions.2025"),
    ("2025-12-25", "pub.penalty.20wd", "pub.penalty.20wd", "pub.penalty.20wd.2025"),
    ("2025-12-25", "pub.penalty.cross.10wd", "pub.penalty.cross.10wd", "pub.penalty.cross.10wd.2025"),
    ("2025-12-25", "pub.period", "pub.period", "pub.period.2025"),
    ("2025-12-25", "pub.warning_only", NONE, "pub.warning_only.2025"),
    ("2025-12-25", "pub.withdraw.3wd", "pub.withdraw.3wd", "pub.withdraw.3wd.2025"),
    # 2026-03-01: arbitration law 2025
    ("2026-03-01", "arb.accept.5d", NONE, "arb.accept.5d"),
    ("2026-03-01", "arb.correct.30d", NONE, "arb.correct.30d"),
    ("2026-03-01", "arb.setaside.3m", NONE, "arb.setaside.3m"),
    ("2026-03-01", "arb.setaside.court.2m", NONE, "arb.setaside.court.2m"),
    # 2026-03-20: order 118 on illegal gains
    ("2026-03-20", "x.gains.2008", "x.gains.2008", NONE),
    ("2026-03-20", "gains.definition", NONE, "gains.definition"),
    ("2026-03-20", "gains.proof", NONE, "gains.proof"),
    ("2026-03-20", "gains.refund", NONE, "gains.refund"),
    ("2026-03-20", "gains.silent_article", NONE, "gains.silent_article"),
    ("2026-03-20", "gains.tax", NONE, "gains.tax"),
    ("2026-03-20", "gains.unclear", NONE, "gains.unclear"),
    # 2026-04-01: NDRC Credit Repair Measures
    ("2026-04-01", "cred.repair.classes", NONE, "cred.repair.classes"),
    # 2026-04-15: order 121
    ("2026-04-15", "cr.accept.7wd", "cr.accept.7wd.2019", "cr.accept.7wd.2026"),
    ("2026-04-15", "cr.agent", NONE, "cr.agent.2026"),
    ("2026-04-15", "cr.calendar", NONE, "cr.calendar.2026"),
    ("2026-04-15", "cr.clue_in_mediation.15wd", "cr.clue_in_mediation.15wd.2019", "cr.clue_in_mediation.15wd.2026"),
    ("2026-04-15", "cr.confidential", NONE, "cr.confidential.2026"),
    ("2026-04-15", "cr.dispatch", NONE, "cr.dispatch.2026"),
    ("2026-04-15", "cr.fraud", NONE, "cr.fraud.2026"),
    ("2026-04-15", "cr.ip_scope", "cr.ip_scope.2019", NONE),
    ("2026-04-15", "cr.joint", NONE, "cr.joint.2026"),
    ("2026-04-15", "cr.juris.complaint", NONE, "cr.juris.complaint.2026"),
    ("2026-04-15", "cr.juris.report", NONE, "cr.juris.report.2026"),
    ("2026-04-15", "cr.jurisdiction.7wd", "cr.jurisdiction.7wd.2019", "cr.jurisdiction.7wd.2026"),
    ("2026-04-15", "cr.materials", NONE, "cr.materials.2026"),
    ("2026-04-15", "cr.mediate", "cr.mediate.45wd.2019", "cr.mediate.60d.2026"),
    ("2026-04-15", "cr.mediate.consent", NONE, "cr.mediate.consent.2026"),
    ("2026-04-15", "cr.mediate.end_notice.7wd", "cr.mediate.end_notice.7wd.2019", "cr.mediate.end_notice.7wd.2026"),
    ("2026-04-15", "cr.mediate.end_reasons", NONE, "cr.mediate.end_reasons.2026"),
    ("2026-04-15", "cr.mediate.record", NONE, "cr.mediate.record.2026"),
    ("2026-04-15", "cr.mediate.recusal", NONE, "cr.mediate.recusal.2026"),
    ("2026-04-15", "cr.not_applicable", NONE, "cr.not_applicable.2026"),
    ("2026-04-15", "cr.notconsumer.factors", NONE, "cr.notconsumer.factors.2026"),
    ("2026-04-15", "cr.order121.effective", NONE, "cr.order121.effective"),
    ("2026-04-15", "cr.reject.3y", "cr.reject.3y.2019", "cr.reject.3y.2026"),
    ("2026-04-15", "cr.reject.reasons", NONE, "cr.reject.reasons.2026"),
    ("2026-04-15", "cr.report.notice", "cr.report_filing_notice.5wd.2019", "cr.report.notice.2026"),
    ("2026-04-15", "cr.report.notmine", NONE, "cr.report.notmine.2026"),
    ("2026-04-15", "cr.report.procedure", NONE, "cr.report.procedure.2026"),
    ("2026-04-15", "cr.scope.other", NONE, "cr.scope.other.2026"),
    ("2026-04-15", "cr.split", NONE, "cr.split.2026"),
    # 2026-05-01: punitive damages 法释〔2026〕7号, commercial mediation
    ("2026-05-01", "dmg.punitive", "dmg.punitive.2021", NONE),
    ("2026-05-01", "dmg.punitive.add", NONE, "dmg.punitive.add.2026"),
    ("2026-05-01", "dmg.punitive.aucl_limit", NONE, "dmg.punitive.aucl_limit.2026"),
    ("2026-05-01", "dmg.punitive.base", NONE, "dmg.punitive.base.2026"),
    ("2026-05-01", "dmg.punitive.books", NONE, "dmg.punitive.books.2026"),
    ("2026-05-01", "dmg.punitive.cap", NONE, "dmg.punitive.cap.2026"),
    ("2026-05-01", "dmg.punitive.claim", NONE, "dmg.punitive.claim.2026"),
    ("2026-05-01", "dmg.punitive.content", NONE, "dmg.punitive.content.2026"),
    ("2026-05-01", "dmg.punitive.fine_paid", NONE, "dmg.punitive.fine_paid.2026"),
    ("2026-05-01", "dmg.punitive.gravity", NONE, "dmg.punitive.gravity.2026"),
    ("2026-05-01", "dmg.punitive.intent", NONE, "dmg.punitive.intent.2026"),
    ("2026-05-01", "dmg.punitive.multiple", NONE, "dmg.punitive.multiple.2026"),
    ("2026-05-01", "dmg.punitive.profit", NONE, "dmg.punitive.profit.2026"),
    ("2026-05-01", "dmg.punitive.separate", NONE, "dmg.punitive.separate.2026"),
    ("2026-05-01", "med.com.conditions", NONE, "med.com.conditions"),
    ("2026-05-01", "med.com.exempt", NONE, "med.com.exempt"),
    ("2026-05-01", "med.com.fines", NONE, "med.com.fines"),
    ("2026-05-01", "med.com.licence", NONE, "med.com.licence"),
    ("2026-05-01", "med.com.mediator", NONE, "med.com.mediator"),
    ("2026-05-01", "med.com.secret", NONE, "med.com.secret"),
    ("2026-05-01", "med.com.transition", NONE, "med.com.transition"),
    ("2026-05-01", "ver.punitive", NONE, "ver.punitive.2026"),
    # 2026-06-01: order 126 on trade secrets
    ("2026-06-01", "ts.approvals", NONE, "ts.approvals"),
    ("2026-06-01", "ts.definition", NONE, "ts.definition"),
    ("2026-06-01", "ts.file.conditions", NONE, "ts.file.conditions"),
    ("2026-06-01", "ts.fine", NONE, "ts.fine"),
    ("2026-06-01", "ts.jurisdiction", NONE, "ts.jurisdiction"),
    ("2026-06-01", "ts.measures", NONE, "ts.measures"),
    ("2026-06-01", "ts.no_disclosure", NONE, "ts.no_disclosure"),
    ("2026-06-01", "ts.not_infringing", NONE, "ts.not_infringing"),
    ("2026-06-01", "ts.presumption", NONE, "ts.presumption"),
    ("2026-06-01", "ts.report.materials", NONE, "ts.report.materials"),
    ("2026-06-01", "ts.serious", NONE, "ts.serious"),
    # 2026-07-01: reconsideration regulations
    ("2026-07-01", "recon.duty.60d", NONE, "recon.duty.60d"),
    # 2026-09-01: the copyright interpretation of 2026 (its article on continuing infringement was not read)
    ("2026-09-01", "lim.copyright.lookback", "x.lim.copyright.lookback", NONE),
    # 2026-10-15: IC layout regulations 2026
    ("2026-10-15", "dmg.ic_layout", "dmg.ic_layout.2001", "dmg.ic_layout.2026"),
    ("2026-10-15", "ic.innocent", NONE, "ic.innocent.2026"),
    ("2026-10-15", "ic.route", NONE, "ic.route.2026"),
    ("2026-10-15", "ver.ic", NONE, "ver.ic.2026"),
    # 2027-01-01: trademark law 2026
    ("2027-01-01", "dmg.trademark", "dmg.trademark.2019", "dmg.trademark.2026"),
    ("2027-01-01", "fine.tm.malicious_filing", "fine.tm.malicious_filing", "fine.tm.malicious_filing.2026"),
    ("2027-01-01", "fine.tm_agency", "fine.tm_agency", "fine.tm_agency.2026"),
    ("2027-01-01", "fine.trademark", "fine.trademark.2019", "fine.trademark.2026"),
    ("2027-01-01", "med.admin.tm", "med.admin.tm", "x.med.admin.tm.2026"),
    ("2027-01-01", "pre.basis.trademark", "pre.basis.trademark", "pre.basis.trademark.2026"),
    ("2027-01-01", "tm.acts", NONE, "tm.acts.2026"),
    ("2027-01-01", "tm.fairuse", NONE, "tm.fairuse.2026"),
    ("2027-01-01", "tm.innocent", NONE, "tm.innocent.2026"),
    ("2027-01-01", "tm.malicious_suit", NONE, "tm.malicious_suit.2026"),
    ("2027-01-01", "tm.nouse", NONE, "tm.nouse.2026"),
    ("2027-01-01", "tm.powers", NONE, "tm.powers.2026"),
    ("2027-01-01", "tm.repeat.5y", "tm.repeat.5y", "tm.repeat.5y.2026"),
    ("2027-01-01", "tm.staff", NONE, "tm.staff.2026"),
    ("2027-01-01", "tm.suspend", NONE, "tm.suspend.2026"),
    ("2027-01-01", "tm.transfer", NONE, "tm.transfer.2026"),
    ("2027-01-01", "ver.tm", NONE, "ver.tm.2027"),
    ("2027-01-01", "x.tm2019.57", "x.tm2019.57", NONE),
    ("2027-01-01", "x.tm2019.59", "x.tm2019.59", NONE),
    ("2027-01-01", "x.tm2019.61", "x.tm2019.61", NONE),
]


def in_force(key: str, on: date) -> str:
    try:
        return BOOK.rule(key, on).id
    except RuleNotInForce:
        return NONE


@pytest.mark.parametrize(("first", "key", "before", "since"), SWITCHES)
def test_the_day_before_and_the_day_itself(first: str, key: str, before: str, since: str) -> None:
    on = date.fromisoformat(first)
    assert in_force(key, on - timedelta(days=1)) == before
    assert in_force(key, on) == since
    assert in_force(key, on + timedelta(days=1)) == since


def test_no_switch_of_these_years_is_missing() -> None:
    listed = {(first, key) for first, key, _, _ in SWITCHES}
    found = {
        (day.isoformat(), rule.key)
        for rule in BOOK.rules
        for day in (rule.effective_from, *([rule.effective_to + timedelta(days=1)] if rule.effective_to else []))
        if day >= date(2022, 11, 1)
    }
    assert listed == found


@pytest.mark.parametrize("key", BOOK.keys)
def test_versions_touch_and_never_overlap(key: str) -> None:
    versions = BOOK.versions(key)
    for earlier, later in pairwise(versions):
        assert earlier.effective_to == later.effective_from - timedelta(days=1)
        assert earlier.superseded_by == later.id
    for rule in versions:
        assert rule.effective_to is None or rule.effective_from <= rule.effective_to
        assert rule.law.effective_from <= rule.effective_from
