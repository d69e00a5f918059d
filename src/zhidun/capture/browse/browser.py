"""A capture by browser, as the parent sees it: what is needed, the jail, the driver, what came out."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata, util
from pathlib import Path
from typing import Any, Final

from zhidun.capture.errors import BrowserFailed, BrowserMissing, NamespaceMissing
from zhidun.capture.net import tls
from zhidun.capture.net.fetching import Exchange, Headers
from zhidun.capture.net.gate import Gate
from zhidun.capture.net.proxy import Proxy
from zhidun.capture.net.targets import Target
from zhidun.kernel import time
from zhidun.kernel.text import t

HERE: Final = Path(__file__).parent
RELAY, DRIVER = HERE / "relay.py", HERE / "driver.py"
PORT: Final = 3128
WIDTH, HEIGHT = 1280, 900
MOST_RESOURCES: Final = 1000
GRACE: Final = 20.0
NOBODY: Final = 65534
ARGUMENTS: Final = (
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--mute-audio",
    "--no-first-run",
    "--disable-domain-reliability",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-client-side-phishing-detection",
    "--disable-sync",
    "--safebrowsing-disable-auto-update",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,DnsOverHttps",
)


@dataclass(frozen=True, slots=True)
class Jail:
    """What this machine allows: a network of its own, and the browser's sandbox inside."""

    sandbox: bool
    browser: Path
    version: str


@dataclass(slots=True, kw_only=True)
class BrowserOutcome:
    """What a browser saw of a page."""

    url: str
    status: int
    title: str
    html: bytes
    screenshot: bytes
    video: bytes
    exchanges: list[Exchange]
    steps: list[dict[str, Any]]
    notes: list[str]
    chain: tuple[tls.Certificate, ...]
    facts: dict[str, Any] = field(default_factory=dict)


def find_browser() -> Path:
    """Return the browser that is to be used.

    Raises:
        BrowserMissing: there is none, or playwright is not installed.
    """
    if util.find_spec("playwright") is None:
        raise BrowserMissing(t("没有安装浏览器驱动(playwright)。", "The driver of browsers (playwright) is missing."))
    named = os.environ.get("ZHIDUN_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found or not Path(found).is_file():
        raise BrowserMissing(t("没有找到 chromium 浏览器。", "No chromium browser was found."))
    return Path(found)


def jail() -> Jail:
    """Return what this machine allows a browser capture; nothing is started but a probe.

    Raises:
        BrowserMissing: no browser or no driver.
        NamespaceMissing: the browser could not be shut in.
    """
    browser = find_browser()
    command = [sys.executable, "-I", str(RELAY), "--probe"]
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=15, stdin=subprocess.DEVNULL)
        said = json.loads(done.stdout or b"{}")
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise NamespaceMissing from error
    if not said.get("ok"):
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        why = str(said.get("why") or last or f"exit {done.returncode}")
        usual = NamespaceMissing.default_reason
        raise NamespaceMissing(t(f"{usual.zh}(系统提示:{why})", f"{usual.en} (The system says: {why})"))
    return Jail(bool(said.get("sandbox")), browser, metadata.version("playwright"))


def browse(target: Target, gate: Gate, *, jail: Jail, video: bool, accept: str = "") -> BrowserOutcome:
    """Open a page in the jail and record it.

    Args:
        target: the page.
        gate: who connects where; its time is the capture's time.
        jail: from `jail()`.
        video: film the scrolling.
        accept: digest of the public key of a certificate that is accepted although nobody vouches for it.

    Raises:
        BrowserFailed: it hung, died or could not show the page.
    """
    with tempfile.TemporaryDirectory(prefix="zhidun-browser-", ignore_cleanup_errors=True) as place:
        return _browse(target, gate, jail, Path(place), video, accept)


def _browse(target: Target, gate: Gate, jail: Jail, folder: Path, video: bool, accept: str) -> BrowserOutcome:  # noqa: FBT001
    config = _prepare(target, gate, jail, folder, video, accept)
    place = folder / "driver.json"
    place.write_text(json.dumps(config), "utf-8")
    with Proxy(gate, folder / "proxy.sock"):
        said = _drive(place, folder, seconds=gate.left() + GRACE)
    outcome = folder / "out" / "outcome.json"
    if not outcome.is_file():
        jailed = (folder / "jail.json").is_file()
        raise BrowserFailed(_because(said if jailed else f"not started: {said}"))
    found = json.loads(outcome.read_text("utf-8"))
    if found.get("error"):
        raise BrowserFailed(_because(str(found["error"])))
    return _outcome(found, folder, gate)


def _because(why: str) -> Any:  # noqa: ANN401  a Text; named where it is raised
    return t(f"浏览器未能完成固定:{why}", f"The browser did not finish: {why}")


