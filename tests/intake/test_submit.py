"""Submitting: all or nothing, never double, all faults at once, reports without a name anywhere."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection

from tests.factories.access import make_actor, make_citizen
from tests.factories.intake import city, consumer_answers, filed, holder_answers, report_answers
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor, receipt_actor
from zhidun.access.models import AuditEntry, Office
from zhidun.cases.item_access import item_for
from zhidun.cases.models import Case, CaseLink, CaseParty
from zhidun.cases.pages import case_page
from zhidun.evidence.services import store_upload
from zhidun.intake import codes, jobs, services
from zhidun.intake import submit as submitting
from zhidun.intake.drafts import DraftGone, open_draft, save_draft
from zhidun.intake.faults import AnotherFiling, AnswersFaulty, NotYourItem
from zhidun.intake.models import Draft, Filing, FilingCase, ReceiptSecret, ReporterVault
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, NotFound
from zhidun.parties.models import Party
from zhidun.rights.models import Right

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def bureau() -> object:
    with time.pinned(NOW):
        yield city()


def case_of(number: str) -> Case:
    """Return the row of a case."""
    return Case.objects.get(number=number)


def test_a_complaint_becomes_a_case_with_parties_right_clock_and_receipt() -> None:
    citizen = make_citizen()
    receipt = filed(actor=citizen)
    case = case_of(receipt.number)
    assert (case.procedure, case.kind, case.office.code) == ("infringement-complaint", "trademark", "b510107")
    assert receipt.number.startswith("b510107-2026-") or receipt.number.startswith("B510107-2026-")
    assert codes.ids.normal_receipt(receipt.secret) == receipt.secret
    roles = dict(case.parties.values_list("role", "shown_name"))
    assert roles == {"complainant": "沈绣坊", "respondent": "川味食品厂"}
    assert case.parties.get(role="complainant").account_id == citizen.account_id
    right = case.rights.get().right
    assert (right.kind, right.number, right.verification) == ("trademark", "1234567", "none")
    clock = case.clocks.get()
    assert (clock.rule_key, clock.due_on.isoformat()) == ("samr.case.verify.15wd", "2026-12-11")
    assert Filing.objects.get().answers["filer_name"] == "沈绣坊"
    assert AuditEntry.objects.filter(action="filing.received", object_key=str(receipt.filing)).exists()


def test_a_right_seen_once_is_used_again() -> None:
    filed(actor=make_citizen(), key="a")
    filed(holder_answers(right_number="第1234567号", facts="又在另一家店发现。"), actor=make_citizen(), key="b")
    assert Right.objects.count() == 1
    assert Party.objects.filter(name="川味食品厂").count() == 1


# what is wrong → the fields that are named, all at once
BAD = [
    ({"happened_on": "2027-01-01"}, {"happened_on"}),
    ({"facts": ""}, {"facts"}),
    ({"facts": "字" * 200_000}, {"facts"}),
    ({"respondent_uscc": "911100006000373410"}, {"respondent_uscc"}),
    ({"right_kind": "patent_invention", "right_number": "201710601862.5"}, {"right_number"}),
    ({"facts": "", "happened_on": "2027-01-01", "respondent_uscc": "1", "filer_phone": ""},
     {"facts", "happened_on", "respondent_uscc", "filer_phone"}),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "fields"), BAD)
def test_bad_input_is_refused_by_field_and_nothing_is_lost(changes: dict[str, object], fields: set[str]) -> None:
    typed = holder_answers(**changes)
    draft = save_draft(actor=ANONYMOUS, kind="rights_complaint", answers=typed)
    with pytest.raises(AnswersFaulty) as refused:
        services.submit(actor=ANONYMOUS, draft_token=draft.token)
    assert set(refused.value.errors) == fields
    for fault in refused.value.errors.values():
        assert fault.reason.zh
        assert fault.remedy.en
    assert open_draft(draft.token).answers == typed
    assert not Filing.objects.exists()
    assert not Case.objects.exists()
    assert not Party.objects.exists()


def test_a_draft_that_was_sent_is_gone() -> None:
    draft = save_draft(actor=ANONYMOUS, kind="rights_complaint", answers=holder_answers(facts=""))
    receipt = services.submit(actor=ANONYMOUS, draft_token=draft.token, answers={"facts": "补充的事实。"})
    assert Filing.objects.get().answers["facts"] == "补充的事实。"
    assert receipt.numbers
    with pytest.raises(DraftGone):
        open_draft(draft.token)
    assert not Draft.objects.exists()


def test_sending_twice_gives_the_same_receipt() -> None:
    citizen = make_citizen()
    first = filed(actor=citizen, key="form-1")
    second = filed(actor=citizen, key="form-1")
    assert (second.numbers, second.secret, second.filing) == (first.numbers, first.secret, first.filing)
    assert second.repeated
    assert second.classification == first.classification
    assert Case.objects.count() == Filing.objects.count() == 1


def test_of_two_sendings_at_once_the_second_gets_the_firsts_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looked before the first was there; the database's unique key stops it, and it answers as the first."""
    citizen = make_citizen()
    first = filed(actor=citizen, key="form-1")
    plain, looked = submitting._earlier, []

    def too_early(key: str | None, content: str) -> object:
        looked.append(key)
        return None if len(looked) == 1 else plain(key, content)

    monkeypatch.setattr(submitting, "_earlier", too_early)
    second = filed(actor=citizen, key="form-1")
    assert (second.numbers, second.secret, second.repeated) == (first.numbers, first.secret, True)
    assert Case.objects.count() == Filing.objects.count() == 1


