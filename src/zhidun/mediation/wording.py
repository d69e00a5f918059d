"""The words of an agreement, made from its terms in both languages; its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from zhidun.kernel.money import shown
from zhidun.kernel.text import Text, t
from zhidun.mediation.policies import Act, Instalment, Terms

ACTS = {
    "stop": t("停止侵权", "stop the infringement"),
    "destroy": t("销毁", "destroy"),
    "apology": t("赔礼道歉、消除影响", "apologise and undo the effects"),
    "licence": t("许可使用", "licence"),
    "other": t("其他", "other"),
}


def as_data(terms: Terms) -> dict[str, object]:
    """Return terms as JSON data; money as text."""
    return {
        "amount": shown(terms.amount) if terms.amount is not None else None,
        "payer": terms.payer,
        "instalments": [{"amount": shown(one.amount), "due_on": one.due_on.isoformat()} for one in terms.instalments],
        "acts": [
            {"kind": one.kind, "what": one.what, "due_on": one.due_on.isoformat(), "by": one.by} for one in terms.acts
        ],
        "penalty_rate": str(terms.penalty_rate) if terms.penalty_rate is not None else None,
        "claims_settled": terms.claims_settled,
        "other": terms.other,
    }


def from_data(data: Mapping[str, object]) -> Terms:
    """Return terms from what `as_data` made."""
    raw = cast("Mapping[str, Any]", data)
    return Terms(
        amount=Decimal(raw["amount"]) if raw["amount"] else None,
        payer=raw["payer"],
        instalments=[
            Instalment(amount=Decimal(one["amount"]), due_on=date.fromisoformat(one["due_on"]))
            for one in raw["instalments"]
        ],
        acts=[
            Act(kind=one["kind"], what=one["what"], due_on=date.fromisoformat(one["due_on"]), by=one["by"])
            for one in raw["acts"]
        ],
        penalty_rate=Decimal(raw["penalty_rate"]) if raw["penalty_rate"] else None,
        claims_settled=raw["claims_settled"],
        other=raw["other"],
    )


def worded(terms: Terms, names: Mapping[str, str]) -> Text:
    """Return the text of an agreement, one clause a line."""
    other = {"complainant": "respondent", "respondent": "complainant"}
    clauses: list[Text] = []
    if terms.amount is not None:
        payer, payee = names[terms.payer], names[other[terms.payer]]
        sum_ = shown(terms.amount)
        clauses.append(t(f"{payer}向{payee}支付人民币{sum_}元。", f"{payer} pays {payee} {sum_} yuan (CNY)."))
        for n, one in enumerate(terms.instalments, start=1):
            part = shown(one.amount)
            clauses.append(
                t(f"第{n}期:{one.due_on:%Y-%m-%d}前支付{part}元。", f"Instalment {n}: {part} yuan by {one.due_on}.")
            )
    for act in terms.acts:
        kind = ACTS[act.kind]
        clauses.append(
            t(
                f"{names[act.by]}于{act.due_on:%Y-%m-%d}前{kind.zh}:{act.what}。",
                f"{names[act.by]}, by {act.due_on}: {kind.en} – {act.what}.",
            )
        )
    if terms.penalty_rate is not None:
        rate = f"{(terms.penalty_rate * 100).normalize():f}%"
        clauses.append(
            t(f"逾期付款的,按逾期金额每日{rate}支付违约金。", f"Late payment bears a penalty of {rate} of it per day.")
        )
    if terms.other.strip():
        clauses.append(t(terms.other.strip(), terms.other.strip()))
    if terms.claims_settled:
        clauses.append(
            t("履行完毕后,双方就本纠纷再无其他争议。", "Once performed, nothing remains in dispute in this matter.")
        )
    return Text(
        "\n".join(f"{n}. {one.zh}" for n, one in enumerate(clauses, start=1)),
        "\n".join(f"{n}. {one.en}" for n, one in enumerate(clauses, start=1)),
    )


def digest(number: str, terms: Mapping[str, object], text: Text) -> str:
    """Return the SHA-256 that everybody signs: matter, terms and both texts."""
    whole = json.dumps(
        {"case": number, "terms": terms, "zh": text.zh, "en": text.en}, ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
