"""Who hears which event. The only place where rooms that do not know each other meet."""

from __future__ import annotations

from zhidun.kernel import events


def wire() -> None:
    """Subscribe every listener; called once when all rooms are loaded, harmless when called again."""
    from zhidun.cases import services as cases
    from zhidun.enforcement import services as enforcement
    from zhidun.intake import selectors as intake
    from zhidun.mediation import services as mediation
    from zhidun.offenders import selectors as offenders
    from zhidun.radar import services as radar
    from zhidun.rewards import services as rewards
    from zhidun.site import outside
    from zhidun.site.endings import endings

    events.subscribe(events.CalendarYearLoaded, cases.on_calendar_year_loaded)
    events.subscribe(events.ImportEnded, cases.on_import_ended)
    events.subscribe(events.PaperIssued, cases.on_paper_issued)
    events.subscribe(events.CaseMoved, cases.on_case_moved)
    events.subscribe(events.CaseMoved, mediation.on_case_moved)
    events.subscribe(events.RightChanged, radar.on_right_changed)
    events.subscribe(events.PageCaptured, radar.on_page_captured)
    radar.use_fetcher(outside.fetch)
    intake.use_endings(endings)
    enforcement.use_history(offenders.prior_penalty)
    events.subscribe(events.CaseMoved, rewards.on_report_moved)
    events.subscribe(events.CaseMoved, rewards.on_reward_moved)
    events.subscribe(events.CaseMoved, enforcement.on_case_moved)