def test_the_jobs_of_the_room_do_what_their_services_do() -> None:
    filed(key="form-1")
    save_draft(actor=ANONYMOUS, kind="report", answers={})
    with time.pinned(NOW + timedelta(days=40)):
        jobs.wipe_replays(0)
        jobs.delete_expired_drafts(0)
    assert ReceiptSecret.objects.get().replay is None
    assert not Draft.objects.exists()


def test_the_same_key_with_other_content_is_refused_and_with_another_sender_is_another_filing() -> None:
    citizen = make_citizen()
    filed(actor=citizen, key="form-1")
    with pytest.raises(AnotherFiling):
        filed(holder_answers(facts="别的事实。"), actor=citizen, key="form-1")
    other = filed(actor=make_citizen(), key="form-1")
    assert not other.repeated
    assert Filing.objects.count() == 2


def test_after_a_day_the_secret_is_not_told_again_and_a_job_forgets_it() -> None:
    first = filed(key="form-1")
    with time.pinned(NOW + timedelta(hours=codes.REPLAY_HOURS)):
        again = filed(key="form-1")
        assert (again.numbers, again.secret) == (first.numbers, "")
        assert services.wipe_replays() == 1
        assert services.wipe_replays() == 0
    assert ReceiptSecret.objects.get().replay is None


def test_the_secret_is_kept_as_a_hash_only() -> None:
    receipt = filed()
    kept = ReceiptSecret.objects.get()
    assert len(kept.hash) == 64
    assert kept.hash != hashlib.sha256(receipt.secret.encode()).hexdigest(), (
        "a hash without our key could be guessed at"
    )
    assert receipt.secret not in kept.hash
    assert receipt.secret.encode() not in bytes(kept.replay or b"")


