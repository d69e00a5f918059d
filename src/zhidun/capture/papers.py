"""The capture report as a paper (PDF/A): the four tests, the script of steps, the digests of what was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from zhidun.capture.bundle import words
from zhidun.cases.certificates import ISSUER
from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.rendering import compile_template, qr_svg
from zhidun.kernel import time
from zhidun.kernel.text import Text, t

TEMPLATE: Final = "capture-report/template.typ"
TITLE: Final = t("网页取证固定报告", "Web capture report")
LEAD: Final = t(
    "本报告记录下列网页的固定过程与环境,供审查平台、中立性、系统环境和取证过程;完整数据见同名 JSON 报告。",
    "How and where the page below was captured, for the four tests of a court; all data is in the JSON report.",
)
MARKS: Final[dict[bool | None, Text]] = {
    True: t("符合", "yes"),
    False: t("注意", "note"),
    None: t("未能查明", "not known"),
}
HOW: Final[dict[str, Text]] = {"browser": t("浏览器", "browser"), "http": t("仅HTTP", "HTTP alone")}
ROLES: Final[dict[str, Text]] = {
    "screenshot": t("整页截图", "picture of the whole page"),
    "html": t("网页源码", "document"),
    "video": t("滚动视频", "film of the scrolling"),
    "wacz": t("网页归档 WACZ", "web archive WACZ"),
    "warc": t("其中的 WARC", "the WARC inside"),
}
LONGEST: Final = 300
MOST_STEPS: Final = 60


def report_pdf(report: Mapping[str, Any]) -> bytes:
    """Return the paper of a report.

    Raises:
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    data = _data(report)
    check_glyphs([row["value"] for group in data["groups"] for row in group["rows"]])
    return compile_template(TEMPLATE, {**data, "qr": qr_svg(str(data["verify_url"]))})


def _data(report: Mapping[str, Any]) -> dict[str, Any]:
    main = next((one["sha256"] for one in report["outputs"] if one["role"] == "wacz"), "")
    date = str(report["finished_at"])[:10]
    return {
        "title": TITLE.as_dict(),
        "number": report["capture"],
        "issuer": ISSUER.as_dict(),
        "demo": bool(settings.DEMO),
        "date_iso": date,
        "verify_url": f"{settings.ORIGIN}/verify/file?sha256={main}",
        "lead": LEAD.as_dict(),
        "check": t(
            "核验:以网页归档(WACZ)文件的摘要在平台公开页面核对,或用证据包内的 verify.html 离线核对。",
            "To check: hold the digest of the WACZ against the public page, or use verify.html of the package offline.",
        ).as_dict(),
        "groups": [
            _page(report),
            *[_test(report, key) for key in words.TESTS],
            _tls(report),
            _notes(report),
            _steps(report),
            _outputs(report["outputs"]),
        ],
    }


def _row(label: Text, value: str, *, is_hash: bool = False, mark: str = "") -> dict[str, Any]:
    shown = "\n".join(printable(line) for line in value.split("\n"))
    return {"label": label.as_dict(), "value": shown, "hash": is_hash, "mark": mark}


def _group(title: Text, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title.as_dict(), "rows": [row for row in rows if row["value"]]}


def _both(pair: Mapping[str, str]) -> str:
    return pair["zh"] if pair["zh"] == pair["en"] else f"{pair['zh']}\n{pair['en']}"


def _when(moment: str) -> str:
    at = datetime.fromisoformat(moment).astimezone(time.CITY_ZONE)
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + at.strftime(" %z")


def _page(report: Mapping[str, Any]) -> dict[str, Any]:
    how = HOW[report["how"]]
    return _group(
        t("网页", "Page"),
        [
            _row(t("申请固定的网址", "Address asked for"), str(report["asked_url"])[:LONGEST]),
            _row(t("实际固定的网址", "Address captured"), str(report["final_url"])[:LONGEST]),
            _row(t("标题", "Title"), str(report["title"])),
            _row(t("方式", "How"), f"{how.zh} {how.en}"),
            _row(t("HTTP 状态", "HTTP status"), str(report["status"])),
            _row(t("开始", "Began"), _when(report["started_at"])),
            _row(t("结束", "Ended"), _when(report["finished_at"])),
        ],
    )


def _test(report: Mapping[str, Any], key: str) -> dict[str, Any]:
    rows = []
    for one in report["checks"]:
        if one["test"] == key:
            mark = MARKS[one["ok"]]
            rows.append(_row(Text.of(one["title"]), _both(one["detail"]), mark=f"{mark.zh} {mark.en}"))
    return _group(words.TESTS[key], rows)


def _tls(report: Mapping[str, Any]) -> dict[str, Any]:
    tls = report["tls"]
    if not tls:
        return _group(t("TLS", "TLS"), [])
    rows = [_row(t("协议与套件", "Protocol and cipher"), f"{tls['version']} · {tls['cipher']}")]
    for number, one in enumerate(tls["chain"][:4]):
        label = t(f"证书 {number}", f"Certificate {number}")
        term = f"{one['not_before'][:10]} – {one['not_after'][:10]}"
        about = f"{one['subject'][:LONGEST]}\n← {one['issuer'][:LONGEST]}\n{term}"
        rows += [_row(label, about), _row(label, one["sha256"], is_hash=True)]
    return _group(t("TLS 证书链", "TLS certificate chain"), rows)


def _notes(report: Mapping[str, Any]) -> dict[str, Any]:
    rows = [_row(t(f"说明 {n}", f"Note {n}"), _both(one["says"])) for n, one in enumerate(report["notes"], 1)]
    return _group(t("说明", "Notes"), rows)


def _steps(report: Mapping[str, Any]) -> dict[str, Any]:
    rows = []
    for number, one in enumerate(report["steps"][:MOST_STEPS], 1):
        title = Text.of(one["title"])
        facts = " · ".join(_fact(value) for key, value in one.items() if key not in {"at", "step", "title"})
        rows.append(_row(t(str(number), str(number)), f"{_when(one['at'])} {title.zh} {title.en}\n{facts}".strip()))
    return _group(t("取证步骤(实录)", "Script of steps, as recorded"), rows)


def _fact(value: object) -> str:
    shown = ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return shown[:160]


def _outputs(outputs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    rows = []
    for one in outputs:
        if one["role"] in ROLES:
            label = ROLES[one["role"]]
            rows.append(_row(label, f"{one['filename']} · {one['size']:,} B"))
            for name, key in (("SHA-256", "sha256"), ("SM3", "sm3")):
                rows.append(_row(t(name, name), one[key], is_hash=True))
    return _group(t("固定结果", "What was made"), rows)
