"""What the report says in both languages: steps, notes, reasons."""

from __future__ import annotations

from typing import Final

from zhidun.kernel.text import Text, t

STEPS: Final[dict[str, Text]] = {
    "environment": t("检查系统环境", "environment examined"),
    "resolve": t("解析域名并校验全部地址", "name resolved, every address judged"),
    "request": t("请求网址", "address requested"),
    "redirect": t("跳转", "redirected"),
    "requisites": t("获取页面引用的资源", "pictures, styles and scripts of the page requested"),
    "browser-starts": t("启动浏览器(独立网络、全新配置)", "browser started in its own network, with a new profile"),
    "browser-ready": t("浏览器就绪", "browser ready"),
    "open": t("打开网页", "page opened"),
    "loaded": t("网页载入完毕", "page loaded"),
    "video-begins": t("开始录制滚动视频", "filming begins"),
    "scroll-begins": t("开始向下滚动", "scrolling begins"),
    "scroll-ends": t("滚动结束", "scrolling ends"),
    "screenshot": t("整页截图", "whole page pictured"),
    "html": t("保存网页源码", "document saved"),
    "browser-ends": t("关闭浏览器", "browser closed"),
    "video-ends": t("视频生成", "video made"),
    "dialog-dismissed": t("关闭网页弹出的对话框", "dialogue of the page dismissed"),
    "download-refused": t("拒绝网页发起的下载", "download begun by the page refused"),
    "no-body": t("资源内容未能取得", "content of a resource not to be had"),
    "clock": t("校对时间来源", "clock compared"),
    "package": t("生成 WARC 与 WACZ 并计算摘要", "WARC and WACZ made, digests taken"),
}
NOTES: Final[dict[str, Text]] = {
    "page-cut": t("页面过长,截图在高度上限处截止。", "The page is longer than the cap; the picture ends there."),
    "scroll-cut-by-time": t(
        "页面过长或持续加载,滚动在时限处停止。", "The page goes on and on; scrolling ended with the time."
    ),
    "load-timeout": t(
        "网页未在时限内载入完毕,按当时显示的内容固定。", "The page did not finish loading; it was captured as it stood."
    ),
    "budget": t("流量达到上限,部分资源未保存。", "The budget of bytes was spent; some resources are not kept."),
    "no-body": t("部分资源的内容未能取得(见步骤)。", "The content of some resources could not be had (see the steps)."),
    "window-closed": t(
        "网页打开了新窗口,已关闭,未纳入。", "The page opened another window, which was closed and is not part of this."
    ),
    "download-refused": t("网页发起了下载,已拒绝。", "The page began a download, which was refused."),
    "no-video": t("浏览器没有给出画面,未生成视频。", "The browser gave no frames; there is no video."),
    "not-a-page": t(
        "该网址是文件而非网页,已按原样保存文件。", "The address is a file and no page; the file is kept as it is."
    ),
    "truncated-length": t(
        "内容超过单个文件上限,只保存了前面部分。", "The body is larger than the cap; its first part is kept."
    ),
    "truncated-time": t(
        "服务器传输过慢,只保存了时限内收到的部分。", "The server was too slow; what came in time is kept."
    ),
    "truncated-disconnect": t("服务器中途断开,只保存了收到的部分。", "The server broke off; what came is kept."),
    "decodes-too-large": t(
        "压缩内容解压后体积异常,只保存压缩原文。", "The body unpacks to an abnormal size; it is kept packed."
    ),
    "tls-untrusted": t(
        "服务器证书不受信任,内容仍予固定,证书问题已记录。",
        "The server's certificate is not trusted; captured all the same, and on record.",
    ),
    "status": t(
        "服务器返回的状态不是成功(见 HTTP 状态)。", "The server's status is not a success (see the HTTP status)."
    ),
    "requisites-refused": t(
        "页面引用的部分资源未能获取或被拒绝。", "Some of what the page refers to could not be had or was refused."
    ),
    "browser-other": t(
        "浏览器最终页面与 HTTP 请求的最终网址不同。", "The browser ended at another address than the plain request."
    ),
}
TESTS: Final[dict[str, Text]] = {
    "platform": t("平台", "Platform"),
    "neutrality": t("中立性", "Neutrality"),
    "system": t("系统环境", "System"),
    "process": t("取证过程", "Process"),
}


def note(code: str) -> Text:
    """Return what a note means; an unknown one speaks for itself."""
    return NOTES.get(code, t(code, code))


def step(code: str) -> Text:
    """Return what a step of the script is called."""
    return STEPS.get(code, t(code, code))
