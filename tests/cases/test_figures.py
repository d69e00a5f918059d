"""The figures of the overview: cases nobody has classified are one row, and it opens to exactly them."""

from __future__ import annotations

import pytest

from tests.factories.faces import officer, town
from zhidun.cases import figures


@pytest.mark.django_db
def test_cases_without_a_kind_are_one_row_that_opens_to_them() -> None:
    town()
    head = officer("luofeng")
    counted = {key: (name.en, n) for key, name, n in figures.overview(head).kinds}
    assert [name for name, _ in counted.values()].count("Not classified") == 1
    behind = figures.rows(head, what="open", kind=figures.UNCLASSIFIED)
    assert len(behind) == counted[figures.UNCLASSIFIED][1]
    assert {row.kind.en for row in behind} == {"Not classified"}
