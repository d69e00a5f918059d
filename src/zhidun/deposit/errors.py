"""Refusals of the deposit room."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.kernel.text import t


class DepositNotFound(NotFound):
    """No such deposit, or not to be seen."""

    code = "deposit.not_found"
    default_reason = t("没有找到该存证。", "No such deposit was found.")
    default_remedy = t(
        "请核对存证号;不公开的存证只有相关各方可见。", "Check the number; a private one is seen by its sides."
    )


class DepositUnfit(Invalid):
    """What was stated about a work does not fit; `errors` names each field."""

    code = "deposit.unfit"
    default_reason = t("有几处填写不符合要求。", "Some of what was entered does not fit.")
    default_remedy = t("请按各项提示修改,已填写的内容都保留。", "Change what is named; everything you typed is kept.")


class FieldUnfit(Invalid):
    """One field does not fit."""

    code = "deposit.field_unfit"


class SharesUnfit(Invalid):
    """The shares of the owners do not make up the whole."""

    code = "deposit.shares_unfit"


class WorkMissing(Invalid):
    """Neither a file nor a commitment."""

    code = "deposit.work_missing"
    default_reason = t("还没有提交作品文件或承诺值。", "Neither a file of the work nor a commitment was handed in.")
    default_remedy = t(
        "请上传作品文件;不愿上传的,可在本机计算承诺值后只提交承诺值。",
        "Upload the file; if you do not want to, compute a commitment on your own machine and hand in only that.",
    )


class DepositedAlready(Conflict):
    """The same person deposited the same file before."""

    code = "deposit.deposited_already"


class RevealDiffers(Invalid):
    """The file handed in is not the one that was committed to."""

    code = "deposit.reveal_differs"
    default_remedy = t(
        "请使用当时计算承诺值的原文件(一个字节都不能改)和同一个盐值文件再试;原承诺不受影响。",
        "Use the very file the commitment was made from, not one byte changed, and its salt; the commitment stands.",
    )


class NothingToReveal(Conflict):
    """The deposit has its file, or it was revealed."""

    code = "deposit.nothing_to_reveal"
    default_reason = t("该存证已有作品文件,无需再提交。", "This deposit has its file; there is nothing to reveal.")


class WithdrawnDeposit(Conflict):
    """The deposit was withdrawn; nothing new is entered."""

    code = "deposit.withdrawn"
    default_reason = t("该存证已撤回,不能再办理。", "This deposit was withdrawn; nothing new is entered in it.")
    default_remedy = t("如需继续使用该作品,请重新存证。", "Deposit the work again if you want to go on with it.")


class DealsOpen(Conflict):
    """Licences are in force: their sides rely on the deposit."""

    code = "deposit.deals_open"
    default_reason = t(
        "还有有效的许可或等待确认的协议,不能撤回存证。",
        "Licences are in force, or agreements wait for an answer; the deposit cannot be withdrawn.",
    )
    default_remedy = t("请先与对方撤销许可或收回协议。", "Undo the licences with their sides, or take the offers back.")


class NotTheOwner(Forbidden):
    """The actor does not hold what is to be given."""

    code = "deposit.not_the_owner"
    default_reason = t(
        "您的账号不持有该作品的份额或可再许可的许可。",
        "Your account holds neither a share nor a licence it may pass on.",
    )
    default_remedy = t(
        "请由著作权人办理;已是著作权人而未关联账号的,请到窗口核对身份后关联。",
        "The owner has to do this; an owner without an account is linked to one at the counter.",
    )


class ShareTooLarge(Conflict):
    """More is to be transferred than is held."""

    code = "deposit.share_too_large"


class LicenceOverlaps(Conflict):
    """The licence collides with one that is in force."""

    code = "deposit.licence_overlaps"


class BeyondLicence(Conflict):
    """A licensee gives, or does, more than the licence allows."""

    code = "deposit.beyond_licence"


class CoOwnerWithoutAccount(Conflict):
    """A co-owner who has to agree has no account."""

    code = "deposit.co_owner_without_account"
    default_remedy = t(
        "请共有人到窗口核对身份并关联账号后再办理。",
        "Let the co-owner be linked to an account at the counter, then try again.",
    )


class DealNotFound(NotFound):
    """No such agreement, or it does not concern the actor."""

    code = "deposit.deal_not_found"


class DealClosed(Conflict):
    """The agreement was answered, taken back or undone."""

    code = "deposit.deal_closed"
    default_reason = t("该协议已有结果,不能再答复。", "This agreement is closed; it cannot be answered any more.")


class BatchNotFound(NotFound):
    """No such batch, or not the actor's."""

    code = "deposit.batch_not_found"


class BatchRevoked(Conflict):
    """The batch was revoked."""

    code = "deposit.batch_revoked"
    default_reason = t("该批次已作废。", "This batch was revoked.")


class CodeMistyped(Invalid):
    """The code cannot have been issued: wrong length, characters or check character."""

    code = "deposit.code_mistyped"


class TooManyCodes(Conflict):
    """More codes than fit on printed sheets."""

    code = "deposit.too_many_codes"
    default_reason = t("数量太多,不能排成二维码页。", "Too many codes for printed sheets.")
    default_remedy = t("请下载 CSV 交给印刷厂。", "Take the CSV to the printer instead.")
