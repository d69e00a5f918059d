"""A campaign's live results against the cases counted one by one; who sees what; what is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.factories.access import make_actor, make_office
from tests.factories.cases import make_cast
from tests.factories.enforcement import Across, seized, sent
from tests.factories.plays import Play, to_executing, to_filed
from zhidun.access.actors import ANONYMOUS
from zhidun.cases.models import Case
from zhidun.enforcement import selectors, services
from zhidun.enforcement.errors import BadDates, CampaignClosed, CampaignNotFound
from zhidun.enforcement.models import InventoryLine
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, NotFound
from zhidun.kernel.text import Text

pytestmark = pytest.mark.django_db
ON = "2026-11-02"


def planned(play: Play, **more: object) -> str:
    """Plan a campaign of the play's own office; return its public id."""
    given = {
        "title": Text("重点商品行动", "Key goods drive"), "scope": Text("礼品", "Gifts"),
        "office": play.cast.office.code,
        "starts_on": date(2026, 11, 1), "ends_on": date(2026, 12, 31),
        "targets": {play.cast.office.code: (5, 40)}, **more,
    }  # fmt: skip
    row = services.plan(actor=play.cast.head, given=services.Plan(**given))  # type: ignore[arg-type]
    return str(row.public_id)


def test_the_results_are_what_a_count_of_the_cases_gives() -> None:
    cast = make_cast()
    fined = [to_executing(ON, cast=cast), to_executing(ON, cast=cast)]
    warned = to_executing(ON, kind_of="warning", cast=cast)
    held = to_filed(ON, cast=cast)
    seized(held)
    gone = to_filed(ON, cast=cast)
    seized(gone)
    sent(gone, Across())
    outside = to_executing(ON, cast=cast)
    plays = [*fined, warned, held, gone]
    key = planned(held)
    for play in (*plays, held):  # the last a second time: it changes nothing
        services.add_case(actor=cast.officer, campaign=key, case_number=play.case.number)
    services.report_inspections(actor=cast.officer, campaign=key, office=cast.office.code, inspections=17)
    (line,) = selectors.results(cast.officer, key).units

    rows = [play.row for play in plays]
    penalties = [row for row in rows if row.facts.get("decision_kind") == "penalty"]
    lines = InventoryLine.objects.filter(case__procedure="seizure", removed_at=None)
    assert line.cases == len(rows) == 5
    assert line.penalised == len(penalties) == 2
    assert line.fines == sum(Decimal(str(row.facts["fine"])) for row in penalties) == Decimal(40000)
    assert line.sent_to_police == 1
    assert line.seized_value == sum(one.value or Decimal(0) for one in lines) == Decimal(120000)
    assert (line.closed, line.inspections, line.target_cases, line.target_inspections) == (0, 17, 5, 40)
    total = selectors.results(cast.officer, key).total
    assert (total.cases, total.fines, total.seized_value) == (line.cases, line.fines, line.seized_value)
    assert outside.row not in selectors.results(cast.officer, key).first


def test_it_is_public_only_when_published_and_stays_closed() -> None:
    play = to_filed(ON)
    key, head = planned(play), play.cast.head
    with pytest.raises(CampaignNotFound):
        selectors.results(ANONYMOUS, key)
    services.set_state(actor=head, campaign=key, state="running", published=True)
    services.add_case(actor=play.cast.officer, campaign=key, case_number=play.case.number)
    public = selectors.results(ANONYMOUS, key)
    assert (public.total.cases, public.first) == (1, ())
    with pytest.raises(Invalid):  # taken out again only with a reason
        services.drop_case(actor=play.cast.officer, campaign=key, case_number=play.case.number, reason="")
    services.drop_case(actor=play.cast.officer, campaign=key, case_number=play.case.number, reason="误登")
    assert selectors.results(ANONYMOUS, key).total.cases == 0
    with pytest.raises(NotFound):
        services.drop_case(actor=play.cast.officer, campaign=key, case_number=play.case.number, reason="误登")
    with pytest.raises(Invalid):
        services.set_state(actor=head, campaign=key, state="closed", published=True, summary=" ")
    services.set_state(actor=head, campaign=key, state="closed", published=True, summary="已完成。")
    with pytest.raises(CampaignClosed):
        services.add_case(actor=play.cast.officer, campaign=key, case_number=play.case.number)
    with pytest.raises(CampaignClosed):
        services.set_state(actor=head, campaign=key, state="running", published=True)


def test_what_does_not_belong_is_refused() -> None:
    play, other = to_filed(ON), to_filed(ON)
    key = planned(play, kinds=("trade_secret",))
    with pytest.raises(Invalid):  # another kind of case
        services.add_case(actor=play.cast.officer, campaign=key, case_number=play.case.number)
    with pytest.raises(Invalid):  # an office that takes no part
        services.add_case(actor=other.cast.officer, campaign=planned(play), case_number=other.case.number)
    with pytest.raises(BadDates):
        planned(play, ends_on=date(2026, 10, 1))
    with pytest.raises(Invalid) as told:  # everything that is wrong with a plan, at once
        planned(play, targets={}, ends_on=date(2026, 10, 1), title=Text("行动", " "))
    assert list(told.value.errors) == ["title_en", "ends_on", "units"]
    late = planned(play, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    with pytest.raises(Invalid):  # it came after the campaign
        services.add_case(actor=play.cast.officer, campaign=late, case_number=play.case.number)
    row = play.row
    row.closed_at = time.aware(datetime(2026, 10, 31, 17, 0))  # noqa: DTZ001  the city's own time
    row.save(update_fields=["closed_at"])
    with pytest.raises(Invalid):  # it was over before the campaign
        services.add_case(actor=play.cast.officer, campaign=planned(play), case_number=play.case.number)
    with pytest.raises(Forbidden):
        services.plan(
            actor=play.cast.officer,
            given=services.Plan(
                title=Text("a", "a"), scope=Text("a", "a"), office=play.cast.office.code,
                starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 2), targets={play.cast.office.code: (0, 0)},
            ),
        )  # fmt: skip
    stranger = make_actor("enforcement-officer", make_office(kind="district_bureau"))
    with pytest.raises(CampaignNotFound):
        selectors.results(stranger, key)
    assert Case.objects.filter(campaigns__isnull=False).count() == 0