def everything() -> str:
    """Return every row of every table as text: what a thief of the database would read."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')  # noqa: S608  names of our own tables
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_who_reports_is_nowhere_but_in_the_vault() -> None:
    citizen = make_citizen()
    named = report_answers(
        anonymous=False, filer_name="Kanarienvogel-七七", filer_phone="13977777777", filer_address="Canary Street 7",
        filer_email="canary@example.com",
    )  # fmt: skip
    receipt = filed(named, actor=citizen, key="canary")
    text = everything()
    for canary in ("Kanarienvogel", "13977777777", "Canary Street", "canary@example.com"):
        assert canary not in text
    filing = Filing.objects.get()
    assert filing.filed_by_id is None
    link = FilingCase.objects.get()
    assert link.pseudonym
    assert ReporterVault.objects.get(pseudonym=link.pseudonym).anonymous is False
    case = case_of(receipt.number)
    reporter = case.parties.get(role="reporter")
    assert (reporter.party_id, reporter.account_id, reporter.shown_name) == (None, None, link.pseudonym)
    assert set(case.moves.values_list("actor_key", flat=True)) == {"anonymous"}
    assert not AuditEntry.objects.filter(actor_key=citizen.key, action__startswith="filing").exists()


def test_an_anonymous_report_needs_no_name_and_opens_the_report_procedure() -> None:
    receipt = filed(report_answers())
    case = case_of(receipt.number)
    assert case.procedure == "report"
    assert ReporterVault.objects.get().anonymous
    assert not Right.objects.exists()  # hearsay enters nothing into the registry


def test_a_mixed_filing_becomes_two_linked_cases() -> None:
    receipt = filed(consumer_answers(intent="both"))
    assert len(receipt.numbers) == 2
    consumer, report = (case_of(number) for number in receipt.numbers)
    assert (consumer.procedure, report.procedure) == ("consumer-complaint", "report")
    assert CaseLink.objects.get().kind == "split"
    assert consumer.parties.get(role="complainant").shown_name == "王女士"
    assert report.parties.get(role="reporter").shown_name.startswith("举报人-")
    assert not CaseParty.objects.filter(case=report, shown_name="王女士").exists()
    assert consumer.clocks.get().rule_key == "cr.accept.7wd"
    assert report.clocks.get().rule_key == "samr.case.verify.15wd"


def test_a_question_opens_no_case_and_starts_no_clock() -> None:
    receipt = filed({"intent": "ask", "facts": "怎么登记作品？"})
    assert receipt.numbers == ()
    assert receipt.number == ""
    assert not Case.objects.exists()


def clerk(bureau: Office, role: str = "counter-clerk") -> Actor:
    """Return somebody who receives filings at the city bureau."""
    return make_actor(role, bureau)


def test_a_clerk_files_on_behalf_and_the_account_of_the_clerk_is_no_party(bureau: Office) -> None:
    actor = clerk(bureau)
    receipt = services.submit(
        actor=actor,
        answers=holder_answers(),
        channel="counter",
        at_office=bureau.code,
        received_at=NOW - timedelta(hours=2),
    )
    filing = Filing.objects.get()
    case = case_of(receipt.number)
    assert (filing.on_behalf, filing.filed_by_id, filing.channel) == (True, actor.account_id, "counter")
    assert case.received_at == NOW - timedelta(hours=2)
    assert case.parties.get(role="complainant").account_id is None


@pytest.mark.parametrize("channel", ["counter", "phone", "letter", "transfer", "inspection"])
def test_only_those_who_receive_filings_use_the_counters_channels(channel: str) -> None:
    with pytest.raises(Forbidden):
        services.submit(actor=make_citizen(), answers=holder_answers(), channel=channel)  # type: ignore[arg-type]
    assert not Filing.objects.exists()


def test_an_earlier_day_is_for_staff_and_a_later_one_for_nobody(bureau: Office) -> None:
    with pytest.raises(Forbidden):
        services.submit(actor=make_citizen(), answers=holder_answers(), received_at=NOW - timedelta(days=30))
    with pytest.raises(AnswersFaulty) as refused:
        services.submit(
            actor=clerk(bureau), answers=holder_answers(), channel="letter", received_at=NOW + timedelta(days=1)
        )
    assert set(refused.value.errors) == {"received_at"}


def test_what_another_authority_hands_on_may_lack_contacts(bureau: Office) -> None:
    bare = holder_answers(filer_phone="", filer_address="")
    receipt = services.submit(actor=clerk(bureau), answers=bare, channel="transfer", source={"title": "泸州来函"})
    case = case_of(receipt.number)
    assert case.source["lead"] == "transfer_from_other_agency"
    assert case.source["title"] == "泸州来函"
    with pytest.raises(AnswersFaulty):
        services.submit(actor=clerk(bureau), answers=bare, channel="counter")


def test_parked_matters_name_their_authority() -> None:
    filed(holder_answers(right_kind="patent_design", right_number="", right_name="礼盒外观"))
    assert "知识产权局" in FilingCase.objects.get().parked_for


def uploaded(actor: Actor) -> str:
    """Store a small file and return its public id."""
    return str(store_upload(stream=io.BytesIO(b"%PDF-1.4 small"), filename="a.pdf", actor=actor).public_id)


def test_evidence_goes_into_the_file_but_nobody_elses() -> None:
    citizen = make_citizen()
    own, other = uploaded(citizen), uploaded(make_citizen())
    with pytest.raises(NotYourItem):
        services.submit(actor=citizen, answers=holder_answers(), item_ids=[own, other])
    with pytest.raises(NotFound):
        services.submit(actor=citizen, answers=holder_answers(), item_ids=["nonsense"])
    assert not Filing.objects.exists()
    receipt = services.submit(actor=citizen, answers=holder_answers(), item_ids=[own, own])
    assert case_of(receipt.number).evidence.count() == 1


def test_a_counterfeit_patent_is_a_kind_of_its_own() -> None:
    receipt = filed(
        holder_answers(right_kind="patent_design", right_number="", right_name="礼盒", act="counterfeit_patent")
    )
    assert case_of(receipt.number).kind == "counterfeit_patent"


def test_a_key_that_is_too_long_is_refused() -> None:
    with pytest.raises(Exception, match="key"):
        filed(key="k" * 201)


def test_the_system_may_restate_recorded_matters() -> None:
    receipt = services.submit(
        actor=SYSTEM, answers=holder_answers(), channel="transfer", received_at=NOW - timedelta(days=900)
    )
    assert case_of(receipt.number).received_at == NOW - timedelta(days=900)


@pytest.mark.parametrize("anonymous", [True, False])
def test_who_holds_the_receipt_finds_what_they_handed_in_and_nobody_elses(anonymous: bool) -> None:  # noqa: FBT001
    """A reporter, named or not, keeps access to their own files by the receipt; another report's receipt opens none."""
    mine, other = (
        store_upload(stream=io.BytesIO(data), filename="照片.txt", declared_type="text/plain", actor=ANONYMOUS)
        for data in (b"mine", b"other")
    )
    named = {} if anonymous else {"anonymous": False, "filer_name": "赵某", "filer_phone": "13900000000"}
    receipt = services.submit(
        actor=ANONYMOUS, answers=report_answers(**named), item_ids=[str(mine.public_id)], idempotency_key=None
    )
    second = services.submit(
        actor=ANONYMOUS, answers=report_answers(), item_ids=[str(other.public_id)], idempotency_key=None
    )
    for number, own, foreign in ((receipt.number, mine, other), (second.number, other, mine)):
        holder = receipt_actor(number)
        assert [card.item for card in case_page(holder, number).evidence] == [str(own.public_id)]
        assert item_for(holder, str(own.public_id)).pk == own.pk
        with pytest.raises(NotFound):
            item_for(holder, str(foreign.public_id))


SECRET = {"right_kind": "trade_secret", "act": "trade_secret", "protected_by": "保密协议", "known_to": "研发部"}


def test_a_trade_secret_is_sealed_from_the_first_day_and_never_enters_in_words(bureau: Office) -> None:
    with pytest.raises(AnswersFaulty) as refused:
        filed(holder_answers(**SECRET, secret_commitment="配方:花椒三钱"))
    assert "never enter the secret" in refused.value.errors["secret_commitment"].reason.en
    case = case_of(filed(holder_answers(**SECRET, secret_commitment="AB" * 32)).number)
    assert (case.sealed, case.facts["secret_commitment"], case.facts["known_to"]) == (True, "ab" * 32, "研发部")
    assert set(case.tasks.values_list("kind", "role")) == {
        ("assign", "bureau-head"), ("triage", "enforcement-officer"),
    }  # fmt: skip
