"""Refusals of a draw: what is wrong with a list, a rule, a commitment, a reveal or a bundle, and what to do."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Invalid
from zhidun.kernel.text import t


class DrawMalformed(Invalid):
    """A list, a rule set or a bundle that cannot be read one way only."""

    code = "draw.malformed"
    default_reason = t("抽取材料格式不正确。", "The material of the draw is malformed.")
    default_remedy = t(
        "请使用公布的原始抽取包;经编辑的无法复核。", "Use the bundle as published; an edited one cannot be run again."
    )


class NotEnough(Invalid):
    """Fewer names than the rules ask for, conflicted ones left out."""

    code = "draw.not_enough"
    default_reason = t("名单人数不足(已排除有利害关系的)。", "Not enough names on the list, conflicted ones left out.")
    default_remedy = t(
        "请扩充名录或减少抽取数量,另行编号重新抽取。", "Add names or draw fewer, under a new draw number."
    )


class CommitmentWrong(Invalid):
    """What was revealed is not what was committed to."""

    code = "draw.commitment_wrong"
    default_reason = t("公开的随机数与事先承诺不符。", "What was revealed is not what was committed to.")
    default_remedy = t(
        "请提交承诺时使用的随机数;逾期未公开的,抽取作废。",
        "Reveal the secret you committed to; if time runs out the draw is void.",
    )


class DrawFrozen(Conflict):
    """The list, the rules or the commitments can no longer change."""

    code = "draw.frozen"
    default_reason = t("名单和规则已冻结,不能再改。", "List and rules are frozen and can no longer change.")
    default_remedy = t(
        "如确有错误,请写明理由,另行编号重新抽取。", "If there is a mistake, draw again under a new number and say why."
    )


class TooEarly(Conflict):
    """A secret was revealed before all commitments were in a witnessed checkpoint, or a result was asked too soon."""

    code = "draw.too_early"
    default_reason = t(
        "全部承诺尚未经见证存证,不能公开随机数。", "Not all commitments are witnessed yet; nothing may be revealed."
    )
    default_remedy = t(
        "请等全部承诺进入见证人共签的检查点。", "Wait until a cosigned checkpoint holds every commitment."
    )


class DrawVoid(Conflict):
    """A party did not reveal in time: the draw is spoilt, publicly, and steers nothing."""

    code = "draw.void"
    default_reason = t("该次抽取已作废。", "This draw is void.")
    default_remedy = t(
        "请另行编号重新抽取,并公开作废原因。", "Draw again under a new number and publish why this one is void."
    )
