"""What a person entered for a step, held against the step's fields; JSON values come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from zhidun.kernel import money, time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook
from zhidun.procedures.errors import FieldsInvalid
from zhidun.procedures.model import Field, FieldType, Span

MOST_CHARACTERS = {FieldType.TEXT: 200, FieldType.LONGTEXT: 20_000}
MOST_ENTRIES = 50
MOST_YUAN = 10**15
KEY_CHARACTERS = 100
CLOCK_TOLERANCE = timedelta(minutes=5)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_SHAPE = t("请按提示的格式填写。", "Enter it in the form the hint shows.")


def clean(fields: tuple[Field, ...], entered: Mapping[str, object]) -> dict[str, object]:
    """Return the facts by field key, as they are stored: dates ISO, money as decimal text, moments aware.

    Fields left empty are left out; a box left unticked is an answer: false.

    Raises:
        FieldsInvalid: `errors` names every field at fault; nothing is half accepted.
    """
    facts: dict[str, object] = {}
    errors: dict[str, Refusal] = {key: _stranger(key) for key in entered if key not in {item.key for item in fields}}
    for item in fields:
        raw = entered.get(item.key)
        if raw is None or (isinstance(raw, str) and not raw.strip()) or raw == []:
            if item.required:
                errors[item.key] = _missing(item)
            elif item.type is FieldType.BOOL:
                facts[item.key] = False
            continue
        try:
            facts[item.key] = _value(item, raw)
        except Refusal as fault:
            fault.field = item.key
            errors[item.key] = fault
    if errors:
        raise FieldsInvalid(errors=errors)
    return facts


def _value(item: Field, raw: object) -> object:
    if item.many or item.type is FieldType.ITEMS:
        return _entries(item, raw)
    return _READERS[item.type](item, raw)


def _text(item: Field, raw: object) -> str:
    most = item.max or MOST_CHARACTERS.get(item.type, KEY_CHARACTERS)
    if not isinstance(raw, str) or _CONTROL.search(raw):
        raise _bad(item, t("应为文字", "must be text"))
    if len(raw) > most:
        raise _bad(
            item,
            t(f"最多 {most} 个字,现有 {len(raw)} 个字", f"may have {most} characters and has {len(raw)}"),
            t("请精简,或把详细内容作为附件提交。", "Shorten it, or attach the details as a file."),
        )
    return raw.strip()


def _choice(item: Field, raw: object) -> str:
    if not any(raw == choice.value for choice in item.choices):
        raise _bad(item, t("不在可选项中", "is not one of the choices"), t("请从列表中选择。", "Pick one of the list."))
    return str(raw)


def _bool(item: Field, raw: object) -> bool:
    answers = {True: True, False: False, "true": True, "false": False, "on": True}
    if not isinstance(raw, bool | str) or raw not in answers:
        raise _bad(item, t("应为是或否", "must be yes or no"))
    return answers[raw]


def _number(item: Field, raw: object) -> int:
    if isinstance(raw, bool) or not re.fullmatch(r"-?\d{1,15}", str(raw).strip()):
        raise _bad(item, t("应为整数", "must be a whole number"))
    number = int(str(raw))
    _range(item, Decimal(number))
    return number


def _money(item: Field, raw: object) -> str:
    amount = money.yuan(raw if isinstance(raw, int | float | Decimal) else str(raw), field=item.key)
    _range(item, amount)
    return money.shown(amount)


def _range(item: Field, value: Decimal) -> None:
    most = item.max if item.max is not None else MOST_YUAN
    if not 0 <= value <= most:
        raise _bad(item, t(f"应在 0 至 {most} 之间", f"must lie between 0 and {most}"))


def _date(item: Field, raw: object) -> str:
    try:
        day = raw if isinstance(raw, date) and not isinstance(raw, datetime) else date.fromisoformat(str(raw).strip())
    except ValueError:
        raise _bad(item, t("不是有效日期,应如 2026-11-22", "is no date such as 2026-11-22")) from None
    today = time.today()
    _span(item, past=day <= today, future=day >= today)
    return day.isoformat()


def _moment(item: Field, raw: object) -> str:
    try:
        moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw).strip())
    except ValueError:
        raise _bad(item, t("不是有效时间,应如 2026-11-22T09:30", "is no moment such as 2026-11-22T09:30")) from None
    moment, now = time.aware(moment), time.now()
    _span(item, past=moment <= now + CLOCK_TOLERANCE, future=moment >= now - CLOCK_TOLERANCE)
    return moment.astimezone(UTC).isoformat()


def _span(item: Field, *, past: bool, future: bool) -> None:
    if item.span is Span.PAST and not past:
        raise _bad(item, t("不能晚于今天", "may not lie in the future"), t("请核对日期。", "Check the date."))
    if item.span is Span.FUTURE and not future:
        raise _bad(item, t("不能早于今天", "may not lie in the past"), t("请核对日期。", "Check the date."))


def _entries(item: Field, raw: object) -> list[str]:
    entries = list(raw) if isinstance(raw, list | tuple) else [raw]
    most = item.max or MOST_ENTRIES
    if len(entries) > most:
        raise _bad(item, t(f"最多 {most} 项", f"may have {most} entries"))
    read = _choice if item.type is FieldType.CHOICE else _key
    return list(dict.fromkeys(read(item, entry) for entry in entries))


def _key(item: Field, raw: object) -> str:
    text = str(raw).strip() if isinstance(raw, str | int) else ""
    if not re.fullmatch(r"[\w.#:@+-]{1,100}", text):
        raise _bad(item, t("不是有效的编号", "is no valid key"), t("请从列表中选择。", "Pick one of the list."))
    return text


def _rule(item: Field, raw: object) -> str:
    key = _key(item, raw)
    name = key.partition("#")[0]
    versions = rulebook().versions(name) if rulebook().has(name) else ()
    if not versions:
        raise _bad(item, t("不在规则库中", "is not in the rule base"), t("请从列表中选择。", "Pick one of the list."))
    if item.merits and all(one.procedural for one in versions):
        raise _bad(
            item,
            t(
                "只规定程序和期限,不能作为实体决定的依据",
                "sets procedure or time alone and carries no decision on the merits",
            ),
            t(
                "请选择规定违法行为、罚则或者责任的规则。",
                "Choose the rule on the breach, the penalty or the liability.",
            ),
        )
    return key


_READERS: dict[FieldType, Callable[[Field, object], object]] = {
    FieldType.TEXT: _text,
    FieldType.LONGTEXT: _text,
    FieldType.CHOICE: _choice,
    FieldType.BOOL: _bool,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    FieldType.OFFICE: _key,
    FieldType.ACCOUNT: _key,
    FieldType.PARTY: _key,
    FieldType.RULE: _rule,
}


def _bad(item: Field, why: Text, remedy: Text | None = None) -> Invalid:
    return Invalid(t(f"“{item.title.zh}”{why.zh}。", f"“{item.title.en}” {why.en}."), remedy or item.help or _SHAPE)


def _missing(item: Field) -> Invalid:
    return Invalid(
        t(f"请填写“{item.title.zh}”。", f"“{item.title.en}” is needed."), item.help or _SHAPE, field=item.key
    )


def _stranger(key: str) -> Invalid:
    return Invalid(
        t(f"该步骤没有“{key}”这一项。", f"The step has no entry “{key}”."),
        t("请刷新页面后按表单填写。", "Reload the page and fill in its form."),
        field=key,
    )
