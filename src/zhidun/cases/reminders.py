"""Before a period ends its officers are reminded; each working morning a digest says how much waits."""

from __future__ import annotations

from datetime import timedelta

from zhidun.access.actors import actor_for
from zhidun.access.personal import digest_readers
from zhidun.cases.calendars import current_calendar
from zhidun.cases.list_counts import counts
from zhidun.cases.models import Assignment, Clock, ClockState, Notice
from zhidun.cases.outbox import notify
from zhidun.cases.paper_words import en_date, zh_date
from zhidun.cases.time_left import soon_until
from zhidun.kernel import time
from zhidun.kernel.text import t


def remind() -> int:
    """Tell the officers of each case whose office period ends within two working days, once for each end.

    Returns how many people were told.
    """
    now = time.now()
    soon = Clock.objects.filter(state=ClockState.RUNNING, binds="office", due_at__gt=now, due_at__lte=soon_until())
    told = 0
    for clock in soon.select_related("case").order_by("due_at"):
        people = Assignment.objects.filter(case_id=clock.case_id, to_at__isnull=True).values_list(
            "account_id", flat=True
        )
        for account in people:
            made = notify(
                key=f"soon:{clock.public_id}:{clock.due_on}:{account}",
                case=clock.case,
                account_id=account,
                subject=t(f"案件 {clock.case.number} 即将到期", f"Case {clock.case.number} is due soon"),
                body=t(f"期限将于 {zh_date(clock.due_on)} 届满。", f"The period ends on {en_date(clock.due_on)}."),
            )
            told += bool(made)
    return told


def digest() -> int:
    """Queue this working morning's digest for everybody who did not switch it off; return how many.

    It holds counts only: overdue, due soon, own open cases, unread notices.
    """
    today = time.today()
    if current_calendar().workdays_between(today - timedelta(days=1), today) == 0:
        return 0
    sent = 0
    for account in digest_readers():
        actor = actor_for(account)
        found = counts(actor)
        unread = Notice.objects.filter(account=account, read_at=None).count()
        late, near, own = found["overdue"], found["soon"], found["mine"]
        if not any((late, near, unread)):
            continue
        made = notify(
            key=f"digest:{account.pk}:{today}",
            case=None,
            account_id=account.pk,
            subject=t("知盾：今日摘要", "Zhidun: digest of today"),
            body=t(
                f"已超期 {late} 件，即将到期 {near} 件，我承办 {own} 件，未读消息 {unread} 条。",
                f"{late} overdue, {near} due soon, {own} of yours open, {unread} unread.",
            ),
            channels=("mail",),
        )
        sent += bool(made)
    return sent
