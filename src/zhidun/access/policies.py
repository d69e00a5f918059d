"""Questions of may and may not that other rooms ask too."""

from __future__ import annotations

from zhidun.access import roles
from zhidun.access.actors import Actor
from zhidun.kernel.errors import Forbidden, Invalid, SignInNeeded
from zhidun.kernel.text import Text, listed, t


def need(actor: Actor, power: str, office_id: int | None = None) -> None:
    """Go on only with the power.

    Raises:
        SignInNeeded: nobody is signed in.
        Forbidden: no post of the actor carries the power (at that office).
    """
    if actor.can(power, office_id):
        return
    if actor.kind == "anonymous":
        raise SignInNeeded
    raise Forbidden(remedy=who_may(power))


def who_may(power: str) -> Text | None:
    """Return the sentence that says whose work a power is, by the titles of the roles; None where it is nobody's."""
    carriers = [role.title for role in roles.roles().values() if power in role.powers]
    if not carriers:
        return None
    zh, en = listed(title.zh for title in carriers).zh, listed(title.en for title in carriers).en
    return t(
        f"此事由以下岗位办理:{zh}。请交由该岗位的同事,或向系统管理员申请岗位。",
        f"This is the work of: {en}. Ask a colleague in that post, or the administrator for the post.",
    )


def reason_given(reason: str, *, field: str = "reason") -> str:
    """Return a reason without blanks around it.

    Raises:
        Invalid: it is empty or longer than 2,000 characters.
    """
    longest = 2000
    text = reason.replace("\x00", "").strip()
    if not text:
        raise Invalid(t("请说明理由。", "Give a reason."), field=field)
    if len(text) > longest:
        raise Invalid(
            t(f"理由过长({len(text)} 字)。", f"The reason is too long ({len(text)} characters)."),
            t(f"请控制在 {longest} 字以内。", f"Keep it within {longest} characters."),
            field=field,
        )
    return text
