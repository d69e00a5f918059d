"""The child that drives the browser: opens a page, scrolls, pictures, records; writes what it found into a folder.

Run as `python -I driver.py CONFIG`. It imports playwright and imaging libraries and nothing of the product; it reaches
no network itself: the browser does, in its jail (`relay.py`). The page's own scripts are never asked anything: sizes,
scrolling and pictures go through the browser's protocol, which a page cannot alter.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SEGMENT = 4000
SCROLL = 600
PAUSE = 0.25
FRAMES_A_SECOND = 8
MOST_FRAMES = 1600
WORDS = 300


class Recorder:
    """What one page did, as seen through the browser's protocol."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.folder = Path(config["folder"])
        self.ends = time.monotonic() + float(config["seconds"])
        self.steps: list[dict[str, Any]] = []
        self.notes: list[str] = []
        self.exchanges: list[dict[str, Any]] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.frames: list[tuple[float, bytes]] = []
        self.bytes_kept = 0
        self.chain: list[str] = []

    def step(self, key: str, **facts: Any) -> None:  # noqa: ANN401  any plain value
        """Write a step of the script down with its moment."""
        self.steps.append({"at": datetime.now(UTC).isoformat(), "step": key, **facts})

    def note(self, code: str) -> None:
        """Remember that something was left out or went another way."""
        if code not in self.notes:
            self.notes.append(code)

    def left(self, most: float) -> float:
        """Return the seconds left, at most `most`."""
        return max(0.1, min(most, self.ends - time.monotonic()))

    def on_finished(self, request: Any) -> None:  # noqa: ANN401  playwright is imported late
        """Keep a request with its answer."""
        self._spawn(self._keep(request, ""))

    def on_failed(self, request: Any) -> None:  # noqa: ANN401
        """Keep a request that failed."""
        self._spawn(self._keep(request, str(request.failure or "failed")[:WORDS]))

    def _spawn(self, work: Any) -> None:  # noqa: ANN401
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _keep(self, request: Any, failure: str) -> None:  # noqa: ANN401
        if len(self.exchanges) >= int(self.config["most_resources"]) or not request.url.startswith("http"):
            return
        row: dict[str, Any] = {
            "url": request.url, "method": request.method, "kind": request.resource_type, "failure": failure,
            "started": request.timing.get("startTime", 0), "main": False, "status": 0, "headers": [], "file": "",
            "request_headers": [], "status_text": "", "truncated": "", "security": {},
        }  # fmt: skip
        self.exchanges.append(row)
        with contextlib.suppress(Exception):
            row["request_headers"] = [[one["name"], one["value"]] for one in await request.headers_array()]
        with contextlib.suppress(Exception):
            row["request_body"] = base64.b64encode((request.post_data_buffer or b"")[:65536]).decode()
        answer = None if failure else await request.response()
        if answer is None:
            return
        row["status"], row["status_text"] = answer.status, answer.status_text
        row["headers"] = [[one["name"], one["value"]] for one in await answer.headers_array()]
        with contextlib.suppress(Exception):
            row["security"] = dict(await answer.security_details() or {})
        await self._body(row, answer)

    async def _body(self, row: dict[str, Any], answer: Any) -> None:  # noqa: ANN401
        try:
            body = await asyncio.wait_for(answer.body(), timeout=self.left(20))
        except Exception as error:  # noqa: BLE001  redirects and streams have none
            if not 300 <= row["status"] < 400:  # noqa: PLR2004
                row["truncated"] = "unspecified"
                self.note("no-body")
                self.step("no-body", url=str(row["url"])[:WORDS], why=type(error).__name__)
            return
        limit = int(self.config["body_bytes"])
        if len(body) > limit:
            body, row["truncated"] = body[:limit], "length"
        if self.bytes_kept + len(body) > int(self.config["total_bytes"]):
            row["truncated"] = "length"
            self.note("budget")
            return
        self.bytes_kept += len(body)
        row["file"] = f"body-{len(self.exchanges)}-{self.bytes_kept}.bin"
        (self.folder / row["file"]).write_bytes(body)


async def page_size(link: Any) -> tuple[int, int]:  # noqa: ANN401
    """Return width and height of the page in CSS pixels, by the browser and not by the page."""
    found = await link.send("Page.getLayoutMetrics")
    size = found.get("cssContentSize") or found["contentSize"]
    return int(size["width"]), int(size["height"])


