"""The closed list of events that start or end a period of law: rules of the packs may name no other.

A procedure that raises one of these words starts the clocks whose rules wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zhidun.kernel.text import Text, t

LEGAL_EVENTS: Mapping[str, Text] = MappingProxyType(
    {
        "abnormal_listing_ground": t(
            "异常名录事由发生(年报期满、责令期满或查实)",
            "the ground for abnormal listing (annual report due, order expired, or finding)",
        ),
        "abnormal_listing_published": t("异常名录列入公示", "publication of the abnormal listing"),
        "abnormal_objection_accepted": t("异议受理", "acceptance of the objection"),
        "abnormal_objection_received": t("收到异议申请", "receipt of the objection"),
        "abnormal_objection_upheld": t("核实列入有误", "finding that the listing was wrong"),
        "administrative_act_made": t("作出行政行为", "the making of the administrative act"),
        "agreement_reached": t("达成协议", "the agreement"),
        "answer_period_ended_or_refused": t(
            "答复期满或收到拒绝调解的意见", "the end of the answer period or receipt of the refusal"
        ),
        "answer_received": t("收到答辩书", "receipt of the answer"),
        "application_accepted": t("受理申请", "acceptance of the application"),
        "application_received": t("收到申请", "receipt of the application"),
        "arbitration_application_received": t("收到仲裁申请书", "receipt of the request for arbitration"),
        "assistance_letter_received": t("收到协助调查函", "receipt of the letter asking for assistance"),
        "award_received": t("收到裁决书", "receipt of the award"),
        "case_closed": t("结案", "the closing of the case"),
        "case_closed_or_transferred": t(
            "案件办结或移送起诉", "the closing of the case or its transfer for prosecution"
        ),
        "case_filed": t("立案", "the filing of the case"),
        "closing_condition_met": t("结案条件成就", "the meeting of a closing condition"),
        "clue_found": t("发现违法线索", "the finding of the clue"),
        "clue_or_material_received": t("发现线索或收到材料", "the finding of a clue or receipt of material"),
        "complaint_accepted": t("受理投诉", "acceptance of the complaint"),
        "complaint_received": t("收到投诉", "receipt of the complaint"),
        "complete_exhibition_complaint_received": t(
            "收到材料齐全的展会投诉", "receipt of a complete exhibition complaint"
        ),
        "conditions_met": t("解除条件成就", "the meeting of the conditions for lifting"),
        "copy_received": t("收到请求书副本", "receipt of the copy of the request"),
        "counter_notice_forwarded": t("不侵权声明到达权利人", "arrival of the counter-notice at the right holder"),
        "counterfeit_discovered": t("发现涉嫌假冒专利行为", "discovery of the suspected counterfeiting"),
        "court_platform_acceptance_confirmed": t(
            "调解组织在平台确认接受", "confirmation of acceptance on the court's platform"
        ),
        "damage_occurred": t("权利受到损害", "the damage"),
        "decision_announced_absent": t("当事人不在场时宣告决定", "announcement of the decision in the party's absence"),
        "decision_changed_or_revoked": t("决定被变更、撤销或确认违法", "the change or revocation of the decision"),
        "decision_made": t("作出决定", "the making of the decision"),
        "decision_received": t("收到决定书", "receipt of the decision"),
        "demand_letter_received": t("收到催告书", "receipt of the demand letter"),
        "detention_notice_received": t("收到海关通知", "receipt of the customs notice"),
        "dispute_arose": t("发生管辖或处理权限争议", "the rise of the competence dispute"),
        "document_dated": t("司法或行政文书的日期", "the date of the judicial or administrative document"),
        "earlier_penalty_effective": t("前次处罚或裁判生效", "the taking effect of the earlier penalty or judgment"),
        "evidence_registered": t("先行登记保存证据", "the registration of the evidence"),
        "exhibition_ended": t("展会结束", "the end of the exhibition"),
        "filing_decision": t("作出是否立案决定", "the decision whether to file"),
        "fine_handed_in": t("罚款交至部门", "handing in of the fine"),
        "fine_collected": t("当场收缴罚款", "collection of the fine"),
        "hearing_date": t("听证举行", "the hearing"),
        "hearing_ended": t("听证结束", "the end of the hearing"),
        "hearing_file_received": t("听证主持人收到案卷材料", "receipt of the file by the hearing officer"),
        "hearing_notice_served": t("告知书送达", "service of the notice"),
        "hearing_officer_appointed": t("确定听证主持人", "appointment of the hearing officer"),
        "hearing_request_received": t("收到听证申请", "receipt of the request for a hearing"),
        "hearing_right_notified": t("告知听证权利", "notification of the right to a hearing"),
        "information_formed": t("信息形成", "the formation of the information"),
        "information_received": t("收到推送信息", "receipt of the information"),
        "infringement": t("侵权行为发生", "the infringement"),
        "inspection_finished": t("检查结束", "the end of the inspection"),
        "investigator_named_or_changed": t("确定或更换技术调查官", "the naming or change of the investigator"),
        "knew_of_act": t("知道或应当知道行政行为", "knowledge (actual or presumed) of the administrative act"),
        "knew_of_damage": t(
            "知道或应当知道权利受损及义务人", "knowledge (actual or presumed) of the damage and the obligor"
        ),
        "knew_of_harm": t("知道或应当知道权益受侵害", "knowledge (actual or presumed) of the harm"),
        "knew_of_infringement": t(
            "知道或应当知道侵权行为及侵权人", "knowledge (actual or presumed) of the infringement and the infringer"
        ),
        "letter_sent": t("首次寄出联系信函", "the sending of the first letter"),
        "licence_application_accepted": t("受理设立申请", "acceptance of the licence application"),
        "listed": t("列入名单", "the listing"),
        "listing_decision": t("作出列入决定", "the listing decision"),
        "materials_received_by_superior": t("上级收到报请材料", "receipt of the material by the superior authority"),
        "measure_expiry": t("保全措施到期", "the expiry of the measure"),
        "measure_on_the_spot": t("现场采取措施", "the taking of the measure on the spot"),
        "measure_taken": t("采取保全措施", "the taking of the measure"),
        "mediation_agreement_effective": t("调解协议生效", "the taking effect of the mediation agreement"),
        "mediation_filed": t("调解立案", "the filing of the mediation"),
        "mediation_referral_received": t("收到委派、委托调解", "receipt of the referral"),
        "mediation_request_received": t("收到调解请求", "receipt of the request for mediation"),
        "mediation_terminated": t("作出终止调解决定", "the decision to end the mediation"),
        "mediator_signed_receipt": t("调解员签字接收案卷", "the mediator's signed receipt of the file"),
        "no_filing_notice_received": t("收到不予立案通知", "receipt of the notice of no filing"),
        "non_prosecution_decision": t("作出不起诉决定", "the decision not to prosecute"),
        "notice_received": t("收到通知", "receipt of the notice"),
        "office_period_ended": t(
            "管理部门申请执行期满而未申请", "the end of the office's period without an application"
        ),
        "opinion_received": t("收到检察意见", "receipt of the procuratorate's opinion"),
        "preservation_ruling_received": t("收到保全裁定书", "receipt of the preservation ruling"),
        "oral_hearing": t("口头审理举行", "the oral hearing"),
        "penalty_decision": t("作出处罚决定", "the penalty decision"),
        "penalty_published": t("处罚信息公示", "publication of the penalty"),
        "performance_period_ended": t("履行期限届满", "the end of the period for performance"),
        "police_filing_notice_received": t("收到公安机关立案通知", "receipt of the police's notice of filing"),
        "prosecutor_filing_notice_received": t(
            "收到检察机关通知立案书", "receipt of the procuratorate's notice to file"
        ),
        "prosecutor_query_received": t(
            "收到要求说明不立案理由通知", "receipt of the procuratorate's request for reasons"
        ),
        "public_notice_published": t("发布公告", "publication of the public notice"),
        "publication": t("公示", "publication"),
        "recognised_dishonest": t("认定失信", "the finding of dishonesty"),
        "reconsideration_accepted": t("受理复议申请", "acceptance of the reconsideration application"),
        "reconsideration_decision_received": t("收到复议决定", "receipt of the reconsideration decision"),
        "reconsideration_request_received": t("收到复议提请", "receipt of the request for reconsideration"),
        "regulation_in_force": t("条例施行", "the entry into force of the regulation"),
        "removal_or_revocation_decision": t("作出移出或撤销决定", "the decision to remove or revoke"),
        "repair_application_accepted": t("受理信用修复申请", "acceptance of the repair application"),
        "repair_decision": t("作出信用修复决定", "the repair decision"),
        "repair_verified": t("核实完成", "the verification"),
        "report_received": t("收到举报或移送报告", "receipt of the report"),
        "request_received": t("收到请求书", "receipt of the request"),
        "reverse_link_registered": t("行政检察部门登记受理", "registration by the administrative procuratorial unit"),
        "review_material_received": t("收到审核材料", "receipt of the material for review"),
        "reward_decision_notified": t("奖励决定告知", "notification of the reward decision"),
        "seizure": t("实施查封、扣押", "the seizure"),
        "statement_received_with_consent": t(
            "收到同意调解的意见陈述", "receipt of the statement consenting to mediation"
        ),
        "statutory_period_ended": t("法定救济期限届满", "the end of the period for legal remedies"),
        "suit_filed": t("起诉", "the filing of the suit"),
        "summary_decision": t("作出当场处罚决定", "the summary decision"),
        "suspension_requested": t("请求中止程序", "the request for suspension"),
        "transfer_accepted": t("公安机关受理移送案件", "acceptance of the transferred case by the police"),
        "transfer_approved": t("批准移送", "approval of the transfer"),
        "transfer_report_received": t("负责人收到移送书面报告", "receipt of the transfer report by the head"),
        "transferred_without_jurisdiction": t(
            "公安机关收到不属其管辖的案件", "receipt of a case outside the police's jurisdiction"
        ),
        "urgent_application_accepted": t("受理情况紧急的申请", "acceptance of the urgent application"),
        "violation_ended": t("违法行为发生或终了", "the violation or, where it continues, its end"),
        "warning_reply_received": t(
            "权利人收到书面催告或不侵权说明",
            "receipt by the right holder of the written urging or statement of non-infringement",
        ),
        "warning_reply_sent": t(
            "书面催告或不侵权说明发出", "the sending of the written urging or statement of non-infringement"
        ),
    }
)


def is_legal_event(word: str) -> bool:
    """Whether the word is on the list."""
    return word in LEGAL_EVENTS


def event_title(word: str) -> Text:
    """Return the words for an event, fit to stand after “自…次日起算” and “from the day after …”.

    Raises:
        KeyError: the word is not on the list.
    """
    return LEGAL_EVENTS[word]
