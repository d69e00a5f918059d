from __future__ import annotations

import pytest
from django.db import connection

from tests.factories.access import make_office
from zhidun.access import services
from zhidun.access.jobs import nightly, verify_and_record
from zhidun.access.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_nightly_check_keeps_the_heads_it_saw() -> None:
    make_office()
    assert verify_and_record()
    facts = AuditEntry.objects.get(action="audit.verified").facts
    assert facts["checked"] == 1
    assert facts["broken"] == 0
    assert [head.split(":")[0] for head in facts["heads"].values()] == ["1"]


def test_a_broken_trail_is_logged_by_row_and_the_night_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    make_office()
    services.hit("idle", 100, 1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE access_auditentry SET action = 'nothing.done'")
        cursor.execute("ALTER TABLE access_auditentry ENABLE TRIGGER USER")
    nightly(0)
    assert "audit trail broken: entry" in caplog.text
    assert AuditEntry.objects.get(action="audit.verified").facts["broken"] == 1
