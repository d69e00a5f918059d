"""Refusals of the capture room."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge, Unavailable
from zhidun.kernel.text import Text, t

_ANOTHER_ADDRESS = t(
    "请填写互联网上公开可访问的网址(http 或 https)。", "Enter an address on the public Internet (http or https)."
)


class BadAddress(Invalid):
    """The address cannot be captured as it is written."""

    code = "capture.bad_address"
    default_reason = t("网址不正确。", "This is not an address we can capture.")
    default_remedy = _ANOTHER_ADDRESS


class SchemeRefused(BadAddress):
    """Neither http nor https."""

    code = "capture.scheme"
    default_reason = t("只能固定 http 和 https 网页。", "Only http and https pages are captured.")


class CredentialsInAddress(BadAddress):
    """The address carries a name or a password."""

    code = "capture.credentials"
    default_reason = t("网址中含有用户名或密码。", "The address carries a user name or a password.")
    default_remedy = t(
        "请去掉“@”之前的部分;需登录才能看到的页面请改用录屏或公证。",
        "Leave out what stands before the @; for pages behind a login use a screen recording or a notary.",
    )


class PortRefused(BadAddress):
    """A port that no web page is served at."""

    code = "capture.port"


class NotPublic(Forbidden):
    """The address is not on the public Internet: private, of this machine, of a cloud's metadata service."""

    code = "capture.not_public"
    default_remedy = _ANOTHER_ADDRESS

    @classmethod
    def because(cls, shown: str, why: Text) -> NotPublic:
        """Return the refusal naming the address and the range it is in."""
        return cls(
            t(
                f"{shown} 不是公开网络地址({why.zh}),不予连接。",
                f"{shown} is no public address ({why.en}): not connected.",
            )
        )


class NameUnknown(Unavailable):
    """The name has no address."""

    code = "capture.name_unknown"
    default_remedy = t("请核对网址;域名可能已注销。", "Check the address; the name may have been given up.")


class NoConnection(Unavailable):
    """The server does not take the connection."""

    code = "capture.no_connection"
    default_remedy = t(
        "网站可能已关闭或拒绝访问。请稍后重试;本次尝试已记录。",
        "The site may be closed or may refuse us. Try again later; this attempt is on record.",
    )


class TlsFailed(NoConnection):
    """No TLS connection could be made at all, not even without trusting the certificate."""

    code = "capture.tls_failed"


class BadAnswer(NoConnection):
    """What the server said is not HTTP."""

    code = "capture.bad_answer"


class TooManyRedirects(Unavailable):
    """The address sends on and on."""

    code = "capture.redirects"
    default_remedy = t("请直接填写最终页面的网址。", "Enter the address of the last page itself.")


class TooSlow(Unavailable):
    """The server takes longer than a capture may."""

    code = "capture.too_slow"
    default_reason = t("网站响应过慢,超过时限。", "The site took longer than a capture may take.")
    default_remedy = t("请稍后重试,或改用“仅HTTP”方式。", "Try again later, or capture by HTTP alone.")


class OverBudget(TooLarge):
    """More bytes or connections than one capture may use."""

    code = "capture.over_budget"
    default_reason = t("页面超出单次固定的流量上限。", "The page is larger than one capture may be.")
    default_remedy = t("请改用“仅HTTP”方式,或分页面固定。", "Capture by HTTP alone, or page by page.")


class DecodesTooLarge(TooLarge):
    """A compressed body unpacks to more than it may."""

    code = "capture.decodes_too_large"
    default_reason = t("网页解压后体积异常。", "The page unpacks to an abnormal size.")


class BrowserMissing(Unavailable):
    """The part of the product that drives a browser is not installed, or there is no browser."""

    code = "capture.browser_missing"
    default_remedy = t(
        "请运维人员安装 playwright 与 chromium;现在可改用“仅HTTP”方式。",
        "Ask the operator to install playwright and chromium; you can capture by HTTP alone now.",
    )


class NamespaceMissing(Unavailable):
    """This machine gives the browser no network of its own, so the browser is not started at all."""

    code = "capture.namespace_missing"
    default_reason = t(
        "本机不能为浏览器建立独立的网络空间,浏览器可能绕过地址检查,因此不予启动。",
        "This machine cannot give the browser a network of its own; it could get around the check of addresses, so it "
        "is not started.",
    )
    default_remedy = t(
        "请改用“仅HTTP”方式;或由运维人员开启网络命名空间(user namespaces 或 CAP_SYS_ADMIN)。",
        "Capture by HTTP alone, or have the operator allow network namespaces (user namespaces or CAP_SYS_ADMIN).",
    )


class BrowserFailed(Unavailable):
    """The browser did not finish: it hung, died, or could not show the page."""

    code = "capture.browser_failed"
    default_reason = t("浏览器未能完成固定。", "The browser did not finish.")
    default_remedy = t("请重试,或改用“仅HTTP”方式。", "Try again, or capture by HTTP alone.")


class CaptureRefused(Conflict):
    """A capture that was asked for could not be made; its row says why."""

    code = "capture.refused"


class ListFaulty(Invalid):
    """The list of addresses cannot be read, is empty or too long."""

    code = "capture.list"
    default_remedy = t("请上传每行一个网址的 CSV 或文本文件。", "Hand in a CSV or text file with one address a line.")


class CaptureNotFound(NotFound):
    """No such capture or list, or not for this actor."""

    code = "capture.not_found"


class ListNotOpen(Conflict):
    """The list is done or was cancelled."""

    code = "capture.list_closed"
    default_reason = t("该批次已结束,不能再更改。", "This list has ended and cannot be changed any more.")
    default_remedy = t("请新建一个批次。", "Start a new list.")


class NotAllowed(Forbidden):
    """Only officers who lay in evidence, and holders of a verified right, capture pages."""

    code = "capture.not_allowed"
    default_reason = t(
        "网页固定仅供办案人员和已核验的权利人使用。",
        "Pages are captured by officers and by holders of a verified right only.",
    )
    default_remedy = t(
        "请先登记并核验您的权利,或请受理机关代为固定。",
        "Have your right registered and verified first, or ask the office to capture it.",
    )
