"""Run inside a house: load the city and issue a token for machines of one workstation; print it as JSON."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

django.setup()

from zhidun.access import loading, selectors, services  # noqa: E402
from zhidun.access.actors import SYSTEM, actor_for  # noqa: E402
from zhidun.kernel import time  # noqa: E402


def main() -> None:
    from zhidun.site.command import House

    with House().ready():
        loading.load_city()
        loading.load_cast("fault-test-7391-password")
        clerk = selectors.account(sys.argv[1] if len(sys.argv) > 1 else "limin")
        post = actor_for(clerk).posts[0]
        issued = services.issue_token(
            actor=SYSTEM,
            office=selectors.office(post.office_code),
            account=clerk,
            name="fault test",
            scopes=sorted(post.powers),
            expires_at=time.now() + timedelta(days=2),
            rate_class="bulk",
        )
        print(json.dumps({"token": issued.text, "office": post.office_code}))  # noqa: T201


main()
