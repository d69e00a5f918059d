"""Every page of both faces, once."""

from __future__ import annotations

from collections.abc import Mapping

from tests.factories.faces import Town

PORTAL = (
    "/",
    "/wizard",
    "/wizard?happened=copied&right_kind=trademark&want=stop&place=platform&have=right",
    "/guidance",
    "/words",
    "/claims",
    "/claims?right=patent&event_date=2026-11-22&infringer_profit=1200000&reasonable_costs=80000&knew=2026-01-05",
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
    "/decisions/",
    "/campaigns/",
    "/standards/",
    "/standards/trademark.sale?on=2027-02-01",
    "/deposit/",
    "/deposit/new/work",
    "/deposit/verify?q=ZC-2026-00000000",
    "/deposit/figures",
    "/deposit/code",
    "/capture/",
    "/radar/check",
    "/radar/health",
    "/radar/watches",
    "/warnings",
    "/verify?number=x",
    "/verify/file",
    "/accounts/login/",
    "/accounts/signup/",
    "/mediation/new",
    "/mediation/join",
    "/campaigns/?q=x",
    "/guide/rights",
    "/file/rights_complaint/check",
    "/no-such-page",
)
REFUSED = frozenset({"/no-such-page", "/file/rights_complaint/check", "/desk/", "/desk/admin/sandbox"})
"""What answers with a page that says why not: no such page, nothing typed yet, no desk for a citizen, no demo here."""
SIGNED_IN = ("/mine", "/mine/notices", "/records", "/damages/", "/desk/")
"""What somebody who filed sees once signed in; the last is the desk, which is not theirs."""


ROLES: dict[str, tuple[str, ...]] = {
    "luofeng": (
        "/desk/overview",
        "/desk/overview/rows?what=open",
        "/desk/board",
        "/desk/campaigns/new",
        "/desk/rewards",
        "/desk/offenders",
        "/desk/supervision",
        "/desk/cases?closed=yes",
    ),
    "limin": ("/desk/", "/desk/file", "/desk/deposits/new"),
    "yangdu": ("/desk/overview", "/desk/overview/rows?what=overdue"),
    "sysadmin": (
        "/desk/admin",
        "/desk/admin/offices",
        "/desk/admin/people",
        "/desk/admin/powers",
        "/desk/admin/rulework",
        "/desk/admin/routing",
        "/desk/admin/map",
    ),
    "secadmin": ("/desk/admin", "/desk/admin/people"),
    "auditadmin": ("/desk/admin", "/desk/admin/audit"),
    "qianli": ("/desk/", "/desk/rewards"),
    "guoning": ("/desk/", "/desk/referrals"),
    "zhaoyun": ("/desk/mediations", "/desk/mediations/register"),
    "mahuizhan": ("/desk/", "/desk/help", "/desk/inspect"),
}
"""The pages of posts other than the officer's."""


def desk(town: Town) -> tuple[str, ...]:
    """Return the pages of the desk."""
    return (
        "/desk/",
        "/desk/cases",
        "/desk/board",
        "/desk/inspect",
        f"/desk/cases/{town.complaint.number}/compare",
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
        "/desk/mediations",
        "/desk/mediations/new",
        "/desk/mediations/register",
        "/desk/rewards",
        "/desk/radar",
        "/desk/radar/watches",
        "/desk/radar/feeds",
        "/desk/radar/sweeps",
        "/desk/radar/hits",
        "/desk/radar/sellers",
        "/desk/radar/calibration",
        "/desk/radar/warnings",
        "/desk/damages",
        "/desk/law/damages?right=trademark&act_from=2026-06-01&act_to=2027-03-01&actual_loss=100000",
        "/desk/law/punitive",
        "/desk/law/fine?subject=fake_patent&event_date=2026-11-22&sales=60000",
        "/desk/law/crime?article=214&event_date=2024-01-20&unsold=150000",
        "/desk/law/reward?level=9",
        "/desk/law/limitation",
        "/desk/supervision",
        "/desk/urgent",
        "/desk/campaigns",
        "/desk/type-cases",
        f"/desk/cases/{town.complaint.number}/procedures",
        f"/desk/cases/{town.complaint.number}/charts",
        f"/desk/cases/{town.complaint.number}/charts/trademark.sale",
        "/desk/offenders?q=x",
        "/desk/past",
        "/desk/past/cases",
        "/desk/rules",
        "/desk/calendar",
    )


DETAILS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("/campaigns/{campaign}", "/case/{complaint}", "/file/receipt", "/file/consumer_complaint")),
    (
        "chenlv",
        (
            "/case/{rewarded}/reward",
            "/damages/{sheet}",
            "/deposit/{deposit}",
            "/deposit/{deposit}/licence",
            "/deposit/{deposit}/transfer",
            "/deposit/{deposit}/codes",
            "/deposit/codes/{batch}/revoke",
            "/deposit/deals/{deal}",
            "/radar/watches/{watch}",
            "/radar/hits/{own_hit}",
        ),
    ),
    ("shenxiufang", ("/capture/{own_capture}", "/capture/lists/{own_list}")),
    (
        "wangqiang",
        (
            "/desk/offenders/{offender}",
            "/desk/rewards/{reward}",
            "/desk/campaigns/{campaign}",
            "/desk/radar/hits/{hit}",
            "/desk/radar/sweeps/{sweep}",
            "/desk/type-cases/{group}",
            "/desk/cases/{decided}",
            "/desk/cases/{decided}/factors/administrative",
            "/desk/cases/{decided}/factors/court",
            "/desk/papers/{paper}/diff/{other_paper}",
            "/desk/captures/{capture}",
            "/desk/capture-lists/{list}",
            "/desk/rights/{right}",
            "/desk/rights/import/{run}",
            "/desk/past/{old_run}",
            "/desk/deposits/{deposit}",
            "/desk/hand-overs/{hand_over}",
        ),
    ),
    ("luofeng", ("/desk/offenders/{offender}", "/desk/rewards/{reward}", "/desk/campaigns/{campaign}")),
    ("sysadmin", ("/desk/admin/routing/{version}", "/desk/admin/sandbox")),
    ("xujin", ("/desk/admin/routing/{version}", "/desk/approvals")),
)
"""Pages about one thing: who opens which; names in braces are keys of `tests.factories.faces_details.details`."""


def cookies(keys: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return what a visitor's browser keeps of a filing and a draft: path and value by name."""
    held = f"{keys['complaint']}~{keys['secret']}"
    return {
        "zhidun_case": ("/case", held),
        "zhidun_receipt": ("/file/receipt", held),
        "zhidun_draft_consumer_complaint": ("/file/", keys["draft"]),
    }


def filled(keys: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the pages of details with their keys put in."""
    return [(who, tuple(path.format_map(keys) for path in paths)) for who, paths in DETAILS]
