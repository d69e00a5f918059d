"""Whether the figures of a case reach the threshold of a crime, by which row, and how much is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from zhidun.kernel.text import listed, t
from zhidun.kernel.time import today
from zhidun.law.counting import month_shift
from zhidun.law.load import RuleBook
from zhidun.law.model import Confidence, Rule
from zhidun.law.opinions.inputs import Given, wrong
from zhidun.law.opinions.sheet import Answer, Sheet, money, say
from zhidun.law.opinions.tables import in_force, mapping, names, needed, number, sequence, table, tables
from zhidun.law.opinions.thresholds import COUNTS, FIELDS, Figures, Threshold, rows

MONEY = ("illegal_gains", "illegal_turnover", "sales_amount", "loss", "direct_loss", "service_gains")
NUMBERS = ("labels", "copies", "copies_sold", "works_online", "downloads", "clicks", "members")
TURNOVER = frozenset({"213", "216", "217"})
MARKS = frozenset({"213", "services", "214", "215"})
SALES = frozenset({"214", "218"})
TRANSFER = "trf.trigger.ip"
SEVERAL = 2
MONTHS = 12
RUIN = t("直接导致权利人破产、倒闭", "the right holder was driven into bankruptcy or closure")


def crime(fields: Mapping[str, object], book: RuleBook) -> Answer:
    """Answer a question of thresholds; see `crime.schema.json`.

    Raises:
        Refusal: a field or the law does not fit.
    """
    given = Given("crime", fields)
    article = _article(given)
    on = given.day("event_date") or given.day("act") or today()
    sheet = Sheet()
    if not (given.has("event_date") or given.has("act")):
        sheet.note(f"未给日期,按今天 {on} 有效的解释。", f"No date was given; the interpretation of today, {on}.")
    rules = in_force(book, names("crime", article), on)
    if not rules:
        book.rule(names("crime", article)[0], on)
    sheet.cite(rules[0])
    figures = _figures(given, article, rules, book, on, sheet)
    if given.word("mark") == "similar" and article in MARKS:
        figures = Figures(known={}, conditions=frozenset())
        sheet.cite(*in_force(book, ("crime.mark.identity",), on))
        sheet.note(
            "近似而不相同的商标不计入本罪的数额;仍属行政违法和民事侵权。",
            "A mark that is merely similar does not count for this crime; it stays an administrative and civil matter.",
        )
    open_rows = tuple(row for rule in rules for row in rows(rule, figures, book))
    sheet.cite(*(row.rule for row in open_rows if row.apart or row.field in figures.known))
    met = [row for row in open_rows if row.reached(figures)]
    grave = _aggravated(rules, open_rows, figures, book)
    facts = _facts(given, rules, figures, open_rows, met, grave, book, on, sheet)
    if met:
        sheet.lead(met[0].rule)
    _uncertain(met, on, sheet)
    tier = _tier(given, article)
    facts |= _penalty(book, on, tier, figures, sheet, met=bool(facts["met"]), grave=bool(facts["aggravated"]))
    facts |= _today_too(given, book, on, article)
    return sheet.answer(facts)


def _plain_article(given: Given) -> str:
    return given.need_word("article").removeprefix("art.").removeprefix("刑法").strip().strip("第条")


def _tier(given: Given, article: str) -> str:
    """Return the article whose penalty governs: the thresholds of 219 also serve 219-1, its sentence does not."""
    words = table("crime_penalty")
    return str(words.get(_plain_article(given)) or words.get(article, article))


def _article(given: Given) -> str:
    raw, text = given.need_word("article"), _plain_article(given)
    text = str(table("crime_words").get(text, text))
    if text not in table("crime"):
        known = listed([*table("crime"), "goods"])
        raise wrong(
            "article",
            (f"没有“{raw[:40]}”的门槛。", f"There is no threshold for “{raw[:40]}”."),
            (f"可用:{known.zh}。", f"Use: {known.en}."),
        )
    return text


def _figures(given: Given, article: str, rules: Sequence[Rule], book: RuleBook, on: date, sheet: Sheet) -> Figures:
    known = {name: value for name in MONEY if (value := given.money(name)) is not None}
    known |= {name: Decimal(pieces) for name in NUMBERS if (pieces := given.count(name)) is not None}
    _sold_and_unsold(given, article, known, sheet)
    if article == "services" and "illegal_gains" not in known and "service_gains" in known:
        known["illegal_gains"] = known["service_gains"]
    if article == "219" and "loss" not in known and "direct_loss" in known:
        known["loss"] = known["direct_loss"]
        sheet.note("未列损失数额,按直接经济损失列示。", "No loss was given; the direct loss is taken.")
    if "service_gains" in known and article == "213":
        known["goods_and_service_gains"] = known.get("illegal_gains", Decimal(0)) + known["service_gains"]
    return Figures(known=known, conditions=_conditions(given, rules, book, on, sheet))


def _sold_and_unsold(given: Given, article: str, known: dict[str, Decimal], sheet: Sheet) -> None:
    """Put what was sold and what was not where the article looks for it."""
    sold, unsold = given.money("sold"), given.money("unsold")
    if article == "215":
        for name in ("sold", "unsold"):
            given.count(name)  # pieces, not yuan: a fraction is refused
        _pieces(known, "labels", sold, unsold)
    elif article in SALES:
        _sales(known, sold, unsold, sheet)
        if article == "218" and "copies" in known:
            _pieces(known, "copies", known.get("copies_sold"), known["copies"])
    elif article in TURNOVER:
        _turnover(known, sold, unsold, sheet)


def _pieces(known: dict[str, Decimal], field: str, sold: Decimal | None, unsold: Decimal | None) -> None:
    if sold is not None:
        known.setdefault(field, sold)
    if unsold is not None:
        known[f"unsold_{field}"] = unsold
        known[f"sold_plus_unsold_{field}"] = (sold or Decimal(0)) + unsold


def _sales(known: dict[str, Decimal], sold: Decimal | None, unsold: Decimal | None, sheet: Sheet) -> None:
    if sold is not None and known.setdefault("sales_amount", sold) != sold:
        _differ(sheet, ("销售金额", "sales", known["sales_amount"]), ("已售", "sold", sold))
    turnover = known.get("illegal_turnover")
    if "sales_amount" not in known and turnover is not None and unsold is not None:
        known["sales_amount"] = max(turnover - unsold, Decimal(0))
        sheet.step(
            f"销售金额:违法经营额{say(turnover)}元 - 未售货值{say(unsold)}元 = {say(known['sales_amount'])}元",
            f"sales: turnover {say(turnover)} - unsold {say(unsold)} = {say(known['sales_amount'])} yuan",
        )
        if unsold > turnover:
            _differ(sheet, ("非法经营数额", "turnover", turnover), ("未售货值", "unsold goods", unsold))
    elif "sales_amount" not in known and turnover is not None:
        known["sales_amount"] = turnover
        sheet.note(
            "未列销售金额,按违法经营额列示;其中未销售部分须分列。",
            "Sales were not given; the turnover is taken. What was not sold is to be given apart.",
        )
    if unsold is not None:
        before = known.get("sales_amount", Decimal(0))
        known["unsold_goods_value"] = unsold
        known["sold_plus_unsold"] = before + unsold
        sheet.step(
            f"已售{say(before)}元 + 未售货值{say(unsold)}元 = {say(before + unsold)}元",
            f"sold {say(before)} + unsold {say(unsold)} = {say(before + unsold)} yuan",
        )


def _turnover(known: dict[str, Decimal], sold: Decimal | None, unsold: Decimal | None, sheet: Sheet) -> None:
    sold = known.get("sales_amount") if sold is None else sold
    if sold is None and unsold is None:
        return
    first, second = sold or Decimal(0), unsold or Decimal(0)
    stated = known.get("illegal_turnover")
    if stated is not None:
        if first + second > stated or (sold is not None and unsold is not None and first + second != stated):
            _differ(sheet, ("非法经营数额", "turnover", stated), ("已售与未售合计", "sold and unsold", first + second))
        return
    known["illegal_turnover"] = first + second
    sheet.step(
        f"非法经营数额含已售和未售:{say(first)}元 + {say(second)}元 = {say(first + second)}元",
        f"turnover counts sold and unsold: {say(first)} + {say(second)} = {say(first + second)} yuan",
    )


def _differ(sheet: Sheet, stated: tuple[str, str, Decimal], other: tuple[str, str, Decimal]) -> None:
    sheet.differ(
        f"所列{stated[0]}{say(stated[2])}元与{other[0]}{say(other[2])}元不符,须核对;按所列数计算。",
        f"The stated {stated[1]} of {say(stated[2])} yuan does not fit {other[1]} of {say(other[2])}; to be checked; "
        "the stated one is taken.",
    )


def _conditions(given: Given, rules: Sequence[Rule], book: RuleBook, on: date, sheet: Sheet) -> frozenset[str]:
    found: set[str] = set()
    marks = given.count("marks") or 0
    if marks >= SEVERAL:
        if given.flag("same_goods_same_source"):
            sheet.cite(*in_force(book, ("crime.marks.count",), on))
            sheet.note(
                "同一商品上来源相同的多个注册商标不算两种以上。",
                "Registrations of one source on the same goods are not two marks.",
            )
        else:
            found.add("marks")
    if (given.count("patents") or 0) >= SEVERAL:
        found.add("patents")
    if _repeat(given, rules, on, sheet):
        found.add("repeat")
    return frozenset(found)


def _repeat(given: Given, rules: Sequence[Rule], on: date, sheet: Sheet) -> bool:
    prior = given.day("prior_admin_penalty")
    if prior is None:
        return False
    act = given.day("act") or on
    years = [
        int(needed(mapping(item)["repeat_within_years"]))
        for rule in rules
        for item in sequence(rule.params.get("any"))
        if "repeat_within_years" in mapping(item)
    ]
    if not years:
        sheet.note("当时的解释没有再犯门槛。", "The interpretation of that time knows no threshold for repeats.")
        return False
    if prior > act:
        raise wrong(
            "prior_admin_penalty",
            (f"前次处罚 {prior} 晚于行为 {act}。", f"The earlier penalty {prior} is after the act {act}."),
            ("请核对日期。", "Check the dates."),
        )
    last = month_shift(prior, years[0] * MONTHS)
    again = act <= last
    sheet.step(
        f"前次处罚{prior}起{years[0]}年至{last};本次行为{act}:{'属于' if again else '不属于'}再犯",
        f"{years[0]} years from the penalty of {prior} end on {last}; the act of {act} "
        f"is {'a repeat' if again else 'no repeat'}",
    )
    return again


def _aggravated(
    rules: Sequence[Rule], open_rows: Sequence[Threshold], figures: Figures, book: RuleBook
) -> Threshold | None:
    for row in open_rows:
        multiple = number(row.rule.params.get("aggravated_multiple"))
        if multiple is not None and row.times(multiple).reached(figures):
            return row.times(multiple)
    for rule in rules:
        for row in rows(rule, figures, book, "aggravated_any"):
            if row.reached(figures):
                return row
    return None


def _facts(
    given: Given, rules: Sequence[Rule], figures: Figures, open_rows: Sequence[Threshold], met: Sequence[Threshold],
    grave: Threshold | None, book: RuleBook, on: date, sheet: Sheet,
) -> Answer:  # fmt: skip
    for row in open_rows:
        _row_step(row, figures, sheet)
    if grave:
        sheet.step(f"达到加重标准:{grave.title.zh}", f"aggravated: {grave.title.en}")
    bankrupt, ruin = _bankrupt(given, rules)
    reached = bool(met) or bankrupt
    if bankrupt:
        sheet.step(
            f"{RUIN.zh}:达到门槛{',也达到加重标准' if ruin else ''}",
            f"{RUIN.en}: the threshold is reached{', and the aggravated one' if ruin else ''}",
        )
    suspicion = reached or _suspected(figures, open_rows)
    if suspicion:
        _advise(book, on, sheet, reached=reached)
    return {
        "crime": _article(given),
        "met": reached,
        "aggravated": grave is not None or ruin,
        **_by(met, grave, bankrupt=bankrupt),
        "missing": {} if reached else _gaps(open_rows, figures),
        "missing_to_aggravated": _to_grave(open_rows, figures) if met and not grave else {},
        "attempt": bool(met) and all(bool(row.rule.params.get("attempt")) for row in met),
        "thresholds": [_row(row, figures) for row in open_rows],
        "advise_transfer": suspicion,
    }


def _bankrupt(given: Given, rules: Sequence[Rule]) -> tuple[bool, bool]:
    """Say whether a bankruptcy caused reaches the threshold of that time, and whether also the aggravated one."""
    if not given.flag("caused_bankruptcy"):
        return False, False
    grave = any(rule.params.get("aggravated_also") for rule in rules)
    return grave or any(rule.params.get("met_also") for rule in rules), grave


def _advise(book: RuleBook, on: date, sheet: Sheet, *, reached: bool) -> None:
    sheet.cite(*in_force(book, (TRANSFER,), on))
    sheet.note(
        "有犯罪合理嫌疑即应移送公安机关,不必达到立案追诉标准;移送期间不作罚款决定。",
        "Reasonable suspicion is enough for transfer to the police; no fine while the case is transferred.",
    )
    if not reached:
        share = needed(tables().get("suspicion_share"))
        sheet.note(
            f"从标准的{share:.0%}起提示移送是本系统的设置,不是法律规定;更早有合理嫌疑的也应移送。",
            f"Advice from {share:.0%} of a threshold is a setting of this system, no law; suspicion may stand earlier.",
        )


def _by(met: Sequence[Threshold], grave: Threshold | None, *, bankrupt: bool) -> Answer:
    """Say by which rows the threshold and the aggravated one are reached."""
    first = met[0] if met else None
    name = first.name if first else "caused_bankruptcy" if bankrupt else None
    title = first.title if first else RUIN if bankrupt else None
    return {
        "by": name,
        "by_title": title.as_dict() if title else None,
        "by_all": [row.name for row in met],
        "aggravated_by": grave.name if grave else None,
    }


def _gaps(open_rows: Sequence[Threshold], figures: Figures) -> Answer:
    """Say how much is missing to each row that is worth naming."""
    named = [row for row in open_rows if not row.apart and _shown(row, figures)]
    return {row.name: _number(row.gap(figures), row.field) for row in named}


def _row(row: Threshold, figures: Figures) -> Answer:
    value = figures.known.get(row.field)
    return {
        "name": row.name,
        "title": row.title.as_dict(),
        "rule": row.rule.id,
        "limit": _number(row.limit, row.field),
        "value": None if value is None else _number(value, row.field),
        "reached": row.reached(figures),
    }


def _shown(row: Threshold, figures: Figures) -> bool:
    """Whether a row is worth naming: the rows of unsold goods only where there are such goods."""
    return "unsold" not in row.field or row.field in figures.known


def _number(value: Decimal, field: str) -> object:
    return int(value) if field in COUNTS or field == "two_items_at_half" else money(value)


def _to_grave(open_rows: Sequence[Threshold], figures: Figures) -> Answer:
    found: Answer = {}
    for row in open_rows:
        multiple = number(row.rule.params.get("aggravated_multiple"))
        if multiple is not None and not row.apart and _shown(row, figures):
            found[row.name] = _number(row.times(multiple).gap(figures), row.field)
    return found


def _row_step(row: Threshold, figures: Figures, sheet: Sheet) -> None:
    if row.apart:
        parts = [(FIELDS[field], figures.known[field], limit) for field, limit in row.apart]
        sheet.step(
            f"{row.title.zh}:" + "、".join(f"{what.zh} {say(value)} ≥ {say(limit)}" for what, value, limit in parts),
            f"{row.title.en}: " + ", ".join(f"{what.en} {say(value)} ≥ {say(limit)}" for what, value, limit in parts),
        )
        return
    value = figures.known.get(row.field)
    if value is None:
        return
    sign = "≥" if value >= row.limit else "<"
    sheet.step(
        f"{row.title.zh} {say(value)} {sign} {say(row.limit)}", f"{row.title.en} {say(value)} {sign} {say(row.limit)}"
    )


def _suspected(figures: Figures, open_rows: Sequence[Threshold]) -> bool:
    """Whether a figure comes near enough to its threshold that the police may have to find the rest."""
    share = needed(tables().get("suspicion_share"))
    return any(not row.apart and row.times(share).reached(figures) for row in open_rows)


def _uncertain(met: Sequence[Threshold], on: date, sheet: Sheet) -> None:
    for rule in {row.rule.id: row.rule for row in met}.values():
        since = rule.params.get("open_from")
        if since and on >= date.fromisoformat(str(since)) and rule.note:
            sheet.note(rule.note.zh, rule.note.en, provisional=True)
        if rule.confidence is not Confidence.TEXT_READ:
            sheet.note(f"{rule.id}未核对原文。", f"The text of {rule.id} was not read.", provisional=True)


def _penalty(book: RuleBook, on: date, key: str, figures: Figures, sheet: Sheet, *, met: bool, grave: bool) -> Answer:
    """Return the tier of the sentence and the usual range of the criminal fine."""
    if not met:
        return {"penalty": None, "criminal_fine_min": None, "criminal_fine_max": None}
    tiers = in_force(book, ("crime.penalties",), on)
    found = in_force(book, [str(one) for one in sequence(tables().get("crime_fine"))], on)
    low, high = _criminal_fine(found[0].params, figures, grave=grave) if found else (None, None)
    sheet.cite(*tiers, *found[:1])
    return {
        "penalty": str(tiers[0].params.get(key)) if tiers else None,
        "criminal_fine_min": money(low),
        "criminal_fine_max": money(high),
    }


def _criminal_fine(
    params: Mapping[str, object], figures: Figures, *, grave: bool
) -> tuple[Decimal | None, Decimal | None]:
    gains, turnover = figures.known.get("illegal_gains"), figures.known.get("illegal_turnover")
    if gains:
        ends = mapping(params.get("of_illegal_gains"))
        return gains * needed(ends.get("min_multiple")), gains * needed(ends.get("max_multiple"))
    if turnover:
        ends = mapping(params.get("else_of_turnover"))
        return turnover * needed(ends.get("min")), turnover * needed(ends.get("max"))
    ends = mapping(mapping(params.get("else")).get("ge3y" if grave else "le3y"))
    return number(ends.get("min")), number(ends.get("max"))


def _today_too(given: Given, book: RuleBook, on: date, article: str) -> Answer:
    """Show what the present interpretation would say where an older one governs."""
    keys = names("crime", article)
    newest = book.versions(keys[0])[-1]
    if on >= newest.effective_from:
        return {}
    figures = _figures(given, article, (newest,), book, newest.effective_from, Sheet())
    open_rows = rows(newest, figures, book)
    reached = [row for row in open_rows if row.reached(figures)]
    grave = _aggravated((newest,), open_rows, figures, book)
    bankrupt, ruin = _bankrupt(given, (newest,))
    return {
        "readings": [
            {
                "rule_version": newest.id,
                "citation": newest.citation.as_dict(),
                "why": t(
                    "同样行为发生在现行解释施行后的结果,不作为本案依据。",
                    "The same act under the present interpretation; no basis for this case.",
                ).as_dict(),
                "met": bool(reached) or bankrupt,
                "by": _by(reached, grave, bankrupt=bankrupt)["by"],
                "aggravated": grave is not None or ruin,
            }
        ]
    }
