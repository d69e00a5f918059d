"""Jobs of the access room: idle rate limits are dropped, the audit trail is verified each night."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhidun.access import rate_limits
from zhidun.access.actors import SYSTEM
from zhidun.access.audit import record, verify_chain

logger = logging.getLogger("zhidun.access")


@app.periodic(cron="37 2 * * *")
@app.task(name="access.nightly", queueing_lock="access.nightly")
def nightly(timestamp: int) -> None:
    """Drop idle rate limits, verify the audit trail and keep what was found in the trail itself."""
    del timestamp
    rate_limits.sweep()
    verify_and_record()


def verify_and_record() -> bool:
    """Verify the audit trail, record the heads of its lanes, log each broken row; return whether all holds."""
    report = verify_chain()
    for row in report.broken:
        logger.error("audit trail broken: entry %s, lane %s, place %s: %s", row.entry_id, row.lane, row.seq, row.why.en)
    heads = {str(lane): f"{seq}:{head}" for lane, (seq, head) in sorted(report.heads.items())}
    facts = {"checked": report.checked, "broken": len(report.broken), "heads": heads}
    record(actor=SYSTEM, action="audit.verified", object_kind="audit", object_key="trail", facts=facts)
    return report.ok
