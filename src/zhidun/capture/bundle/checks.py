"""The four questions a court asks of a capture, answered one by one from what was recorded (在线诉讼规则 16–18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhidun.capture.bundle import timing
from zhidun.capture.bundle.environment import Environment
from zhidun.capture.net.fetching import Exchange
from zhidun.capture.net.gate import Answer, Visit
from zhidun.kernel.text import Text, t

SUCCESS = 2
"""First digit of an HTTP status that says that all is well."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer; `ok` is None where it could not be found out."""

    test: str
    key: str
    ok: bool | None
    title: Text
    detail: Text

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for the report."""
        return {
            "test": self.test,
            "key": self.key,
            "ok": self.ok,
            "title": self.title.as_dict(),
            "detail": self.detail.as_dict(),
        }


def platform(operator: Text, office: Text, environment: Environment) -> list[Check]:
    """Who runs it, with which tools."""
    own = environment.tools[0]
    unknown = [one["name"] for one in environment.tools if not one["sha256"]]
    return [
        Check(
            "platform",
            "operator",
            bool(operator.zh),
            t("操作人与单位", "Operator and office"),
            t(f"{operator.zh} {office.zh}".strip(), f"{operator.en} {office.en}".strip()),
        ),
        Check(
            "platform",
            "software",
            True,
            t("取证软件", "Software"),
            t(
                f"知盾 {own['version']},源文件摘要 {own['sha256']}",
                f"Zhidun {own['version']}, digest of sources {own['sha256']}",
            ),
        ),
        Check(
            "platform",
            "tools",
            not unknown,
            t("工具摘要", "Digests of tools"),
            t("全部工具均已记录版本与 SHA-256", "version and SHA-256 of every tool are on record")
            if not unknown
            else t(f"未能计算:{'、'.join(unknown)}", f"not to be had: {', '.join(unknown)}"),
        ),
    ]


def neutrality(policy_says: Text) -> list[Check]:
    """Nothing of the asking side's own making has a part in it."""
    return [
        Check(
            "neutrality",
            "machine",
            True,
            t("取证设备", "Machine"),
            t(
                "由平台服务器执行,不经申请人的设备、网络与账号",
                "made by the platform's server; no device, network or account of the asking side takes part",
            ),
        ),
        Check(
            "neutrality",
            "anonymous",
            True,
            t("访问身份", "Identity"),
            t(
                "以未登录的普通访客身份访问,每次使用全新配置,无缓存与 Cookie",
                "as a visitor who is not signed in, with a new profile, no cache and no cookies",
            ),
        ),
        Check("neutrality", "log", True, t("存证", "Seal"), policy_says),
    ]


def system(environment: Environment, clock: Sequence[timing.Reading], jail: dict[str, Any] | None) -> list[Check]:
    """What could have led the machine astray."""
    met = environment.hosts["asked"]
    rows = [
        Check(
            "system",
            "os",
            True,
            t("操作系统", "Operating system"),
            t(*[f"{environment.system['os']} · {environment.system['kernel']} · {environment.system['machine']}"] * 2),
        ),
        Check(
            "system",
            "hosts",
            not met,
            t("hosts 文件", "Hosts file"),
            t(
                f"hosts 文件指定了被取证域名:{'、'.join(met)}",
                f"the hosts file names what was captured: {', '.join(met)}",
            )
            if met
            else t(
                f"未涉及被取证域名(共 {environment.hosts['names']} 个名称)",
                f"does not name what was captured ({environment.hosts['names']} names)",
            ),
        ),
        Check(
            "system",
            "proxy",
            True,
            t("代理设置", "Proxies"),
            t(
                "系统设有代理变量,取证程序不读取,连接均直达已校验地址",
                "the system names proxies; the capture reads none and connects to judged addresses directly",
            )
            if environment.proxies
            else t("未设置代理,直接连接", "none; connected directly"),
        ),
        Check(
            "system",
            "dns",
            bool(environment.name_servers),
            t("域名服务器", "Name servers"),
            t(*["、".join(environment.name_servers) or "—"] * 2),
        ),
        _clock(clock),
    ]
    if jail is not None:
        alone = jail.get("interfaces") == ["lo"]
        rows.append(
            Check(
                "system",
                "network",
                alone,
                t("浏览器网络", "The browser's network"),
                t(
                    "独立网络命名空间,仅有本地回环,只能经过滤代理访问",
                    "a network of its own with nothing but loopback; the filtering proxy is the only way out",
                ),
            )
        )
    return rows


def _clock(found: Sequence[timing.Reading]) -> Check:
    ok, worst = timing.judged(found)
    asked = [one for one in found if one.kind == "ntp"]
    reached = [one for one in asked if one.offset is not None]
    title = t("时间来源", "Clock")
    if worst is None:
        return Check(
            "system",
            "clock",
            None,
            title,
            t(
                "未能连接任何授时服务器,时间以本机时钟为准,另见可信时间戳",
                "no time server could be reached; times are by this machine's clock, see the time stamps as well",
            ),
        )
    return Check(
        "system",
        "clock",
        ok,
        title,
        t(
            f"连接授时服务器 {len(reached)}/{len(asked)} 个,最大偏差 {worst:.3f} 秒",
            f"{len(reached)} of {len(asked)} time servers reached, largest offset {worst:.3f} s",
        ),
    )


def process(
    chain: Sequence[Exchange], answers: Sequence[Answer], visits: Sequence[Visit], notes: Sequence[str]
) -> list[Check]:
    """How it was done, and what did not go as usual."""
    main = chain[-1]
    refused = [one for one in visits if one.refused]
    rows = [
        Check(
            "process",
            "address",
            True,
            t("连接地址", "Address connected"),
            t(
                f"{main.address}(解析一次,全部地址校验为公网地址,实际连接即所校验地址)",
                f"{main.address} (asked once, every address public, the connected address is the judged one)",
            ),
        ),
        Check(
            "process",
            "names",
            bool(answers),
            t("域名解析", "Names"),
            t(*["; ".join(f"{one.host} → {', '.join(one.addresses)}" for one in answers[:8]) or "—"] * 2),
        ),
        Check(
            "process",
            "status",
            main.status // 100 == SUCCESS,
            t("HTTP 状态", "HTTP status"),
            t(*[f"{main.status} {main.status_text}".strip()] * 2),
        ),
        Check("process", "redirects", True, t("跳转", "Redirects"), t(f"{len(chain) - 1} 次", str(len(chain) - 1))),
    ]
    if main.tls is not None:
        rows.append(_tls(main))
    rows.append(
        Check(
            "process",
            "refused",
            not refused,
            t("被拒绝的连接", "Connections refused"),
            t(f"{len(refused)} 个(见 JSON 报告)", f"{len(refused)} (see the report in JSON)"),
        )
    )
    rows.append(
        Check(
            "process",
            "whole",
            not notes,
            t("完整性", "Completeness"),
            t("无省略", "nothing left out")
            if not notes
            else t("有省略或异常,见说明", "something was left out or unusual, see the notes"),
        )
    )
    return rows


def _tls(main: Exchange) -> Check:
    facts = main.tls
    if facts is None or facts.trusted:
        shown = f"{facts.version} · {facts.chain[0].subject if facts.chain else ''}" if facts else ""
        return Check("process", "tls", True, t("TLS 证书", "TLS certificate"), t(*[shown] * 2))
    return Check(
        "process",
        "tls",
        False,
        t("TLS 证书", "TLS certificate"),
        t(f"不受信任:{facts.fault}", f"not trusted: {facts.fault}"),
    )
