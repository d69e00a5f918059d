"""Refusals of the window: each with field, reason and remedy; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from zhidun.kernel.text import Text, t


class AnswersFaulty(Invalid):
    """One or more answers do not fit; `errors` holds each by field."""

    code = "intake.answers"
    default_reason = t("有内容需要修改,见各项提示。", "Some answers need a change; see each field.")
    default_remedy = t(
        "请按各项提示修改后再次提交,已填写的内容都保留着。",
        "Change what is marked and send again; all you typed is kept.",
    )


class FieldMissing(Invalid):
    """An answer that is needed was not given."""

    code = "intake.missing"

    @classmethod
    def of(cls, key: str, title: Text, *, hint: object = None) -> FieldMissing:
        """Make the refusal for the field `key`."""
        remedy = Text.of(hint) if hint else t("请填写此项。", "Fill in this field.")
        return cls(t(f"没有填写“{title.zh}”。", f"“{title.en}” is missing."), remedy, field=key)


class TextTooLong(TooLarge):
    """More characters than the field takes."""

    code = "intake.too_long"

    @classmethod
    def of(cls, key: str, title: Text, *, count: int, most: int) -> TextTooLong:
        """Make the refusal, naming how many were typed and how many fit."""
        return cls(
            t(f"“{title.zh}”有 {count} 字,最多 {most} 字。", f"“{title.en}” has {count} characters; {most} fit."),
            t("请写明要点,详细材料作为附件上传。", "State the main points and upload the details as a file."),
            field=key,
        )


class NoCommitment(Invalid):
    """Not a commitment: perhaps the secret itself, which must never enter."""

    code = "intake.commitment"
    default_reason = t(
        "承诺值应为 64 位十六进制字符;请勿填写秘密内容。",
        "The commitment is 64 hex digits; never enter the secret itself.",
    )
    default_remedy = t(
        "请在自己的电脑上计算后填写;暂时没有的可以留空,立案前再登记。",
        "Compute it on your own computer; without one yet, leave it empty and have it entered before filing.",
    )


class DateUnreadable(Invalid):
    """Not a date."""

    code = "intake.date"

    @classmethod
    def of(cls, key: str, title: Text) -> DateUnreadable:
        """Make the refusal for the field `key`."""
        return cls(
            t(f"“{title.zh}”不是有效日期。", f"“{title.en}” is not a date."),
            t("请按 2026-11-22 的格式填写。", "Write it as 2026-11-22."),
            field=key,
        )


class DateInFuture(Invalid):
    """A date that has not come yet."""

    code = "intake.future"

    @classmethod
    def of(cls, key: str, title: Text, *, day: date) -> DateInFuture:
        """Make the refusal, naming the date."""
        return cls(
            t(f"“{title.zh}”填的是 {day},还没有到。", f"“{title.en}” is {day}, which has not come yet."),
            t("请填写今天或更早的日期。", "Enter today or an earlier date."),
            field=key,
        )


class ChoiceUnknown(Invalid):
    """An answer that is not among the choices."""

    code = "intake.choice"

    @classmethod
    def of(cls, key: str, title: Text, *, known: Sequence[str]) -> ChoiceUnknown:
        """Make the refusal, naming the choices."""
        listed = ", ".join(known)
        return cls(
            t(f"“{title.zh}”的选项不存在。", f"“{title.en}”: there is no such choice."),
            t(
                f"请从列表中选择{':' + listed if listed else ''}。",
                f"Choose from the list{': ' + listed if listed else ''}.",
            ),
            field=key,
        )


class CreditCodeWrong(Invalid):
    """A unified social credit code that cannot be one."""

    code = "intake.uscc"


class PatentNumberWrong(Invalid):
    """A patent number whose form or check character is wrong."""

    code = "intake.patent_number"


class PhoneUnreadable(Invalid):
    """Not a telephone number."""

    code = "intake.phone"
    default_reason = t("电话号码的格式不对。", "This is not a telephone number.")
    default_remedy = t("请填写 7 至 20 位数字,可带区号。", "Enter 7 to 20 digits, with the area code if needed.")


class MailUnreadable(Invalid):
    """Not an e-mail address."""

    code = "intake.email"
    default_reason = t("电子邮箱的格式不对。", "This is not an e-mail address.")
    default_remedy = t("请按 name@example.com 的格式填写。", "Write it as name@example.com.")


class AnotherFiling(Conflict):
    """The idempotency key was used for a filing with other content."""

    code = "intake.key_used"
    default_reason = t("该提交标识已用于另一份内容不同的材料。", "This key was used for a filing with other content.")
    default_remedy = t("请刷新页面取得新的提交标识后再次提交。", "Reload to get a new key and send again.")


class ReceiptUnknown(NotFound):
    """No such number with such a secret; which of the two was wrong is never said."""

    code = "intake.receipt_unknown"
    default_reason = t("编号或密码不对。", "The number or the code is wrong.")
    default_remedy = t(
        "请对照回执核对;密码每组五位,不含数字 0、1 和字母 I、L、O。",
        "Compare with your receipt; groups of five, without 0, 1, I, L, O.",
    )


class NotOpenForThis(Conflict):
    """The case no longer takes this."""

    code = "intake.closed"
    default_reason = t("案件已办结,不能再进行此操作。", "The case is closed and no longer takes this.")
    default_remedy = t("有新的事实请重新提交,并注明原编号。", "File again with the new facts and name the old number.")


class UnveilingRefused(Forbidden):
    """The identity may not be seen now."""

    code = "intake.unveiling"
    default_reason = t("目前不能查看举报人身份。", "The reporter's identity cannot be seen now.")
    default_remedy = t(
        "查看须说明理由并经另一人同意,期限三十分钟;到期请重新申请。",
        "It needs a reason and a second person's consent and lasts thirty minutes; ask again when it has ended.",
    )


class NotYourItem(NotFound):
    """A file that somebody else uploaded."""

    code = "intake.item"
    default_reason = t("没有找到所附文件。", "An attached file was not found.")
    default_remedy = t("请重新上传后提交。", "Upload it again and send.")
