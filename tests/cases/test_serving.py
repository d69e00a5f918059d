"""A step that serves writes day and way of service into the papers it serves, and into no others."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.factories.cases import Cast, filed, make_case, take
from zhidun.cases import services
from zhidun.cases.models import Case, Move, Paper
from zhidun.cases.serving import mark, papers_before
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.procedures.model import Choice, Field, FieldType

pytestmark = pytest.mark.django_db
LATER = Field(key="served_on", type=FieldType.DATE, title=Text("送达日期", "Served on"))
NOW = Field(key="notice_served_on", type=FieldType.DATE, title=Text("送达日期", "Served on"))
HOW = Field(
    key="served_how",
    type=FieldType.CHOICE,
    title=Text("方式", "How"),
    choices=(Choice("post", Text("邮寄送达", "By post")), Choice("left", Text("留置送达", "Left"))),
)


def next_move(case: Case, **facts: object) -> Move:
    """A move after the last one, from the state the case is in, as a serve step would write it."""
    last = case.moves.latest("seq")
    return Move.objects.create(
        case=case, seq=last.seq + 1, step="serve", from_state=last.to_state, to_state=last.to_state,
        actor_key="account:1", actor_name="甲", at=time.now(), facts=facts,
    )  # fmt: skip


def paper_of(case: Case, move: Move, *relations: str) -> Paper:
    return Paper.objects.create(
        case=case, kind="decision", office=case.office, year=2026, title_zh="决定", title_en="Decision", data={},
        move=move, issued_by="account:1", issued_name="甲", relations=list(relations),
    )  # fmt: skip


def test_a_notice_is_served_by_the_step_that_makes_it(cast: Cast) -> None:
    case = filed(cast)
    yesterday = time.today() - timedelta(days=1)
    move = take(case, "notice", cast.officer, {"notice_served_on": yesterday.isoformat()})
    paper = move.papers.get()
    assert paper.served_at is not None
    assert time.local_date(paper.served_at) == yesterday
    assert paper.served_how == ""


def test_a_step_without_such_a_field_serves_nothing(cast: Cast) -> None:
    case = filed(cast)
    take(case, "decide-alone", cast.officer)
    assert case.papers.get().served_at is None


@pytest.mark.parametrize(
    ("facts", "day", "how"),
    [
        ({"served_on": "2026-10-16", "served_how": "post"}, "2026-10-16T00:00:00+08:00", "邮寄送达"),
        ({"served_on": "2026-10-16", "served_how": "left"}, "2026-10-16T00:00:00+08:00", "留置送达"),
        ({"served_on": "2026-10-16"}, "2026-10-16T00:00:00+08:00", ""),
        ({"served_on": "2026-10-16T09:30:00+08:00"}, "2026-10-16T09:30:00+08:00", ""),
        ({"served_on": ""}, None, ""),
        ({}, None, ""),
    ],
)
def test_the_serve_step_serves_what_led_into_its_state(
    cast: Cast, facts: dict[str, str], day: str | None, how: str
) -> None:
    case = filed(cast)
    entering = case.moves.latest("seq")
    led = paper_of(case, entering, "respondent")
    for_file = paper_of(case, entering)
    older = paper_of(case, case.moves.earliest("seq"), "complainant")
    move = next_move(case, **facts)
    fields = [LATER, HOW]
    before = papers_before(case, fields, move)
    mark(case, fields, move, before)
    assert list(before) == ([led] if day else [])
    for paper in (led, for_file, older):
        paper.refresh_from_db()
    assert led.served_at == (datetime.fromisoformat(day) if day else None)
    assert led.served_how == how
    assert (for_file.served_at, older.served_at) == (None, None)


def test_the_first_service_stands(cast: Cast) -> None:
    case = filed(cast)
    paper = paper_of(case, case.moves.latest("seq"), "respondent")
    first = services.mark_served(actor=cast.officer, paper_id=str(paper.public_id), how="直接送达").served_at
    move = next_move(case, served_on="2020-01-01")
    mark(case, [LATER], move, papers_before(case, [LATER], move))
    paper.refresh_from_db()
    assert (paper.served_at, paper.served_how) == (first, "直接送达")
    again = services.mark_served(actor=cast.officer, paper_id=str(paper.public_id), how="邮寄")
    assert again.served_how == "直接送达"


def test_a_case_that_never_changed_its_state_has_nothing_to_serve(cast: Cast) -> None:
    case = make_case(cast)
    Move.objects.filter(case=case)
    move = next_move(case, served_on="2026-10-16", notice_served_on="2026-10-16")
    own = paper_of(case, move, "complainant")
    assert papers_before(case, [LATER, NOW], move) == ()
    mark(case, [LATER, NOW], move, ())
    own.refresh_from_db()
    assert own.served_at is not None
