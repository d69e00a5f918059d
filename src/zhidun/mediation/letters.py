"""Letters and minutes of a mediation as paper: the invitation with its code, and what a meeting wrote down."""

from __future__ import annotations

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.cases.plain_papers import printed, section
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text, t
from zhidun.mediation.joining import DAYS, make_code
from zhidun.mediation.models import Mediation
from zhidun.mediation.moving import names
from zhidun.mediation.rooms import minutes_of
from zhidun.mediation.standing import DESK, MEDIATOR, OTHER, find
from zhidun.mediation.words import DISPUTES, ROOMS, SIDES
from zhidun.procedures.load import catalogue

INVITATION = t("调解邀请函", "Invitation to mediation")
MINUTES = t("调解笔录", "Minutes")


@transaction.atomic
def invitation(*, actor: Actor, number: str, side: str) -> bytes:
    """Print the letter that invites a side, with a fresh code on it; an earlier code of the side ends.

    Raises:
        MediationNotFound, NotYourPart.
        Invalid: no such side, or an account acts for it already.
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    code = make_code(actor=actor, number=number, side=side)
    row, _ = find(actor, number)
    made = {
        "lead": [t(f"{names(row)[side]}:", f"To {names(row)[side]}:").as_dict(), _asked(row, side).as_dict()],
        "sections": [section(t("案件", "The matter"), _matter(row), widths=(1, 3)), *_how(row, code)],
        "signs": [row.body.office.name.as_dict(), t(f"{time.today()}", "").as_dict()],
    }
    return printed(INVITATION, number=number, author=row.body.office.name.zh, made=made)


def _asked(row: Mediation, side: str) -> Text:
    who = names(row)
    return t(
        f"{who[OTHER[side]]}与你方的知识产权纠纷已登记调解。调解以自愿为原则,你可以同意,也可以不同意。",
        "A dispute with you is registered for mediation. It is voluntary: you may agree or decline.",
    )


def _matter(row: Mediation) -> list[list[str]]:
    form = catalogue().get(row.case.procedure, row.case.procedure_version).title
    dispute = DISPUTES.get(str(row.case.facts.get("dispute") or ""), t("", ""))
    who = names(row)
    return [
        ["编号 Number", row.case.number],
        ["方式 Form", f"{form.zh} {form.en}"],
        [f"{SIDES['complainant'].zh} {SIDES['complainant'].en}", who["complainant"]],
        [f"{SIDES['respondent'].zh} {SIDES['respondent'].en}", who["respondent"]],
        ["争议事项 Dispute", f"{dispute.zh} {dispute.en}"],
        ["请求 Request", str(row.case.facts.get("request") or "—")],
        ["请于何日前答复 Answer by", f"{row.answer_due_on:%Y-%m-%d}" if row.answer_due_on else "—"],
    ]


def _how(row: Mediation, code: str) -> list[dict[str, object]]:
    join = [
        t(
            "登录本平台后打开“调解 → 用邀请函加入”,填写上面的编号和下面的邀请码。",
            "Sign in, open “Mediation → join by letter” and enter the number above and the code below.",
        ),
        t(
            f"邀请码只能使用一次,{DAYS}日内有效,请勿转交他人。",
            f"The code works once, within {DAYS} days; do not hand it on.",
        ),
    ]
    rights = [
        t("不同意或者逾期不答复,不影响你的诉讼权利和抗辩。", "To decline or not to answer costs you no right."),
        t(
            "调解中的陈述、方案和让步保密,不得作为对你不利的证据;双方同意后才确定调解员,你可以申请更换。",
            "What is said, offered or conceded stays confidential and is not held against you; a mediator is chosen "
            "only when both agreed, and you may ask for another.",
        ),
    ]
    free = [t("人民调解不收费。", "People's mediation is free of charge.")] if row.form == "people" else []
    return [
        section(t("怎样参加", "How to take part"), [["邀请码 Code", code]], words=join, widths=(1, 3)),
        section(t("你的权利", "Your rights"), words=[*rights, *free]),
    ]


def minutes(actor: Actor, number: str, key: str) -> bytes:
    """Print the minutes of a meeting, for those who are in its room.

    Raises:
        MediationNotFound. NotFound: no such minutes, or of a room the actor is not in.
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    row, part = find(actor, number)
    one = next((one for one in minutes_of(actor, number) if str(one.public_id) == key), None)
    if one is None or part == DESK:
        raise NotFound
    who = names(row)
    rows = [
        ["编号 Number", number],
        ["调解室 Room", f"{ROOMS[one.room].zh} {ROOMS[one.room].en}"],
        ["时间 Held", f"{time.aware(one.held_at).astimezone(time.CITY_ZONE):%Y-%m-%d %H:%M}"],
        ["当事人 Sides", "\n".join(who[side] for side in ("complainant", "respondent") if one.room in ("joint", side))],
        ["在场 Present", one.present or "—"],
        ["翻译 Interpreter", one.interpreter or "—"],
        ["记录 Written by", one.written_by],
    ]
    signed = [
        SIDES[side]
        for side in ("complainant", "respondent", MEDIATOR)
        if one.room in ("joint", side) or side == MEDIATOR
    ]
    made = {
        "sections": [
            section(t("会议", "Meeting"), rows, widths=(1, 3)),
            section(
                t("内容", "What was said"), words=[Text(line, "") for line in one.body.splitlines() if line.strip()]
            ),
        ],
        "signs": [Text(f"{title.zh}(签名):", title.en).as_dict() for title in signed],
    }
    return printed(MINUTES, number=number, author=one.written_by, made=made)