async def scroll(page: Any, link: Any, recorder: Recorder) -> None:  # noqa: ANN401
    """Scroll down until the end, a cap of height, or the time: a page without end is cut and the report says so."""
    most = int(recorder.config["page_height"])
    done = 0
    recorder.step("scroll-begins")
    while True:
        _, height = await page_size(link)
        if done >= most:
            recorder.note("page-cut")
            break
        if done >= height:
            break
        if recorder.ends - time.monotonic() < float(recorder.config["reserve"]):
            recorder.note("scroll-cut-by-time")
            break
        await page.mouse.wheel(0, SCROLL)
        done += SCROLL
        await asyncio.sleep(PAUSE)
    await link.send("Page.getLayoutMetrics")
    recorder.step("scroll-ends", pixels=done)
    await page.mouse.wheel(0, -(done + SCROLL))
    await asyncio.sleep(PAUSE)


async def picture(link: Any, recorder: Recorder) -> dict[str, Any]:  # noqa: ANN401
    """Picture the whole page in segments and join them."""
    import io

    from PIL import Image

    width, whole = await page_size(link)
    width = max(320, min(width, 2560))
    height = max(200, min(whole, int(recorder.config["page_height"])))
    sheet = Image.new("RGB", (width, height), "white")
    for top in range(0, height, SEGMENT):
        clip = {"x": 0, "y": top, "width": width, "height": min(SEGMENT, height - top), "scale": 1}
        made = await asyncio.wait_for(
            link.send("Page.captureScreenshot", {"format": "png", "clip": clip, "captureBeyondViewport": True}),
            timeout=recorder.left(30),
        )
        with Image.open(io.BytesIO(base64.b64decode(made["data"])), formats=("PNG",)) as part:
            sheet.paste(part.convert("RGB"), (0, top))
    if whole > height:
        recorder.note("page-cut")
    sheet.save(recorder.folder / "screenshot.png", "PNG", optimize=False)
    recorder.step("screenshot", width=width, height=height, page_height=whole)
    return {"width": width, "height": height, "page_height": whole}


async def start_film(link: Any, recorder: Recorder) -> None:  # noqa: ANN401
    """Take the browser's own frames while it scrolls."""

    def on_frame(event: dict[str, Any]) -> None:
        if len(recorder.frames) < MOST_FRAMES:
            at = float((event.get("metadata") or {}).get("timestamp") or time.time())
            recorder.frames.append((at, base64.b64decode(event["data"])))
        asyncio.get_running_loop().create_task(
            _quiet(link.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]}))
        )

    link.on("Page.screencastFrame", on_frame)
    await link.send("Page.startScreencast", {"format": "jpeg", "quality": 80, "everyNthFrame": 1})
    recorder.step("video-begins")


async def _quiet(work: Any) -> None:  # noqa: ANN401
    with contextlib.suppress(Exception):
        await work


def film(recorder: Recorder) -> dict[str, Any]:
    """Write the frames as a video at their own pace."""
    import cv2
    import numpy as np

    decoded = [(at, cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR)) for at, raw in recorder.frames]
    good = [(at, one) for at, one in decoded if one is not None]
    if not good:
        recorder.note("no-video")
        return {}
    height, width = good[0][1].shape[:2]
    size = (width - width % 2, height - height % 2)
    path = recorder.folder / "video.webm"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"VP80"), FRAMES_A_SECOND, size)
    begin, written = good[0][0], 0
    for number, (at, one) in enumerate(good):
        until = good[number + 1][0] if number + 1 < len(good) else at + 1
        sheet = cv2.resize(one, size) if (one.shape[1], one.shape[0]) != size else one
        while written <= (until - begin) * FRAMES_A_SECOND and written < MOST_FRAMES:
            out.write(sheet)
            written += 1
    out.release()
    recorder.step("video-ends", frames=written, seconds=round(written / FRAMES_A_SECOND, 1))
    return {"frames": written, "width": size[0], "height": size[1]}


async def watch_security(link: Any, recorder: Recorder) -> None:  # noqa: ANN401
    """Keep the certificates (base64 DER) by which the browser itself holds the page's connection to be safe or not."""

    def on_state(event: dict[str, Any]) -> None:
        state = event["visibleSecurityState"].get("certificateSecurityState") or {}
        recorder.chain = [str(one) for one in state.get("certificate") or []] or recorder.chain

    link.on("Security.visibleSecurityStateChanged", on_state)
    await _quiet(link.send("Security.enable"))


