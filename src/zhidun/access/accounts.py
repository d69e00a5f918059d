"""Making, changing and ending accounts and offices."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from re import compile as pattern

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from zhidun.access.actors import Actor
from zhidun.access.audit import record
from zhidun.access.errors import AlreadyDone, CodeTaken
from zhidun.access.models import Account, ApiToken, Office, new_epoch
from zhidun.access.policies import need, reason_given
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t

_WEAK = {
    "password_too_short": t("密码过短。", "The password is too short."),
    "password_too_common": t("密码过于常见。", "The password is too common."),
    "password_entirely_numeric": t("密码不能全是数字。", "The password must not be digits alone."),
    "password_too_similar": t(
        "密码与用户名或姓名过于相似。", "The password is too much like the user name or the name."
    ),
    "weak": t("密码强度不足。", "The password is too weak."),
}
_BETTER = t(
    "请使用至少 12 位、不常见且不含姓名的密码,例如由几个不相干的词组成。",
    "Use at least 12 characters, uncommon and without your name, such as a few unrelated words.",
)
USERNAME = pattern(r"^[0-9A-Za-z_.@+-]{3,60}$")


@transaction.atomic
def create_office(  # noqa: PLR0913  one row, every fact by its name
    *,
    actor: Actor,
    code: str,
    kind: str,
    name: Text,
    parent: Office | None = None,
    gb_district: str = "",
    admin_unit: str = "",
    fields: Sequence[str] = (),
    paper_sign: str = "",
    phone: str = "",
    address: str = "",
    unknown: Sequence[str] = (),
) -> Office:
    """Add an office to the tree.

    Raises:
        Forbidden: the actor has no `access:office:manage`.
        Invalid: a kind that is not in `Office.Kind`.
        CodeTaken: an office has that code.
    """
    need(actor, "access:office:manage")
    if kind not in Office.Kind.values:
        kinds = ", ".join(Office.Kind.values)
        raise Invalid(
            t(f"单位类型“{kind}”不存在。", f"There is no kind of office “{kind}”."),
            t(f"可选:{kinds}。", f"Choose one of: {kinds}."),
            field="kind",
        )
    office = Office(
        code=code,
        kind=kind,
        name_zh=name.zh,
        name_en=name.en,
        parent=parent,
        gb_district=gb_district,
        admin_unit=admin_unit,
        fields=list(fields),
        paper_sign=paper_sign,
        phone=phone,
        address=address,
        unknown=list(unknown),
    )
    try:
        with transaction.atomic():
            office.save(force_insert=True)
    except IntegrityError as fault:
        raise CodeTaken(t(f"单位编码 {code} 已被使用。", f"The office code {code} is in use."), field="code") from fault
    record(actor=actor, action="office.created", object_kind="office", object_key=code, facts={"name": name})
    return office


def password_refusal(password: str, account: Account | None = None) -> Refusal | None:
    """Return why a password is not good enough, in both languages, or None when it is."""
    try:
        validate_password(password, account)
    except ValidationError as fault:
        found = [_WEAK.get(str(error.code), _WEAK["weak"]) for error in fault.error_list]
        reason = Text("".join(why.zh for why in found), " ".join(why.en for why in found))
        return Invalid(reason, _BETTER, field="password")
    return None


@transaction.atomic
def create_account(
    *,
    actor: Actor,
    username: str,
    name: Text,
    kind: str,
    password: str | None = None,
    email: str = "",
    phone: str = "",
    language: str = "zh",
) -> Account:
    """Make an account; it may do nothing until a post is granted.

    Args:
        actor: who makes it; needs `access:account:manage`.
        username: 3 to 60 Latin letters, digits and `_.@+-`; capitals do not make another name.
        name: name in both languages.
        kind: `staff` or `citizen`.
        password: none means that nobody can sign in by password yet.
        email: address for notices.
        phone: telephone number.
        language: `zh` or `en`.

    Raises:
        Forbidden: the actor may not.
        Invalid: the user name, the kind or the password does not fit.
        CodeTaken: the user name is in use.
    """
    need(actor, "access:account:manage")
    plain = unicodedata.normalize("NFKC", username).strip()
    if not USERNAME.match(plain):
        raise Invalid(
            t("用户名不符合要求。", "The user name does not fit."),
            t("请用 3 至 60 个英文字母、数字或 _.@+- 字符。", "Use 3 to 60 Latin letters, digits or _.@+-."),
            field="username",
        )
    if kind not in Account.Kind.values:
        raise Invalid(t("账号类型只能是工作人员或公众。", "An account is either staff or citizen."), field="kind")
    account = Account(
        username=plain, name_zh=name.zh, name_en=name.en, kind=kind, email=email, phone=phone, language=language
    )
    if password is not None and (refusal := password_refusal(password, account)):
        raise refusal
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as fault:
        raise CodeTaken(
            t(f"用户名 {plain} 已被使用。", f"The user name {plain} is in use."),
            t("请换一个用户名。", "Choose another user name."),
            field="username",
        ) from fault
    record(
        actor=actor,
        action="account.created",
        object_kind="account",
        object_key=str(account.pk),
        facts={"username": plain, "kind": kind},
    )
    return account


@transaction.atomic
def set_password(*, actor: Actor, account: Account, password: str) -> Account:
    """Give an account a new password; every session it had ends.

    Raises:
        Forbidden: neither the account itself nor somebody with `access:factor:reset`.
        Invalid: the password is too weak.
    """
    if actor.account_id != account.pk:
        need(actor, "access:factor:reset")
    if refusal := password_refusal(password, account):
        raise refusal
    account.set_password(password)
    account.session_epoch = new_epoch()
    account.save(update_fields=["password", "session_epoch"])
    record(actor=actor, action="account.password_set", object_kind="account", object_key=str(account.pk))
    return account


@transaction.atomic
def end_sessions(*, actor: Actor, account: Account) -> Account:
    """Sign an account out everywhere."""
    if actor.account_id != account.pk:
        need(actor, "access:account:manage")
    account.session_epoch = new_epoch()
    account.save(update_fields=["session_epoch"])
    record(actor=actor, action="account.sessions_ended", object_kind="account", object_key=str(account.pk))
    return account


@transaction.atomic
def end_account(*, actor: Actor, account: Account, reason: str) -> Account:
    """End an account: its sessions, tokens and posts stop with it; nothing is deleted.

    Raises:
        Forbidden: the actor has no `access:account:manage`.
        AlreadyDone: it has ended.
    """
    need(actor, "access:account:manage")
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if not locked.active:
        raise AlreadyDone
    account.active = False
    account.ended_at = time.now()
    account.end_reason = reason_given(reason)[:200]
    account.session_epoch = new_epoch()
    account.save(update_fields=["active", "ended_at", "end_reason", "session_epoch"])
    ApiToken.objects.filter(account=account, revoked_at__isnull=True).update(revoked_at=account.ended_at)
    account.posts.filter(revoked_at__isnull=True).update(revoked_at=account.ended_at, revoke_reason=account.end_reason)
    record(
        actor=actor,
        action="account.ended",
        object_kind="account",
        object_key=str(account.pk),
        facts={"reason": account.end_reason},
    )
    return account


@transaction.atomic
def reset_second_factor(*, actor: Actor, account: Account, reason: str) -> int:
    """Remove the second factors of somebody who lost them, and sign them out; return how many were removed.

    Raises:
        Forbidden: the actor has no `access:factor:reset`, or it is their own account.
    """
    from allauth.mfa.models import Authenticator

    from zhidun.access.errors import OwnApproval

    need(actor, "access:factor:reset")
    if actor.account_id == account.pk:
        raise OwnApproval
    why = reason_given(reason)
    removed = int(Authenticator.objects.filter(user=account).delete()[0])
    account.session_epoch = new_epoch()
    account.save(update_fields=["session_epoch"])
    record(
        actor=actor,
        action="account.factor_reset",
        object_kind="account",
        object_key=str(account.pk),
        facts={"reason": why, "removed": removed},
    )
    return removed
