"""Refusals of the registry."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.kernel.text import t


class RightNotFound(NotFound):
    """No such right, or not to be seen."""

    code = "rights.not_found"


class NumberDoesNotFit(Invalid):
    """The number fails a check whose arithmetic is published."""

    code = "rights.number_does_not_fit"


class RightKnown(Conflict):
    """The registry has this right already."""

    code = "rights.known_already"
    default_reason = t("该权利已在登记库中。", "This right is in the registry already.")
    default_remedy = t(
        "请搜索号码并直接引用,无需重复登记。", "Search for the number and use that entry; do not enter it twice."
    )


class FieldUnfit(Invalid):
    """A field of the right is missing or has the wrong form."""

    code = "rights.field_unfit"


class SecretContentRefused(Invalid):
    """Somebody tried to hand in the content of a trade secret."""

    code = "rights.secret_content_refused"
    default_reason = t("商业秘密内容不得录入本系统。", "The content of a trade secret must not be entered here.")
    default_remedy = t(
        "请在本机计算文件摘要并加盐,只提交存证值和保护措施清单。",
        "Compute the salted digest on your own machine; hand in the commitment and the checklist of measures only.",
    )


class NotAnOfficer(Forbidden):
    """Only an officer with the power may do this."""

    code = "rights.not_an_officer"


class TableUnreadable(Invalid):
    """A table to import cannot be read."""

    code = "rights.table_unreadable"
    default_reason = t("无法读取该表格。", "The table cannot be read.")
    default_remedy = t(
        "请下载模板,按模板填写后上传(CSV或XLSX)。", "Download the template, fill it in, upload it as CSV or XLSX."
    )