async def visit(page: Any, link: Any, recorder: Recorder) -> dict[str, Any]:  # noqa: ANN401
    """Open the page, wait for it to come to rest, record it."""
    config = recorder.config
    answer = None
    recorder.step("open", url=config["url"])
    try:
        answer = await page.goto(config["url"], wait_until="load", timeout=recorder.left(config["load_seconds"]) * 1000)
    except Exception as error:  # noqa: BLE001  a time-out is a fact; the rest ends the capture below
        words = str(error).splitlines()[0][:WORDS]
        if "Timeout" not in words:
            return {"error": words}
        recorder.note("load-timeout")
    recorder.step("loaded", status=answer.status if answer else 0)
    with contextlib.suppress(Exception):
        await page.wait_for_load_state("networkidle", timeout=recorder.left(config["settle_seconds"]) * 1000)
    if config["video"]:
        await start_film(link, recorder)
    await scroll(page, link, recorder)
    if config["video"]:
        await _quiet(link.send("Page.stopScreencast"))
    found: dict[str, Any] = {"picture": await picture(link, recorder)}
    html = await asyncio.wait_for(page.content(), timeout=recorder.left(15))
    (recorder.folder / "page.html").write_bytes(html.encode("utf-8", "replace"))
    recorder.step("html", characters=len(html))
    return found | {
        "url": page.url, "status": answer.status if answer else 0, "title": (await page.title())[:WORDS],
        "chain": recorder.chain if page.url.startswith("https") else [],
    }  # fmt: skip


def watch(context: Any, page: Any, recorder: Recorder) -> None:  # noqa: ANN401
    """Note what a page tries on the side: new windows, downloads, dialogues."""

    def new_window(other: Any) -> None:  # noqa: ANN401
        if other is not page:
            recorder.note("window-closed")
            asyncio.get_running_loop().create_task(_quiet(other.close()))

    def download(one: Any) -> None:  # noqa: ANN401
        recorder.note("download-refused")
        recorder.step("download-refused", url=str(one.url)[:WORDS])
        asyncio.get_running_loop().create_task(_quiet(one.cancel()))

    def dialog(one: Any) -> None:  # noqa: ANN401
        recorder.step("dialog-dismissed", kind=one.type, words=str(one.message)[:WORDS])
        asyncio.get_running_loop().create_task(_quiet(one.dismiss()))

    context.on("page", new_window)
    page.on("download", download)
    page.on("dialog", dialog)
    context.on("requestfinished", recorder.on_finished)
    context.on("requestfailed", recorder.on_failed)


async def run(config: dict[str, Any]) -> dict[str, Any]:
    """Drive one browser through one page."""
    from playwright.async_api import async_playwright

    recorder = Recorder(config)
    found: dict[str, Any] = {}
    async with async_playwright() as play:
        recorder.step("browser-starts")
        context = await play.chromium.launch_persistent_context(
            config["profile"],
            executable_path=config["wrapper"],
            headless=True,
            chromium_sandbox=bool(config["sandbox"]),
            args=list(config["arguments"]),
            env=dict(config["environment"]),
            proxy={"server": f"http://127.0.0.1:{config['port']}", "bypass": "<-loopback>"},
            viewport={"width": int(config["width"]), "height": int(config["height"])},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=False,
            service_workers="block",
            timeout=30_000,
        )
        page = context.pages[0] if context.pages else await context.new_page()
        link = await context.new_cdp_session(page)
        version = await link.send("Browser.getVersion")
        recorder.step("browser-ready", product=version["product"], agent=version["userAgent"])
        watch(context, page, recorder)
        await watch_security(link, recorder)
        try:
            found = await visit(page, link, recorder)
        except Exception as error:  # noqa: BLE001  told to whoever started us
            found = {"error": f"{type(error).__name__}: {str(error).splitlines()[0][:WORDS] if str(error) else ''}"}
        if recorder.tasks:
            await asyncio.wait(recorder.tasks, timeout=recorder.left(10))
        found["browser"] = {"product": version["product"], "agent": version["userAgent"]}
        await asyncio.wait_for(_quiet(context.close()), timeout=10)
        recorder.step("browser-ends")
    if config["video"] and "error" not in found:
        found["video"] = film(recorder)
    return found | {"steps": recorder.steps, "notes": recorder.notes, "exchanges": recorder.exchanges}


def main(arguments: list[str]) -> int:
    """Do what the configuration says; the answer is `outcome.json` in its folder."""
    config: dict[str, Any] = json.loads(Path(arguments[0]).read_text("utf-8"))
    outcome = asyncio.run(run(config))
    folder = Path(config["folder"])
    (folder / "outcome.part").write_text(json.dumps(outcome, ensure_ascii=False), "utf-8")
    (folder / "outcome.part").rename(folder / "outcome.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
