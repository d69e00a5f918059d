"""Addresses of the staff site."""

from __future__ import annotations

from django.urls import path

from zhidun.desk.views import acts, approvals, case, counter, items, law, notices, reporter, rights, visits, work

app_name = "desk"
urlpatterns = [
    path("", work.home, name="home"),
    path("cases", work.cases, name="cases"),
    path("search", work.search, name="search"),
    path("notices", notices.page, name="notices"),
    path("notices/read", notices.read, name="notices_read"),
    path("approvals", approvals.page, name="approvals"),
    path("approvals/<uuid:key>", approvals.decide, name="approve"),
    path("cases/<str:number>", case.page, name="case"),
    path("cases/<str:number>/steps/<slug:step>", case.step, name="step"),
    path("cases/<str:number>/file.pdf", case.file, name="file_pdf"),
    path("cases/<str:number>/reading", case.reading, name="reading"),
    path("cases/<str:number>/message", acts.message, name="message"),
    path("cases/<str:number>/note", acts.note, name="note"),
    path("cases/<str:number>/assign", acts.assign, name="assign"),
    path("cases/<str:number>/reporter", reporter.page, name="reporter"),
    path("unveilings/<uuid:key>", reporter.act, name="reporter_act"),
    path("cases/<str:number>/evidence", acts.add_evidence, name="add_evidence"),
    path("cases/<str:number>/evidence/<uuid:item>", acts.evidence, name="evidence"),
    path("items/<uuid:key>", items.page, name="item"),
    path("items/<uuid:key>/proof", items.proof, name="item_proof"),
    path("items/<uuid:key>/certificate.pdf", items.certificate, name="item_certificate"),
    path("items/<uuid:key>/package.zip", items.package, name="item_package"),
    path("items/<uuid:key>/hand-over", items.offer, name="item_offer"),
    path("hand-overs", items.waiting, name="hand_overs"),
    path("hand-overs/<uuid:key>", items.answer, name="hand_over"),
    path("papers/<uuid:key>.pdf", acts.paper, name="paper"),
    path("file", counter.page, name="file"),
    path("visits", visits.page, name="visits"),
    path("rights", rights.page, name="rights"),
    path("rights/new", rights.new, name="right_new"),
    path("rights/import", rights.load, name="rights_import"),
    path("rights/import/<uuid:key>", rights.run, name="rights_run"),
    path("rights/import/<uuid:key>/faults.csv", rights.faults, name="rights_faults"),
    path("rights/template/<slug:kind>.xlsx", rights.template, name="rights_template"),
    path("rights/<uuid:key>", rights.detail, name="right"),
    path("rights/<uuid:key>/verify", rights.verify, name="right_verify"),
    path("rules", law.rules, name="rules"),
    path("calendar", law.calendar, name="calendar"),
]
