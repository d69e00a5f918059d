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
