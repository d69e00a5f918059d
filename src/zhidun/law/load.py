"""The rule book: laws and rules of the packs, found by key, id or alias, and by date."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from functools import cache

from zhidun.kernel.text import Text, t
from zhidun.law.model import LawText, Period, Rule
from zhidun.law.refusals import RuleNotInForce, RuleUnknown

LONGEST_NAME = 80


class RuleBook:
    """All rules of the packs. Immutable."""

    def __init__(self, laws: Iterable[LawText], rules: Iterable[Rule]) -> None:
        """Index laws by id and rules by key, id and alias."""
        self._laws: dict[str, LawText] = {law.id: law for law in laws}
        self._versions: dict[str, list[Rule]] = {}
        self._by_id: dict[str, Rule] = {}
        self._aliases: dict[str, str] = {}
        for rule in rules:
            self._versions.setdefault(rule.key, []).append(rule)
            self._by_id[rule.id] = rule
            for alias in rule.aliases:
                self._aliases[alias] = rule.key
        for versions in self._versions.values():
            versions.sort(key=lambda rule: rule.effective_from)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return every version of every rule, in the order of the packs."""
        return tuple(self._by_id.values())

    @property
    def laws(self) -> tuple[LawText, ...]:
        """Return every version of every law text."""
        return tuple(self._laws.values())

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys in alphabetical order."""
        return tuple(sorted(self._versions))

    def law(self, law_id: str) -> LawText:
        """Return a law text by its id.

        Raises:
            RuleUnknown: no such text.
        """
        if law_id not in self._laws:
            raise RuleUnknown(
                t(f"没有法律文本 {law_id}。", f"There is no law text {law_id}."),
                _nearest(law_id, self._laws),
            )
        return self._laws[law_id]

    def has(self, name: str) -> bool:
        """Whether a key, id or alias (with or without `#part`) is known; a part must exist in some version."""
        base, _, part = name.partition("#")
        try:
            versions = self.versions(base)
        except RuleUnknown:
            return False
        return not part or any(part in rule.parts for rule in versions)

    def versions(self, name: str) -> tuple[Rule, ...]:
        """Return all versions of a rule named by key, id or alias, oldest first.

        Raises:
            RuleUnknown: no such rule.
        """
        base = name.partition("#")[0]
        key = base if base in self._versions else self._aliases.get(base, "")
        if not key and base in self._by_id:
            key = self._by_id[base].key
        if not key:
            raise RuleUnknown(
                t(f"没有规则 {base}。", f"There is no rule {base}."),
                _nearest(base, [*self._versions, *self._by_id, *self._aliases]),
                field="rule",
            )
        return tuple(self._versions[key])

    def rule(self, name: str, on: date) -> Rule:
        """Return the version in force on `on`; an id (not a key) must itself be in force on that day.

        Raises:
            RuleUnknown: no such rule.
            RuleNotInForce: no version, or not the version asked for, was in force; the one in force is named.
        """
        base = name.partition("#")[0]
        versions = self.versions(base)
        current = next((rule for rule in versions if rule.in_force(on)), None)
        by_id = base not in self._versions and base not in self._aliases
        asked = self._by_id[base] if by_id else current
        if asked is not None and asked.in_force(on):
            return asked
        raise RuleNotInForce(
            t(f"规则 {base} 在 {on} 不适用。", f"Rule {base} is not in force on {on}."),
            self._instead(versions, current, on),
            field="rule",
            article=(versions[0] if on < versions[0].effective_from else versions[-1]).citation.zh,
        )

    def located(self, name: str, on: date) -> tuple[Rule, Period]:
        """Return the rule in force and the period that `key` or `key#part` names.

        Raises:
            RuleUnknown, RuleNotInForce, PeriodUnknown: as `rule` and `Rule.period`.
        """
        rule = self.rule(name, on)
        return rule, rule.period(name.partition("#")[2])

    def by_id(self, rule_id: str) -> Rule:
        """Return one version by its id, whether in force or not: for clocks that keep their rule.

        Raises:
            RuleUnknown: no such id.
        """
        if rule_id not in self._by_id:
            raise RuleUnknown(
                t(f"没有规则版本 {rule_id}。", f"There is no rule version {rule_id}."),
                _nearest(rule_id, self._by_id),
                field="rule",
            )
        return self._by_id[rule_id]

    def unverified(self) -> list[Rule]:
        """Return the rules whose text was not read: refused in papers until a named officer confirms them."""
        return [rule for rule in self._by_id.values() if not rule.verified]

    def _instead(self, versions: tuple[Rule, ...], current: Rule | None, on: date) -> Text:
        follower = current
        seen = {rule.id for rule in versions}
        following = versions[-1].superseded_by
        while follower is None and following and following not in seen:
            seen.add(following)
            rule = self._by_id[following]
            if rule.in_force(on):
                follower = rule
            following = rule.superseded_by
        if follower is not None:
            name = f"{follower.id}({follower.citation.zh})", f"{follower.id} ({follower.citation.en})"
            return t(f"当日适用的是 {name[0]}。", f"In force on that day: {name[1]}.")
        spans = ", ".join(f"{rule.id} {rule.effective_from}–{rule.effective_to or ''}" for rule in versions)
        return t(f"当日没有适用的版本;已有版本:{spans}。", f"No version was in force; known versions: {spans}.")


def _nearest(name: str, names: Iterable[str]) -> Text:
    near = ", ".join(difflib.get_close_matches(name[:LONGEST_NAME], list(dict.fromkeys(names)), n=3))
    if not near:
        return t("请核对编号;全部规则见规则包的 law 目录。", "Check the name; the rules are in the packs' law folder.")
    return t(f"是否指:{near}?", f"Did you mean: {near}?")


@cache
def rulebook() -> RuleBook:
    """Return the rule book of the packs named by `ZHIDUN_PACKS`; a later pack's key replaces an earlier pack's.

    Raises:
        PackBroken: a file cannot be read.
    """
    from zhidun.law.pack_files import read_packs

    laws, rules = read_packs()
    return RuleBook(laws, rules)
