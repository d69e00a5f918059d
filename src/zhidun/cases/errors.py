"""Refusals of the cases room."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from zhidun.kernel.text import Text, t


class CaseNotFound(NotFound):
    """No such case, or none this actor may see: the two look the same."""

    code = "not_found"


class StaleCase(Conflict):
    """The case moved since it was read; nothing is written."""

    code = "case.stale"
    default_reason = t("案件已有新的办理记录。", "The case has moved since you read it.")
    default_remedy = t(
        "请刷新页面核对最新情况后重试;您填写的内容已保留。",
        "Reload, look at what is new, and try again; what you typed is kept.",
    )


class KeyReused(Conflict):
    """An idempotency key came back with another request."""

    code = "case.key_reused"
    default_reason = t("同一提交编号用于了不同的内容。", "The same idempotency key came with a different request.")
    default_remedy = t("请换用新的提交编号。", "Use a new idempotency key.")


class ApprovalNeeded(Conflict):
    """The step takes effect only after its approvers agree."""

    code = "case.approval_needed"
    default_reason = t("该步骤须经审批。", "This step needs approval.")
    default_remedy = t("请提交审批;批准后自动办理。", "Ask for approval; the step is taken once it is given.")


class ApprovalClosed(Conflict):
    """The request was decided or withdrawn already."""

    code = "case.approval_closed"
    default_reason = t("该审批已办结。", "This request for approval is closed.")
    default_remedy = t("请刷新页面。", "Reload the page.")


class FourEyes(Forbidden):
    """Maker and approver must be two people, each approver another."""

    code = "case.four_eyes"
    default_reason = t("经办人不得审批自己提交的事项。", "Nobody approves what they prepared themselves.")
    default_remedy = t("请由另一名有审批权限的同事审批。", "Let another colleague with the power approve.")


class NotApprover(Forbidden):
    """The actor holds none of the roles that still have to approve."""

    code = "case.not_approver"
    default_reason = t("您不是该事项的审批人。", "You are not an approver of this step.")


class ConflictOfInterest(Conflict):
    """An officer with a declared interest is not assigned without a published override."""

    code = "case.conflict_of_interest"
    default_reason = t(
        "该人员与本案有利害关系,应当回避。", "This officer has an interest in the case and must stand aside."
    )
    default_remedy = t(
        "请另行指派;确需指派的,由负责人写明理由,理由将在案卷中公开。",
        "Assign another; if it cannot be helped, the head gives the reason, which is published in the file.",
    )


class RuleUnconfirmed(Conflict):
    """A paper would name a rule whose text nobody here has read."""

    code = "case.rule_unconfirmed"
    default_remedy = t(
        "请由有权限的人员对照官方文本核对该规则后再制作文书。",
        "Let an officer with the power check the rule against the official text first.",
    )


class ClockNotRunning(Conflict):
    """A period that does not run cannot be paused, resumed or extended."""

    code = "case.clock_not_running"
    default_reason = t("该期限目前不在计算中。", "This period is not running.")
    default_remedy = t("请刷新页面核对期限。", "Reload the page and look at the periods.")


class NoTimeLeft(Invalid):
    """A day so early that what has to be done a statutory time before it can no longer be done."""

    code = "case.no_time_left"

    @classmethod
    def of(cls, citation: Text, last: Text, earliest: Text, field: str) -> NoTimeLeft:
        """Say which act is late already, and the earliest day that leaves its time."""
        return cls(
            t(
                f"日期过早:依{citation.zh},最迟应在 {last.zh} 前通知或者公告,已经来不及。",
                f"Too early: under {citation.en} notice or announcement is due by {last.en}, which is past.",
            ),
            t(f"请确定在 {earliest.zh} 或者以后。", f"Fix it for {earliest.en} or later."),
            field=field,
        )


class CaseMerged(Conflict):
    """The case was closed as a duplicate; it moves no more, its number and file stay."""

    code = "case.merged"
    default_reason = t("本案已作为重复案件并入另案。", "This case was merged into another as its duplicate.")
    default_remedy = t(
        "请在并入的案件中办理;并入有误的,先撤销并入。", "Go on in the other case, or take the merger back."
    )


class NotDuplicate(Conflict):
    """Somebody who filed the one case has no part in the other: merging would leave them without an answer."""

    code = "case.not_duplicate"
    default_reason = t("投诉人、举报人不同,不能作为重复案件并入。", "The two were not filed by the same person.")
    default_remedy = t("可以将两案关联后分别办理。", "Link the two cases and go on with both.")


class ReasonMissing(Invalid):
    """The step asks for a reason."""

    code = "case.reason_missing"
    default_reason = t("请写明理由。", "Give the reason.")
    default_remedy = t("理由将写入案卷和文书。", "It goes to the file and to the paper.")


class NotThatAuthority(Invalid):
    """An office of another kind than the step asks for, such as a bureau where a court is meant."""

    code = "case.not_that_authority"
    default_remedy = t("请在列表中选择该类机关。", "Choose one of that kind from the list.")

    @classmethod
    def of(cls, title: Text, field: str) -> NotThatAuthority:
        """Say what the field asks for."""
        return cls(
            t(f"所选单位不是“{title.zh}”。", f"The office chosen is no such authority: {title.en}."), field=field
        )


class PaperFaulty(Refusal):
    """A paper cannot be made: template, font or data."""

    code = "case.paper_faulty"
    status = 500
    default_reason = t("文书无法生成。", "The paper cannot be made.")
    default_remedy = t(
        "请联系系统管理员;编号和内容已保存,可重新生成。", "Tell the administrator; number and content are kept."
    )


class GlyphMissing(Invalid):
    """A character that no font has: it would print as an empty box."""

    code = "case.glyph_missing"
    default_remedy = t(
        "请改用规范字,或安装含该字的字体。", "Use another form of the character, or install a font that has it."
    )
