"""Every page of both faces, once."""

from __future__ import annotations

from tests.factories.faces import Town

PORTAL = (
    "/",
    "/wizard",
    "/wizard?happened=copied&right_kind=trademark&want=stop",
    "/guidance",
    "/words",
    "/cases",
    "/statistics",
    "/guide/court",
    "/file/",
    "/file/report/what",
    "/file/rights_complaint/right",
    "/file/rights_complaint/respondent",
    "/file/consumer_complaint/filer",
    "/file/report/evidence",
    "/case/",
    "/mediation/",
    "/deposit/",
    "/deposit/new/work",
    "/deposit/verify?q=ZC-2026-00000000",
    "/deposit/figures",
    "/deposit/code",
    "/capture/",
    "/verify?number=x",
    "/verify/file",
    "/accounts/login/",
    "/no-such-page",
)


def desk(town: Town) -> tuple[str, ...]:
    """Return the pages of the desk."""
    return (
        "/desk/",
        "/desk/cases",
        "/desk/board",
        "/desk/me",
        "/desk/help",
        f"/desk/cases/{town.complaint.number}",
        "/desk/search?q=shenxiu",
        "/desk/approvals",
        "/desk/notices",
        f"/desk/cases/{town.report.number}/reporter",
        "/desk/hand-overs",
        "/desk/captures?url=http://127.0.0.1/",
        f"/desk/items/{town.item}",
        "/desk/file",
        "/desk/visits",
        "/desk/rights",
        "/desk/rights/new?kind=trademark",
        "/desk/rights/import",
        "/desk/deposits",
        "/desk/deposits/new",
        "/desk/mediations",
        "/desk/mediations/new",
        "/desk/mediations/register",
        "/desk/rewards",
        "/desk/rules",
        "/desk/calendar",
    )
