"""What the fields and words of the calculators are called, and how a form groups them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhidun.kernel.text import Text, t

TITLES: Mapping[str, Text] = MappingProxyType(
    {
        "damages": t("损害赔偿", "Damages"),
        "punitive": t("惩罚性赔偿", "Punitive damages"),
        "fine": t("行政罚款", "Fine"),
        "crime": t("刑事门槛", "Crime threshold"),
        "reward": t("举报奖励", "Reward"),
        "limitation": t("时效", "Limitation"),
    }
)
ABOUT: Mapping[str, Text] = MappingProxyType(
    {
        "damages": t(
            "按法律的顺序取损失、获利、许可费或法定赔偿,并加合理开支。",
            "Loss, profit, licence fee or statutory damages in the law's order, and reasonable costs.",
        ),
        "punitive": t(
            "故意且情节严重时,基数乘以倍数;法定赔偿不作基数。",
            "With intent and gravity: base times multiple; statutory damages are never the base.",
        ),
        "fine": t(
            "罚款幅度、再犯、违法所得和没收、听证权利、加处罚款。",
            "Bracket, repeat, gains and confiscation, right to a hearing, late surcharge.",
        ),
        "crime": t(
            "是否达到刑法第213至219条的门槛,差多少,是否应当移送。",
            "Whether arts 213 to 219 are reached, what is missing, whether to transfer.",
        ),
        "reward": t("等级、比例、下限、上限和地方规则。", "Level, rate, floor, cap and local rules."),
        "limitation": t(
            "起诉或请求裁决的届满日,中断和持续侵权。",
            "When suing or asking for adjudication ends; interruption, continuing infringement.",
        ),
    }
)
FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "right": t("权利", "Right"),
        "act": t("不正当竞争行为", "Act of unfair competition"),
        "event_date": t("行为(事实)日期", "Date of the act"),
        "act_from": t("行为开始", "Act from"),
        "act_to": t("行为结束", "Act until"),
        "decision_date": t("拟作决定日期", "Date of the decision"),
        "actual_loss": t("实际损失(元)", "Actual loss (yuan)"),
        "infringer_profit": t("侵权获利(元)", "Infringer's profit (yuan)"),
        "gains": t("违法所得(著作权,元)", "Illegal gains (copyright, yuan)"),
        "licence_fee": t("许可使用费(元)", "Licence fee (yuan)"),
        "licence_multiple": t("许可费倍数", "Multiple of the licence fee"),
        "royalty": t("权利使用费(著作权,元)", "Royalty (copyright, yuan)"),
        "units": t("侵权产品数量", "Units sold"),
        "unit_price": t("单价(元)", "Unit price (yuan)"),
        "operating_margin": t("营业利润率", "Operating margin"),
        "industry_margin": t("行业平均利润率", "Industry margin"),
        "sales_margin": t("销售利润率", "Sales margin"),
        "infringement_as_business": t("以侵权为业", "Infringement as a business"),
        "chosen": t("选择的计算方法", "Chosen basis"),
        "claimed_statutory": t("主张的法定赔偿(元)", "Statutory damages claimed (yuan)"),
        "reasonable_costs": t("合理开支(元)", "Reasonable costs (yuan)"),
        "chosen_version": t("选定的法律版本", "Version chosen"),
        "chosen_by": t("由谁选定", "Chosen by"),
        "base": t("基数(元)", "Base (yuan)"),
        "multiple": t("倍数", "Multiple"),
        "intent": t("故意(恶意)", "Intent"),
        "serious": t("情节严重", "Serious circumstances"),
        "intent_factors": t("故意的情形", "Factors of intent"),
        "gravity_factors": t("情节严重的情形", "Factors of gravity"),
        "statutory_damages": t("法定赔偿数额(元)", "Statutory damages (yuan)"),
        "fine_paid": t("已执行的罚款、罚金(元)", "Fine already paid (yuan)"),
        "stage": t("提出请求的审级", "Stage of the claim"),
        "punitive_claimed": t("已请求惩罚性赔偿", "Punitive damages are claimed"),
        "first_suit_claimed_punitive": t("前案已请求", "Claimed in the first suit"),
        "court_explained": t("前案法院已释明", "The first court explained"),
        "subject": t("违法行为", "Kind of violation"),
        "illegal_turnover": t("违法(非法)经营额(元)", "Illegal turnover (yuan)"),
        "illegal_gains": t("违法所得(元)", "Illegal gains (yuan)"),
        "goods_value": t("货值金额(元)", "Value of goods (yuan)"),
        "sales": t("销售收入(元)", "Receipts (yuan)"),
        "purchase_price_proved": t("已证明的购进价款(元)", "Proved purchase price (yuan)"),
        "related_tax_paid_before_penalty": t("处罚前已缴的直接相关税款(元)", "Related tax paid before (yuan)"),
        "refunded": t("已退赔(元)", "Refunded (yuan)"),
        "prior_penalty_date": t("前次处罚生效日", "Earlier penalty effective"),
        "new_act_date": t("再次行为日期", "Date of the new act"),
        "public_interest_harmed": t("同时损害公共利益", "Public interest harmed"),
        "party": t("当事人", "Party"),
        "confiscation": t("拟没收总额(元)", "Confiscation proposed (yuan)"),
        "fine": t("罚款(元)", "Fine (yuan)"),
        "days_late": t("逾期天数", "Days late"),
        "innocent_seller": t("不知情且有合法来源的销售者", "Innocent seller with a lawful source"),
        "mitigating": t("从轻、减轻或不罚情节", "Mitigating grounds"),
        "aggravating": t("从重情节", "Aggravating grounds"),
        "article": t("罪名(刑法条文)", "Crime (article)"),
        "sales_amount": t("销售金额(元)", "Sales (yuan)"),
        "sold": t("已售(元,标识为件)", "Sold (yuan; labels: pieces)"),
        "unsold": t("未售货值(元,标识为件)", "Not sold (yuan; labels: pieces)"),
        "marks": t("注册商标数", "Number of marks"),
        "same_goods_same_source": t("同一商品且来源相同", "Same goods and same source"),
        "mark": t("与注册商标", "Compared with the registered mark"),
        "patents": t("专利数", "Number of patents"),
        "labels": t("标识数量(件)", "Labels (pieces)"),
        "direct_loss": t("直接经济损失(元)", "Direct loss (yuan)"),
        "loss": t("损失数额(元)", "Loss (yuan)"),
        "copies": t("复制品数量(份)", "Copies"),
        "copies_sold": t("已售复制品(份)", "Copies sold"),
        "works_online": t("网络传播作品数", "Works online"),
        "downloads": t("下载次数", "Downloads"),
        "clicks": t("点击次数", "Clicks"),
        "members": t("注册会员数", "Members"),
        "service_gains": t("服务违法所得(元)", "Gains from services (yuan)"),
        "caused_bankruptcy": t("导致权利人破产、倒闭", "Caused bankruptcy"),
        "prior_admin_penalty": t("前次处罚日期", "Earlier penalty"),
        "level": t("举报等级", "Level of the report"),
        "fine_and_confiscation": t("罚没款(元)", "Fine and confiscation (yuan)"),
        "illegal_gains_confiscated": t("没收违法所得(元)", "Gains confiscated (yuan)"),
        "reporter": t("举报人", "Reporter"),
        "province": t("地方", "Place"),
        "suspected_crime": t("涉嫌犯罪", "Suspected crime"),
        "tier": t("地方档次", "Local tier"),
        "knew": t("知道或应当知道之日", "Knew, or should have known"),
        "request": t("请求行政裁决之日", "Request for adjudication"),
        "suit": t("起诉之日", "Suit filed"),
        "infringement_continues": t("侵权仍在持续", "The infringement goes on"),
        "infringement_ended": t("侵权结束之日", "Infringement ended"),
        "interruption": t("中断之日", "Interrupted on"),
        "damage_occurred": t("损害发生之日", "Damage occurred"),
        "basis": t("计算依据", "Basis"),
        "award_max": t("最多可判(不含开支)", "At most, before costs"),
        "total": t("合计", "Total"),
        "min": t("法定下限", "Statutory minimum"),
        "max": t("法定上限", "Statutory maximum"),
        "punitive_total": t("惩罚性赔偿总额", "Punitive total"),
        "cap": t("上限", "Cap"),
        "min_fine": t("罚款下限", "Least fine"),
        "max_fine": t("罚款上限", "Greatest fine"),
        "confiscate": t("应没收违法所得", "Gains to confiscate"),
        "surcharge": t("加处罚款", "Late surcharge"),
        "hearing_right": t("听证权利", "Right to a hearing"),
        "met": t("达到入罪门槛", "Threshold reached"),
        "aggravated": t("达到加重标准", "Aggravated"),
        "advise_transfer": t("建议移送公安机关", "Transfer advised"),
        "eligible": t("可以奖励", "Eligible"),
        "floor": t("下限", "Floor"),
        "finance_signoff": t("须商财政部门", "Finance office consulted"),
        "expires": t("届满日", "Ends on"),
        "in_time": t("是否在期间内", "In time"),
        "damages_from": t("赔偿起算日", "Damages from"),
        "reward": t("奖励金额", "Reward"),
    }
)
WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "patent": t("专利", "Patent"),
        "trademark": t("商标", "Trademark"),
        "copyright": t("著作权", "Copyright"),
        "software": t("计算机软件", "Software"),
        "trade_secret": t("商业秘密", "Trade secret"),
        "unfair_competition": t("不正当竞争", "Unfair competition"),
        "plant_variety": t("植物新品种", "Plant variety"),
        "ic_layout": t("布图设计", "IC layout"),
        "gi": t("地理标志", "Geographical indication"),
        "special_sign": t("特殊标志", "Special sign"),
        "olympic_sign": t("奥林匹克标志", "Olympic symbol"),
        "confusion": t("混淆", "Confusion"),
        "bribery": t("商业贿赂", "Commercial bribery"),
        "false_advertising": t("虚假宣传", "Misleading promotion"),
        "prize_sale": t("违法有奖销售", "Unlawful prize sale"),
        "defamation": t("商业诋毁", "Disparagement"),
        "network": t("网络不正当竞争", "Network unfair competition"),
        "other": t("其他", "Other"),
        "fake_patent": t("假冒专利", "Counterfeit patent"),
        "platform": t("平台未采取措施", "Platform without measures"),
        "tm_agency": t("商标代理违法", "Trademark agency"),
        "malicious_filing": t("恶意申请商标", "Bad-faith filing"),
        "actual_loss": t("实际损失", "Actual loss"),
        "infringer_profit": t("侵权获利", "Infringer's profit"),
        "gains": t("违法所得", "Illegal gains"),
        "licence_fee": t("许可使用费", "Licence fee"),
        "royalty": t("权利使用费", "Royalty"),
        "statutory": t("法定赔偿", "Statutory damages"),
        "first_instance": t("一审", "First instance"),
        "second_instance": t("二审才提出", "Only at second instance"),
        "person": t("自然人", "Natural person"),
        "organisation": t("法人或其他组织", "Organisation"),
        "agency": t("代理机构", "Agency"),
        "responsible_person": t("直接责任人员", "Responsible person"),
        "identical": t("相同或基本无差别", "Identical or without basic difference"),
        "similar": t("仅近似", "Merely similar"),
        "natural_person": t("自然人", "Natural person"),
        "insider": t("内部举报人", "Insider"),
        "right_holder": t("权利人、代理人", "Right holder or agent"),
        "staff": t("负有职责的人员", "Person with a duty"),
        "213": t("第213条 假冒注册商标(商品)", "213 counterfeiting marks, goods"),
        "services": t("第213条 假冒注册商标(服务)", "213 counterfeiting marks, services"),
        "214": t("第214条 销售假冒注册商标的商品", "214 selling counterfeits"),
        "215": t("第215条 非法制造、销售标识", "215 illegal labels"),
        "216": t("第216条 假冒专利", "216 counterfeiting patents"),
        "217": t("第217条 侵犯著作权", "217 copyright"),
        "218": t("第218条 销售侵权复制品", "218 selling infringing copies"),
        "219": t("第219条 侵犯商业秘密", "219 trade secrets"),
        "重庆": t("重庆", "Chongqing"),
        "辽宁": t("辽宁", "Liaoning"),
        "浙江": t("浙江", "Zhejiang"),
        "广东": t("广东", "Guangdong"),
        "德阳": t("四川德阳", "Deyang, Sichuan"),
        "1": t("一级", "Level 1"),
        "2": t("二级", "Level 2"),
        "3": t("三级", "Level 3"),
        "continued_after_effective_notice": t("通知后仍继续", "Went on after notice"),
        "officer_identity_with_rightholder_and_knew": t("关联身份且明知", "Linked to the holder and knew"),
        "employment_license_agency_relation_with_access": t("劳动、许可、代理等关系有接触", "Relation with access"),
        "business_dealings_or_negotiation_with_access": t("往来或磋商有接触", "Dealings with access"),
        "piracy_or_counterfeit_mark_or_counterfeit_patent": t("盗版、假冒", "Piracy or counterfeiting"),
        "reoffended_after_settlement_promise": t("和解承诺后再犯", "Repeat after a settlement"),
        "concealed_control_or_shell_company_or_disclaimer": t("隐蔽控制、免责协议", "Concealed control"),
        "repeat_after_admin_penalty_or_judgment": t("受罚或裁判后再犯", "Repeat after penalty or judgment"),
        "refusal_to_obey_preservation_order": t("拒不履行保全裁定", "Refused a preservation order"),
        "forging_destroying_hiding_evidence": t("伪造、毁坏、隐匿证据", "Forged or destroyed evidence"),
        "infringement_as_business": t("以侵权为业", "Infringement as a business"),
        "huge_profit_or_serious_goodwill_or_market_share_loss": t("获利巨大或商誉市场严重受损", "Huge profit or loss"),
        "harm_to_state_or_public_interest": t("危害国家或公共利益", "Harm to the public interest"),
        "undid_or_reduced_harm": t("主动消除或减轻后果", "Undid or reduced the harm"),
        "coerced_or_deceived": t("受胁迫或诱骗", "Coerced or deceived"),
        "confessed_unknown_facts": t("主动供述", "Own confession"),
        "helped_investigation": t("配合查处有立功", "Helped the investigation"),
        "minor_aged_14_to_18": t("未成年人", "Minor"),
        "slight_and_corrected_without_harm": t("轻微并及时改正且无后果", "Slight, corrected, harmless"),
        "first_time_slight_and_corrected": t("初次、后果轻微并改正", "First time, slight, corrected"),
        "no_fault_proved": t("证明没有主观过错", "No fault proved"),
        "below_or_none": t("没有或不足门槛", "Below the threshold or none"),
        "none_or_at_most": t("没有或不超过门槛", "None or not above"),
        "below": t("不足门槛", "Below the threshold"),
        "at_or_above": t("达到门槛", "Threshold reached"),
        "above": t("超过门槛", "Above the threshold"),
        "normal": t("一般情形", "Normal"),
        "serious": t("情节严重", "Serious"),
        "with_gains": t("有违法所得", "With gains"),
        "no_gains": t("没有违法所得", "Without gains"),
        "none": t("不予罚款", "No fine"),
        "max_fine": t("限额", "Limit"),
        "agency_serious": t("代理机构,情节严重", "Agency, serious"),
        "responsible_person_serious": t("责任人员,情节严重", "Responsible person, serious"),
    }
)


@dataclass(frozen=True, slots=True)
class Form:
    """How a form of a calculator is laid out.

    Attributes:
        first: fields everybody needs.
        more: groups of further fields with their headings.
        figures: fields of the answer shown large.
    """

    first: tuple[str, ...]
    more: tuple[tuple[Text, tuple[str, ...]], ...]
    figures: tuple[str, ...]


AMOUNTS = ("actual_loss", "infringer_profit", "licence_fee", "licence_multiple")
COUNTED = ("units", "unit_price", "operating_margin", "industry_margin")
COPYRIGHT = ("gains", "royalty")
TIME = (t("跨期行为", "An act over time"), ("act_from", "act_to", "chosen_version", "chosen_by"))
UNITS = (t("按数量计算获利", "Profit from units"), COUNTED)
AUTHORS = (t("著作权", "Copyright"), COPYRIGHT)
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "damages": Form(
            ("right", "act", "event_date", *AMOUNTS, "reasonable_costs", "chosen", "claimed_statutory"),
            (UNITS, AUTHORS, TIME),
            ("basis", "base", "award_max", "total", "min", "max"),
        ),
        "punitive": Form(
            ("right", "act", "event_date", "base", "multiple", "reasonable_costs", "intent", "serious"),
            (
                (t("故意和情节的证据", "Factors shown"), ("intent_factors", "gravity_factors")),
                (t("不直接写基数时", "Instead of a base"), AMOUNTS),
                (UNITS[0], (*COUNTED, "infringement_as_business", "sales_margin")),
                AUTHORS,
                (
                    t("诉讼阶段和罚款", "Stage and fines"),
                    ("stage", "punitive_claimed", "first_suit_claimed_punitive", "court_explained", "fine_paid"),
                ),
                TIME,
            ),
            ("punitive_total", "total", "base", "cap"),
        ),
        "fine": Form(
            ("subject", "event_date", "illegal_turnover", "goods_value", "illegal_gains", "party", "serious"),
            (
                (
                    t("违法所得的计算", "Computing the gains"),
                    ("sales", "purchase_price_proved", "related_tax_paid_before_penalty", "refunded"),
                ),
                (t("再犯", "Repeat"), ("prior_penalty_date", "new_act_date")),
                (t("听证和逾期", "Hearing and late payment"), ("fine", "confiscation", "days_late")),
                (
                    t("裁量", "Weighing"),
                    ("public_interest_harmed", "innocent_seller", "mitigating", "decision_date"),
                ),
            ),
            ("min_fine", "max_fine", "illegal_gains", "confiscate", "surcharge", "hearing_right"),
        ),
        "crime": Form(
            ("article", "event_date", "illegal_gains", "illegal_turnover", "sold", "unsold"),
            (
                (t("商标", "Marks"), ("mark", "marks", "same_goods_same_source", "labels", "service_gains")),
                (
                    t("著作权", "Copyright"),
                    ("copies", "copies_sold", "works_online", "downloads", "clicks", "members"),
                ),
                (
                    t("专利和商业秘密", "Patents and trade secrets"),
                    ("patents", "direct_loss", "loss", "caused_bankruptcy"),
                ),
                (t("再犯", "Repeat"), ("prior_admin_penalty", "act")),
            ),
            ("met", "aggravated", "advise_transfer"),
        ),
        "reward": Form(
            ("level", "fine_and_confiscation", "reporter", "province"),
            (
                (
                    t("分项和地方规则", "Items and local rules"),
                    ("fine", "illegal_gains_confiscated", "party", "suspected_crime", "tier"),
                ),
            ),
            ("reward", "eligible", "floor", "cap", "finance_signoff"),
        ),
        "limitation": Form(
            ("right", "knew", "suit", "request"),
            (
                (
                    t("中断和持续", "Interruption and continuing"),
                    ("interruption", "infringement_continues", "infringement_ended", "damage_occurred"),
                ),
            ),
            ("expires", "in_time", "damages_from"),
        ),
    }
)
"""The `act` of the crime form is a date, not a kind of act: its title stands in `TITLE_OF`."""
TITLE_OF: Mapping[tuple[str, str], Text] = MappingProxyType({("crime", "act"): t("本次行为日期", "Date of this act")})


def title(calculator: str, field: str) -> Text:
    """Return what a field is called in a calculator; an unknown one is shown as it is."""
    return TITLE_OF.get((calculator, field)) or FIELDS.get(field) or t(field, field)


def word(value: str) -> Text:
    """Return what a word is called; an unknown one is shown as it is."""
    return WORDS.get(value) or t(value, value)
