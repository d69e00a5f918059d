"""Why an item is shut: each verdict has a stable code, a reason and a remedy in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zhidun.kernel.text import Text, t


@dataclass(frozen=True, slots=True)
class Verdict:
    """One reason to put an item into quarantine. The bytes stay; nobody opens them on the spot."""

    code: str
    reason: Text
    remedy: Text


_ANOTHER = t(
    "原件已保全。可另行上传PDF、图片或录屏,便于办案人员查看。",
    "The original is kept. Add a PDF, a picture or a screen recording that the officer can open.",
)
_UNPACK = t(
    "原件已保全。请解压后将其中的文件逐个上传。", "The original is kept. Unpack it and upload the files one by one."
)

VERDICTS: Final[dict[str, Verdict]] = {
    verdict.code: verdict
    for verdict in (
        Verdict("malware", t("文件含有病毒特征码。", "The file carries the signature of a virus."), _ANOTHER),
        Verdict("executable", t("文件是可执行程序。", "The file is a program."), _ANOTHER),
        Verdict("type-unknown", t("无法识别文件类型。", "The type of the file is not known."), _ANOTHER),
        Verdict(
            "type-mismatch",
            t("文件内容与扩展名或声明的类型不符。", "The content does not agree with the extension or declared type."),
            t(
                "原件已保全。请确认文件来源,用正确的扩展名重新上传。",
                "The original is kept. Check where the file comes from and upload it with its proper extension.",
            ),
        ),
        Verdict(
            "polyglot",
            t("文件同时是两种类型,可能藏有程序。", "The file is two types at once and may hide a program."),
            _ANOTHER,
        ),
        Verdict("active-page", t("网页文件可能含有脚本。", "A web page may carry scripts."), _ANOTHER),
        Verdict(
            "active-svg",
            t("SVG图形含有脚本、外部链接或实体。", "The SVG carries scripts, outside links or entities."),
            t("原件已保全。请另行上传PNG或PDF版本。", "The original is kept. Add a version as PNG or PDF."),
        ),
        Verdict(
            "active-pdf",
            t("PDF含有脚本、启动动作或内嵌文件。", "The PDF carries scripts, launch actions or embedded files."),
            t("原件已保全。请“打印为PDF”后重新上传。", "The original is kept. Print it to PDF and upload the result."),
        ),
        Verdict(
            "active-office",
            t("文档含有宏、外部模板或嵌入对象。", "The document carries macros, an outside template or objects."),
            t("原件已保全。请另存为PDF后上传。", "The original is kept. Save it as PDF and upload that as well."),
        ),
        Verdict("archive-bomb", t("压缩包解压后体积异常。", "The archive unpacks to an abnormal size."), _UNPACK),
        Verdict(
            "archive-encrypted",
            t("压缩包已加密,无法检查。", "The archive is encrypted and cannot be looked into."),
            _UNPACK,
        ),
        Verdict("archive-nested", t("压缩包内还有压缩包。", "The archive holds another archive."), _UNPACK),
        Verdict(
            "archive-names",
            t("压缩包内的文件名有重复或越界路径。", "Names in the archive repeat or leave its folder."),
            _UNPACK,
        ),
        Verdict(
            "archive-broken",
            t("压缩包结构前后不一致或已损坏。", "The archive contradicts itself or is damaged."),
            _UNPACK,
        ),
        Verdict("archive-program", t("压缩包内含有可执行程序。", "The archive holds a program."), _UNPACK),
        Verdict(
            "archive-kind", t("不支持该压缩格式,无法检查。", "This kind of archive cannot be looked into."), _UNPACK
        ),
        Verdict(
            "encrypted",
            t("文件设有打开密码,无法检查。", "The file needs a password to open and cannot be looked into."),
            t("原件已保全。请解除密码后重新上传。", "The original is kept. Remove the password and upload it again."),
        ),
        Verdict(
            "image-too-large",
            t("图像尺寸或帧数异常,打开会耗尽内存。", "The picture has an abnormal size or number of frames."),
            t("原件已保全。请缩小后另行上传。", "The original is kept. Make a smaller copy and add that."),
        ),
        Verdict(
            "damaged",
            t("文件已损坏,无法读取。", "The file is damaged and cannot be read."),
            t(
                "原件已保全。请从原始设备重新导出后上传。",
                "The original is kept. Export it again from the device and upload.",
            ),
        ),
        Verdict(
            "too-costly",
            t("检查该文件超出了时间或内存上限。", "Looking into the file took more time or memory than allowed."),
            _ANOTHER,
        ),
    )
}
