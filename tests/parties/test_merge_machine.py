"""Judgements that two parties are one, made and undone in any order, held against a model that cannot be wrong."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.parties import make_party
from zhidun.access.actors import SYSTEM
from zhidun.parties import selectors, services
from zhidun.parties.errors import AlreadyMerged, MergeRefused
from zhidun.parties.models import MergeJudgement, Party

pytestmark = pytest.mark.django_db
COUNT = 6
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)),
        st.tuples(st.just("undo"), st.integers(0, 20), st.just(0)),
    ),
    max_size=14,
)


class Model:
    """What the judgements mean: each party points to one it was merged into, or to nothing."""

    def __init__(self) -> None:
        self.into: dict[int, int] = {}

    def root(self, party: int) -> int:
        while party in self.into:
            party = self.into[party]
        return party

    def members(self, party: int) -> set[int]:
        return {one for one in range(COUNT) if self.root(one) == self.root(party)}


def play(steps: list[tuple[str, int, int]]) -> None:
    parties = [make_party(f"甲{n}号", kind="person") for n in range(COUNT)]
    number_of = {party.pk: n for n, party in enumerate(parties)}
    model, made = Model(), list[MergeJudgement]()
    undone: set[int] = set()
    for what, one, other in steps:
        if what == "merge":
            keeper, merged = model.root(one), model.root(other)
            if keeper == merged:
                with pytest.raises(AlreadyMerged), transaction.atomic():
                    services.merge(actor=SYSTEM, kept=parties[one], merged=parties[other], reason="同一人")
                continue
            made.append(services.merge(actor=SYSTEM, kept=parties[one], merged=parties[other], reason="同一人"))
            model.into[merged] = keeper
        elif made:
            place = one % len(made)
            if place in undone:
                with pytest.raises(AlreadyMerged), transaction.atomic():
                    services.unmerge(actor=SYSTEM, judgement=made[place], reason="误判")
                continue
            services.unmerge(actor=SYSTEM, judgement=made[place], reason="误判")
            undone.add(place)
            del model.into[number_of[made[place].merged_id]]
        hold_against(model, parties, number_of)
    assert MergeJudgement.objects.filter(kept__in=parties, undone_at=None).count() == len(model.into)


def hold_against(model: Model, parties: list[Party], number_of: dict[int, int]) -> None:
    for n, party in enumerate(parties):
        root = selectors.canonical(party.pk)
        assert number_of[root.pk] == model.root(n)
        assert {number_of[pk] for pk in selectors.members(root)} == model.members(n)
        assert set(selectors.known_names(root)) == {f"甲{one}号" for one in model.members(n)}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_order_of_merging_and_undoing_means_what_the_model_says(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        play(steps)
        transaction.set_rollback(True)


SEQUENCES = [
    # a chain undone from its beginning, its middle, its end
    [("merge", 0, 1), ("merge", 1, 2), ("undo", 0, 0)],
    [("merge", 0, 1), ("merge", 2, 0), ("undo", 0, 0)],
    [("merge", 0, 1), ("merge", 2, 0), ("undo", 1, 0)],
    [("merge", 0, 1), ("merge", 2, 0), ("merge", 3, 2), ("undo", 1, 0), ("undo", 0, 0), ("undo", 2, 0)],
    # the other way round after an undoing
    [("merge", 0, 1), ("undo", 0, 0), ("merge", 1, 0)],
    # one with itself, and twice
    [("merge", 0, 0)],
    [("merge", 0, 1), ("merge", 0, 1)],
    [("merge", 0, 1), ("merge", 1, 0)],
    # two trees into one
    [("merge", 0, 1), ("merge", 2, 3), ("merge", 0, 2), ("undo", 1, 0)],
    [("merge", 0, 1), ("merge", 2, 3), ("merge", 3, 1), ("undo", 2, 0)],
    # undone twice
    [("merge", 0, 1), ("undo", 0, 0), ("undo", 0, 0)],
    # merged, undone, merged with another
    [("merge", 0, 1), ("undo", 0, 0), ("merge", 2, 1), ("undo", 1, 0), ("merge", 0, 1)],
]


@pytest.mark.parametrize("steps", SEQUENCES)
def test_sequences_worth_a_name(steps: list[tuple[str, int, int]]) -> None:
    play(steps)


RESIDENTS = ("11010519491231002X", "440524188001010014")


@pytest.mark.parametrize(
    ("kind", "numbers", "others", "refused"),
    [
        ("organisation", {"uscc": "91510100633142770A"}, {"uscc": "91510000709151981F"}, True),
        ("organisation", {"uscc": "91510100633142770A"}, {}, False),
        ("organisation", {"organisation_code": "63314277-0"}, {"organisation_code": "70915198-1"}, True),
        ("organisation", {"uscc": "91510100633142770A"}, {"organisation_code": "63314277-0"}, False),
        ("person", {"resident_id": RESIDENTS[0]}, {"resident_id": RESIDENTS[1]}, True),  # nobody has two
        ("person", {"resident_id": RESIDENTS[0]}, {"passport": "E12345678"}, False),
        ("person", {"passport": "E12345678"}, {"passport": "E87654321"}, False),  # passports are renewed
        ("person", {"platform_account": "shop1"}, {"platform_account": "shop2"}, False),
        ("organisation", {"foreign_registration": "HRB1"}, {"foreign_registration": "HRB2"}, False),
    ],
)
def test_numbers_of_which_nobody_has_two_keep_parties_apart(
    kind: str,
    numbers: dict[str, str],
    others: dict[str, str],
    *,
    refused: bool,
) -> None:
    one, other = (
        services.find_or_create(actor=SYSTEM, kind=kind, name=name, identifiers=given_numbers)
        for name, given_numbers in (("甲方", numbers), ("乙方", others))
    )
    if not refused:
        assert services.merge(actor=SYSTEM, kept=one, merged=other, reason="同一主体").merged_id == other.pk
        return
    with pytest.raises(MergeRefused) as caught:
        services.merge(actor=SYSTEM, kept=one, merged=other, reason="同一主体")
    assert caught.value.remedy.zh and caught.value.remedy.en
    assert selectors.canonical(other.pk) == other
