"""Refusals of the ledger: what is wrong with a proof, a note, a tile or a log, and what to do."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Invalid, Unavailable
from zhidun.kernel.text import t


class Malformed(Invalid):
    """Bytes that are not what their place says: a note, a checkpoint, a proof, a policy, a tile path."""

    code = "ledger.malformed"
    default_reason = t("内容不符合规定的格式。", "The content is not in the format its place asks for.")
    default_remedy = t(
        "请使用原始文件;经编辑、转换编码或截断的文件无法核验。",
        "Use the original file; one that was edited, re-encoded or cut short cannot be checked.",
    )


class SignatureWrong(Invalid):
    """A known key's signature does not verify, or no known key signed at all."""

    code = "ledger.signature_wrong"
    default_reason = t("签名与公钥不符。", "The signature does not fit the key.")
    default_remedy = t(
        "请核对日志公钥是否取自官方公布处;如无误,则该文件已被改动。",
        "Check that the key is the published one; if it is, the file was altered.",
    )


class ProofWrong(Invalid):
    """A Merkle proof does not lead from what it starts with to the root."""

    code = "ledger.proof_wrong"
    default_reason = t("存证路径与根值不符。", "The proof does not lead to the root.")
    default_remedy = t(
        "文件或证明已被改动,或二者不属于同一份证据。",
        "The file or the proof was altered, or they do not belong together.",
    )


class QuorumMissing(Invalid):
    """Fewer witnesses cosigned than the policy asks for."""

    code = "ledger.quorum_missing"
    default_reason = t("见证签名未达到规定数量。", "Fewer witnesses cosigned than the policy asks for.")
    default_remedy = t(
        "请稍后重新下载证明;见证到齐后证明才完整。",
        "Download the proof again later; it is whole once the witnesses have signed.",
    )


class LogUnknown(Invalid):
    """The checkpoint is of a log that the policy does not name."""

    code = "ledger.log_unknown"
    default_reason = t("该检查点不属于已知的日志。", "The checkpoint is not of a known log.")
    default_remedy = t("请提供该日志的公钥或策略文件。", "Give the key of that log, or a policy that names it.")


class TileMissing(Unavailable):
    """A tile or bundle that the size asks for is not there, or not whole."""

    code = "ledger.tile_missing"
    default_reason = t("日志数据块缺失或不完整。", "A tile of the log is missing or not whole.")
    default_remedy = t(
        "请运行 zhidun ledger fsck 查明缺失位置,并从备份或导出副本恢复。",
        "Run `zhidun ledger fsck` to see which, and restore it from a backup or an export.",
    )


class LogBehind(Conflict):
    """What is stored is older than, or other than, what was signed before: signing would fork the log."""

    code = "ledger.behind"
    status = 503
    default_reason = t(
        "存储的日志落后于已签署的检查点,已停止签署以防分叉。",
        "The stored log is behind what was signed before; signing has stopped so that the log cannot fork.",
    )
    default_remedy = t(
        "受理不受影响。请运行 zhidun ledger recover 查看恢复步骤。",
        "Intake goes on. Run `zhidun ledger recover` for the way back.",
    )


class EntryTooLarge(Invalid):
    """An entry of more than 65,535 bytes (tlog-tiles)."""

    code = "ledger.entry_too_large"
    default_reason = t("日志条目超过 65,535 字节。", "The entry has more than 65,535 bytes.")
    default_remedy = t("条目只应包含承诺值,不应包含原件。", "An entry holds commitments, never the thing itself.")


class ClockBack(Conflict):
    """The clock stands before the time of the last checkpoint."""

    code = "ledger.clock_back"
    status = 503
    default_reason = t("系统时间早于上一个检查点。", "The clock stands before the last checkpoint.")
    default_remedy = t("请校准服务器时间后重试。", "Set the server's clock right, then try again.")
