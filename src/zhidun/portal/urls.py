"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

from zhidun.portal.views import case, case_items, filing, home, mine, preferences, receipt, verify, verify_file, wizard

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("wizard", wizard.page, name="wizard"),
    path("guidance", home.guidance, name="guidance"),
    path("guide/<slug:topic>", home.topic, name="topic"),
    path("preferences", preferences.save, name="preferences"),
    path("leave", preferences.leave, name="leave"),
    path("mine", mine.page, name="mine"),
    path("verify", verify.page, name="verify"),
    path("verify/file", verify_file.page, name="verify_file"),
    path("verify/file/ask", verify_file.ask, name="verify_ask"),
    path("rights", home.topic, {"topic": "rights"}, name="rights"),
    path("case/<str:number>/papers/<uuid:key>.pdf", case.paper, name="case_paper"),
    path("file/", filing.choose, name="file"),
    path("file/receipt", receipt.page, name="receipt"),
    path("file/receipt/<str:number>.pdf", receipt.pdf, name="receipt_pdf"),
    path("file/<slug:kind>", filing.start, name="filing"),
    path("file/<slug:kind>/discard", filing.discard, name="discard"),
    path("file/<slug:kind>/<slug:step>", filing.step, name="filing_step"),
    path("file/<slug:kind>/<slug:step>/autosave", filing.autosave, name="autosave"),
    path("file/<slug:kind>/<slug:step>/hints", filing.hints, name="hints"),
    path("case/", case.entry, name="case_entry"),
    path("case/<str:number>", case.page, name="case"),
    path("case/<str:number>/message", case.message, name="case_message"),
    path("case/<str:number>/evidence", case.evidence, name="case_evidence"),
    path("case/<str:number>/evidence/<uuid:key>/<slug:what>", case_items.take, name="case_item"),
    path("case/<str:number>/withdraw", case.withdraw, name="case_withdraw"),
    path("case/<str:number>/close", case.close, name="case_close"),
]
