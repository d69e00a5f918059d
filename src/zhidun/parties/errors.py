"""Refusals of the parties room."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Invalid, NotFound
from zhidun.kernel.text import t


class PartyUnknown(NotFound):
    """No party has this id."""

    code = "parties.unknown"
    default_reason = t("没有这个当事人。", "There is no such party.")


class NameInvalid(Invalid):
    """A name that is empty, too long or unreadable."""

    code = "parties.name_invalid"


class IdentifierInvalid(Invalid):
    """A number that does not fit its register."""

    code = "parties.identifier_invalid"


class IdentifiersDisagree(Conflict):
    """The numbers given belong to different parties, or one party cannot have both."""

    code = "parties.identifiers_disagree"
    default_reason = t("所填的证件号码分属不同的当事人。", "The numbers given belong to different parties.")
    default_remedy = t(
        "请核对号码;如确为同一主体,请由有权人员作同一主体认定。",
        "Check the numbers; if they are one party, have somebody with the power judge them so.",
    )


class AlreadyMerged(Conflict):
    """The two already are one, or the merge is undone already."""

    code = "parties.already_merged"
    default_reason = t("该认定此前已经作出或撤销。", "This judgement was made or undone before.")
    default_remedy = t("请刷新页面查看当前状态。", "Reload to see the present state.")


class MergeRefused(Invalid):
    """Two parties that cannot be one."""

    code = "parties.merge_refused"
