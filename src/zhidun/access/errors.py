"""Refusals of the access room: each with its own stable code, reason and remedy."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RateLimited, SignInNeeded
from zhidun.kernel.text import t


class RoleUnknown(Invalid):
    """A role no pack knows."""

    code = "access.role_unknown"


class OfficeUnknown(NotFound):
    """An office code no row has."""

    code = "access.office_unknown"
    default_reason = t("没有这个单位。", "There is no such office.")
    default_remedy = t("请核对单位编码,或重新加载城市数据包。", "Check the office code, or load the city pack again.")


class AccountUnknown(NotFound):
    """A user name no account has."""

    code = "access.account_unknown"
    default_reason = t("没有这个账号。", "There is no such account.")
    default_remedy = t("请核对用户名。", "Check the user name.")


class CodeTaken(Conflict):
    """An office code or a user name that is in use."""

    code = "access.taken"


class RolesExclude(Conflict):
    """Two roles that one person must not hold together (三员分立)."""

    code = "access.roles_exclude"
    default_reason = t(
        "该账号已担任不相容的岗位,同一人不得兼任。",
        "The account holds a post that excludes this one; one person cannot hold both.",
    )
    default_remedy = t(
        "请改由另一名人员担任,或先收回原岗位。", "Appoint somebody else, or withdraw the other post first."
    )


class OwnApproval(Forbidden):
    """Maker and approver are one person (four eyes)."""

    code = "access.own_approval"
    default_reason = t(
        "提出人、被任命人和批准人不得为同一人。", "Maker, appointee and approver must be different people."
    )
    default_remedy = t("请由另一名安全管理员批准。", "Ask another security administrator to approve.")


class AlreadyDone(Conflict):
    """The row already is in the state asked for."""

    code = "access.already_done"
    default_reason = t("该操作此前已经办理。", "This was done before.")
    default_remedy = t("请刷新页面查看当前状态。", "Reload to see the present state.")


class PostEnded(Conflict):
    """The account or the office is not active."""

    code = "access.not_active"
    default_reason = t("该账号或单位已停用。", "The account or the office is no longer active.")
    default_remedy = t("请选择在用的账号和单位。", "Choose an account and an office that are active.")


class TokenRefused(SignInNeeded):
    """A token that does not open: wrong, expired and revoked all look the same."""

    code = "access.token_refused"
    default_reason = t("访问令牌无效。", "The access token is not valid.")
    default_remedy = t("请向发放单位申请新的令牌。", "Ask the office that issued it for a new token.")


class StepUpNeeded(Forbidden):
    """The last second-factor check is too old for a weighty act."""

    code = "access.step_up_needed"
    default_reason = t("该事项须在近期通过第二因素验证后办理。", "This act needs a recent check of the second factor.")
    default_remedy = t(
        "请用动态口令或通行密钥再次验证,随后继续。", "Confirm with your one-time code or passkey, then go on."
    )


class SecondFactorNeeded(SignInNeeded):
    """A member of staff signed in without a second factor."""

    code = "access.second_factor_needed"
    default_reason = t(
        "工作人员须启用第二因素(动态口令或通行密钥)。", "Staff need a second factor (one-time code or passkey)."
    )
    default_remedy = t(
        "请先设置动态口令或通行密钥,再进入工作台。", "Set up a one-time code or a passkey, then enter the desk."
    )


class TooOften(RateLimited):
    """More calls than the limit of the key.

    Attributes:
        retry_after: whole seconds until the next call is let through.
    """

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(
            t("操作过于频繁,已暂时限制。", "Too many requests; paused for a moment."),
            t(f"请在 {retry_after} 秒后再试。", f"Try again in {retry_after} seconds."),
        )


class AuditFactsInvalid(Invalid):
    """Facts that cannot be kept in the audit trail."""

    code = "access.audit_facts_invalid"


class LockedOut(RateLimited):
    """Too many wrong passwords for one name from one place."""

    code = "access.locked_out"
    default_reason = t("登录失败次数过多,已暂时锁定。", "Too many failed sign-ins; locked for a while.")
    default_remedy = t(
        "请在 15 分钟后再试;忘记密码请联系系统管理员。",
        "Try again in 15 minutes; if you forgot the password, ask the system administrator.",
    )
