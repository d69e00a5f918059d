"""Refusals of the room, each with its own code, reason and remedy."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.kernel.text import t


class RecordNotFound(NotFound):
    """There is no such record, or not for this actor."""

    code = "offenders.not_found"


class TraceUnfit(Invalid):
    """A trace that says nothing."""

    code = "offenders.trace_unfit"


class JudgedAlready(Conflict):
    """The two parties were judged; undo it first."""

    code = "offenders.judged"
    default_reason = t("这两个主体已经作过认定。", "These two parties were judged already.")
    default_remedy = t("请先撤销原认定,再重新认定。", "Undo that judgement first.")


class SecondPersonNeeded(Forbidden):
    """The same person cannot propose and decide."""

    code = "offenders.second_person"
    default_reason = t("提出人不能复核自己提出的事项。", "Whoever proposes cannot decide.")
    default_remedy = t(
        "请由另一名有权限且无利害关系的同事复核。", "Let another colleague with the power and no interest decide."
    )


class Interested(Forbidden):
    """The officer declared an interest in the party."""

    code = "offenders.interested"
    default_reason = t("您与该主体有利害关系,应当回避。", "You have an interest in this party and stand aside.")
    default_remedy = t("请由没有利害关系的同事办理。", "Let a colleague without an interest act.")


class NotNow(Conflict):
    """The record is in another state."""

    code = "offenders.not_now"
    default_reason = t("该记录目前的状态不能办理该事项。", "This cannot be done with the record as it stands.")
    default_remedy = t("请刷新页面查看当前状态。", "Reload to see the present state.")


class TermUnfit(Invalid):
    """A term that is over, or longer than the house allows."""

    code = "offenders.term"


class PastCaseUnfit(Invalid):
    """A row of old cases that does not fit."""

    code = "offenders.past_unfit"


class PastCaseKnown(Conflict):
    """The old case is there already."""

    code = "offenders.past_known"
    default_reason = t("该旧案已经录入。", "This old case is entered already.")
