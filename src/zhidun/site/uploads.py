"""Uploads go to disk as they arrive, never to memory, and stop at the limit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from zhidun.kernel.errors import TooLarge
from zhidun.kernel.text import t


class StreamingHandler(TemporaryFileUploadHandler):
    """Write each chunk to `UPLOAD_FOLDER`; refuse a file or a request beyond its limit at the first byte too many."""

    total = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, N803  Django's signature
        """Refuse by the announced length before a byte is read."""
        if content_length > settings.UPLOAD_REQUEST_LIMIT:
            raise _too_large(settings.UPLOAD_REQUEST_LIMIT)
        super().handle_raw_input(input_data, META, content_length, *args, **kwargs)

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        """Make the folder when it is not there yet, then begin the file."""
        settings.UPLOAD_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Count, then write; what cannot be taken leaves nothing on the disk."""
        self.total += len(raw_data)
        try:
            if start + len(raw_data) > settings.UPLOAD_FILE_LIMIT:
                raise _too_large(settings.UPLOAD_FILE_LIMIT)
            if self.total > settings.UPLOAD_REQUEST_LIMIT:
                raise _too_large(settings.UPLOAD_REQUEST_LIMIT)
            super().receive_data_chunk(raw_data, start)
        except (TooLarge, OSError):
            self.upload_interrupted()
            raise


def _too_large(limit: int) -> TooLarge:
    size = f"{limit // (1024 * 1024)} MiB"
    return TooLarge(
        t(f"文件超出 {size} 的上限。", f"The upload is larger than {size}."),
        t("请压缩或分成几个文件上传;已填写的内容不会丢失。", "Send it in parts or smaller; what you typed is kept."),
    )
