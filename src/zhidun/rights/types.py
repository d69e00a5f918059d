"""What goes into the registry and comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RightFacts:
    """What somebody states about a right.

    Attributes:
        kind: word of `RightKind`.
        title: name of the right as registered.
        number: as typed; blank together with `number_known=False` when it is not known.
        holder_id: primary key of the party that holds it, when it is known to the house.
        holder_name: the holder's name as stated.
        status: word of the kind's statuses; blank for the usual one.
        classes: Nice or other class numbers.
        details: own fields of the kind.
        private: to be seen by its holder and by officers only.
    """

    kind: str
    title: str
    number: str = ""
    number_known: bool = True
    title_en: str = ""
    holder_id: int | None = None
    holder_name: str = ""
    status: str = ""
    filed_on: date | None = None
    registered_on: date | None = None
    published_on: date | None = None
    classes: Sequence[int] = ()
    details: Mapping[str, object] = field(default_factory=dict)
    region: str = ""
    source: str = ""
    key_protection: bool = False
    private: bool = False

    def dates(self) -> dict[str, date | None]:
        """Return the dates of the row by name."""
        return {"filed_on": self.filed_on, "registered_on": self.registered_on, "published_on": self.published_on}


@dataclass(frozen=True, slots=True)
class GiAnswer:
    """Whether the holder of a credit code may use a geographical indication on a day, and by what."""

    uscc: str
    authorised: bool
    name: str
    right_title: str
    basis: str
    reason: Text