def _prepare(target: Target, gate: Gate, jail: Jail, folder: Path, video: bool, accept: str) -> dict[str, Any]:  # noqa: FBT001
    profile, home = folder / "profile", folder / "home"
    for one in (profile, home):
        one.mkdir(mode=0o700)
    if os.geteuid() == 0:  # the browser runs as nobody and may write into these two and nowhere else
        folder.chmod(0o711)
        for one in (profile, home):
            os.chown(one, NOBODY, NOBODY)
    relay = {
        "socket": str(folder / "proxy.sock"), "port": PORT, "browser": str(jail.browser), "home": str(home),
        "report": str(folder / "jail.json"),
    }  # fmt: skip
    (folder / "relay.json").write_text(json.dumps(relay), "utf-8")
    wrapper = folder / "browser"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "{RELAY}" "{folder / "relay.json"}" "$@"\n', "utf-8")
    wrapper.chmod(0o700)
    (folder / "out").mkdir(mode=0o700)
    policy, seconds = gate.policy, gate.left()
    return {
        "url": target.shown, "folder": str(folder / "out"), "profile": str(profile), "wrapper": str(wrapper),
        "port": PORT, "width": WIDTH, "height": HEIGHT, "seconds": seconds, "load_seconds": seconds * 0.4,
        "settle_seconds": 8, "reserve": seconds * 0.3, "page_height": policy.page_height, "video": video,
        "sandbox": jail.sandbox, "body_bytes": policy.body_bytes, "total_bytes": policy.total_bytes,
        "most_resources": MOST_RESOURCES,
        "arguments": [*ARGUMENTS, *([f"--ignore-certificate-errors-spki-list={accept}"] if accept else [])],
        "environment": {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"},
    }  # fmt: skip


def _drive(place: Path, folder: Path, *, seconds: float) -> str:
    """Run the driver to its end or to the end of its time; return the last words of a driver that failed."""
    command = [sys.executable, "-I", str(DRIVER), str(place)]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder / "out"), "LC_ALL": "C.UTF-8"}
    with (folder / "driver.log").open("wb") as log:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, env=environment,
            start_new_session=True, close_fds=True,
        )  # fmt: skip
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return "time"
        finally:
            _end(child, folder)
    words = (folder / "driver.log").read_text("utf-8", "replace").strip().splitlines()
    return words[-1][:300] if words else f"exit {child.returncode}"


def _end(child: subprocess.Popen[bytes], folder: Path) -> None:
    """End the driver and whatever it left: a browser in a session of its own is found by the profile's folder."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    mark = str(folder).encode()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (entry / "cmdline").read_bytes():
                os.kill(int(entry.name), signal.SIGKILL)


def _outcome(found: dict[str, Any], folder: Path, gate: Gate) -> BrowserOutcome:
    out = folder / "out"
    exchanges = [_exchange(row, out, gate) for row in found["exchanges"]]
    main = [one for one in exchanges if one.kind == "document" and one.url == found["url"].partition("#")[0]]
    for one in main[:1]:
        one.main = True
    jailed = json.loads((folder / "jail.json").read_text("utf-8"))
    return BrowserOutcome(
        url=str(found["url"]),
        status=int(found["status"]),
        title=str(found["title"]),
        html=_read(out / "page.html"),
        screenshot=_read(out / "screenshot.png"),
        video=_read(out / "video.webm"),
        exchanges=exchanges,
        steps=list(found["steps"]),
        notes=[str(one) for one in found["notes"]],
        chain=tuple(tls.certificate(base64.b64decode(one)) for one in found["chain"]),
        facts={**found["browser"], "jail": jailed, "picture": found["picture"], "video": found.get("video") or {}},
    )


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _exchange(row: dict[str, Any], out: Path, gate: Gate) -> Exchange:
    started = datetime.fromtimestamp(float(row["started"]) / 1000, UTC) if row["started"] else time.now()
    name = str(row["file"])
    host = row["url"].split("/")[2].rpartition("@")[2]
    refused = refusal_of(gate, host, _headers(row["headers"]))
    if refused:  # the proxy's own answer: it is not the site's, and must not stand in the archive as if it were
        return Exchange(
            url=str(row["url"]), method=str(row["method"]), request_headers=_headers(row["request_headers"]),
            started_at=started, failure=refused, kind=str(row["kind"]),
        )  # fmt: skip
    return Exchange(
        url=str(row["url"]),
        method=str(row["method"]),
        request_headers=_headers(row["request_headers"]),
        request_body=base64.b64decode(row.get("request_body") or ""),
        status=int(row["status"]),
        status_text=str(row["status_text"]),
        headers=_headers(row["headers"]),
        body=_read(out / Path(name).name) if name else b"",
        decoded=True,
        address=address_of(gate, host),
        started_at=started,
        truncated=str(row["truncated"]),
        failure=str(row["failure"]),
        kind=str(row["kind"]),
    )


def _name_of(authority: str) -> str:
    host = authority.rpartition(":")[0] if authority.rpartition(":")[2].isdigit() else authority
    return host.strip("[]").lower()


def refusal_of(gate: Gate, authority: str, headers: Headers) -> str:
    """Return the code of our own refusal when the proxy gave this answer; a site that only says so is not believed."""
    said = next((value for key, value in headers if key.lower() == "x-zhidun-refused"), "")
    name = _name_of(authority)
    return said if said and any(one.host.lower().strip("[]") == name and one.refused for one in gate.visits) else ""


def address_of(gate: Gate, authority: str) -> str:
    """Return the address a host was reached at, by the proxy's own notes."""
    name = _name_of(authority)
    return next((one.address for one in gate.visits if one.host.lower() == name and one.address), "")


def _headers(rows: list[list[str]]) -> Headers:
    """Return headers as pairs; HTTP/2 pseudo-headers are left out, values in several lines become several."""
    return tuple(
        (key, part) for key, value in rows if not key.startswith(":") for part in (str(value).split("\n") or [""])
    )
