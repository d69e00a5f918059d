"""One tree of refusals: each has a stable code, a reason, a remedy and an HTTP status (RFC 9457 when rendered)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from zhidun.kernel.text import Text, t

if TYPE_CHECKING:
    from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818  a refusal is an answer with reason and remedy, not a fault
    """The system declines to do something and says why and what to do next.

    Attributes:
        code: stable machine name, `word.word`.
        status: HTTP status.
        reason: why, in both languages.
        remedy: what the user can do next, in both languages.
        field: the input field that caused it, if one did.
        errors: further refusals by field name (a form with several faults).
        article: the article of law that decides, if one does.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422
    default_reason: ClassVar[Text] = t("不能办理该操作。", "This cannot be done.")
    default_remedy: ClassVar[Text] = t("请按提示修改后重试。", "Change what is named and try again.")

    def __init__(
        self,
        reason: Text | None = None,
        remedy: Text | None = None,
        *,
        field: str | None = None,
        errors: Mapping[str, Refusal] | None = None,
        article: str | None = None,
    ) -> None:
        self.reason = reason or self.default_reason
        self.remedy = remedy or self.default_remedy
        self.field = field
        self.errors: dict[str, Refusal] = dict(errors or {})
        self.article = article
        super().__init__(f"{self.code}: {self.reason.en}")

    def problem(self, lang: str) -> dict[str, object]:
        """Return the body of an RFC 9457 Problem Details answer in `lang`."""
        body: dict[str, object] = {
            "type": f"urn:zhidun:refusal:{self.code}",
            "title": self.reason.in_(lang),
            "status": self.status,
            "code": self.code,
            "reason": self.reason.as_dict(),
            "remedy": self.remedy.as_dict(),
        }
        if self.field:
            body["field"] = self.field
        if self.article:
            body["article"] = self.article
        if self.errors:
            body["errors"] = {name: refusal.problem(lang) for name, refusal in self.errors.items()}
        return body


class Invalid(Refusal):
    """What was entered does not fit."""

    code = "input.invalid"
    status = 422
    default_reason = t("填写的内容不符合要求。", "What was entered does not fit.")


class NotFound(Refusal):
    """Unknown, or not to be seen by this actor: the two look the same."""

    code = "not_found"
    status = 404
    default_reason = t("没有找到该内容。", "Nothing was found here.")
    default_remedy = t("请核对编号;如确认无误,可能您无权查看。", "Check the number; you may not be allowed to see it.")


class SignInNeeded(Refusal):
    """The actor is not signed in."""

    code = "sign_in_needed"
    status = 401
    default_reason = t("请先登录。", "Sign in first.")
    default_remedy = t(
        "登录后会回到此处,已填写的内容不会丢失。", "You come back here after signing in; nothing you typed is lost."
    )


class Forbidden(Refusal):
    """The actor's posts do not carry the power."""

    code = "forbidden"
    status = 403
    default_reason = t("您的岗位没有此项权限。", "Your post does not carry this power.")
    default_remedy = t(
        "请由有权限的同事办理,或向系统管理员申请岗位权限。",
        "Ask a colleague with the power, or ask the administrator for it.",
    )


class Conflict(Refusal):
    """Somebody else was first, or the row is in another state."""

    code = "conflict"
    status = 409
    default_reason = t("该内容已被他人更改。", "Somebody else changed this.")
    default_remedy = t("请刷新后重试;您填写的内容已保留。", "Reload and try again; what you typed is kept.")


class TooLarge(Refusal):
    """More bytes, rows or characters than the limit."""

    code = "too_large"
    status = 413
    default_reason = t("超出大小限制。", "Larger than the limit.")


class UnsupportedType(Refusal):
    """A kind of file that is not taken."""

    code = "unsupported_type"
    status = 415
    default_reason = t("不支持该文件类型。", "This kind of file is not accepted.")


class RateLimited(Refusal):
    """Too many requests in a short time."""

    code = "rate_limited"
    status = 429
    default_reason = t("操作过于频繁。", "Too many requests.")
    default_remedy = t("请稍后再试。", "Try again in a moment.")


class Unavailable(Refusal):
    """A part of the system or a partner is not there now."""

    code = "unavailable"
    status = 503
    default_reason = t("服务暂时不可用。", "The service is not available at the moment.")
    default_remedy = t(
        "请稍后再试;已确认收到的内容不会丢失。", "Try again later; nothing that was acknowledged is lost."
    )


class OutOfSpace(Refusal):
    """The disk is full: nothing was acknowledged."""

    code = "out_of_space"
    status = 507
    default_reason = t("存储空间不足,本次内容未被接收。", "The storage is full; this was not accepted.")
    default_remedy = t("请联系运维人员扩容后重新提交。", "Ask the operator to add space, then submit again.")
