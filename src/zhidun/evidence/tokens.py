"""Verifying time-stamp tokens (RFC 3161) under pinned roots; no framework, so that packages are checked anywhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t


class TokenWrong(Invalid):
    """What an authority answered is no valid time stamp on this checkpoint under its pinned roots."""

    code = "ledger.token_wrong"
    default_reason = t("时间戳令牌验证失败。", "The time-stamp token does not verify.")
    default_remedy = t(
        "请核对该时间戳服务的根证书;系统会重新申请。",
        "Check the pinned roots of this authority; the token is asked for again.",
    )


def granted(content: bytes, *, message: bytes, roots: Path) -> datetime:
    """Return the time in a time-stamp response over `message`, once it is verified.

    Raises:
        TokenWrong: it does not verify under the roots, or is over something else.
    """
    import rfc3161_client as tsp
    from cryptography import x509

    builder = tsp.VerifierBuilder()
    try:
        for certificate in x509.load_pem_x509_certificates(roots.read_bytes()):
            own = certificate.subject == certificate.issuer
            builder = (
                builder.add_root_certificate(certificate) if own else builder.add_intermediate_certificate(certificate)
            )
        answer = tsp.decode_timestamp_response(content)
        builder.build().verify_message(answer, message)
    except (ValueError, OSError, tsp.VerificationError) as fault:
        raise TokenWrong(t(f"时间戳令牌验证失败:{fault}", f"The time-stamp token does not verify: {fault}")) from fault
    return answer.tst_info.gen_time
