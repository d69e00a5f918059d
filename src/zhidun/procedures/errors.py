"""Refusals of this room."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from zhidun.kernel.text import t


class ProcedureUnknown(NotFound):
    """No pack holds a procedure of this name and version."""

    code = "procedure.unknown"
    default_reason = t("没有这个办理程序。", "There is no such procedure.")
    default_remedy = t("请从程序目录中选择。", "Choose one from the catalogue of procedures.")


class ProcedureFaulty(Refusal):
    """A procedure file breaks the grammar; `str(finding)` of each fault is in the reason."""

    code = "procedure.faulty"
    status = 500
    default_reason = t("程序文件不符合规范。", "The procedure file breaks the grammar.")
    default_remedy = t(
        "请运行 zhidun procedures check 并按提示修改。", "Run `zhidun procedures check` and follow its remedies."
    )


class GuardFaulty(Refusal):
    """A condition does not compile, or fails on the view it is given."""

    code = "procedure.guard_faulty"
    status = 500
    default_reason = t("条件表达式无法计算。", "The condition cannot be evaluated.")
    default_remedy = t(
        "请按“条件可用的数据”表改写表达式。", "Rewrite the expression with the names in the table of the guard view."
    )


class StepUnknown(NotFound):
    """The procedure has no such step."""

    code = "step.unknown"
    default_reason = t("该程序没有这个步骤。", "The procedure has no such step.")
    default_remedy = t("请从办案页面列出的步骤中选择。", "Choose one of the steps the case page lists.")


class StepNotOpen(Conflict):
    """The step does not start from the case's present state, or not for its kind."""

    code = "step.not_open"
    default_reason = t("案件目前不能办理该步骤。", "The case cannot take this step now.")
    default_remedy = t("请刷新页面,办理目前开放的步骤。", "Reload the page and take one of the open steps.")


class NotCompetent(Forbidden):
    """The actor has neither the power nor the relation the step asks for."""

    code = "step.not_competent"


class Conflicted(Forbidden):
    """The actor declared, or is known to have, an interest in the case."""

    code = "step.conflicted"
    default_reason = t("您与本案有利害关系,应当回避。", "You have an interest in this case and must stand aside.")
    default_remedy = t("请由没有利害关系的同事办理。", "Let a colleague without an interest take the step.")


class StepBlocked(Refusal):
    """A condition of the step does not hold yet."""

    code = "step.blocked"
    status = 409


class FieldsInvalid(Invalid):
    """What was entered for the step does not fit; `errors` names each field."""

    code = "step.fields_invalid"
    default_remedy = t("请改正标出的各项;其余内容已保留。", "Correct the marked entries; the rest is kept.")
