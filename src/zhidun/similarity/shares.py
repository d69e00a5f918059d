"""What two marks share, by sound, by look and by the very same symbols: the sums every comparer reads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import pairing

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
HEARD, SEEN = 0.5, 0.75
"""What a pair of different symbols that sound the same, or look the same, keeps beside a pair of the very same ones."""


class Shares(ABC):
    """Marks in pairs: what is derived from the likeness of their symbols, whichever way that was worked out.

    Attributes:
        their_weights: pairs × length, weights of the other mark, 0 where there is no symbol.
    """

    their_weights: Floats

    @property
    @abstractmethod
    def mine(self) -> Floats:
        """Weights of the one mark: length × pairs, or one column for all of them."""

    @property
    @abstractmethod
    def same(self) -> Floats:
        """Whether two symbols are one and the same: length × pairs × length."""

    @property
    @abstractmethod
    def heard(self) -> Floats:
        """How alike two symbols sound."""

    @property
    @abstractmethod
    def seen(self) -> Floats:
        """How alike two symbols look."""

    @property
    @abstractmethod
    def sums(self) -> tuple[Floats, Floats]:
        """Weight of both marks of each pair."""

    @property
    @abstractmethod
    def counts(self) -> tuple[Floats, Floats]:
        """Number of symbols of both marks of each pair."""

    @property
    @abstractmethod
    def placed(self) -> tuple[Places, Places]:
        """Where each symbol stands first in its mark (−1: no symbol), for both marks: one row, or one a pair."""

    @cached_property
    def rhythm(self) -> Floats:
        """Whether two marks have as many symbols, and double the same ones."""
        mine, theirs = self.placed
        return np.asarray((mine == theirs).all(axis=1), np.float32)

    @cached_property
    def doubling(self) -> Places:
        """The pairs of marks as long as each other that both double a symbol."""
        doubled = [(placed >= 0) & (placed != np.arange(placed.shape[1])) for placed in self.placed]
        both = doubled[0].any(axis=1) & doubled[1].any(axis=1)
        return np.flatnonzero(both & (self.counts[0] == self.counts[1]))

    @cached_property
    def head(self) -> Floats:
        """How alike the first two symbols are, the lesser of the two; of marks of one symbol that symbol."""
        mine, theirs = self.counts
        if not self.judged.size:
            return np.zeros(len(theirs), np.float32)
        first = self.judged[0, :, 0]
        second = self.judged[1, :, 1] if min(self.judged.shape[0], self.judged.shape[2]) > 1 else np.zeros_like(first)
        alone = (mine == 1) & (theirs == 1)
        return np.asarray(np.where(alone, first, np.minimum(first, second)), np.float32)

    @cached_property
    def near(self) -> Floats:
        """The nearer of sound and look."""
        return np.maximum(self.heard, self.seen)

    @cached_property
    def near_shared(self) -> Floats:
        """Weight shared when the nearer of sound and look counts."""
        return pairing.shared(self.near, self.mine, self.their_weights)

    @cached_property
    def heard_even(self) -> Floats:
        """Part of both marks shared when sound counts."""
        return self.even(pairing.shared(self.heard, self.mine, self.their_weights))

    @cached_property
    def seen_even(self) -> Floats:
        """Part of both marks shared when look counts."""
        return self.even(pairing.shared(self.seen, self.mine, self.their_weights))

    @cached_property
    def whole_even(self) -> Floats:
        """Part of both marks shared, every symbol counting alike."""
        mine, theirs = self.counts
        return share(2 * self.whole_shared, mine + theirs)

    @cached_property
    def judged_shared(self) -> Floats:
        """Weight shared when only the very same symbols count in full."""
        return pairing.shared(self.judged, self.mine, self.their_weights)

    @cached_property
    def judged(self) -> Floats:
        """How alike two symbols are when only the very same counts in full."""
        return judged(self.same, self.heard, self.seen)

    @cached_property
    def whole_shared(self) -> Floats:
        """Number of symbols shared, every symbol counting alike."""
        return whole_shared(self.judged, self.mine, self.their_weights)

    def even(self, shared: Floats) -> Floats:
        """Return shared weight as a part of both marks: 1 only when nothing is left over on either side."""
        mine, theirs = self.sums
        return share(2 * shared, mine + theirs)


def judged(same: Floats, heard: Floats, seen: Floats) -> Floats:
    """Return the likeness of symbols when a different one that sounds or looks alike counts only in part."""
    near = np.maximum(heard * np.float32(HEARD), seen * np.float32(SEEN))
    return np.asarray(np.maximum(same, near), np.float32)


def whole_shared(likeness: Floats, mine: Floats, theirs: Floats) -> Floats:
    """Return the number of symbols shared, every symbol counting alike."""
    return pairing.shared(likeness, (mine > 0).astype(np.float32), (theirs > 0).astype(np.float32))


def share(part: Floats, whole: Floats) -> Floats:
    """Return part / whole from 0 to 1, 0 where there is no whole."""
    return np.asarray(np.clip(part / np.maximum(whole, 1e-9), 0, 1), dtype=np.float32)
