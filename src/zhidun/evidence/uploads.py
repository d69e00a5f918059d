"""The door's side of an upload: files stream from the request straight into the store, hashed and capped on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

from zhidun.evidence.policies import limits
from zhidun.evidence.receiving import Received
from zhidun.kernel.errors import Refusal, TooLarge
from zhidun.kernel.text import t

if TYPE_CHECKING:
    from collections.abc import Mapping


class IncomingFile(UploadedFile):
    """An uploaded file that is on disk and hashed; hand it to `services.store_upload` as the stream.

    A file that was refused on the way is there too, without bytes, with its `refusal`: the form keeps what was typed.
    """

    def __init__(
        self, *, received: Received | None, name: str, declared_type: str, refusal: Refusal | None = None
    ) -> None:
        self.received = received
        self.refusal = refusal
        size = received.size if received else 0
        super().__init__(
            file=received.incoming.reader() if received else None, name=name, content_type=declared_type, size=size
        )

    def close(self) -> None:
        """Close the reader and forget bytes that nobody kept; called by Django at the end of the request."""
        if self.file is not None:
            self.file.close()
        if self.received is not None:
            self.received.drop()


class EvidenceUploadHandler(FileUploadHandler):
    """Streams each file of a request into the store's incoming folder (`FILE_UPLOAD_HANDLERS`)."""

    chunk_size = 256 * 1024

    def __init__(self, request: Any = None) -> None:  # noqa: ANN401  Django's signature
        super().__init__(request)
        self._received: Received | None = None
        self._refusal: Refusal | None = None

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401  Django's signature
        META: Mapping[str, Any],  # noqa: N803  Django's signature
        content_length: int,
        boundary: Any,  # noqa: ANN401  Django's signature
        encoding: str | None = None,
    ) -> None:
        """Refuse by the announced length before a byte is read.

        Raises:
            TooLarge: the request as a whole is larger than allowed.
        """
        del input_data, META, boundary, encoding
        most = limits().request_bytes
        if content_length > most:
            raise request_too_large(most)

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._refusal = None
        try:
            self._received = Received(filename=self.file_name or "", declared_type=self.content_type or "")
        except Refusal as refusal:
            self._received, self._refusal = None, refusal
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write and hash a piece; after a refusal the rest is read and thrown away."""
        del start
        if self._received is None:
            return
        try:
            self._received.feed(raw_data)
        except Refusal as refusal:
            self._received, self._refusal = None, refusal

    def file_complete(self, file_size: int) -> IncomingFile:
        """Judge the file."""
        del file_size
        received = self._received
        if received is not None:
            try:
                received.finish()
            except Refusal as refusal:
                received, self._refusal = None, refusal
        self._received = None
        return IncomingFile(
            received=received, name=self.file_name or "", declared_type=self.content_type or "", refusal=self._refusal
        )

    def upload_interrupted(self) -> None:
        """Forget what came of a request that broke off."""
        if self._received is not None:
            self._received.drop()


def whole(file: UploadedFile) -> bytes:
    """Return the bytes of a small file of a form. Raises what refused it on the way."""
    refusal: Refusal | None = getattr(file, "refusal", None)
    if refusal is not None:
        raise refusal
    return bytes(file.read())


def request_too_large(most: int) -> TooLarge:
    """Return the refusal of a request that announces more bytes than allowed."""
    shown = f"{most / 1_000_000:g}"
    return TooLarge(
        t(
            f"本次上传合计超过{shown} MB,未被接收。",
            f"The upload as a whole is larger than {shown} MB and was not taken.",
        ),
        t(
            "请分几次上传,或到窗口以光盘、移动硬盘提交;已填写的内容已保留。",
            "Upload in several goes, or hand it in at the counter on a disk; what you typed is kept.",
        ),
        field="files",
    )


__all__ = ["EvidenceUploadHandler", "IncomingFile", "SkipFile", "request_too_large", "whole"]
