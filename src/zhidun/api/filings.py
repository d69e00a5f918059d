"""The one-stop window for machines: forms, classify, submit, wizard."""

from __future__ import annotations

import json
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest
from ninja import Body, File, Form, Router, Status, UploadedFile
from pydantic import ValidationError

from zhidun.access.actors import Actor
from zhidun.api import idempotency
from zhidun.api.auth import actor_of, everybody
from zhidun.api.door import read_json
from zhidun.api.evidence import digest, store
from zhidun.api.filing_shapes import (
    AnswersIn,
    ClassificationOut,
    FilingIn,
    FormQuestionOut,
    HintOut,
    OptionOut,
    QuestionOut,
    ReceiptOut,
    RouteOut,
    WizardOut,
)
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import TextOut
from zhidun.intake import pages, selectors, services
from zhidun.intake.types import Receipt, WizardStep
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t

router = Router()
MOST_FILES = 50


@router.get(
    "/filings/forms/{kind}", auth=everybody, response=answers(list[FormQuestionOut]), operation_id="read_filing_form"
)
def form(request: HttpRequest, kind: str) -> list[FormQuestionOut]:
    """Return the questions of a form: rights_complaint, report, consumer_complaint or consultation."""
    if kind not in pages.KINDS:
        raise NotFound
    asked = selectors.form_questions(kind)
    options = pages.options_for(kind, asked, actor_of(request))
    return [
        FormQuestionOut(
            key=one.key,
            step=one.step,
            kind=one.kind,
            label=TextOut.of(one.label),
            hint=TextOut.maybe(one.hint),
            required=one.required,
            options=[
                OptionOut(value=option.value, label=TextOut.of(option.label))
                for option in options.get(one.key, one.options)
            ],
            show_when=one.show_when,
        )
        for one in asked
    ]


@router.post("/filings/classify", auth=everybody, response=answers(ClassificationOut), operation_id="classify_filing")
def classify(request: HttpRequest, payload: AnswersIn) -> ClassificationOut:
    """Propose what a filing is, by which procedure it goes and to whom; nothing is stored."""
    del request
    return ClassificationOut.of(selectors.classify(selectors.read_answers(payload.stated())))


@router.post("/filings/duplicates", auth=everybody, response=answers(list[HintOut]), operation_id="duplicate_hints")
def duplicates(request: HttpRequest, payload: AnswersIn) -> list[HintOut]:
    """Say whether the same matter was filed before; case numbers are for those who receive filings."""
    read, _ = pages.read_all(payload.stated())
    return [
        HintOut(case=one.case_number, same_facts=one.same_facts, same_filer=one.same_filer, filed_on=one.filed_on)
        for one in selectors.duplicate_hints(read, actor=actor_of(request))
    ]


@router.post(
    "/filings",
    auth=everybody,
    response=answers(ReceiptOut, status=201),
    operation_id="submit_filing",
    openapi_extra=REPEATABLE,
)
def submit(request: HttpRequest, payload: FilingIn) -> Status[ReceiptOut]:
    """Take a filing in; the answer comes when everything is on disk. Evidence is named by its item ids."""
    receipt = services.submit(
        actor=actor_of(request),
        answers=payload.answers.stated(),
        item_ids=[str(item) for item in payload.items],
        idempotency_key=idempotency.key_of(request),
        channel=payload.channel,
        at_office=payload.at_office or None,
        received_at=payload.received_at,
    )
    return Status(201, ReceiptOut.of(receipt))


@router.post(
    "/filings/with-files",
    auth=everybody,
    response=answers(ReceiptOut, status=201),
    operation_id="submit_with_files",
    openapi_extra=REPEATABLE,
)
def submit_with_files(
    request: HttpRequest,
    answers_json: Annotated[str, Form(..., alias="answers", max_length=400_000)],
    files: Annotated[list[UploadedFile], File(..., max_length=MOST_FILES)],
) -> Status[ReceiptOut]:
    """Take a filing and its evidence in one form: `answers` is the JSON of the answers."""
    actor = actor_of(request)
    stated = _read(answers_json).stated()
    key = idempotency.key_of(request)
    with transaction.atomic():
        if key is None:
            receipt = _submit(actor, stated, _stored(files, actor), None)
        else:
            receipt = _submit_once(request, actor, stated, files, key)
    return Status(201, ReceiptOut.of(receipt))


def _submit_once(
    request: HttpRequest, actor: Actor, stated: dict[str, object], files: list[UploadedFile], key: str
) -> Receipt:
    """Submit, or give the first receipt again: a repeated call stores none of its files.

    What is kept of the first call is the ids of its items; the receipt's secret stays sealed in its room.
    """
    body = json.dumps([stated, [digest(file) for file in files]], sort_keys=True, ensure_ascii=False)
    print_ = idempotency.fingerprint(request, None, body)
    known = idempotency.earlier(request, key, print_)
    if known is not None:
        return _submit(actor, stated, json.loads(known), key)
    items = _stored(files, actor)
    receipt = _submit(actor, stated, items, key)
    idempotency.keep(request, key, print_, json.dumps(items))
    return receipt


def _stored(files: list[UploadedFile], actor: Actor) -> list[str]:
    return [str(store(file, actor).public_id) for file in files]


def _submit(actor: Actor, stated: dict[str, object], items: list[str], key: str | None) -> Receipt:
    # the window's own key differs from that of a filing without files: the two are different calls
    return services.submit(
        actor=actor, answers=stated, item_ids=items, idempotency_key=f"with-files:{key}" if key else None
    )


def _read(text: str) -> AnswersIn:
    try:
        return AnswersIn.model_validate(read_json(text))
    except ValidationError as error:
        raise Invalid(
            t("answers 不是符合定义的 JSON。", "`answers` is not JSON of the described shape."),
            t("请按接口定义填写 answers。", "Fill in `answers` as described."),
            field="answers",
        ) from error


@router.post("/wizard", auth=everybody, response=answers(WizardOut), operation_id="ask_wizard")
def wizard(request: HttpRequest, payload: Annotated[dict[str, str], Body(...)]) -> WizardOut:
    """Ask the wizard: send the answers so far, get the next question or the routes."""
    del request
    return _wizard(selectors.wizard(payload))


def _wizard(step: WizardStep) -> WizardOut:
    question = step.question
    return WizardOut(
        question=QuestionOut(
            key=question.key,
            label=TextOut.of(question.label),
            options=[OptionOut(value=option.value, label=TextOut.of(option.label)) for option in question.options],
        )
        if question
        else None,
        asked=step.asked,
        total=step.total,
        routes=[RouteOut.of(route) for route in step.routes],
    )


@router.get("/routes", auth=everybody, response=answers(list[RouteOut]), operation_id="list_routes")
def routes(request: HttpRequest) -> list[RouteOut]:
    """Return every way there is: what can be done, how long, what it costs, who does it."""
    del request
    return [RouteOut.of(route) for route in selectors.all_routes()]
