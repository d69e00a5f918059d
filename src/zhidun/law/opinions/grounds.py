"""Intent, gravity and the stage of the suit: what must hold before damages are multiplied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhidun.kernel.errors import Conflict
from zhidun.kernel.text import Text, t
from zhidun.law.load import RuleBook
from zhidun.law.opinions.inputs import Given, missing
from zhidun.law.opinions.sheet import Sheet
from zhidun.law.opinions.tables import in_force, sequence


class Declined(Conflict):
    """The claim is understood and the law does not allow it."""

    code = "law.declined"

    def __init__(self, reason: Text, remedy: Text, *, field: str = "", name: str = "") -> None:
        """Keep the field that decides and the stable name of the ground."""
        super().__init__(reason, remedy, field=field)
        self.name = name


def check_grounds(given: Given, book: RuleBook, on: date, sheet: Sheet, clause: Mapping[str, object]) -> None:
    """Check intent and gravity, each by a statement or by a listed factor.

    Raises:
        Declined: one of them does not hold.
        Invalid: only one of the two was spoken of.
    """
    found = {name: _held(given, name) for name in ("intent", "serious")}
    mental = str(clause.get("mental") or "故意")
    for name, zh, en in (("intent", mental, "intent"), ("serious", "情节严重", "gravity")):
        if found[name] is False:
            raise Declined(
                t(f"没有{zh},不适用惩罚性赔偿。", f"Without {en} there are no punitive damages."),
                t("惩罚性赔偿须故意(恶意)且情节严重。", "Both intent and gravity are needed."),
                name=f"punitive.no_{name}",
                field=name,
            )
    if found["intent"] is None and found["serious"] is None:
        sheet.note(f"以证明{mental}且情节严重为前提计算。", "Computed on condition that intent and gravity are proved.")
    else:
        for name, value in found.items():
            if value is None:
                raise missing(name)
    _factors(given, book, on, sheet)
    _fine_paid(given, book, on, sheet)


def _held(given: Given, name: str) -> bool | None:
    stated = given.flag(name)
    listed = given.factors("intent_factors" if name == "intent" else "gravity_factors")
    return stated if stated is not None else True if listed else None


def _factors(given: Given, book: RuleBook, on: date, sheet: Sheet) -> None:
    old = in_force(book, ("dmg.punitive",), on)
    for field, key, part, zh, en in (
        ("intent_factors", "dmg.punitive.intent", "intent", "故意", "intent"),
        ("gravity_factors", "dmg.punitive.gravity", "gravity", "情节严重", "gravity"),
    ):
        named = given.factors(field)
        if not named:
            continue
        new = in_force(book, (key,), on)
        listed = [str(one) for one in sequence(new[0].params.get("factors"))] if new else []
        listed = listed or [str(one) for one in sequence(old[0].params.get(part))] if old or new else listed
        sheet.cite(*(new or old))
        for factor, evidence in named:
            known = factor in listed
            zh_how = "解释列明" if known else "未列明,归入其他情形,须说明"
            en_how = "listed" if known else "not listed: other circumstances, to be explained"
            zh_by, en_by = (f"；证据：{evidence}", f"; evidence: {evidence}") if evidence else ("", "")
            sheet.step(f"{zh}:{factor}({zh_how}){zh_by}", f"{en}: {factor} ({en_how}){en_by}")


def _fine_paid(given: Given, book: RuleBook, on: date, sheet: Sheet) -> None:
    raw = given.all.get("fine_paid")
    paid = raw if isinstance(raw, bool) else bool(given.money("fine_paid"))
    if not paid:
        return
    rules = in_force(book, ("dmg.punitive.fine_paid",), on)
    sheet.cite(*(rules or in_force(book, ("dmg.punitive",), on)))
    zh, en = ("应予考虑", "shall be considered") if rules else ("可以综合考虑", "may be considered")
    sheet.note(
        f"已执行的罚款、罚金不抵扣、不免除惩罚性赔偿,确定倍数时{zh}。",
        f"A fine already paid is not deducted and does not exempt; it {en} in the multiple.",
    )


def check_procedure(given: Given, book: RuleBook, on: date, sheet: Sheet) -> None:
    """Check that the claim was made, and made in time.

    Raises:
        Declined: not claimed; added only at second instance; or a later separate suit that is barred.
    """
    new = in_force(book, ("dmg.punitive.claim",), on)
    old = in_force(book, ("dmg.punitive",), on)
    if given.flag("punitive_claimed") is False:
        sheet.cite(*(new or old))
        raise Declined(
            t("惩罚性赔偿须由权利人请求,法院不能主动判决。", "Punitive damages must be claimed."),
            t("请在一审法庭辩论终结前提出请求。", "Claim them before the oral debate at first instance ends."),
            name="punitive.not_claimed", field="punitive_claimed",
        )  # fmt: skip
    if given.word("stage") == "second_instance" and not given.flag("first_suit_claimed_punitive"):
        _second_instance(book, on, sheet, later=bool(new))
    if given.flag("first_suit_claimed_punitive") is False and new:
        separate = in_force(book, ("dmg.punitive.separate",), on)
        sheet.cite(*separate)
        if given.flag("court_explained"):
            raise Declined(
                t("前案经释明仍未请求,另行起诉不予受理。", "Explained and not claimed in the first suit: barred."),
                t("不能就同一侵权事实再请求。", "The same facts cannot be claimed again."),
                name="punitive.separate_suit", field="first_suit_claimed_punitive",
            )  # fmt: skip
        sheet.note(
            "前案未经释明的,另行起诉不因此不予受理。",
            "Without the court's explanation in the first suit a separate suit is not barred.",
        )


def _second_instance(book: RuleBook, on: date, sheet: Sheet, *, later: bool) -> None:
    sheet.cite(*in_force(book, ("dmg.punitive.add",) if later else ("dmg.punitive",), on))
    if later:
        reason = t(
            "二审中增加的惩罚性赔偿请求只能调解,调解不成的不予支持。",
            "Claimed only at second instance: mediation only; if it fails the claim is not supported.",
        )
        remedy = t("请在一审法庭辩论终结前提出。", "Claim before the oral debate at first instance ends.")
    else:
        reason = t(
            "二审中增加的惩罚性赔偿请求只能调解,调解不成的告知另行起诉。",
            "Claimed only at second instance: mediation only; if it fails, by a separate suit.",
        )
        remedy = t("调解不成的,可以另行起诉。", "If mediation fails, sue separately.")
    raise Declined(reason, remedy, name="punitive.second_instance", field="stage")
