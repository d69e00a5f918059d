"""Run inside a house: many provisional clocks counted again after the notice of the year, and two campaigns."""

from __future__ import annotations

import json
import sys
import time
from datetime import date, datetime, timedelta

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from zhidun.access import selectors  # noqa: E402
from zhidun.access.actors import actor_for  # noqa: E402
from zhidun.cases import services as cases  # noqa: E402
from zhidun.cases.clocks import counted, end_of, lay  # noqa: E402
from zhidun.cases.models import Case, Clock  # noqa: E402
from zhidun.enforcement import services  # noqa: E402
from zhidun.enforcement.models import Campaign, CampaignCase  # noqa: E402
from zhidun.kernel import time as clock  # noqa: E402
from zhidun.kernel.text import Text  # noqa: E402
from zhidun.law.load import rulebook  # noqa: E402

RULES = {
    "samr.case.verify.15wd": date(2026, 12, 14),
    "apl.decide.90d": date(2026, 10, 12),
    "samr.seizure.30d": date(2026, 12, 5),
    "samr.juris.7wd": date(2026, 12, 26),
    "samr.pay.15d": date(2026, 12, 20),
}
"""Rules of the clocks, each with the first start day from which its end lies in 2027."""
DAYS = 60
NOTICE = """\
year: 2027
source: {zh: 测量用的假期安排, en: "Holidays for a measurement"}
holidays:
  - name: {zh: 元旦, en: New Year}
    first: 2027-01-01
    last: 2027-01-03
    statutory: [2027-01-01]
    makeup: [2026-12-20]
"""


def clocks(count: int) -> None:
    """Insert clocks of five rules that began on sixty days each and end in 2027, one a case."""
    names = list(RULES)
    rules = {name: rulebook().rule(name, RULES[name]) for name in names}
    rows = []
    for n, case in enumerate(Case.objects.filter(number__startswith="bench-").order_by("id")[:count]):
        name = names[n % len(names)]
        start = RULES[name] + timedelta(days=n // len(names) % DAYS)
        row = Clock(case=case, rule_key=name, rule_id=rules[name].id, started_on=start)
        row.started_at = datetime.combine(start, datetime.min.time(), clock.CITY_ZONE)
        row.due_on = row.due_raw_on = start
        row.due_at = end_of(start)
        rows.append(row)
    Clock.objects.bulk_create(rows)
    for row in rows:
        lay(row, counted(row, rules[row.rule_key]))
    Clock.objects.bulk_update(rows, ["due_on", "due_raw_on", "due_at", "unit", "provisional", "counted", "steps"], 500)


def recount(count: int) -> dict[str, object]:
    """Load the notice and count again in one transaction, as the job does it; time both."""
    before = dict(Clock.objects.values_list("pk", "due_on"))
    provisional = Clock.objects.filter(provisional=True).count()
    admin = actor_for(selectors.account("sysadmin"))
    began, used = time.monotonic(), time.process_time()
    cases.import_calendar_year(actor=admin, content=NOTICE.encode(), filename="2027.yaml")
    with transaction.atomic():
        cases.recompute_provisional(2027)
    seconds, cpu = time.monotonic() - began, time.process_time() - used
    after = dict(Clock.objects.values_list("pk", "due_on"))
    return {
        "clocks": count,
        "provisional_before": provisional,
        "correct": Clock.objects.filter(provisional=True).count() == 0 and provisional == count,
        "moved": sum(after[key] != before[key] for key in before),
        "seconds": round(seconds, 2),
        "cpu_seconds_here": round(cpu, 2),
    }


def campaign(size: int) -> str:
    """Plan a campaign and count so many cases in it."""
    head = actor_for(selectors.account("luofeng"))
    row = services.plan(
        actor=head,
        given=services.Plan(
            title=Text(f"测量{size}", f"Bench {size}"), scope=Text("测量", "Bench"), office="510107",
            starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), targets={"510107": (1, 1)},
        ),
    )  # fmt: skip
    services.set_state(actor=head, campaign=str(row.public_id), state="running", published=True)
    found = Case.objects.filter(number__startswith="bench-").order_by("id")[:size]
    CampaignCase.objects.bulk_create(CampaignCase(campaign=row, case=case, added_by="bench") for case in found)
    return str(Campaign.objects.get(pk=row.pk).public_id)


def main() -> None:
    from zhidun.site.command import House

    count, small, large = (int(word) for word in sys.argv[1:4])
    with House().ready():
        clocks(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(json.dumps({"recount": recount(count), "small": campaign(small), "large": campaign(large)}))


main()
