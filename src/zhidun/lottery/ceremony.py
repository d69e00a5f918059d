"""The order of a draw: freeze, commit, witnessed checkpoint, reveal, pick. Each act returns a new ceremony."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from zhidun.kernel.text import t
from zhidun.lottery.draw import LEAST_PARTIES, Picked, commitment, pick
from zhidun.lottery.errors import CommitmentWrong, DrawFrozen, DrawMalformed, DrawVoid, TooEarly
from zhidun.lottery.frozen import Frozen

DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Ceremony:
    """One draw on its way.

    Attributes:
        frozen: lists and rules.
        parties: who commits: agency, notary or discipline inspection, association or court desk, at least three.
        commits: party → commitment.
        witnessed: a checkpoint with its quorum holds every commitment.
        reveals: party → secret.
        void: why the draw is void; empty: it is not.
    """

    frozen: Frozen
    parties: tuple[str, ...]
    commits: Mapping[str, bytes] = field(default_factory=dict)
    witnessed: bool = False
    reveals: Mapping[str, bytes] = field(default_factory=dict)
    void: str = ""

    def __post_init__(self) -> None:
        if len(set(self.parties)) < LEAST_PARTIES or len(set(self.parties)) != len(self.parties):
            raise DrawMalformed(t("至少三个不同的参与方。", "At least three different parties."), field="parties")

    def with_lists(self, frozen: Frozen) -> Self:
        """Return the ceremony with other lists or rules, before anybody committed.

        Raises:
            DrawFrozen: somebody committed already.
        """
        if self.commits:
            raise DrawFrozen
        return replace(self, frozen=frozen)

    def commit(self, party: str, digest: bytes) -> Self:
        """Return the ceremony with a party's commitment.

        Raises:
            DrawMalformed: no party of this draw, or no digest.
            DrawFrozen: the party committed already, to something else.
        """
        self._member(party)
        if len(digest) != DIGEST_BYTES:
            raise DrawMalformed(field="commits")
        if self.commits.get(party, digest) != digest:
            raise DrawFrozen(t("该方已提交承诺。", "This party committed already."))
        return replace(self, commits={**self.commits, party: digest})

    def witness(self) -> Self:
        """Return the ceremony after a cosigned checkpoint holds every commitment.

        Raises:
            TooEarly: a party has not committed.
        """
        if set(self.commits) != set(self.parties):
            raise TooEarly
        return replace(self, witnessed=True)

    def reveal(self, party: str, secret: bytes) -> Self:
        """Return the ceremony with a party's secret.

        Raises:
            DrawVoid, TooEarly: not now.
            CommitmentWrong: not the secret that was committed to.
        """
        self._member(party)
        if self.void:
            raise DrawVoid
        if not self.witnessed:
            raise TooEarly
        if not hmac.compare_digest(commitment(party, secret), self.commits[party]):
            raise CommitmentWrong
        return replace(self, reveals={**self.reveals, party: secret})

    def expire(self) -> Self:
        """Return the ceremony when the time to reveal is over: void, publicly, where somebody did not reveal."""
        missing = [party for party in self.parties if party not in self.reveals]
        return replace(self, void="、".join(missing)) if missing else self

    def result(self, beacon: bytes = b"") -> Picked:
        """Return the result.

        Raises:
            DrawVoid, TooEarly: the draw is void, or a secret or the beacon is missing.
        """
        if self.void:
            raise DrawVoid
        if set(self.reveals) != set(self.parties) or bool(beacon) != bool(self.frozen.beacon):
            raise TooEarly(t("尚有随机数未公开。", "A secret or the beacon is still missing."))
        return pick(self.frozen, self.reveals, beacon)

    def _member(self, party: str) -> None:
        if party not in self.parties:
            raise DrawMalformed(t(f"“{party}”不是参与方。", f"“{party}” takes no part in this draw."), field="party")
