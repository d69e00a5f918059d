"""Who is acting: one frozen description that every service and selector is given."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Q

from zhidun.access import offices, roles
from zhidun.kernel import time
from zhidun.kernel.text import Text, t

if TYPE_CHECKING:
    from zhidun.access.models import Account, ApiToken, Post

ActorKind = Literal["staff", "citizen", "receipt", "anonymous", "system"]


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as the actor holds it today.

    Attributes:
        reach: ids of the post's office and of every office below it.
    """

    office_id: int
    office_code: str
    office_name: Text
    role: str
    title: Text
    powers: frozenset[str]
    reach: frozenset[int]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with what powers, and where.

    Attributes:
        account_id: the account behind it, if there is one.
        key: what the audit trail names: `account:12`, `token:k3v…`, `receipt:<case>`, `anonymous`, `system`.
        powers: all powers of all posts; ask `can`, which also looks at the place.
        office_ids: offices of the posts and all offices below them.
        receipt_case: case number opened by a receipt code, for anonymous reporters.
    """

    account_id: int | None
    key: str
    name: Text
    kind: ActorKind
    posts: tuple[PostView, ...] = ()
    powers: frozenset[str] = frozenset()
    office_ids: frozenset[int] = frozenset()
    receipt_case: str | None = None
    language: str = "zh"
    username: str = field(default="", compare=False)

    def can(self, power: str, office_id: int | None = None) -> bool:
        """Whether a post carries `power`; with `office_id`, whether it does at that office or above it.

        The system itself may do everything; receipts, citizens and anonymous visitors hold no posts.
        """
        if self.kind == "system":
            return True
        if office_id is None:
            return power in self.powers
        return any(power in post.powers and office_id in post.reach for post in self.posts)

    def holds(self, role: str, office_id: int | None = None) -> bool:
        """Whether the actor holds the role; with `office_id`, whether it reaches that office."""
        return any(post.role == role and (office_id is None or office_id in post.reach) for post in self.posts)

    @property
    def signed_in(self) -> bool:
        """Whether an account stands behind the actor."""
        return self.account_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether the actor works for an office (holds a post today) or is the system."""
        return self.kind == "system" or (self.kind == "staff" and bool(self.posts))


ANONYMOUS = Actor(None, "anonymous", t("未登录访客", "Visitor"), "anonymous")
SYSTEM = Actor(None, "system", t("系统", "System"), "system")


def as_system(actor: Actor) -> Actor:
    """Return the actor as the hand of a room: the step is the room's own, key, name and posts stay the actor's.

    It also takes what a request carries, which is only looked up when it is asked for.
    """
    values: dict[str, Any] = {one.name: getattr(actor, one.name) for one in fields(Actor)}
    return Actor(**{**values, "kind": "system"})


def current_posts(on: date | None = None) -> Q:
    """Return the condition under which a post counts on a date (default today)."""
    day = on or time.today()
    return Q(revoked_at__isnull=True, approved_at__isnull=False, from_on__lte=day) & (
        Q(to_on__isnull=True) | Q(to_on__gte=day)
    )


def _view(post: Post, scopes: frozenset[str] | None, known_reach: dict[int, frozenset[int]]) -> PostView | None:
    known = roles.roles().get(post.role)
    if known is None:  # a pack was taken away: its roles carry nothing
        return None
    powers = known.powers if scopes is None else known.powers & scopes
    reach = known_reach.get(post.office_id) or known_reach.setdefault(post.office_id, offices.below(post.office_id))
    return PostView(post.office_id, post.office.code, post.office.name, post.role, known.title, powers, reach)


def _actor(
    account: Account,
    key: str,
    posts: list[Post],
    scopes: frozenset[str] | None = None,
    reach: dict[int, frozenset[int]] | None = None,
) -> Actor:
    reach = reach or {}
    views = tuple(view for view in (_view(post, scopes, reach) for post in posts) if view is not None)
    return Actor(
        account_id=account.pk,
        key=key,
        name=account.name,
        kind="staff" if account.kind == "staff" else "citizen",
        posts=views,
        powers=frozenset().union(*(view.powers for view in views)),
        office_ids=frozenset().union(*(view.reach for view in views)),
        language=account.language,
        username=account.username,
    )


def actor_for(account: Account) -> Actor:
    """Return the actor an account is today; an account that has ended is nobody."""
    if not account.active:
        return ANONYMOUS
    posts: list[Post] = []
    if account.kind == "staff":
        posts = list(account.posts.filter(current_posts(), office__active=True).select_related("office"))
    return _actor(account, f"account:{account.pk}", posts)


def token_actor(token: ApiToken) -> Actor:
    """Return the actor of a token: its account's posts at the token's office or below, cut down to its scopes."""
    if not token.account.active:
        return ANONYMOUS
    within = offices.below(token.office_id)
    posts = token.account.posts.filter(current_posts(), office__active=True, office_id__in=within)
    rows = list(posts.select_related("office"))
    return _actor(token.account, f"token:{token.prefix}", rows, frozenset(token.scopes), {token.office_id: within})


def receipt_actor(case_number: str) -> Actor:
    """Return the actor who showed the receipt of one case: an anonymous reporter."""
    name = t("匿名举报人", "Anonymous reporter")
    return Actor(None, f"receipt:{case_number}", name, "receipt", receipt_case=case_number)
