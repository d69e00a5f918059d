"""Refusals of the evidence room."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge, Unavailable
from zhidun.kernel.text import Text, t


class FileEmpty(Invalid):
    """Nothing was in the file."""

    code = "evidence.file_empty"
    default_reason = t("文件是空的(0字节)。", "The file is empty (0 bytes).")
    default_remedy = t("请检查原文件后重新选择。", "Look at the original file and choose it again.")


class FileTooLarge(TooLarge):
    """More bytes than one file may have."""

    code = "evidence.file_too_large"

    @classmethod
    def over(cls, limit: int) -> FileTooLarge:
        """Return the refusal that names the limit in MB."""
        shown = f"{limit / 1_000_000:g}"
        return cls(
            t(f"文件超过{shown} MB的上限,未被保存。", f"The file is larger than {shown} MB and was not kept."),
            t(
                "请压缩视频、拆分文件,或到窗口以光盘、移动硬盘提交;已填写的内容已保留。",
                "Compress the video, split the file, or hand it in at the counter on a disk; what you typed is kept.",
            ),
            field="files",
        )


class UploadCut(Invalid):
    """Fewer bytes came than were announced."""

    code = "evidence.upload_cut"
    default_reason = t(
        "上传中断,文件不完整,未被保存。", "The upload was cut off; the file is incomplete and was not kept."
    )
    default_remedy = t("请检查网络后重新上传。", "Check the connection and upload it again.")


class ItemNotFound(NotFound):
    """No such item, or not to be seen."""

    code = "evidence.item_not_found"


class Quarantined(Forbidden):
    """The item is shut: it must not be opened."""

    code = "evidence.quarantined"
    default_remedy = t(
        "原件已保全、可校验摘要;如需查看,请由技术调查人员在隔离环境中打开。",
        "The original is kept and its digest can be checked; ask a technical investigator to open it in isolation.",
    )

    @classmethod
    def because(cls, reason: Text) -> Quarantined:
        """Return the refusal with the reason of the quarantine."""
        return cls(reason)


class BytesMissing(Unavailable):
    """A row names bytes that the store does not have."""

    code = "evidence.bytes_missing"
    default_reason = t("存储中找不到该文件的原始内容。", "The bytes of this file are not in the store.")
    default_remedy = t(
        "请运维人员检查存储挂载或从备份恢复。", "Ask the operator to check the mount or restore from the backup."
    )


class LinkExpired(Forbidden):
    """A download link is too old, or was changed."""

    code = "evidence.link_expired"
    default_reason = t("下载链接已失效。", "The download link has expired.")
    default_remedy = t("请回到页面重新点击下载。", "Go back to the page and press download again.")


class CustodyTaken(Conflict):
    """Two people wrote the next link of the chain of custody at once."""

    code = "evidence.custody_taken"


class ProofPending(Conflict):
    """The proof is not there yet: the entry waits for its checkpoint or for the witnesses."""

    code = "evidence.proof_pending"
    default_reason = t(
        "已登记待存证,证明尚未生成(等待检查点与见证签名)。",
        "Registered for sealing; the proof is not there yet (it waits for the checkpoint and the witnesses).",
    )
    default_remedy = t("通常在数秒内完成,请稍后再取。", "It usually takes seconds; come back in a moment.")


class SealErased(NotFound):
    """What opened a commitment was erased on request."""

    code = "evidence.seal_erased"
    default_reason = t(
        "该存证的清单已依法删除,不再提供证明。", "What opened this seal was erased by law; no proof is given."
    )


class HandOverOpen(Conflict):
    """Somebody offered the item already, and the other side has not answered."""

    code = "evidence.hand_over_open"
    default_reason = t(
        "该证据正在移交中,等待对方确认。", "The item is being handed over; the other side has not answered."
    )
    default_remedy = t("请等待接收方确认,或先撤回移交。", "Wait for the receiver, or withdraw the offer first.")


class HandOverDone(Conflict):
    """The hand-over was answered or withdrawn already."""

    code = "evidence.hand_over_done"
    default_reason = t("该移交已经办结。", "This hand-over is settled already.")


class NotTheReceiver(Forbidden):
    """Somebody other than the named receiver answers, or other than the giver withdraws."""

    code = "evidence.not_the_receiver"
    default_reason = t("只有指定的接收人可以确认。", "Only the named receiver may confirm.")
    default_remedy = t("请由接收人本人登录确认。", "Let the receiver sign in and confirm.")


class HandOverNotFound(NotFound):
    """No such hand-over, or one between others."""

    code = "evidence.hand_over_not_found"
